use super::*;
use crate::json::{self, Json, Leniency};

/// What the variable `x` holds, as JSON. That it parses is a matter of course.
fn json(language: Language, source: &str) -> String {
    reading(language, source, |json| json.text.as_str().to_owned())
}

fn reading<R>(language: Language, source: &str, look: impl FnOnce(&Json<'_>) -> R) -> R {
    let text = Text::file(source);
    let code = parse(&text, language);
    let value = code
        .assigned("x")
        .map_or(0..0, |assigned| assigned.value.clone());
    let is_touched = code
        .assigned("x")
        .is_some_and(|assigned| assigned.is_touched);
    let json = json::parse(code.json(&value, is_touched), Leniency::default());
    assert_eq!(json.slips, [], "{source}\nbecame\n{}", json.text.as_str());
    look(&json)
}

#[test]
fn python_literals_become_json() {
    let cases = [
        (
            "x = {'a': 'b', \"c\": 1521, 'd': True, 'e': None,}",
            r#"{"a": "b", "c": 1521, "d": true, "e": null}"#,
        ),
        ("x = ['a', ('b'), {}]", r#"["a", "b", {}]"#),
        ("x = 'it\\'s \"q\" \\u00e4\\n'", r#""it's \"q\" ä\n""#),
        ("x = r'C:\\new' # c", r#""C:\\new""#),
        ("x = '''a\n'b'\n'''", r#""a\n'b'\n""#),
        ("x = ('a' # it's\n  'b'\n  \"c\")", r#""abc""#),
        ("x = ('a'\n\n  # it's\n  + 'b')", r#""ab""#),
        ("x = 'a' + y + 'b'", "\"a\u{FFFC}b\""),
        ("y = 'host'\nx = 'a' + y", r#""ahost""#),
        ("x = f'a{b}c{{d}}'", "\"a\u{FFFC}c{d}\""),
        ("x = f'a{d[\"k\"]}c'", "\"a\u{FFFC}c\""),
        (
            "x = {'a': os.environ['B'], **c, d: 1, 'e': f()}",
            "{\"a\": \u{FFFC}, \u{FFFC}, \u{FFFC}, \"e\": \u{FFFC}}",
        ),
        ("x = 'a'.format(b)", "\u{FFFC}"),
        ("x = '%s' % b", "\u{FFFC}"),
        ("x = 'a' if b else 'c'", "\u{FFFC}"),
        ("y = {'a': 1}\nx = {'b': y}", r#"{"b": {"a": 1}}"#),
        (
            "y = {'a': 1}\ny['b'] = 2\nx = {'c': y}",
            "{\"c\": {\u{FFFC}, \"a\": 1}}",
        ),
        ("x = {'a': 1}\nx['b'] = 2", "{\u{FFFC}, \"a\": 1}"),
        ("x: dict[str, str] = {'a': 1}", r#"{"a": 1}"#),
        ("x = {'a': 1}\nf(x)", "{\u{FFFC}, \"a\": 1}"),
        ("x = {'a': 1}\nf(y, z=x)", "{\u{FFFC}, \"a\": 1}"),
        (
            "x = {'a': 1}\nrequests.post(u, json=x)\nprint(x)\nif (x): pass",
            r#"{"a": 1}"#,
        ),
        ("x = {'a': 1}\ny = x\ny['b'] = 2", "{\u{FFFC}, \"a\": 1}"),
        ("x = {'a': 1}\ny = x\nprint(y)", r#"{"a": 1}"#),
        (
            "x = {'a': 1}\nfor y in (x, z):\n  y['b'] = 2",
            "{\u{FFFC}, \"a\": 1}",
        ),
        ("x = {'a': 1}\nz = [x]\nif (x): pass", r#"{"a": 1}"#),
        (
            "x = {'a': 1}\ny = x if z else None\ny['b'] = 2",
            "{\u{FFFC}, \"a\": 1}",
        ),
        (
            "x = {'a': 1}\ny, w = z, x\nw['b'] = 2",
            "{\u{FFFC}, \"a\": 1}",
        ),
        ("x = {'a': 1}\nx = {'a': 2}", "\u{FFFC}"),
        ("def f(x):\n  pass\nx = 1", "\u{FFFC}"),
        ("for x in y: pass\nx = 1", "\u{FFFC}"),
        ("x = {'a': x}", "\u{FFFC}"),
        ("x = -1", "\u{FFFC}"),
        ("x = 0x1F", "\u{FFFC}"),
        ("x = {'a': 'b", "\u{FFFC}"),
    ];
    for (source, expected) in cases {
        let got = json(Language::Python, source);
        // A name that stands for itself is followed to the end of all patience.
        match source.ends_with("x}") {
            true => assert!(got.contains('\u{FFFC}'), "{source}"),
            false => assert_eq!(got, expected, "{source}"),
        }
    }
}

#[test]
fn javascript_literals_become_json() {
    let cases = [
        (
            "const x = { a: 'b', 'c-d': 1521, e: true, f: null, };",
            r#"{"a": "b", "c-d": 1521, "e": true, "f": null}"#,
        ),
        ("let x = [`a`, /* c */ 'b']", r#"["a", "b"]"#),
        (
            "const x = 'a' +\n\n  // it's\n  'b' +\n  y\n",
            "\"ab\u{FFFC}\"",
        ),
        ("const x = `a${b ? `c` : '}'}d`", "\"a\u{FFFC}d\""),
        (
            "const x = `a${b.replace(/\"/g, '\\\\\"')}d`",
            "\"a\u{FFFC}d\"",
        ),
        ("const x = `a${b === '\\'' ? 1 / 2 : 3}d`", "\"a\u{FFFC}d\""),
        ("const x = 'a' +\n  'b'\n  + c;", "\"ab\u{FFFC}\""),
        (
            "const x = { a, b: b, ...c, [d]: 1, e() { return 1 }, get f() {} }",
            "{\"a\": \u{FFFC}, \"b\": \u{FFFC}, \u{FFFC}, \u{FFFC}, \u{FFFC}, \u{FFFC}}",
        ),
        ("const a = 'v'; const x = { a }", r#"{"a": "v"}"#),
        (
            "const x = { a: /['\"]/, b: 'c' }",
            "{\"a\": \u{FFFC}, \"b\": \"c\"}",
        ),
        ("const x: Body = { a: 'b' } as const;", r#"{"a": "b"}"#),
        ("type x = { a: string; b: number }", "\u{FFFC}"),
        ("const x = { a: string }", "\u{FFFC}"),
        ("const x = String.raw`a`", "\u{FFFC}"),
        ("const x = f({ a: 1 })", "\u{FFFC}"),
        ("const f = (x) => x; const x = 1", "\u{FFFC}"),
        ("let x = 1; x = 2", "\u{FFFC}"),
        ("const x = { a: 1 }; x.b = 2", "{\u{FFFC}, \"a\": 1}"),
        ("const x = { a: 1 }; x!.b = 2", "{\u{FFFC}, \"a\": 1}"),
        ("const x = { a: 1 }; x?.b.push(2)", "{\u{FFFC}, \"a\": 1}"),
        (
            "const x = { a: 1 }; (x as any).b = 2",
            "{\u{FFFC}, \"a\": 1}",
        ),
        (
            "const x = { a: 1 }; const { a } = x",
            "{\u{FFFC}, \"a\": 1}",
        ),
        ("const x = { a: 1 }; [x].forEach(f)", "{\u{FFFC}, \"a\": 1}"),
        (
            "const x = { a: 1 }; const y = x;\ny.b = 2",
            "{\u{FFFC}, \"a\": 1}",
        ),
        (
            "const x = { a: 1 }; const y = x as any;\ny.b = 2",
            "{\u{FFFC}, \"a\": 1}",
        ),
        (
            "const x = { a: 1 }; const y = x || {};\ny.b = 2",
            "{\u{FFFC}, \"a\": 1}",
        ),
        (
            "const x = { a: 1 }; const y = () => x;\ny().b = 2",
            "{\u{FFFC}, \"a\": 1}",
        ),
        (
            "const x = { a: 1 }; const y = x; fetch(u, { body: y })",
            r#"{"a": 1}"#,
        ),
        ("const x = '\\u{e4}\\x41\\\n'", r#""äA""#),
        ("const x = undefined", "\u{FFFC}"),
    ];
    for (source, expected) in cases {
        assert_eq!(json(Language::JavaScript, source), expected, "{source}");
    }
}

#[test]
fn powershell_literals_become_json() {
    let cases = [
        (
            "$x = @{ a = 'b'; 'c-d' = 1521\n  e = $true\n  f = $null }",
            r#"{"a": "b", "c-d": 1521, "e": true, "f": null}"#,
        ),
        (
            "$X = [ordered]@{ a = @('b', \"c\") } # d",
            r#"{"a": ["b", "c"]}"#,
        ),
        ("$x = 'it''s'", r#""it's""#),
        (
            "$x = \"a`\"b`n\"\"$env:C $(f 'x)') $5 $ 6\"",
            "\"a\\\"b\\n\\\"\u{FFFC} \u{FFFC} \u{FFFC} $ 6\"",
        ),
        ("$x = @'\n{\"a\": 'b'}\nc\n'@\n", r#""{\"a\": 'b'}\nc""#),
        (
            "$x = @\"\r\n{\"a\": \"$b\"}\r\nc\r\n\"@",
            "\"{\\\"a\\\": \\\"\u{FFFC}\\\"}\\nc\"",
        ),
        ("$x = 'a' +\n  \"b\" + $c", "\"ab\u{FFFC}\""),
        ("[string]$x = 'a'", r#""a""#),
        ("$script:x = 'a'", r#""a""#),
        (
            "$x = @{ a = Get-Date; $b = 1; c = (d) }",
            "{\"a\": \u{FFFC}, \u{FFFC}, \"c\": \u{FFFC}}",
        ),
        ("$x = @{ a = 1 }\n$x.b = 2", "{\u{FFFC}, \"a\": 1}"),
        ("$x = \"a ${{ secrets.B }} c\"", "\"a \u{FFFC} c\""),
        ("$x = @{ a = 1 }\n${x}.b = 2", "{\u{FFFC}, \"a\": 1}"),
        ("$x = @{ a = 1 }\n$y = $x\n$y.b = 2", "{\u{FFFC}, \"a\": 1}"),
        (
            "$x = @{ a = 1 }\n@($x, $z) | % { $_.b = 2 }",
            "{\u{FFFC}, \"a\": 1}",
        ),
        ("param($x)\n$x = 1", "\u{FFFC}"),
        ("$x = @{ a = 1 }\nAdd-More -To $x", "{\u{FFFC}, \"a\": 1}"),
        (
            "$x = @{ a = 1 }\n$y = $x | Add-More",
            "{\u{FFFC}, \"a\": 1}",
        ),
        (
            "$x = @{ a = 1 }\n$y = $x | ConvertTo-Json\nirm $u -Body $x\nif ($x) { }",
            r#"{"a": 1}"#,
        ),
        ("$x = 'a' -f $b", "\u{FFFC}"),
        ("<# $x = 1 #>\n$x = 2", "2"),
    ];
    for (source, expected) in cases {
        assert_eq!(json(Language::PowerShell, source), expected, "{source}");
    }
}

#[test]
fn every_value_knows_its_place_and_how_it_is_written() {
    let source = "x = {'ä': 'it\\'s', 'n': 1521, 'b': ('c' # d\n  'e')}";
    reading(Language::Python, source, |json| {
        let root = json.roots[0];
        let value = |key: &str| json.get(root, key).expect("a member");
        assert_eq!(&source[json.span(value("ä"))], "'it\\'s'");
        let text = json.string(value("ä"));
        assert_eq!(&source[text.span(2..3)], "\\'");
        assert_eq!(
            text.edit(0..1, "I'\"\\").expect("an edit").text,
            "I\\'\"\\\\"
        );
        assert_eq!(&source[json.span(value("n"))], "1521");
        let text = json.string(value("b"));
        assert_eq!(&source[text.span(1..2)], "e");
        let pieces = text.pieces(0..2);
        assert!(pieces.iter().all(|piece| piece.len() == 1), "{pieces:?}");
        assert_eq!(text.edit(0..2, "f"), None);
    });
    let source = "x = 'abc' + y\ny = 'defg'";
    reading(Language::Python, source, |json| {
        let text = json.string(json.roots[0]);
        assert_eq!(text.as_str(), "abcdefg");
        // Of what stands in two places, the longer part is shown.
        assert_eq!(&source[text.span(1..7)], "defg");
        assert_eq!(&source[text.whole_span()], "defg");
    });
    let source = "const x = { port: 1521, n: `a\\`${b}` }";
    reading(Language::JavaScript, source, |json| {
        let key = json.member(json.roots[0], "port").expect("a member").0;
        let edit = json.text.edit(json.content_range(key), "a-b");
        assert_eq!(edit, None, "no name");
        let edit = json
            .text
            .edit(json.content_range(key), "host")
            .expect("an edit");
        assert_eq!((&source[edit.span], edit.text.as_str()), ("port", "host"));
        let text = json.string(json.get(json.roots[0], "n").expect("a member"));
        assert_eq!(text.edit(0..1, "${`").expect("an edit").text, "\\${\\`");
    });
}

/// What programs are made of, for texts that are more or less programs.
const PIECES: [&str; 44] = [
    "x", "$x", "a", " = ", "=", ":", ": ", ", ", ";", "\n", " ", "+", ".", "|", "{", "}", "(", ")",
    "[", "]", "@{", "@(", "@'\n", "\n'@", "@\"\n", "\n\"@", "'", "\"", "`", "'''", "f'", "{{",
    "${", "\\", "\\u00e4", "é", "#", "//", "/*", "...", "**", "1521", "-Body ", "\r\n",
];

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config {
        cases: 1_000,
        failure_persistence: None,
        ..proptest::test_runner::Config::default()
    })]

    #[test]
    fn no_text_is_too_strange(pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..40)) {
        let source = pieces.concat();
        for language in [Language::Python, Language::JavaScript, Language::PowerShell] {
            let text = Text::file(&source);
            let code = parse(&text, language);
            for at in 0..code.tokens.len() {
                let part = at..code.after(at).min(code.tokens.len());
                let json = json::parse(code.json(&part, at % 2 == 0), Leniency::default());
                assert_eq!(json.slips, [], "{source}\nbecame\n{}", json.text.as_str());
                let span = json.text.whole_span();
                assert!(span.end <= source.len());
            }
        }
    }
}

#[test]
fn no_program_takes_long() {
    let n = 1 << 16;
    let names = |n: usize| {
        let more = (1..n).map(|at| format!("x{at} = [x{0}, x{0}, x{0}, x{0}]\n", at - 1));
        format!("x0 = ['a']\n{}x = [x{}]", more.collect::<String>(), n - 1)
    };
    let programs = [
        "(".repeat(n) + &"]".repeat(n),
        "[(".repeat(n) + &"])".repeat(n),
        "{a:".repeat(n),
        "/[".repeat(n),
        "x = /(".repeat(n),
        "${".repeat(n),
        "\"${".repeat(n),
        "`${".repeat(n),
        "f'{".repeat(n),
        "$(".repeat(n),
        "x={".repeat(n),
        "x:".repeat(n),
        "'\n".repeat(n),
        "a=a\n".repeat(n),
        "\n".repeat(n) + "x = 1" + &"\n".repeat(n),
        "<#@'\n".repeat(n),
        "-a ".repeat(n),
        "@{".repeat(n),
        "function(".repeat(n),
        names(24),
    ];
    for source in &programs {
        for language in [Language::Python, Language::JavaScript, Language::PowerShell] {
            let text = Text::file(source);
            let code = parse(&text, language);
            let all = 0..code.tokens.len();
            let mut json = code.json(&all, false).as_str().len();
            for _ in 0..8 {
                json += code.assigned("x").map_or(0, |assigned| {
                    code.json(&assigned.value, false).as_str().len()
                });
            }
            assert!(json < 16 * source.len() + (1 << 17), "{json}");
        }
    }
}
