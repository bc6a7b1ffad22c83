use super::*;
use proptest::prelude::*;

fn read(source: &str) -> Json<'_> {
    parse(Text::file(source), Leniency::default())
}

/// The slips of a text, and the text after all of their mends.
fn slips(source: &str) -> (Vec<(SlipKind, &str)>, String) {
    let json = read(source);
    let found = json
        .slips
        .iter()
        .map(|slip| (slip.kind, &source[slip.at.clone()]))
        .collect();
    let mut edits: Vec<_> = json
        .slips
        .iter()
        .flat_map(|slip| slip.edits.clone())
        .collect();
    edits.sort_by_key(|(at, _)| (at.start, at.end));
    let mut mended = source.to_owned();
    for (at, text) in edits.into_iter().rev() {
        mended.replace_range(at, &text);
    }
    (found, mended)
}

/// One slip, of this kind, on this text, and what it is mended to reads as this value.
fn one(source: &str, kind: SlipKind, at: &str, value: &str) {
    let (found, mended) = slips(source);
    assert_eq!(found, [(kind, at)], "in {source}");
    let mended: serde_json::Value =
        serde_json::from_str(&mended).unwrap_or_else(|e| panic!("{e}: {mended}"));
    assert_eq!(
        mended,
        serde_json::from_str::<serde_json::Value>(value).expect("a test's own JSON"),
        "in {source}"
    );
}

