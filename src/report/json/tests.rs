use std::sync::Arc;

use super::*;
use crate::catalog::request_kinds;
use crate::config::Config;
use crate::diagnostic::Severity;
use crate::file::File;
use crate::report::Look;

fn written(checked: Vec<Checked>, totals: Totals) -> String {
    let unread = vec![discover::Unread::new("c\u{202e}.json".to_owned(), "gone")];
    let look = Look {
        width: 80,
        colour: false,
        unicode: true,
    };
    let mut out = Vec::new();
    write(
        &Run {
            checked,
            unread,
            totals,
            config: Config::default(),
            look,
        },
        &mut out,
    )
    .expect("written to memory");
    String::from_utf8(out).expect("JSON is UTF-8")
}

#[test]
fn every_key_has_its_place() {
    let mut finding = Diagnostic::new("bad-things", Severity::Warning, 8..9, "`x`\u{1b} is wrong")
        .help("do better");
    finding = finding
        .label(0..2, "see here")
        .pointer("/a")
        .keyword("Port");
    (finding.request, finding.source, finding.auth) = (Some(0), Some("source"), Some("auth"));
    let edit = |text: &str, secret| {
        Some(Edit {
            span: 8..9,
            text: text.to_owned(),
            secret,
        })
    };
    finding = finding
        .fix("one", [edit("1", false)])
        .fix("two", [edit("Tiger1", true)]);
    finding.fixes[1].safe = false;
    let file = Arc::new(File {
        path: "a/b.json".to_owned(),
        bytes: "ä\r\n漢\n1".into(),
    });
    let checked = Checked::new(file, vec![finding]);
    let kinds = request_kinds();
    let totals = Totals {
        files: 3,
        checked: vec![(&kinds[0], 1), (&kinds[1], 1)],
        unchecked: vec![(&kinds[1], 76)],
        warnings: 1,
        fixable: 1,
        known: 0,
        ..Totals::default()
    };
    let text = written(vec![checked], totals);
    assert!(
        text.contains(r#""message": "`x`\u001b is wrong""#)
            && text.contains(r#""path": "c\u202e.json""#),
        "{text}"
    );
    assert!(!text.contains("Tiger1"));
    let value: serde_json::Value = serde_json::from_str(&text).expect("valid JSON");
    let (start, end) = (
        serde_json::json!({ "line": 3, "column": 1, "offset": 8 }),
        serde_json::json!({ "line": 3, "column": 2, "offset": 9 }),
    );
    let edit = |text: Option<&str>| serde_json::json!([{ "start": start, "end": end, "text": text, "redacted": text.is_none() }]);
    let expected = serde_json::json!({
        "version": 1,
        "findings": [{
            "rule": "bad-things",
            "severity": "warning",
            "message": "`x`\u{1b} is wrong",
            "help": "do better",
            "path": "a/b.json",
            "request": 0,
            "start": start,
            "end": end,
            "pointer": "/a",
            "keyword": "Port",
            "source": "source",
            "auth": "auth",
            "labels": [{
                "path": "a/b.json",
                "start": { "line": 1, "column": 1, "offset": 0 },
                "end": { "line": 1, "column": 2, "offset": 2 },
                "message": "see here",
            }],
            "fixes": [
                { "title": "one", "applicability": "safe", "edits": edit(Some("1")) },
                { "title": "two", "applicability": "unsafe", "edits": edit(None) },
            ],
        }],
        "unread": [{ "path": "c\u{202e}.json", "message": "gone", "line": null, "column": null }],
        "summary": {
            "files": 3,
            "requests": 2,
            "unchecked": { kinds[1].singular: 76 },
            "placeholders": 0,
            "errors": 0,
            "warnings": 1,
            "fixable": 1,
            "passed_over": 0,
            "known": 0,
        },
    });
    assert_eq!(value, expected);
    let order: Vec<usize> = [
        "version", "findings", "rule", "labels", "fixes", "unread", "summary",
    ]
    .iter()
    .map(|key| text.find(&format!("\"{key}\"")).expect("there"))
    .collect();
    assert!(order.is_sorted(), "the keys come in the documented order");
}

#[test]
fn nothing_found_is_a_report_as_well() {
    let text = written(Vec::new(), Totals::default());
    assert!(
        text.starts_with("{\n  \"version\": 1,\n  \"findings\": [],\n  \"unread\": ["),
        "{text}"
    );
    assert!(text.ends_with("\"known\": 0\n  }\n}\n"), "{text}");
}
