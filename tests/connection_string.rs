//! The connection-string grammar against `fixtures/connection-strings/`, what is read after an
//! error, and what holds for every text.

use std::cell::Cell;
use std::ops::Range;

use connlint::connection_string::{
    ConnectionString, Dialect, SyntaxErrorKind, parse, parse_with, quote,
};
use proptest::prelude::*;
use serde_json::{Value, json};

#[test]
fn vectors() {
    let cases = cases(include_str!("../fixtures/connection-strings/vectors.json"));
    for dialect in ["adonet", "odbc"] {
        assert!(cases.iter().any(|case| case["dialect"] == dialect));
    }
    for case in &cases {
        let dialect = match text(&case["dialect"]) {
            "adonet" => Dialect::AdoNet,
            "odbc" => Dialect::Odbc,
            other => panic!("no dialect {other}"),
        };
        let read = parse(text(&case["input"]), dialect);
        let expected = if case["ok"] == true {
            json!({
                "errors": [],
                "pairs": case["pairs"],
                "spans": case["spans"],
                "effective": case["effective"],
                "builder_ok": case["builder_ok"],
            })
        } else {
            json!({ "errors": [[case["error"]["kind"], case["error"]["offset"]]] })
        };
        let found = if read.errors.is_empty() {
            json!({
                "errors": [],
                "pairs": pairs(&read),
                "spans": spans(&read),
                "effective": read.effective(),
                "builder_ok": read.builder_refuses().is_none(),
            })
        } else {
            json!({ "errors": errors(&read) })
        };
        assert_eq!(found, expected, "{}", case["id"]);
    }
}

#[test]
fn quoting() {
    let cases = cases(include_str!("../fixtures/connection-strings/quoting.json"));
    for case in &cases {
        let value = text(&case["value"]);
        let written = quote(value).map(|written| format!("k={written}"));
        assert_eq!(json!(written), case["text"], "{value:?}");
        if let Some(written) = written {
            let read = parse(&written, Dialect::AdoNet);
            assert_eq!(pairs(&read), json!([["k", case["reads_back"]]]));
        }
    }
    // .NET itself writes nothing here, which does not read back.
    assert_eq!(quote("").as_deref(), Some("\"\""));
}

#[test]
fn a_pair_tells_its_quote_and_nothing_is_undone_in_braces() {
    let read = parse("a='x';b=\"x\";c=x;d={x};e=", Dialect::AdoNet);
    assert_eq!(quotes(&read), [Some('\''), Some('"'), None, None, None]);
    let read = parse("a='x';b={x;}}};c={};d=", Dialect::Odbc);
    assert_eq!(quotes(&read), [None, Some('{'), Some('{'), None]);
    assert_eq!(
        pairs(&read),
        json!([["a", "'x'"], ["b", "{x;}}}"], ["c", "{}"], ["d", null]])
    );
}

#[test]
fn a_pair_without_a_value_deletes_and_its_key_is_not_looked_at() {
    let read = parse("a=1;b=2;A=;a=3;b=;c=4", Dialect::AdoNet);
    assert_eq!(read.effective(), [("a", "3"), ("c", "4")]);
    let read = parse("a\tb=;c=1", Dialect::AdoNet);
    assert_eq!(read.builder_refuses(), None);
    assert_eq!(read.effective(), [("c", "1")]);
    let read = parse("c=1;a\tb=2", Dialect::AdoNet);
    assert_eq!(read.builder_refuses(), Some(&read.pairs[1]));
    assert_eq!(read.effective(), []);
}

#[test]
fn a_nul_may_end_the_string_after_any_value() {
    for text in ["a=x\0", "a=\"x\"\0", "a='x' \0 \0", "a=x;\0\n"] {
        let read = parse(text, Dialect::AdoNet);
        assert_eq!(read.errors, [], "{text:?}");
        assert_eq!(pairs(&read), json!([["a", "x"]]), "{text:?}");
    }
}

#[test]
fn a_hole_is_an_ordinary_character() {
    let read = parse("\u{FFFC}=1;Host=\u{FFFC};p=\"\u{FFFC}\"", Dialect::AdoNet);
    assert_eq!(read.errors, []);
    assert_eq!(
        pairs(&read),
        json!([["\u{FFFC}", "1"], ["host", "\u{FFFC}"], ["p", "\u{FFFC}"]])
    );
}

