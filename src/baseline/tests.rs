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
    assert_eq!((baseline.findings(), baseline.files().len()), (3, 2));
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
    let told: Vec<_> = gone
        .iter()
        .map(|gone| (&*gone.address.path, gone.count))
        .collect();
    assert_eq!(told, [("a", 1)]);
    let left = baseline.without(&gone);
    assert_eq!((left.findings(), left.files().len()), (3, 2));
    let all = baseline.gone(&Known::default(), |_| true);
    assert_eq!(baseline.without(&all), Baseline::default());
}

/// A finding that sums up what is missing.
fn summary(names: &[&'static str], at: usize) -> Diagnostic {
    let first = names.first().copied().unwrap_or_default();
    let finding = Diagnostic::new("missing-things", Severity::Error, at..at + 1, "wrong");
    let finding = finding.pointer(format!("/auth/{first}"));
    finding.names(names.iter().copied())
}

#[test]
fn what_lists_something_else_is_new_and_what_lists_less_is_not() {
    let old = [
        summary(&["server", "port"], 1),
        summary(&["server"], 2),
        summary(&["user", "password"], 3),
    ];
    let baseline = Baseline::of(&[checked("a", "", &old)], same);
    for (now, expected, within, unsure) in [
        (vec![summary(&["port", "server"], 1)], vec![], 0, 0),
        (vec![summary(&["port"], 1)], vec![], 0, 0),
        // The one that lists the same is taken first, and leaves the other for what lists less.
        (
            vec![summary(&["port"], 1), summary(&["server"], 2)],
            vec![],
            0,
            0,
        ),
        (
            vec![summary(&["server"], 1), summary(&["port"], 2)],
            vec![],
            0,
            0,
        ),
        (
            vec![summary(&["port"], 1), summary(&["port"], 2)],
            vec![2],
            0,
            1,
        ),
        (vec![summary(&["user", "server"], 1)], vec![1], 1, 0),
        (
            vec![summary(&["user", "password", "schema"], 1)],
            vec![1],
            1,
            0,
        ),
        (vec![summary(&["schema"], 1)], vec![1], 0, 0),
    ] {
        let mut files = vec![checked("a", "", &now)];
        let known = baseline.hide(&mut files, same);
        let places: Vec<usize> = shown(&files).iter().map(|(_, at)| *at).collect();
        assert_eq!(places, expected, "{now:?}");
        let within_shown: usize = known.within.values().sum();
        assert_eq!((within_shown, known.unsure), (within, unsure), "{now:?}");
    }
}

#[test]
fn what_is_gone_in_part_is_left_in_part() {
    let old = [summary(&["server", "port"], 1), summary(&["user"], 2)];
    let baseline = Baseline::of(&[checked("a", "", &old)], same);
    let now = [summary(&["port"], 1), summary(&["user", "schema"], 2)];
    let known = baseline.hide(&mut vec![checked("a", "", &now)], same);
    let gone = baseline.gone(&known, |_| true);
    let names: Vec<_> = gone.iter().map(Gone::names).collect();
    assert_eq!(names, [["server"]], "`user` is in what is shown");
    let left = [summary(&["port"], 1), summary(&["user"], 2)];
    let left = Baseline::of(&[checked("a", "", &left)], same);
    assert_eq!(baseline.without(&gone), left);
    // One that does not tell what it lists covers everything, and learns it.
    let text =
        r#"{"version":1,"findings":[{"path":"a","rule":"missing-things","pointer":"/auth"}]}"#;
    let baseline = Baseline::read(text).expect("a baseline");
    let known = baseline.hide(&mut vec![checked("a", "", &now[..1])], same);
    assert_eq!(known.findings(), 1);
    let gone = baseline.gone(&known, |_| true);
    assert!(gone.iter().all(Gone::is_untold), "{gone:?}");
    let left = Baseline::of(&[checked("a", "", &now[..1])], same);
    assert_eq!(baseline.without(&gone), left);
}

#[test]
fn what_is_written_is_read_and_holds_nothing_of_the_files() {
    let findings = [
        finding("bad", "/x", 1).keyword("Port"),
        finding("bad", "/x", 2).keyword("Port"),
        Diagnostic::new("bad", Severity::Error, 3..4, "wrong").header("X"),
        Diagnostic::new("odd", Severity::Warning, 3..4, "`secret` is odd"),
        summary(&["server", "port"], 3),
    ];
    let baseline = Baseline::of(&[checked("a \"b\"", "secret", &findings)], same);
    let text = baseline.text();
    assert_eq!(
        text,
        "{\n  \"version\": 1,\n  \"findings\": [\n    \
         { \"path\": \"a \\\"b\\\"\", \"rule\": \"bad\", \"header\": \"X\" },\n    \
         { \"path\": \"a \\\"b\\\"\", \"rule\": \"bad\", \"pointer\": \"/x\", \"keyword\": \"Port\", \"count\": 2 },\n    \
         { \"path\": \"a \\\"b\\\"\", \"rule\": \"missing-things\", \"pointer\": \"/auth\", \"names\": [\"port\", \"server\"] },\n    \
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
        ("\n".to_owned(), "it is empty"),
        ("{}".to_owned(), "it is no baseline of connlint"),
        ("[]".to_owned(), "it is no baseline of connlint"),
        ("1".to_owned(), "it is no baseline of connlint"),
        // A report in SARIF, and one of connlint's own.
        (
            "{\"version\":\"2.1.0\",\"runs\":[]}".to_owned(),
            "it is no baseline of connlint",
        ),
        (
            "{\"version\":1,\"findings\":[],\"unread\":[]}".to_owned(),
            "it is no baseline of connlint",
        ),
        (
            "{\"version\":1,\"findings\":[\n<<<<<<< HEAD\n=======\n>>>>>>> main\n]}".to_owned(),
            "line 2: a merge conflict is left in it; keep the lines of both sides, with a comma behind all but the last",
        ),
        (
            "{\"version\":1,\"findings\":[],\"unread\":[],\"summary\":{}}".to_owned(),
            "it is no baseline of connlint but a report; --write-baseline writes one",
        ),
        (
            "{\"version\":2}".to_owned(),
            "it is a baseline of another version",
        ),
        (
            "{\"version\":1}".to_owned(),
            "it is no baseline of connlint: it has no list of findings",
        ),
        (
            whole(&format!("{right},\n{{\"path\":\"a\"}}")),
            "line 2: finding 2 is not understood",
        ),
        (
            whole(r#"{"path":"a","rule":"bad","line":1}"#),
            "line 1: finding 1 is not understood",
        ),
        (
            whole(r#"{"path":"a","rule":"bad","count":-1}"#),
            "line 1: finding 1 is not understood",
        ),
        (
            whole(r#"{"path":"a","rule":"bad","pointer":null}"#),
            "line 1: finding 1 is not understood",
        ),
        (
            whole(r#"{"path":"a","rule":"bad","names":["port",1]}"#),
            "line 1: finding 1 is not understood",
        ),
    ] {
        assert_eq!(Baseline::read(&text), Err(said.to_owned()), "{text}");
    }
    let merged = Baseline::read(&whole(&format!("{right},{right}"))).expect("a baseline");
    assert_eq!(merged.findings(), 1, "two branches added the same line");
}

/// A count says what somebody wrote, and nobody has so many findings.
#[test]
fn counts_of_any_size_do_not_overflow() {
    let most = usize::MAX;
    let text = format!(
        "{{\"version\":1,\"findings\":[{{\"path\":\"a\",\"rule\":\"bad\",\"count\":{most}}},\
         {{\"path\":\"b\",\"rule\":\"bad\",\"names\":[\"port\",\"server\"],\"count\":{most}}},\
         {{\"path\":\"b\",\"rule\":\"bad\",\"names\":[\"port\"],\"count\":{most}}}]}}"
    );
    let baseline = Baseline::read(&text).expect("a baseline");
    assert_eq!(baseline.findings(), most);
    let listing = |names: &[&str]| Address {
        path: "b".to_owned(),
        rule: "bad".to_owned(),
        pointer: None,
        keyword: None,
        header: None,
        names: names.iter().map(|name| (*name).to_owned()).collect(),
    };
    let gone = Gone {
        address: listing(&["port", "server"]),
        count: 1,
        left: Some(listing(&["port"])),
    };
    let without = baseline.without(&[gone]);
    assert_eq!(without.counts[&listing(&["port"])], most);
}
