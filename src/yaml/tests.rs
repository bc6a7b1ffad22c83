use super::*;
use crate::json::{self, Json, Leniency};

/// What a text is as JSON. That it parses, and that every place is one in the text, is a matter of course.
fn json(source: &str) -> String {
    reading(source, |_, json| json.text.as_str().trim_end().to_owned())
}

fn reading<R>(source: &str, look: impl FnOnce(&Yaml<'_>, &Json<'_>) -> R) -> R {
    let text = Text::file(source);
    let yaml = parse(&text);
    let json = json::parse(yaml.json(&[], false), Leniency::default());
    assert_eq!(json.slips, [], "{source}\nbecame\n{}", json.text.as_str());
    let len = json.text.as_str().len();
    for at in 0..=len {
        let span = json.text.span(at..at);
        assert!(span.end <= source.len(), "{source}");
    }
    look(&yaml, &json)
}

#[test]
fn yaml_becomes_json() {
    let cases = [
        ("", ""),
        ("a: b", r#"{"a": "b"}"#),
        (
            "a: 1521\nb: 1.0\nc: true",
            r#"{"a": 1521, "b": 1.0, "c": true}"#,
        ),
        (
            "a: True\nb: ~\nc:\nd: NULL",
            r#"{"a": true, "b": null, "c": null, "d": null}"#,
        ),
        (
            "a: yes\nb: 0x1F\nc: 2026-11-23",
            "{\"a\": \u{FFFC}, \"b\": \u{FFFC}, \"c\": \u{FFFC}}",
        ),
        (
            "a: '1521'\nb: \"true\"\nc: !!str 5",
            r#"{"a": "1521", "b": "true", "c": "5"}"#,
        ),
        (
            "- a\n- [b, {c: d}]\n-\n",
            r#"["a", ["b", {"c": "d"}], null]"#,
        ),
        (
            "a: 'it''s'\nb: \"x\\ty\\u00e4\"",
            r#"{"a": "it's", "b": "x\tyä"}"#,
        ),
        ("a: one\n  two\n\n  three", r#"{"a": "one two\nthree"}"#),
        ("a: 'one\n  two'", r#"{"a": "one two"}"#),
        (
            "a: \"one\\\n  two\n  \\ three\"",
            r#"{"a": "onetwo  three"}"#,
        ),
        (
            "a: |\n  one\n    two\n\n  three\n",
            r#"{"a": "one\n  two\n\nthree\n"}"#,
        ),
        ("a: |-\n  one\n\n\nb: c", r#"{"a": "one", "b": "c"}"#),
        ("a: |+\n  one\n\nb: c", r#"{"a": "one\n\n", "b": "c"}"#),
        ("a: |\n  one", r#"{"a": "one\n"}"#),
        ("a: |\r\n  one\r\n  two\r\n", r#"{"a": "one\ntwo\n"}"#),
        ("a: |\n\n  one\n", r#"{"a": "\none\n"}"#),
        ("a: |2\n    one\n  two\n", r#"{"a": "  one\ntwo\n"}"#),
        (
            "a: >\n  one\n  two\n\n  three\n    four\n",
            r#"{"a": "one two\nthree\n  four\n"}"#,
        ),
        ("a: 1\n---\nb: 2\n", "{\"a\": 1}\n{\"b\": 2}"),
        ("a: [1, 2\n---\nb: 2\n", r#"{"b": 2}"#),
        ("\u{FEFF}a: 1", r#"{"a": 1}"#),
        ("{\"a\": \"b\", \"c\": [1]}", r#"{"a": "b", "c": [1]}"#),
        ("a: 1\na: 2", r#"{"a": 1, "a": 2}"#),
        ("? a\n: b\n? [c]\n: d", "{\"a\": \"b\", \u{FFFC}}"),
        (
            "a: !Sub x\nb: !reference [c, d]\nc: !vault |\n  12",
            "{\"a\": \u{FFFC}, \"b\": \u{FFFC}, \"c\": \u{FFFC}}",
        ),
    ];
    for (source, expected) in cases {
        assert_eq!(json(source), expected, "{source}");
    }
}

#[test]
fn aliases_are_what_they_stand_for() {
    let cases = [
        ("a: &x 1\nb: *x", r#"{"a": 1, "b": 1}"#),
        (
            "a: &x {b: c}\nd: *x",
            r#"{"a": {"b": "c"}, "d": {"b": "c"}}"#,
        ),
        ("a: &x [*x]", "{\"a\": [\u{FFFC}]}"),
        ("&k a: 1\n*k : 2", r#"{"a": 1, "a": 2}"#),
        (
            "a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3\n  e: 4",
            r#"{"a": {"b": 1, "c": 2}, "d": {"c": 3, "e": 4, "b": 1}}"#,
        ),
        (
            "a: &x {b: 1}\nc: &y {b: 2, d: 3}\ne:\n  <<: [*x, *y]",
            r#"{"a": {"b": 1}, "c": {"b": 2, "d": 3}, "e": {"b": 1, "d": 3}}"#,
        ),
        ("a:\n  <<: {b: 1}", r#"{"a": {"b": 1}}"#),
        ("a:\n  <<: text\n  b: 1", "{\"a\": {\u{FFFC}, \"b\": 1}}"),
        ("a: *nowhere", ""),
    ];
    for (source, expected) in cases {
        assert_eq!(json(source), expected, "{source}");
    }
}

/// Nine levels of nine aliases are more than anybody has memory for.
#[test]
fn laughter_is_cut_short() {
    let mut source = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let list = vec![format!("*a{}", level - 1); 9].join(", ");
        source += &format!("a{level}: &a{level} [{list}]\n");
    }
    assert!(json(&source).len() < 1 << 18);
    let mut source = "a0: &a0 {x: 1}\n".to_owned();
    for level in 1..12 {
        let list = vec![format!("*a{}", level - 1); 9].join(", ");
        source += &format!("a{level}: &a{level} {{<<: [{list}]}}\n");
    }
    assert!(json(&source).len() < 1 << 18);
}

#[test]
fn templates_are_unknown() {
    let cases = [
        ("a: {{ x }}", "{\"a\": {{ x }}}"),
        ("a: '{{ x }}'", r#"{"a": "{{ x }}"}"#),
        (
            "a: \"{{ default \"x\" .y }}\"",
            r#"{"a": "{{ default \"x\" .y }}"}"#,
        ),
        ("a: b-{{ x }}.c", r#"{"a": "b-{{ x }}.c"}"#),
        (
            "a: ${X}\nb: {c: ${Y}}",
            "{\"a\": ${X}, \"b\": {\"c\": ${Y}}}",
        ),
        ("a: {NAME}\nb: {x: 1}", "{\"a\": {NAME}, \"b\": {\"x\": 1}}"),
        ("a: {{ x | default({}) }}", "{\"a\": \u{FFFC}}"),
        ("a: b{{ x | default({}) }}", "{\"a\": \"b\u{FFFC}\"}"),
        ("a: <%= x %>", "{\"a\": \u{FFFC}}"),
        ("{{ x }}: 1\nb: 2", "{\u{FFFC}, \"b\": 2}"),
        (
            "a: 1\n{{- if x }}\nb: 2\n{{- end }}\n",
            "{\u{FFFC}, \"a\": 1, \"b\": 2}",
        ),
        (
            "a:\n  {{- toYaml .x | nindent 2 }}\nb: 2",
            "{\u{FFFC}, \"a\": \u{FFFC}, \"b\": 2}",
        ),
        (
            "a:\n{% for x in y %}\n  - b: {{ x }}\n{% endfor %}\n",
            "{\u{FFFC}, \"a\": [\u{FFFC}, {\u{FFFC}, \"b\": {{ x }}}]}",
        ),
        ("a: #{X}#", "{\"a\": \"#{X}#\"}"),
    ];
    for (source, expected) in cases {
        assert_eq!(json(source), expected, "{source}");
    }
}

#[test]
fn every_value_knows_its_place() {
    let source = "# c\na: &x \"ä\\n1521\" # d\nb: 'x''y'\nc: |\n  one\n  two\nd: 1521\ne: *x\n";
    reading(source, |_, json| {
        let root = json.roots[0];
        let value = |key: &str| json.get(root, key).expect("a member");
        assert_eq!(&source[json.span(value("a"))], "\"ä\\n1521\"");
        assert_eq!(&source[json.span(value("b"))], "'x''y'");
        assert_eq!(&source[json.span(value("d"))], "1521");
        assert_eq!(json.span(value("e")), json.span(value("a")));
        let text = json.string(value("a"));
        assert_eq!(&source[text.span(3..7)], "1521");
        assert_eq!(
            text.edit(3..7, "1\n\"2").expect("an edit").text,
            "1\\n\\\"2"
        );
        let text = json.string(value("b"));
        assert_eq!(&source[text.span(1..2)], "''");
        assert_eq!(text.edit(1..2, "'").expect("an edit").text, "''");
        let text = json.string(value("c"));
        assert_eq!(&source[text.span(4..7)], "two");
        assert_eq!(text.edit(4..7, "2\n3").expect("an edit").text, "2\n  3");
        assert_eq!(json.string(value("e")).edit(0..1, "a"), None, "an alias");
        let number = json.range(value("d"));
        let quotes = [number.start, number.end].map(|at| json.text.edit(at..at, "\""));
        let at = json.span(value("d"));
        let places = quotes.map(|edit| edit.map(|edit| (edit.span, edit.text)));
        let quote = || "\"".to_owned();
        assert_eq!(
            places,
            [
                Some((at.start..at.start, quote())),
                Some((at.end..at.end, quote()))
            ]
        );
    });
}

#[test]
fn what_is_inside_a_block_has_its_place() {
    let source = "a:\n- |\n  curl 'ä' \\\n    -d '{}'\n- >-\n  curl\n  x\n";
    let text = Text::file(source);
    let yaml = parse(&text);
    let list = yaml.get(yaml.roots[0], "a").expect("a list");
    let items: Vec<Id> = yaml.elements(list).collect();
    let block = yaml.string(items[0]);
    assert_eq!(block.as_str(), "curl 'ä' \\\n  -d '{}'\n");
    let at = block.as_str().find("{}").expect("a body");
    assert_eq!(&source[block.span(at..at + 2)], "{}");
    assert_eq!(yaml.string(items[1]).as_str(), "curl x");
    let both = yaml.strings(&items);
    let at = both.as_str().rfind('x').expect("an address");
    assert_eq!(&source[both.span(at..at + 1)], "x");
}

/// What YAML is made of, for texts that are more or less YAML.
const PIECES: [&str; 40] = [
    "a", "b", ": ", ":", "- ", "\n", "\n  ", "\n    ", "  ", "|\n", ">-\n", "|2\n", "'", "\"",
    "''", "\\", "\\\n", "\\u00e4", "{", "}", "[", "]", ", ", "&x ", "*x", "<<: *x", "# c",
    "{{ x }}", "{{", "}}", "${X}", "{% if %}", "<% x %>", "é", "\r\n", "\t", "---\n", "!t ", "? ",
    "1521",
];

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config {
        cases: 2_000,
        failure_persistence: None,
        ..proptest::test_runner::Config::default()
    })]

    #[test]
    fn no_text_is_too_strange(pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..40)) {
        let source = pieces.concat();
        reading(&source, |yaml, json| {
            for id in 0..yaml.len() {
                let text = yaml.string(id);
                text.span(0..text.as_str().len());
            }
            for id in 0..json.roots.len() {
                json.string(json.roots[id]);
            }
        });
    }
}