/// Each text holds one slip, so it has one error, and the pairs after the slip are found. A faulty
/// pair is marked with `!`.
#[test]
fn reading_goes_on_after_an_error() {
    for (text, error, expected) in [
        (
            "Host=h;Password=\"a;b;Port=1;Sid=S",
            ("unterminated-quote", 16),
            json!([
                ["host", "h"],
                ["!password", "\"a;b"],
                ["port", "1"],
                ["sid", "S"]
            ]),
        ),
        (
            "Password=\"a;b; ;",
            ("unterminated-quote", 9),
            json!([["!password", "\"a;b"]]),
        ),
        (
            "Password=\"a;Host=\"h\";Port=1",
            ("junk-after-quote", 18),
            json!([["!password", "\"a"], ["host", "h"], ["port", "1"]]),
        ),
        (
            "Password='it's;x;';Host=h",
            ("junk-after-quote", 13),
            json!([["!password", "'it's;x;'"], ["host", "h"]]),
        ),
        (
            "Password=\"a\"b;c==d;Host=h",
            ("junk-after-quote", 12),
            json!([["!password", "\"a\"b;c==d"], ["host", "h"]]),
        ),
        (
            "Password=ab\";c ;\nHost = h",
            ("unquoted-value-ends-with-quote", 11),
            json!([["!password", "ab\";c"], ["host", "h"]]),
        ),
        (
            "Password=a\u{1}b\u{2}';Host=h",
            ("control-char-in-value", 10),
            json!([["!password", "a\u{1}b\u{2}'"], ["host", "h"]]),
        ),
        (
            "Password=\u{1};Host=h",
            ("control-char-in-value", 9),
            json!([["!password", "\u{1}"], ["host", "h"]]),
        ),
        (
            "Password=\"a\0b\";Host=h",
            ("nul-in-quoted-value", 11),
            json!([["!password", "\"a\0b\""], ["host", "h"]]),
        ),
        (
            "Host=a\0b;Port=1\0;Sid=S",
            ("text-after-nul", 7),
            json!([["host", "a"], ["port", "1"], ["sid", "S"]]),
        ),
        (
            "Host=h\0Port=1",
            ("text-after-nul", 7),
            json!([["host", "h"], ["port", "1"]]),
        ),
        (
            "\u{1} Ho\u{2}st=\"h\";Sid=S",
            ("control-char-in-key", 0),
            json!([["!host", "h"], ["sid", "S"]]),
        ),
        (
            "Ho\u{1}st=\"h;Sid=S",
            ("control-char-in-key", 2),
            json!([["!host", "\"h"], ["sid", "S"]]),
        ),
        (
            "a\u{1}b;c;Port=1",
            ("control-char-in-key", 1),
            json!([["port", "1"]]),
        ),
        (
            "\u{1}=a;b;Port=1",
            ("control-char-in-key", 0),
            json!([["b;port", "1"]]),
        ),
        (
            "Host=h;\u{1}",
            ("control-char-in-key", 7),
            json!([["host", "h"]]),
        ),
        (
            "Host=h;=\"a;Sid=S\";Port=1",
            ("empty-key", 7),
            json!([["host", "h"], ["port", "1"]]),
        ),
        ("=\"a;Port=1", ("empty-key", 0), json!([["port", "1"]])),
        (
            "Host=h;Sid;S",
            ("missing-equals", 7),
            json!([["host", "h"]]),
        ),
    ] {
        let read = parse(text, Dialect::AdoNet);
        assert_eq!(errors(&read), json!([error]), "{text:?}");
        assert_eq!(marked_pairs(&read), expected, "{text:?}");
        assert_eq!(read.effective(), [], "{text:?}");
    }
}

#[test]
fn reading_goes_on_after_an_error_in_odbc() {
    for (text, error, expected) in [
        (
            "Pwd={a;Uid==u",
            ("unterminated-brace", 4),
            json!([["!pwd", "{a"], ["uid", "=u"]]),
        ),
        (
            "Pwd={a}b;Uid=u",
            ("junk-after-quote", 7),
            json!([["!pwd", "{a}b"], ["uid", "u"]]),
        ),
        (
            "Pwd={a\0};Uid=u\"",
            ("nul-in-quoted-value", 6),
            json!([["!pwd", "{a\0}"], ["uid", "u\""]]),
        ),
        ("==a;Uid=u", ("empty-key", 0), json!([["uid", "u"]])),
    ] {
        let read = parse(text, Dialect::Odbc);
        assert_eq!(errors(&read), json!([error]), "{text:?}");
        assert_eq!(marked_pairs(&read), expected, "{text:?}");
    }
}

#[test]
fn without_known_names_reading_goes_on_at_what_looks_like_one() {
    for (name, goes_on) in [
        ("User Id", true),
        ("a_b-c.d2", true),
        ("é", true),
        ("2a", false),
        ("_a", false),
        ("a:b", false),
        ("a\tb", false),
        ("", false),
    ] {
        let text = format!("p=\"x;{name}=1");
        let count = if goes_on { 2 } else { 1 };
        assert_eq!(parse(&text, Dialect::AdoNet).pairs.len(), count, "{name:?}");
    }
}

