//! What each format looks like, whole: `report.<format>` in `fixtures/reports/` is written about the files in
//! `fixtures/reports/requests/` and one that is missing. `UPDATE=1 cargo test --test reports` writes them.

#[path = "support/folders.rs"]
mod folders;

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use connlint::report::Format;
use folders::{files_below, read, root};
use regex::Regex;
use serde_json::Value;

/// Runs the program where the fixtures are.
fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_connlint"))
        .current_dir(folder())
        .args(["check", "requests", "missing.json", "--color", "never"])
        .args(arguments)
        .env("LC_ALL", "C.UTF-8")
        .env_remove("TERM")
        .env_remove("COLUMNS")
        .output()
        .expect("the program runs")
}

fn folder() -> PathBuf {
    root().join("fixtures/reports")
}

/// What is written in a format, without what is none of a golden's business: the version, and the pages of the
/// rules, which have tests of their own.
fn written(format: &str) -> String {
    let output = run(&["--format", format]);
    assert_eq!(
        output.status.code(),
        Some(2),
        "{format}: one path is missing"
    );
    let text = String::from_utf8(output.stdout).expect("a report is UTF-8");
    let version = concat!("\"semanticVersion\": \"", env!("CARGO_PKG_VERSION"), "\"");
    let text = text.replace(version, "\"semanticVersion\": \"VERSION\"");
    let page = Regex::new(r#""text": ".*",\n +"markdown": ".*""#).expect("a pattern");
    page.replace_all(&text, r#""text": "PAGE", "markdown": "PAGE""#)
        .into_owned()
}

#[test]
fn each_format_is_what_its_golden_says() {
    let mut failures = Vec::new();
    for (name, _) in Format::ALL {
        let path = folder().join(format!("report.{name}"));
        let got = written(name);
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, &got).expect("a golden can be written");
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if expected != got {
            failures.push(format!(
                "{}: expected\n{expected}\ngot\n{got}",
                path.display()
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn each_golden_has_its_format() {
    let requests = folder().join("requests");
    let goldens = files_below(&folder()).into_iter();
    for path in goldens.filter(|path| !path.starts_with(&requests)) {
        let extension = path.extension().and_then(|extension| extension.to_str());
        let known = Format::ALL.iter().any(|(name, _)| Some(*name) == extension);
        assert!(known, "{}: of no format", path.display());
    }
}

#[test]
fn several_reports_are_what_each_is_alone() {
    let folder = std::env::temp_dir().join(format!("connlint-{}-reports", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder can be made");
    let path = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let paths: Vec<String> = Format::ALL.iter().map(|(name, _)| path(name)).collect();
    let mut arguments = Vec::new();
    for ((name, _), path) in Format::ALL.iter().zip(&paths).skip(1) {
        arguments.extend(["--format", name, "--output", path]);
    }
    arguments.extend(["--format", "human"]);
    let output = run(&arguments);
    let alone = run(&["--format", "human"]);
    assert_eq!(output, alone, "the last one goes to standard output");
    for ((name, _), path) in Format::ALL.iter().zip(&paths).skip(1) {
        assert_eq!(
            read(path.as_ref()),
            run(&["--format", name]).stdout,
            "{name}"
        );
    }
    fs::remove_dir_all(&folder).expect("cleaned up");
}

#[test]
fn reports_agree_on_findings_and_fingerprints() {
    let json = |format: &str| -> Value {
        let path = folder().join(format!("report.{format}"));
        serde_json::from_slice(&read(&path)).expect("JSON")
    };
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let findings = list(&json("json")["findings"]);
    let results = list(&json("sarif")["runs"][0]["results"]);
    let issues = list(&json("gitlab"));
    assert!(findings.len() > 5, "{findings:?}");
    assert_eq!(findings.len(), results.len());
    assert_eq!(findings.len(), issues.len());
    for ((finding, result), issue) in findings.iter().zip(&results).zip(&issues) {
        let region = &result["locations"][0]["physicalLocation"]["region"];
        for (key, sarif) in [("start", "start"), ("end", "end")] {
            assert_eq!(
                finding[key]["line"],
                region[format!("{sarif}Line")],
                "{finding}"
            );
            assert_eq!(
                finding[key]["column"],
                region[format!("{sarif}Column")],
                "{finding}"
            );
        }
        assert_eq!(finding["rule"], result["ruleId"], "{finding}");
        assert_eq!(finding["rule"], issue["check_name"], "{finding}");
        assert_eq!(finding["severity"], result["level"], "{finding}");
        let fingerprint = &result["partialFingerprints"]["connlint/v1"];
        assert_eq!(fingerprint, &issue["fingerprint"], "{finding}");
        // A fix that would repeat a secret is in neither.
        let redacted = |fix: &&Value| {
            !list(&fix["edits"])
                .iter()
                .any(|edit| edit["redacted"] == true)
        };
        let fixes = list(&finding["fixes"]).iter().filter(redacted).count();
        assert_eq!(fixes, list(&result["fixes"]).len(), "{finding}");
    }
}
