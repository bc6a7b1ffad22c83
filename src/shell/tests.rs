use proptest::prelude::*;

use super::*;
use crate::text::{Decoder, Encoding, HOLE};

/// The decoded words of all commands.
fn words(source: &str) -> Vec<Vec<String>> {
    let text = Text::file(source);
    let texts = |command: &Command<'_>| {
        command
            .words
            .iter()
            .map(|word| word.text.as_str().to_owned())
            .collect()
    };
    parse(&text).commands.iter().map(texts).collect()
}

/// The decoded words of the only command.
fn line(source: &str) -> Vec<String> {
    let mut all = words(source);
    assert_eq!(all.len(), 1, "{source:?} gives {all:?}");
    all.remove(0)
}

/// A CI's runner has replaced them before a shell is started.
#[test]
fn expressions_of_a_workflow_are_read_to_their_end() {
    let cases: &[(&str, &[&str])] = &[
        (r#"a "b: ${{ vars.B }}" c"#, &["a", "b: ￼", "c"]),
        (r#"a ${{ inputs.b || 'c' }} d"#, &["a", "￼", "d"]),
        (r#"a '${{ b }}' "${{ c"#, &["a", "${{ b }}", "￼"]),
    ];
    for (source, expected) in cases {
        assert_eq!(line(source), *expected, "{source}");
    }
}

/// What bash 5.2 makes of each, with `￼` for what only running it would tell.
#[test]
fn words_are_what_the_shell_makes_of_them() {
    let cases: &[(&str, &[&str])] = &[
        (r#"a 'b c' "d e" f\ g"#, &["a", "b c", "d e", "f g"]),
        (r#"a 'b'"c"d"#, &["a", "bcd"]),
        (r"a 'it'\''s'", &["a", "it's"]),
        (r#"a 'it'"'"'s'"#, &["a", "it's"]),
        (r#"a '\n "$X" `y` \'"#, &["a", r#"\n "$X" `y` \"#]),
        (r#"a "\" \\ \$ \` \n \a""#, &["a", r#"" \ $ ` \n \a"#]),
        ("a \"b\\\nc\" d\\\ne", &["a", "bc", "de"]),
        ("a \"b\\\r\nc\" \\\r\n d", &["a", "bc", "d"]),
        ("a 'b\r\nc'\r\n", &["a", "b\r\nc"]),
        ("a '' \"\" x''", &["a", "", "", "x"]),
        (
            r"a $'\a\b\e\E\f\n\r\t\v\\\'\x22\?'",
            &["a", "\x07\x08\x1b\x1b\x0c\n\r\t\x0b\\'\"?"],
        ),
        (r"a $'\101\1012\x41\x412\u00e4\U1F600'", &["a", "AA2AA2ä😀"]),
        (
            r"a $'\xc3\xa4\303\244\cA\c?\z\xz'",
            &["a", "ää\x01\x7f\\z\\xz"],
        ),
        (r"a $'ä\0b'c", &["a", "äc"]),
        (r#"a $"b" $ $"" "$""#, &["a", "b", "$", "", "$"]),
        (
            r#"a "$B" "${B}" ${B:-'}'} "${B:-it's}" $1 "$((1+(2)))""#,
            &["a", "￼", "￼", "￼", "￼", "￼", "￼"],
        ),
        (r#"a "x${B%%"}"*}y" z"#, &["a", "x￼y", "z"]),
        ("a b#c # d 'e", &["a", "b#c"]),
        ("a 2>/dev/null b >&2 c 3< d e", &["a", "b", "c", "e"]),
        (
            "[[ $a =~ ^(x|y)$ && 1 < 2 ]]",
            &["[[", "￼", "=~", "^(x|y)$", "&&", "1", "<", "2", "]]"],
        ),
        ("a {b} {} } x}", &["a", "{b}", "{}", "}", "x}"]),
        ("grüß 'Ä'\"ö\"ü\\é", &["grüß", "Äöüé"]),
        ("a ^\n b ^\r\n c", &["a", "b", "c"]),
    ];
    for (source, expected) in cases {
        assert_eq!(line(source), *expected, "{source:?}");
    }
}

#[test]
fn spans_lead_back_to_the_bytes_after_umlauts() {
    let source = r#"ä; curl -d 'ö'"$X"\"ü -H "a: \"b\"""#;
    let text = Text::file(source);
    let script = parse(&text);
    let command = &script.commands[1];
    assert_eq!(&source[command.span.clone()], &source[4..]);
    let body = &command.words[2];
    assert_eq!(&source[body.span.clone()], r#"'ö'"$X"\"ü"#);
    assert_eq!(body.text.as_str(), "ö￼\"ü");
    assert_eq!(&source[body.text.span(0..2)], "ö");
    assert_eq!(&source[body.text.span(2..5)], "$X");
    assert_eq!(&source[body.text.span(5..6)], "\\\"");
    assert_eq!(&source[body.text.span(6..8)], "ü");
    let edit = command.words[4].text.edit(3..4, "\"$").expect("one escape");
    assert_eq!(
        (&source[edit.span], edit.text.as_str()),
        ("\\\"", "\\\"\\$")
    );
}

#[test]
fn words_that_may_become_many_are_told_from_those_that_may_not() {
    let text = Text::file(
        r#"x $A "$A" "$@" $@ "$*" "${A[@]}" "${A[*]}" ${A[*]} *.json {a,b} {1..3} {A} "{a,b}" '*' \* $(y) "$(y)" <(y)"#,
    );
    let script = parse(&text);
    let splits: Vec<&str> = script.commands[0]
        .words
        .iter()
        .filter(|word| word.splits)
        .map(|word| &text.as_str()[word.span.clone()])
        .collect();
    let expected = [
        "$A",
        "\"$@\"",
        "$@",
        "\"${A[@]}\"",
        "${A[*]}",
        "*.json",
        "{a,b}",
        "{1..3}",
        "$(y)",
    ];
    assert_eq!(splits, expected);
}

#[test]
fn a_word_that_is_one_expansion_says_which() {
    let text = Text::file(
        r#"x "$A" ${B} "a$C" "${D:-d}" "${#E}" "$(y z)" "`y`" "$@" "${!F}" $$G "$${H}" "$$""#,
    );
    let script = parse(&text);
    let expansions: Vec<_> = script.commands[0].words[1..]
        .iter()
        .map(|word| word.expansion.clone())
        .collect();
    let expected = [
        Some(Expansion::Variable("A")),
        Some(Expansion::Variable("B")),
        None,
        Some(Expansion::Other),
        Some(Expansion::Other),
        Some(Expansion::Commands(1..2)),
        Some(Expansion::Commands(2..3)),
        Some(Expansion::List),
        Some(Expansion::Other),
        Some(Expansion::Variable("G")),
        Some(Expansion::Variable("H")),
        Some(Expansion::Other),
    ];
    assert_eq!(expansions, expected);
}

#[test]
fn commands_are_found_wherever_they_stand() {
    let source = r#"
if a; then b "$(c `d "$(e)"`)"; elif ! f; then { g; }; fi
for x in $(h); do i; done | while read -r l; do j; done
case $(k) in x|"y") l ;; (z) m;& *) n;; esac
function o { p; }
q() ( r )
time s && t || u & v
X=$(w) Y=(1 $(x) 2)
diff <(y) >(z)
"#;
    let mut names: Vec<String> = words(source)
        .into_iter()
        .filter_map(|words| words.into_iter().next())
        .collect();
    names.retain(|name| name.len() == 1);
    names.sort();
    assert_eq!(names.concat(), "abcdefghijklmnprtuvwxyz");
}

#[test]
fn a_command_knows_its_function() {
    let text = Text::file("a() {\n  b\n  c() { d; }\n  e\n}\nfunction f-g\n{\n h\n}\ni");
    let script = parse(&text);
    let of = |command: &Command<'_>| command.function.map_or("", |index| script.functions[index]);
    let found: Vec<_> = script
        .commands
        .iter()
        .map(|command| (command.words[0].text.as_str(), of(command)))
        .collect();
    assert_eq!(
        found,
        [("b", "a"), ("d", "c"), ("e", "a"), ("h", "f-g"), ("i", "")]
    );
}

#[test]
fn pipes_and_joints_are_kept() {
    let text = Text::file("a | b |\n c && d\ne; { f; } | g\n");
    let script = parse(&text);
    let found: Vec<_> = script
        .commands
        .iter()
        .map(|command| (command.input, command.joint))
        .collect();
    let expected = [
        (Input::Inherited, Joint::Pipe),
        (Input::Command(0), Joint::Pipe),
        (Input::Command(1), Joint::Condition),
        (Input::Inherited, Joint::Newline),
        (Input::Inherited, Joint::Separator),
        (Input::Inherited, Joint::Separator),
        (Input::Unknown, Joint::Newline),
    ];
    assert_eq!(found, expected);
}

/// The bodies of a script's here-documents and where they stand.
fn bodies(source: &str) -> Vec<(String, String)> {
    let text = Text::file(source);
    let script = parse(&text);
    let redirections = script
        .commands
        .iter()
        .flat_map(|command| &command.redirections);
    let bodies = redirections.filter_map(|redirection| redirection.body.as_ref());
    bodies
        .map(|body| {
            (
                body.as_str().to_owned(),
                source[body.whole_span()].to_owned(),
            )
        })
        .collect()
}

#[test]
fn here_documents_are_read_after_their_line() {
    let source =
        "cat <<'A' <<\"B\" | tr x y; echo\n$X\\$ `z`\nA\nb\nB\ncat <<-C\n\t\tc $X\n\n\tC\nd";
    let expected = [
        ("$X\\$ `z`\n", "$X\\$ `z`\n"),
        ("b\n", "b\n"),
        ("c ￼\n\n", "c $X\n\n"),
    ];
    assert_eq!(
        bodies(source),
        expected.map(|(text, place)| (text.to_owned(), place.to_owned()))
    );
    assert_eq!(words(source).last(), Some(&vec!["d".to_owned()]));
}

#[test]
fn a_live_here_document_decodes_its_own_escapes_only() {
    let source = "cat <<EOF\r\n{\"a\": \"\\$5 \\\\ \\n ${B} $(c) it's\"}\\\r\n\r\nEOF\r\nd";
    let text = bodies(source).remove(0).0;
    assert_eq!(text, "{\"a\": \"$5 \\ \\n ￼ ￼ it's\"}\r\n");
    assert_eq!(words(source), [vec!["cat"], vec!["c"], vec!["d"]]);
}

#[test]
fn a_here_document_in_a_substitution_and_one_without_an_end() {
    assert_eq!(
        bodies("B=$(cat <<'E'\n{}\nE\n)\nx <<F\nrest").concat_texts(),
        ["{}\n", "rest"]
    );
}

trait Texts {
    fn concat_texts(&self) -> Vec<&str>;
}

impl Texts for Vec<(String, String)> {
    fn concat_texts(&self) -> Vec<&str> {
        self.iter().map(|(text, _)| text.as_str()).collect()
    }
}

#[test]
fn prompts_are_stepped_over() {
    let source = "$ a b \\\n> c\n{\"it's\": \"output\"}\nuser@host:~/x$ d\n[me@host dir]# e\n% f\n(venv) $ g\nbash-5.2$ h\n# i\n> curl j\n";
    let expected = ["a b c", "d", "e", "f", "g", "h", "curl j"];
    let found: Vec<String> = words(source).iter().map(|words| words.join(" ")).collect();
    assert_eq!(found, expected);
}

#[test]
fn prompts_inside_a_quoted_body_are_taken_out() {
    assert_eq!(
        line("$ a '{\n>   \"b\": 1\n> }'"),
        ["a", "{\n  \"b\": 1\n}"]
    );
    assert_eq!(line("a '{\n> b'"), ["a", "{\n> b"]);
}

/// Kind, bytes at the slip, and what is read in spite of it.
fn slip(source: &str) -> Option<(SlipKind, String, String)> {
    let text = Text::file(source);
    let script = parse(&text);
    let slipped = script
        .commands
        .iter()
        .flat_map(|command| &command.words)
        .find(|word| word.slip.is_some())?;
    let slip = slipped.slip.as_deref()?;
    let after = script
        .commands
        .last()
        .and_then(|command| command.words.last())?;
    assert!(
        slipped.span == after.span || after.text.as_str() == "end",
        "{after:?}"
    );
    Some((
        slip.kind,
        source[slip.span.clone()].to_owned(),
        slipped.text.as_str().to_owned(),
    ))
}

#[test]
fn slips_are_recognised_and_read_over() {
    use SlipKind::{StrayApostrophe, UnclosedQuote, UnescapedJson};
    let cases = [
        (
            r#"c -d '{"a": "Bob's db"}'; end"#,
            StrayApostrophe,
            "'",
            r#"{"a": "Bob's db"}"#,
        ),
        (
            "c -d '{\n\"a\": \"the users' db\",\n\"b\": \"it's\"\n}'\nend",
            StrayApostrophe,
            "'",
            "{\n\"a\": \"the users' db\",\n\"b\": \"it's\"\n}",
        ),
        (
            r#"c '{"a": "Bob's '"$X"' \"x\"", "b": "'y'"}' ; end"#,
            StrayApostrophe,
            "'",
            r#"{"a": "Bob's ￼ \"x\"", "b": "y"}"#,
        ),
        (
            r#"c "{"a": "b c", "d": "$E"}" end"#,
            UnescapedJson,
            r#""{"a": "b c", "d": "$E"}""#,
            r#"{"a": "b c", "d": "￼"}"#,
        ),
        (
            "c \"{\n  \"a\": [\"b c\"]\n}\"\nend",
            UnescapedJson,
            "\"{\n  \"a\": [\"b c\"]\n}\"",
            "{\n  \"a\": [\"b c\"]\n}",
        ),
        (
            r#"c {"a": "b c"} end"#,
            UnescapedJson,
            r#"{"a": "b c"}"#,
            r#"{"a": "b c"}"#,
        ),
        (
            r#"c '{"a": "it\'s '\''b'\''"}' ; end"#,
            StrayApostrophe,
            "'",
            r#"{"a": "it's 'b'"}"#,
        ),
        ("c '{\"a\": 1}\nend", UnclosedQuote, "'", "{\"a\": 1}"),
        (
            "c '{\"a\": 1} \\\n -H 'x: y'; end",
            UnclosedQuote,
            "'",
            "{\"a\": 1}",
        ),
        (
            "c '{\"a\": 1}\n\ncurl 'https://x' ; end",
            UnclosedQuote,
            "'",
            "{\"a\": 1}",
        ),
        (
            "c -H 'x: y \\\n  -H 'z: w' ; end",
            UnclosedQuote,
            "'",
            "x: y",
        ),
        (
            "c -H \"x: $Y \\\n  -H \"z: w\" ; end",
            UnclosedQuote,
            "\"",
            "x: ￼",
        ),
        ("c \"{\\\"a\\\": 1}\nend", UnclosedQuote, "\"", "{\"a\": 1}"),
        ("c don't \\\nend", UnclosedQuote, "'", "dont"),
    ];
    for (source, kind, place, text) in cases {
        assert_eq!(
            slip(source),
            Some((kind, place.to_owned(), text.to_owned())),
            "{source:?}"
        );
    }
}

#[test]
fn what_the_shell_reads_well_is_no_slip() {
    let sources = [
        r#"c '{"a": "'"$X"'", "b": "'$Y'", "c": '$Z', "d": "it'\''s", "e": "'db.example'"}'"#,
        r#"c '{"a": "'"$(d "e f")"'", "b": "'"'"'"}'"#,
        r#"awk '{print "it is " $1}' f; sed -n '/{/,/}/p'"#,
        "jq '{\"a\": .b}\n | .a' f; echo 'x'",
        "c '{\"a\": 1}\n{\"b\": 2}' 'd'",
        "c \"{\\\"a\\\": \\\"it's\\\"}\" \"{\" '}' \"{\"a,b\"}\"",
        "x=\"$(curl \\\n  -H \"a: b\" \\\n  -H \"c: d\")\"; y \"`z \"w\"`\"",
        "c '{\n  \"a\": \"b\\n\"\n}\n'",
    ];
    for source in sources {
        assert_eq!(slip(source), None, "{source:?}");
    }
}

#[test]
fn nesting_has_an_end() {
    for open in [
        "$(",
        "${",
        "\"$(",
        "${a:-",
        "((",
        "( ",
        "{ ",
        "$((",
        "<(",
        "`",
        "case a in ",
        "\"${a:-$(",
    ] {
        let source = open.repeat(20_000);
        parse(&Text::file(&source));
        parse(&Text::file(&format!("{source}'\"{source}")));
    }
}

/// Everything in a script that has a place stands on character boundaries of the source.
fn check_places(text: &Text<'_>, file: &str) {
    let source = text.as_str();
    let script = parse(text);
    for command in &script.commands {
        assert!(source.get(command.span.clone()).is_some());
        let assigned = command
            .assignments
            .iter()
            .filter_map(|assignment| assignment.value.as_ref());
        let targets = command
            .redirections
            .iter()
            .map(|redirection| &redirection.target);
        let bodies = command
            .redirections
            .iter()
            .filter_map(|redirection| redirection.body.as_ref());
        for word in command.words.iter().chain(assigned).chain(targets) {
            assert!(source.get(word.span.clone()).is_some());
            check_text(&word.text, file);
            if let Some(slip) = &word.slip {
                assert!(source.get(slip.span.clone()).is_some());
                assert!(
                    slip.other
                        .clone()
                        .is_none_or(|other| source.get(other).is_some())
                );
            }
        }
        bodies.for_each(|body| check_text(body, file));
    }
}

fn check_text(text: &Text<'_>, file: &str) {
    assert!(file.get(text.whole_span()).is_some());
    for (at, character) in text.as_str().char_indices() {
        let span = text.span(at..at + character.len_utf8());
        let Some(written) = file.get(span) else {
            panic!("no characters")
        };
        assert!(!written.is_empty());
        assert!(
            character != HOLE || written.starts_with(['$', '`', '<', '>', HOLE, '\\']),
            "{written:?}"
        );
    }
}

/// Pieces of scripts, thrown together.
pub(crate) fn scripts() -> impl Strategy<Value = String> {
    let pieces = vec![
        "'",
        "\"",
        "\\",
        "$",
        "$(",
        ")",
        "(",
        "{",
        "}",
        "${",
        "`",
        "$'",
        "\n",
        "\r\n",
        " ",
        "\t",
        ";",
        "|",
        "&",
        "<<EOF\n",
        "EOF",
        "<<-'A' ",
        "\nA\n",
        "<",
        ">",
        "#",
        "=",
        "case x in ",
        "esac",
        "if ",
        "[[ ",
        " ]]",
        "((",
        "))",
        "X=",
        "\"$X\"",
        "$@",
        "é",
        "😀",
        "a",
        " -d ",
        " -H ",
        "curl ",
        "{\"a\": ",
        "\"b\"",
        "[",
        "]",
        ",",
        "1",
        "\\\n",
        "\\ \n",
        "^\n",
        "$ ",
        "> ",
        "@",
        "-",
        "http://x/",
        "@-",
        "f() {",
        "cat ",
        "echo ",
        "\\x41",
        "\\u00e4",
        "\\xc3",
        "@f",
        "\u{a0}",
        "--json ",
        "'\\''",
        "--next ",
    ];
    proptest::collection::vec(proptest::sample::select(pieces), 0..60)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_script_is_read_without_panic(source in scripts()) {
        check_places(&Text::file(&source), &source);
    }

    #[test]
    fn any_text_is_read_without_panic(source in "\\PC{0,200}") {
        check_places(&Text::file(&source), &source);
    }

    /// As where a fence in a list is shifted: the text is not a slice of the file.
    #[test]
    fn places_lead_through_a_wrapping(source in scripts()) {
        let mut decoder = Decoder::new();
        let mut file = String::new();
        for line in source.split_inclusive('\n') {
            file.push_str("> ");
            decoder.verbatim(file.len(), line, Encoding::Verbatim);
            file.push_str(line);
        }
        let outer = Text::file(&file);
        check_places(&decoder.finish(&outer, 0, Encoding::Verbatim), &file);
    }
}