#[test]
fn a_slip_is_one_slip_and_is_mended() {
    use SlipKind::*;
    one(r#"{"a": 1 "b": 2}"#, MissingComma, "", r#"{"a":1,"b":2}"#);
    one(
        r#"{"a": "x" "b": 2}"#,
        MissingComma,
        "",
        r#"{"a":"x","b":2}"#,
    );
    one(
        "{\"a\": {\"c\": 1}\n\"b\": 2}",
        MissingComma,
        "",
        r#"{"a":{"c":1},"b":2}"#,
    );
    one(r#"[1 2]"#, MissingComma, "", "[1,2]");
    one(
        r#"[{"a":1} {"b":2}]"#,
        MissingComma,
        "",
        r#"[{"a":1},{"b":2}]"#,
    );
    one(r#"{"a": 1,}"#, TrailingComma, ",", r#"{"a":1}"#);
    one("[1, 2,\n]", TrailingComma, ",", "[1,2]");
    one(r#"{"a": 1,, "b": 2}"#, ExtraComma, ",", r#"{"a":1,"b":2}"#);
    one(r#"{"a" 1}"#, MissingColon, "", r#"{"a":1}"#);
    one(r#"{"a" = 1}"#, WrongColon, "=", r#"{"a":1}"#);
    one(r#"{"a", "b"}"#, WrongColon, ",", r#"{"a":"b"}"#);
    one(r#"{"a": x1y}"#, UnquotedString, "x1y", r#"{"a":"x1y"}"#);
    one(r#"{a: 1, "b": 2}"#, UnquotedKey, "a", r#"{"a":1,"b":2}"#);
    one(r#"{'a': 'x'}"#, SingleQuotes, "'a'", r#"{"a":"x"}"#);
    one("{“a”: “x”}", TypographicQuotes, "“a”", r#"{"a":"x"}"#);
    one(
        "{\"a\": \"x\ny\"}",
        LineBreakInString,
        "\n",
        r#"{"a":"x\ny"}"#,
    );
    one(
        "{\"a\": \"x\ty\"}",
        ControlCharacter,
        "\t",
        r#"{"a":"x\ty"}"#,
    );
    one(
        r#"{"a": "C:\certs"}"#,
        BadEscape,
        r"\c",
        r#"{"a":"C:\\certs"}"#,
    );
    one(r#"{"a": True}"#, BadLiteral, "True", r#"{"a":true}"#);
    one(r#"{"a": "x}"#, MissingClosingQuote, "", r#"{"a":"x"}"#);
    one(r#"{"a: "x"}"#, MissingClosingQuote, "", r#"{"a":"x"}"#);
    one(
        "{\n \"a: 1,\n \"b\": 2\n}",
        MissingClosingQuote,
        "",
        r#"{"a":1,"b":2}"#,
    );
    one(
        "{\n \"a\": \"x,\n \"b\": 2\n}",
        MissingClosingQuote,
        "",
        r#"{"a":"x","b":2}"#,
    );
    one("{\n \"a\": \"x\n}", MissingClosingQuote, "", r#"{"a":"x"}"#);
    one(
        "{\"a\": {\"b\": \"{X}}}\n",
        MissingClosingQuote,
        "",
        r#"{"a":{"b":"{X}"}}"#,
    );
    one(
        r#"{"a": {"b": "k={X}},"c": 1}"#,
        MissingClosingQuote,
        "",
        r#"{"a":{"b":"k={X}"},"c":1}"#,
    );
    one(r#"{a": 1}"#, MissingOpeningQuote, "", r#"{"a":1}"#);
    one(r#"{"a": x y"}"#, MissingOpeningQuote, "", r#"{"a":"x y"}"#);
    one(
        "{\"a\": \"the \"big\" one\"\n}",
        UnescapedQuote,
        "\"big\"",
        r#"{"a":"the \"big\" one"}"#,
    );
    one(
        r#"{"a":{"b":"k=x"y"},"c":{"d":1}}"#,
        UnescapedQuote,
        "\"",
        r#"{"a":{"b":"k=x\"y"},"c":{"d":1}}"#,
    );
    one(
        r#"{"a": "the "big" one", "b": "z"}"#,
        UnescapedQuote,
        "\"big\"",
        r#"{"a":"the \"big\" one","b":"z"}"#,
    );
    one(
        "{\n \"a\": {\n  \"b\": 1\n ,\n \"c\": 2\n}",
        MissingCloser,
        "",
        r#"{"a":{"b":1},"c":2}"#,
    );
    one(
        "{\n \"a\": {\n  \"b\": 1\n \"c\": 2\n}",
        MissingCloser,
        "",
        r#"{"a":{"b":1},"c":2}"#,
    );
    one(
        "{\n \"a\": {\n  \"b\": 1\n }\n",
        MissingCloser,
        "",
        r#"{"a":{"b":1}}"#,
    );
    one(r#"{"a": [1, 2}"#, MissingCloser, "", r#"{"a":[1,2]}"#);
    one(
        r#"{"a": [1, 2}, "b": 3}"#,
        WrongCloser,
        "}",
        r#"{"a":[1,2],"b":3}"#,
    );
    one(r#"{"a": 1]"#, WrongCloser, "]", r#"{"a":1}"#);
    one(r#"[{"a": 1]"#, MissingCloser, "", r#"[{"a":1}]"#);
    one(r#"{"a": 1}}"#, ExtraCloser, "}", r#"{"a":1}"#);
    one(
        "{\n \"a\": {\n  \"b\": 1\n }},\n \"c\": 2\n}",
        ExtraCloser,
        "}",
        r#"{"a":{"b":1},"c":2}"#,
    );
}

#[test]
fn comments_are_one_slip_and_are_never_removed() {
    let (found, mended) = slips("{\n// one\n\"a\": 1 /* two */\n}");
    assert_eq!(found, [(SlipKind::Comment, "// one")]);
    assert!(mended.contains("// one") && mended.contains("/* two */"));
    let lenient = Leniency {
        comments: true,
        trailing_commas: true,
        json5: false,
    };
    assert_eq!(
        parse(Text::file("{ // one\n\"a\": 1, /* two */\n}"), lenient).slips,
        []
    );
}

#[test]
fn a_comment_is_no_part_of_a_string_that_lost_its_quote() {
    let lenient = Leniency {
        comments: true,
        trailing_commas: true,
        json5: false,
    };
    for (source, at) in [
        ("{\n\"a\": \"b, // c\n\"d\": 1\n}", "{\n\"a\": \"b"),
        ("{\n\"a\": \"b, // c\n// d\n\"e\": 1\n}", "{\n\"a\": \"b"),
        ("{\n\"a\": \"b\n// c\n}", "{\n\"a\": \"b"),
    ] {
        let json = parse(Text::file(source), lenient);
        let found: Vec<_> = json
            .slips
            .iter()
            .map(|slip| (slip.kind, slip.at.clone()))
            .collect();
        let expected = at.len()..at.len();
        assert_eq!(
            found,
            [(SlipKind::MissingClosingQuote, expected)],
            "{source}"
        );
    }
}

#[test]
fn placeholders_are_values_and_elisions_make_incomplete() {
    for value in [
        "{PORT}",
        "{{port}}",
        "${PORT}",
        "$PORT",
        "<PORT>",
        "%PORT%",
        "@@PORT@@",
        "__PORT__",
        "#{PORT}#",
        "${{ vars.PORT }}",
        "{{ .Values.port | quote }}",
        "<< parameters.port >>",
        "$[variables.port]",
    ] {
        let source = format!("{{\"port\": {value}, \"b\": 1}}");
        let json = read(&source);
        assert_eq!(json.slips, [], "{value}");
        let port = json.get(0, "port").expect("the key is there");
        assert_eq!(
            (json.kind(port), &source[json.range(port)]),
            (Kind::Unknown, value)
        );
        assert_eq!(
            json.get(0, "b").map(|id| json.raw(id)),
            Some("1"),
            "{value}"
        );
    }
    for source in [
        "{\"a\": 1, ...}",
        "{\"a\": 1, …}",
        "{…, \"a\": 1}",
        "{\"a\": 1\n  ...\n}",
        "{ {% if x %}\"a\": 1{% endif %} }",
        "{ %{ if x ~}\n\"a\": 1 %{ endif } }",
        "{ <% if x %>\"a\": 1<% end %> }",
        "{ {{- if x }}\n\"a\": 1\n{{- end }} }",
        "{\"a\": 1, {{ extra }}}",
        "{\"a\": 1 \u{FFFC}}",
    ] {
        let json = read(source);
        assert_eq!(json.slips, [], "{source}");
        assert!(json.is_incomplete(0), "{source}");
        assert_eq!(
            json.get(0, "a").map(|id| json.raw(id)),
            Some("1"),
            "{source}"
        );
    }
}

#[test]
fn templates_of_ruby_are_values() {
    for value in ["<%= x %>", "<%= x[\"y\"] %>", "#{x}", "#{x}#"] {
        let source = format!(
            "{{ \"a\": {value}, \"b\": \"{}\" }}",
            value.replace('"', "'")
        );
        let json = read(&source);
        assert_eq!(json.slips, [], "{source}");
        let a = json.get(0, "a").expect("a member");
        assert_eq!((json.kind(a), json.raw(a)), (Kind::Unknown, value));
    }
}

#[test]
fn an_expression_in_a_string_keeps_its_quotes() {
    let json = read(r#"{"a": "{{ lookup("env", "X") }}", "b": 1}"#);
    assert_eq!(json.slips, []);
    assert_eq!(
        json.get(0, "a").map(|id| json.raw(id)),
        Some(r#"{{ lookup("env", "X") }}"#)
    );
}

#[test]
fn a_stream_has_several_roots() {
    let json = read("{\"a\":1}\n{\"a\":2}\n[3]\n");
    assert_eq!((json.roots.len(), json.slips.len()), (3, 0));
    assert_eq!(json.raw(json.roots[2]), "[3]");
}

#[test]
fn escapes_are_decoded_with_their_places() {
    let source = r#"{"a": "x\u00e9\ud83d\ude00\"y"}"#;
    let json = read(source);
    let text = json.string(json.get(0, "a").expect("the key is there"));
    assert_eq!(text.as_str(), "xé😀\"y");
    assert_eq!(&source[text.span(1..3)], r"\u00e9");
    assert_eq!(&source[text.span(3..7)], r"\ud83d\ude00");
    assert_eq!(&source[text.span(8..9)], "y");
}

#[test]
fn of_a_repeated_key_the_last_counts() {
    let json = read(r#"{"a": 1, "\u0061": 2}"#);
    assert_eq!(json.get(0, "a").map(|id| json.raw(id)), Some("2"));
}

#[test]
fn a_hundred_thousand_levels_are_one_slip() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let source = format!(
            "{{\"deep\": {}1{}, \"b\": 2}}",
            open.repeat(100_000),
            close.repeat(100_000)
        );
        let json = read(&source);
        assert_eq!(
            json.slips.iter().map(|slip| slip.kind).collect::<Vec<_>>(),
            [SlipKind::TooDeep]
        );
        assert_eq!(json.get(0, "b").map(|id| json.raw(id)), Some("2"));
    }
}

/// The node as `serde_json` has it.
fn value_of(json: &Json<'_>, id: Id) -> serde_json::Value {
    use serde_json::Value;
    match json.kind(id) {
        Kind::Null | Kind::Unknown => Value::Null,
        Kind::True => Value::Bool(true),
        Kind::False => Value::Bool(false),
        Kind::Number => json.raw(id).parse().map_or(Value::Null, Value::Number),
        Kind::String => Value::String(json.str(id).into_owned()),
        Kind::Array => json
            .elements(id)
            .map(|element| value_of(json, element))
            .collect(),
        Kind::Object => {
            let members = json.members(id);
            let pair = |(key, value)| (json.str(key).into_owned(), value_of(json, value));
            Value::Object(members.map(pair).collect())
        }
    }
}

fn json_value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i32>().prop_map(Into::into),
        "[a-z{}$<\"\\\\é\u{1F600} \n\t]{0,8}".prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
            prop::collection::hash_map("[a-z\"é]{0,4}", inner, 0..5)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn valid_json_reads_without_slips_and_equal(value in json_value(), pretty: bool) {
        let source = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
        let source = source.expect("a value can be written");
        let json = read(&source);
        prop_assert_eq!(&json.slips, &[]);
        prop_assert_eq!(json.roots.len(), 1);
        prop_assert_eq!(value_of(&json, json.roots[0]), value);
    }

    #[test]
    fn any_text_is_read_with_places_inside_it(source in "[\\[\\]{}\",:a1 \n\\\\'“.…%$<#/*-]{0,60}") {
        let json = read(&source);
        for id in 0..json.nodes.len() {
            let range = json.content_range(id);
            prop_assert!(source.get(range).is_some());
            prop_assert!(json.next(id) > id && json.next(id) <= json.nodes.len());
        }
        for slip in &json.slips {
            prop_assert!(source.get(slip.at.clone()).is_some());
            for (at, _) in &slip.edits {
                prop_assert!(source.get(at.clone()).is_some());
            }
        }
    }

    #[test]
    fn only_what_the_standard_refuses_is_a_slip(source in "[\\[\\]{}\",:a1 \n\\\\tn-]{0,14}") {
        let json = read(&source);
        let valid = serde_json::from_str::<serde_json::Value>(&source).is_ok();
        if valid {
            prop_assert_eq!(&json.slips, &[]);
        }
    }
}

#[test]
fn a_string_without_its_opening_quote_is_not_joined_to_what_follows() {
    let json = read("{\"a\":é\"b\"}");
    assert!(!json.slips.is_empty());
    assert_eq!(json.roots.len(), 1);
}

#[test]
fn more_slips_are_one_slip_each() {
    use SlipKind::*;
    one(r#"{"a": "b": 1}}"#, MissingOpener, "", r#"{"a":{"b":1}}"#);
    one(
        "{\n \"a\":\n  \"b\": 1\n }\n}",
        MissingOpener,
        "",
        r#"{"a":{"b":1}}"#,
    );
    one(
        r#"{"a": "x,"b": 1}"#,
        MissingClosingQuote,
        "",
        r#"{"a":"x","b":1}"#,
    );
    one(
        r#"{"a": x, y","b": 1}"#,
        MissingOpeningQuote,
        "",
        r#"{"a":"x, y","b":1}"#,
    );
    one(
        "[\n{\n  \"a\": {\n    \"b\": 1\n  ,\n  \"c\": 2\n}\n]",
        MissingCloser,
        "",
        r#"[{"a":{"b":1},"c":2}]"#,
    );
}

#[test]
fn a_line_without_its_brace_does_not_spoil_the_next() {
    let json = read("{\"n\":1}\n{\"a\":{\"b\":1,\"c\":2}\n{\"n\":3}\n");
    let kinds: Vec<_> = json.slips.iter().map(|slip| slip.kind).collect();
    assert_eq!(kinds, [SlipKind::MissingCloser]);
    assert_eq!(json.roots.len(), 3);
    assert!(json.is_incomplete(json.roots[1]) && !json.is_incomplete(json.roots[2]));
}

#[test]
fn a_wide_blank_before_a_quote_is_read_over() {
    use SlipKind::*;
    one(
        "{\"a\": x\u{A0}\"}",
        MissingOpeningQuote,
        "",
        "{\"a\":\"x\u{A0}\"}",
    );
    one(r#"{"a": x  "}"#, MissingOpeningQuote, "", r#"{"a":"x  "}"#);
}

#[test]
fn of_a_merge_conflict_the_first_side_is_read() {
    let conflict = "{ \"a\": 1,\n<<<<<<< HEAD\n\"b\": 2,\n||||||| base\n\"b\": [\n=======\n\"b\": {\n>>>>>>> x\n\"c\": 3 }";
    for source in [
        conflict.to_owned(),
        conflict.replace('\n', "\r\n"),
        conflict.replace("||||||| base\n\"b\": [\n", ""),
    ] {
        let json = read(&source);
        let found: Vec<_> = json.slips.iter().map(|slip| slip.kind).collect();
        assert_eq!(found, [SlipKind::MergeConflict], "{source}");
        let root = json.roots[0];
        let keys: Vec<_> = json.members(root).map(|(key, _)| json.str(key)).collect();
        assert_eq!(keys, ["a", "b", "c"], "{source}");
        assert!(json.is_incomplete(root), "{source}");
    }
    // Not all of the marks, not at the beginning of their lines, or not of this length: something else.
    for source in [
        "{\n<<<<<<< HEAD\n}",
        "{\n<<<<<<< HEAD\n=======\n}",
        "{\n<<<<<<< HEAD\n>>>>>>> x\n=======\n}",
        "{\n <<<<<<< HEAD\n=======\n>>>>>>> x\n}",
        "{\n<<<<<<<< HEAD\n=======\n>>>>>>> x\n}",
    ] {
        let json = read(source);
        let mut kinds = json.slips.iter().map(|slip| slip.kind);
        assert!(
            kinds.all(|kind| kind != SlipKind::MergeConflict),
            "{source}"
        );
    }
}

/// However many marks there are, the text is read through once.
#[test]
fn many_marks_of_conflicts_take_no_time_of_their_own() {
    let marks = "<<<<<<<\n".repeat(200_000);
    for end in ["", "=======\n>>>>>>>\n"] {
        read(&format!("[\n{marks}{end}]"));
    }
}
