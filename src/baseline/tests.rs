use std::sync::Arc;

use super::*;
use crate::diagnostic::Severity;
use crate::file::File;

fn finding(rule: &'static str, pointer: &str, at: usize) -> Diagnostic {
    Diagnostic::new(rule, Severity::Error, at..at + 1, "wrong").pointer(pointer)
}

fn checked(path: &str, text: &str, findings: &[Diagnostic]) -> Checked {
    let file = Arc::new(File {
        path: path.to_owned(),
        bytes: text.into(),
    });
    Checked::new(file, findings.to_vec())
}

fn same(path: &str) -> String {
    path.to_owned()
}

/// Where the findings are that are shown.
fn shown(checked: &[Checked]) -> Vec<(&str, usize)> {
    let files = checked.iter().flat_map(|checked| {
        let path = &*checked.file.path;
        checked
            .findings
            .iter()
            .map(move |finding| (path, finding.span.start))
    });
    files.collect()
}

#[test]
fn what_is_known_is_not_shown_wherever_it_stands_by_now() {
    let old = [
        checked(
            "a",
            "1",
            &[finding("bad", "/x", 1), finding("odd", "/x", 2)],
        ),
        checked("b", "2", &[finding("bad", "/x", 3)]),
    ];
    let baseline = Baseline::of(&old, same);
    assert_eq!((baseline.findings(), baseline.files()), (3, 2));
    let mut new = vec![
        checked(
            "a",
            "other",
            &[finding("odd", "/x", 20), finding("bad", "/x", 30)],
        ),
        checked("b", "", &[finding("bad", "/y", 1), finding("bad", "/x", 5)]),
        checked("c", "", &[finding("bad", "/x", 1)]),
    ];
    let known = baseline.hide(&mut new, same);
    assert_eq!(shown(&new), [("b", 1), ("c", 1)]);
    assert_eq!((known.findings(), known.of("bad"), known.unsure), (3, 2, 0));
}

#[test]
fn of_more_than_are_known_the_last_are_shown() {
    let findings: Vec<_> = (0..5).map(|at| finding("bad", "/x", at)).collect();
    let baseline = Baseline::of(&[checked("a", "", &findings[..3])], same);
    let mut now = vec![checked("a", "", &findings)];
    let known = baseline.hide(&mut now, same);
    assert_eq!(shown(&now), [("a", 3), ("a", 4)]);
    assert_eq!((known.findings(), known.unsure), (3, 2));
}

#[test]
fn what_is_gone_is_told_of_files_that_were_seen() {
    let two = [finding("bad", "/x", 1), finding("bad", "/x", 2)];
    let old = [checked("a", "", &two), checked("b", "", &two)];
    let baseline = Baseline::of(&old, same);
    let known = baseline.hide(&mut vec![checked("a", "", &two[1..])], same);
    let gone = baseline.gone(&known, |address| address.path == "a");
    assert_eq!((gone.findings(), gone.files()), (1, 1));
    let left = baseline.without(&gone);
    assert_eq!((left.findings(), left.files()), (3, 2));
    let all = baseline.gone(&Known::default(), |_| true);
    assert_eq!(all, baseline);
    assert_eq!(baseline.without(&all), Baseline::default());
}

#[test]
fn what_is_written_is_read_and_holds_nothing_of_the_files() {
    let findings = [
        finding("bad", "/x", 1).keyword("Port"),
        finding("bad", "/x", 2).keyword("Port"),
        Diagnostic::new("bad", Severity::Error, 3..4, "wrong").header("X"),
        Diagnostic::new("odd", Severity::Warning, 3..4, "`secret` is odd"),
    ];
    let baseline = Baseline::of(&[checked("a \"b\"", "secret", &findings)], same);
    let text = baseline.text();
    assert_eq!(
        text,
        "{\n  \"version\": 1,\n  \"findings\": [\n    \
         { \"path\": \"a \\\"b\\\"\", \"rule\": \"bad\", \"header\": \"X\" },\n    \
         { \"path\": \"a \\\"b\\\"\", \"rule\": \"bad\", \"pointer\": \"/x\", \"keyword\": \"Port\", \"count\": 2 },\n    \
         { \"path\": \"a \\\"b\\\"\", \"rule\": \"odd\" }\n  ]\n}\n"
    );
    assert_eq!(Baseline::read(&text), Ok(baseline));
    let empty = Baseline::default();
    assert_eq!(Baseline::read(&empty.text()), Ok(empty));
}

#[test]
fn nothing_that_is_not_understood_is_overlooked() {
    let whole = |findings: &str| format!("{{\"version\":1,\"findings\":[{findings}]}}");
    let right = r#"{"path":"a","rule":"bad"}"#;
    for (text, said) in [
        ("{".to_owned(), "line 1, column 1: it is not JSON"),
        ("{}".to_owned(), "it is no baseline"),
        ("[]".to_owned(), "it is no baseline"),
        (
            "{\"version\":2}".to_owned(),
            "it is a baseline of another version",
        ),
        (
            "{\"version\":1}".to_owned(),
            "it is no baseline: it has no list of findings",
        ),
        (
            whole(&format!("{right},{{\"path\":\"a\"}}")),
            "finding 2 is not understood",
        ),
        (
            whole(r#"{"path":"a","rule":"bad","line":1}"#),
            "finding 1 is not understood",
        ),
        (
            whole(r#"{"path":"a","rule":"bad","count":-1}"#),
            "finding 1 is not understood",
        ),
        (
            whole(r#"{"path":"a","rule":"bad","pointer":null}"#),
            "finding 1 is not understood",
        ),
    ] {
        assert_eq!(Baseline::read(&text), Err(said.to_owned()), "{text}");
    }
    let merged = Baseline::read(&whole(&format!("{right},{right}"))).expect("a baseline");
    assert_eq!(merged.findings(), 1, "two branches added the same line");
}