#[test]
fn reading_goes_on_at_a_known_name_only() {
    let text = "Password=\"a;b=c;User  Id=x;USER ID =u;Prot=1";
    let read = parse_with(text, Dialect::AdoNet, &|name| name == "user id");
    assert_eq!(errors(&read), json!([["unterminated-quote", 9]]));
    assert_eq!(
        marked_pairs(&read),
        json!([
            ["!password", "\"a;b=c;User  Id=x"],
            ["user id", "u"],
            ["prot", "1"]
        ])
    );
    assert_eq!(
        &text[read.pairs[0].value_span.clone()],
        "\"a;b=c;User  Id=x"
    );
    assert_eq!(read.pairs[0].quote, Some('"'));
}

/// Takes minutes if what was read is read again for each pair.
#[test]
fn many_errors_take_linear_time() {
    let count = 100_000;
    for (piece, dialect, kind) in [
        ("a=\"x;", Dialect::AdoNet, "junk-after-quote"),
        ("a=\"\"x;", Dialect::AdoNet, "junk-after-quote"),
        ("a=x';", Dialect::AdoNet, "unquoted-value-ends-with-quote"),
        ("a=\u{1};", Dialect::AdoNet, "control-char-in-value"),
        ("=;", Dialect::AdoNet, "empty-key"),
        ("a={;", Dialect::Odbc, "unterminated-brace"),
        ("a={x}};", Dialect::Odbc, "unterminated-brace"),
    ] {
        let read = parse(&piece.repeat(count), dialect);
        assert_eq!(read.errors.len(), count, "{piece:?}");
        assert_eq!(name(read.errors[0].kind), kind, "{piece:?}");
    }
    let blanks = format!("}}{}x", " ".repeat(count));
    for (end, kind) in [
        ("\0", SyntaxErrorKind::NulInQuotedValue),
        ("}x", SyntaxErrorKind::JunkAfterQuote),
        (&blanks, SyntaxErrorKind::JunkAfterQuote),
    ] {
        let read = parse(&("a={;".repeat(count) + end), Dialect::Odbc);
        assert_eq!(read.errors.len(), count);
        assert!(read.errors.iter().all(|error| error.kind == kind));
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_text_is_read(text in any_text(), dialect in any_dialect()) {
        let asked = Cell::new(0);
        let readings = [
            parse(&text, dialect),
            parse_with(&text, dialect, &|_| {
                asked.set(asked.get() + 1);
                true
            }),
            parse_with(&text, dialect, &|_| false),
        ];
        for read in &readings {
            check_offsets(&text, read);
            check_values(&text, read);
            prop_assert_eq!(read.errors.first(), readings[0].errors.first());
            prop_assert_eq!(sound_start(read), sound_start(&readings[0]));
        }
        if readings[0].errors.is_empty() {
            prop_assert_eq!(&readings[1], &readings[0]);
            prop_assert_eq!(&readings[2], &readings[0]);
            prop_assert_eq!(asked.get(), 0);
        }
    }

    #[test]
    fn what_is_quoted_reads_back(value in any_text()) {
        let Some(written) = quote(&value) else {
            prop_assert!(value.contains('\0'));
            return Ok(());
        };
        prop_assert!(!value.contains('\0'));
        let read = parse(&format!("a=1; k = {written} ;b=2"), Dialect::AdoNet);
        prop_assert_eq!(&read.errors, &[]);
        prop_assert_eq!(pairs(&read), json!([["a", "1"], ["k", value], ["b", "2"]]));
    }

    #[test]
    fn pairs_that_are_written_read_back(
        written in prop::collection::vec((any_key(), prop::option::of(any_text())), 0..6),
        blank in "[ \t\r\n;]{0,3}",
    ) {
        let mut text = String::new();
        let mut expected = Vec::new();
        for (key, value) in &written {
            let value = value.as_deref().map(|value| value.replace('\0', ""));
            let quoted = value.as_deref().and_then(quote).unwrap_or_default();
            text += &format!("{blank}{} = {quoted};", key.replace('=', "=="));
            expected.push(json!([key.to_ascii_lowercase(), value]));
        }
        let read = parse(&text, Dialect::AdoNet);
        prop_assert_eq!(&read.errors, &[], "{:?}", text);
        prop_assert_eq!(pairs(&read), json!(expected), "{:?}", text);
    }
}

/// Texts made mostly of what the grammar gives a meaning.
fn any_text() -> impl Strategy<Value = String> {
    const PIECES: [&str; 30] = [
        "=", "==", ";", ";", "\"", "\"\"", "'", "''", "{", "}", "}}", " ", "\t", "\r\n", "\0",
        "\u{1}", "\u{85}", "\u{9f}", "\u{a0}", "\u{3000}", "\u{feff}", "\u{FFFC}", "é", "😀", "a",
        "B", "Host=", "user id=", "=\"", "=x;",
    ];
    let piece = prop_oneof![
        8 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn any_dialect() -> impl Strategy<Value = Dialect> {
    prop_oneof![Just(Dialect::AdoNet), Just(Dialect::Odbc)]
}

/// Keys that can be written. One that ends in `=` needs no special care: `==` binds to the left.
fn any_key() -> impl Strategy<Value = String> {
    "[A-Za-zé=\"'{\u{FFFC}]([A-Za-z =;\"'\t]{0,6}[A-Za-zÉ=;}'])?"
}

fn check_offsets(text: &str, read: &ConnectionString) {
    let mut end = 0;
    for pair in &read.pairs {
        for span in [&pair.key_span, &pair.value_span] {
            assert!(end <= span.start, "{text:?}: {span:?} starts before {end}");
            assert!(text.get(span.clone()).is_some(), "{text:?}: {span:?}");
            assert_eq!(text[span.clone()].trim(), &text[span.clone()], "{text:?}");
            end = span.end;
        }
        assert!(!pair.key_span.is_empty(), "{text:?}");
    }
    for error in &read.errors {
        let rest = text.get(error.offset..);
        assert!(
            rest.is_some_and(|rest| !rest.is_empty()),
            "{text:?}: {error:?}"
        );
    }
    let faulty = read.pairs.iter().filter(|pair| pair.faulty).count();
    assert!(faulty <= read.errors.len(), "{text:?}");
}

fn check_values(text: &str, read: &ConnectionString) {
    for pair in &read.pairs {
        let written = &text[pair.value_span.clone()];
        assert_eq!(pair.value.is_none(), written.is_empty(), "{text:?}");
        assert!(
            pair.quote.is_none_or(|quote| written.starts_with(quote)),
            "{text:?}"
        );
        if matches!(pair.quote, None | Some('{')) {
            assert_eq!(
                pair.value.as_deref().unwrap_or_default(),
                written,
                "{text:?}"
            );
        }
        if !pair.faulty
            && let Some(value) = &pair.value
        {
            assert!(!value.contains('\0'), "{text:?}");
        }
    }
}

/// The pairs that lie before the first error.
fn sound_start(read: &ConnectionString) -> Value {
    let first = read.errors.first().map_or(usize::MAX, |error| error.offset);
    let sound = read
        .pairs
        .iter()
        .take_while(|pair| !pair.faulty && pair.key_span.start < first);
    sound
        .map(|pair| json!([pair.key, pair.value, pair.key_span, pair.value_span]))
        .collect()
}

fn cases(fixture: &str) -> Vec<Value> {
    let fixture: Value = serde_json::from_str(fixture).expect("a fixture is JSON");
    let cases = fixture["cases"].as_array().expect("a fixture has cases");
    assert!(!cases.is_empty());
    cases.clone()
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a string")
}

fn pairs(read: &ConnectionString) -> Value {
    let pairs = read.pairs.iter();
    pairs.map(|pair| json!([pair.key, pair.value])).collect()
}

fn marked_pairs(read: &ConnectionString) -> Value {
    let pairs = read.pairs.iter();
    pairs
        .map(|pair| {
            let mark = if pair.faulty { "!" } else { "" };
            json!([format!("{mark}{}", pair.key), pair.value])
        })
        .collect()
}

fn spans(read: &ConnectionString) -> Value {
    let ends = |span: &Range<usize>| [span.start, span.end];
    let pairs = read.pairs.iter();
    pairs
        .map(|pair| json!([ends(&pair.key_span), ends(&pair.value_span)].concat()))
        .collect()
}

fn quotes(read: &ConnectionString) -> Vec<Option<char>> {
    read.pairs.iter().map(|pair| pair.quote).collect()
}

fn errors(read: &ConnectionString) -> Value {
    let errors = read.errors.iter();
    errors
        .map(|error| json!([name(error.kind), error.offset]))
        .collect()
}

/// The name of an error in the fixtures.
fn name(kind: SyntaxErrorKind) -> &'static str {
    match kind {
        SyntaxErrorKind::MissingEquals => "missing-equals",
        SyntaxErrorKind::EmptyKey => "empty-key",
        SyntaxErrorKind::ControlCharInKey => "control-char-in-key",
        SyntaxErrorKind::ControlCharInValue => "control-char-in-value",
        SyntaxErrorKind::UnterminatedQuote => "unterminated-quote",
        SyntaxErrorKind::UnterminatedBrace => "unterminated-brace",
        SyntaxErrorKind::JunkAfterQuote => "junk-after-quote",
        SyntaxErrorKind::UnquotedValueEndsWithQuote => "unquoted-value-ends-with-quote",
        SyntaxErrorKind::NulInQuotedValue => "nul-in-quoted-value",
        SyntaxErrorKind::TextAfterNul => "text-after-nul",
    }
}
