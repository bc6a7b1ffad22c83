//! Connection strings whose mistakes lie in what they mean. One slip is one finding, of the right rule, at
//! the slip.

use std::ops::Range;
use std::sync::Arc;

use connlint::check::{Files, Followed, check};
use connlint::config::Config;
use connlint::diagnostic::Diagnostic;
use connlint::file::File;
use serde_json::Value;

#[path = "semantic/slips.rs"]
mod slips;

struct NoFiles;

impl Files for NoFiles {
    fn follow(&self, _: &File, _: &str) -> Followed {
        Followed::NotFollowed
    }
}

/// A request around a connection string, and where the string begins in it.
struct Request {
    text: String,
    start: usize,
    string: String,
}

impl Request {
    fn new(string: &str) -> Request {
        let before = r#"{"name":"Orders","auth":{"specName":"ConnectionString","params":{"connectionString":""#;
        let after = r#""}},"connectionSpec":{"id":"d6b52d86-f0f8-475f-89d4-ce54c8527328","version":"1.0"}}"#;
        let quoted = serde_json::to_string(string).expect("a string");
        let inside = &quoted[1..quoted.len() - 1];
        Request {
            text: format!("{before}{inside}{after}"),
            start: before.len(),
            string: string.to_owned(),
        }
    }

    fn check(&self, submission: bool) -> Vec<Diagnostic> {
        let file = Arc::new(File {
            path: "request.json".to_owned(),
            bytes: self.text.clone().into_bytes(),
        });
        let config = Config {
            submission,
            ..Config::default()
        };
        let mut checked = check(&file, &NoFiles, &config);
        checked.swap_remove(0).findings
    }

    /// Bytes of the string, as bytes of the request.
    fn span(&self, range: Range<usize>) -> Range<usize> {
        let escaped = |end: usize| {
            let quoted = serde_json::to_string(&self.string[..end]).expect("a string");
            self.start + quoted.len() - 2
        };
        escaped(range.start)..escaped(range.end)
    }
}

fn cases(text: &str) -> Vec<Value> {
    let value: Value = serde_json::from_str(text).expect("JSON");
    value["cases"].as_array().expect("a list of cases").clone()
}

fn range(value: &Value, from: usize) -> Range<usize> {
    let number = |index: usize| value[index].as_u64().expect("a number") as usize;
    number(from)..number(from + 1)
}

#[test]
fn every_case_gives_its_findings() {
    let mut wrong = Vec::new();
    for case in cases(include_str!("../fixtures/connection-strings/semantic.json")) {
        let request = Request::new(case["input"].as_str().expect("a string"));
        let expected: Vec<(String, Range<usize>)> = case["findings"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|finding| {
                let rule = finding[0].as_str().expect("a rule").to_owned();
                (rule, request.span(range(finding, 1)))
            })
            .collect();
        let found: Vec<(String, Range<usize>)> = request
            .check(case["submission"] == true)
            .into_iter()
            .map(|finding| (finding.rule.to_owned(), finding.span))
            .collect();
        if found != expected {
            wrong.push(format!("{}: {found:?}, not {expected:?}", case["id"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_notation_is_one_finding() {
    for case in cases(include_str!("../fixtures/connection-strings/shapes.json")) {
        let request = Request::new(case["input"].as_str().expect("a string"));
        let expected = request.span(range(&case["span"], 0));
        let found = request.check(true);
        let [finding] = &found[..] else {
            panic!("{}: {found:?}", case["id"]);
        };
        assert_eq!(finding.rule, "foreign-connection-strings", "{}", case["id"]);
        assert_eq!(finding.span, expected, "{}", case["id"]);
        let notation = case["notation"].as_str().expect("a name");
        assert!(finding.message.ends_with(notation), "{}", case["id"]);
    }
}
