//! The program: what it says, where, and with which exit code.

#[cfg(unix)]
#[path = "cli/adoption.rs"]
mod adoption;
#[path = "cli/baseline.rs"]
mod baseline;
#[path = "cli/duplicates.rs"]
mod duplicates;
#[path = "support/folders.rs"]
mod folders;
#[path = "cli/git.rs"]
mod git;
#[path = "cli/hostile.rs"]
mod hostile;
#[path = "cli/listed.rs"]
mod listed;
#[path = "cli/new.rs"]
mod new;
#[path = "cli/outputs.rs"]
mod outputs;
#[path = "cli/own.rs"]
mod own;
#[path = "cli/program.rs"]
mod program;
#[path = "cli/schema.rs"]
mod schema;
#[path = "cli/selection.rs"]
mod selection;
#[path = "cli/settings.rs"]
mod settings;
#[path = "cli/sources.rs"]
mod sources;

use std::fs;

use connlint::catalog;
use connlint::report::Format;
use connlint::rules::RULES;
use program::{Folder, RIGHT, three, with_error};
use regex::Regex;

const ERROR: &str = "error.json:7:30: error[malformed-spec-ids]";
const WARNING: &str = "warning.json:7:81: warning[unknown-spec-versions]";

#[test]
fn the_exit_code_says_whether_something_is_wrong() {
    let folder = three("codes");
    folder.file("broken.json", "{}");
    for (arguments, code, places) in [
        (&["check", "right.json"][..], 0, &[][..]),
        (&["check", "warning.json"], 0, &[WARNING]),
        (&["check", "warning.json", "--deny-warnings"], 1, &[WARNING]),
        (&["check", "error.json"], 1, &[ERROR]),
        (&["check"], 1, &[ERROR, WARNING]),
        (&["check", "."], 1, &[ERROR, WARNING]),
        (
            &["check", "warning.json", "error.json", "error.json"],
            1,
            &[ERROR, WARNING],
        ),
        (&["check", "right.json", "missing.json"], 2, &[]),
        (&["check", "missing.json", "error.json"], 2, &[ERROR]),
    ] {
        let got = folder.run(&[arguments, &["--format", "concise"]].concat());
        assert_eq!(got.code, Some(code), "{arguments:?}: {got:?}");
        let lines: Vec<&str> = got.out.lines().collect();
        assert_eq!(lines.len(), places.len(), "{arguments:?}: {got:?}");
        for (line, place) in lines.iter().zip(places) {
            assert!(
                line.starts_with(place),
                "{arguments:?}: expected {place}, got {line}"
            );
        }
    }
}

#[test]
fn the_format_does_not_change_the_exit_code() {
    let folder = three("formats");
    for (format, _) in Format::ALL {
        for (file, code) in [("right.json", 0), ("warning.json", 0), ("error.json", 1)] {
            let got = folder.run(&["check", file, "--format", format]);
            assert_eq!(got.code, Some(code), "{file}, {format}: {got:?}");
        }
    }
}

#[test]
fn usage_that_is_wrong_is_said_and_is_2() {
    let folder = three("usage");
    for (arguments, said) in [
        (&["check", "--frobnicate"][..], "--frobnicate"),
        (&["check", "--format", "yaml"], "yaml"),
        (&["check", "--threads", "0"], "--threads"),
        (
            &["check", "--max-file-size", "much"],
            "expected a number of bytes",
        ),
        (
            &["check", "--level", "placeholders=loud"],
            "there is no level `loud`",
        ),
        (&["check", "--level", "placeholders"], "expected RULE=error"),
        (
            &["check", "--level", "placeholder=off"],
            "the nearest is `placeholders`",
        ),
        (
            &["check", "--level", "Missing-Header=off"],
            "the nearest is `missing-headers`",
        ),
        (&["check", "--quiet", "--verbose"], "--verbose"),
        (
            &["check", "--output", "no/such/folder/report"],
            "no/such/folder/report",
        ),
        (
            &["check", "--format", "json", "--format", "sarif"],
            "`json` and `sarif` would both go to standard output",
        ),
        (
            &["check", "--output", "a", "--output", "b"],
            "`--output b` has no `--format` of its own",
        ),
        (
            &["check", "--format", "json", "--format", "sarif"],
            "Usage: connlint check [OPTIONS] [PATHS]...",
        ),
        (&["completions", "tcsh"], "tcsh"),
        (&["frobnicate"], "frobnicate"),
        (&["explain"], "TOPIC"),
        (&[], "Usage"),
    ] {
        let got = folder.run(arguments);
        assert_eq!(got.code, Some(2), "{arguments:?}: {got:?}");
        assert_eq!(
            got.out, "",
            "{arguments:?}: expected nothing on standard output"
        );
        assert!(
            got.err.contains(said),
            "{arguments:?}: expected {said:?}, got {}",
            got.err
        );
    }
    for arguments in [&["--help"][..], &["--version"], &["check", "--help"]] {
        let got = folder.run(arguments);
        assert_eq!(
            (got.code, &*got.err),
            (Some(0), ""),
            "{arguments:?}: {got:?}"
        );
        assert!(got.out.contains("connlint"), "{arguments:?}: {got:?}");
    }
}

#[test]
fn the_level_of_a_rule_can_be_set() {
    let folder = three("levels");
    let run = |file: &str, levels: &[&str]| {
        let levels = levels.iter().flat_map(|level| ["--level", level]);
        let arguments: Vec<&str> = ["check", file, "--format", "concise"]
            .into_iter()
            .chain(levels)
            .collect();
        let got = folder.run(&arguments);
        let severity = match () {
            () if got.out.is_empty() => "none",
            () if got.out.contains(": warning[") => "warning",
            () => "error",
        };
        (got.code, severity)
    };
    assert_eq!(
        run("error.json", &["malformed-spec-ids=warning"]),
        (Some(0), "warning")
    );
    assert_eq!(
        run("error.json", &["malformed-spec-ids=off"]),
        (Some(0), "none")
    );
    assert_eq!(
        run("warning.json", &["unknown-spec-versions=error"]),
        (Some(1), "error")
    );
    let twice = ["malformed-spec-ids=off", "malformed-spec-ids=error"];
    assert_eq!(
        run("error.json", &twice),
        (Some(1), "error"),
        "the last one counts"
    );
    let twice = ["malformed-spec-ids=error", "malformed-spec-ids=off"];
    assert_eq!(
        run("error.json", &twice),
        (Some(0), "none"),
        "the last one counts"
    );
}

#[test]
fn the_report_for_programs_has_this_shape() {
    let folder = three("json");
    let got = folder.run(&["check", "warning.json", "--format", "json"]);
    assert_eq!((got.code, &*got.err), (Some(0), ""), "{got:?}");
    assert_eq!(got.out, REPORT, "\n{}", got.out);
}

#[test]
fn a_report_goes_to_a_file() {
    let folder = three("output");
    let got = folder.run(&[
        "check",
        "warning.json",
        "--format",
        "json",
        "--output",
        "report",
    ]);
    assert_eq!((got.code, &*got.out), (Some(0), ""), "{got:?}");
    let written = fs::read_to_string(folder.path.join("report")).expect("a report");
    assert_eq!(written, REPORT);
}

#[test]
fn a_report_takes_the_place_of_nothing_that_is_checked() {
    let folder = three("overwrite");
    let arguments = [
        "check",
        "right.json",
        "--format",
        "json",
        "--output",
        "./right.json",
    ];
    let got = folder.run(&[&arguments[..], &["--format", "human"]].concat());
    assert_eq!((got.code, &*got.out), (Some(2), ""), "{got:?}");
    let right = fs::read_to_string(folder.path.join("right.json")).expect("it is there");
    assert_eq!(right, RIGHT);
}

#[test]
fn findings_need_not_fail_the_run() {
    let folder = three("zero");
    for (arguments, code) in [
        (&["error.json"][..], 0),
        (&["warning.json", "--deny-warnings"], 0),
        (&["error.json", "missing.json"], 2),
    ] {
        let got = folder.run(&[&["check", "--exit-zero"], arguments].concat());
        assert_eq!(got.code, Some(code), "{arguments:?}: {got:?}");
    }
}

#[test]
fn annotations_that_are_not_shown_are_said_to_be_there() {
    let folder = three("annotations");
    for (count, notices) in [(9, 0), (10, 1)] {
        for n in 0..count {
            folder.file(&format!("{n}.json"), with_error());
        }
        let got = folder.run(&["check", "--format", "github"]);
        let said = got.out.lines().filter(|line| line.starts_with("::notice "));
        assert_eq!(said.count(), notices, "{count}: {got:?}");
    }
    let got = folder.run(&["check", "--format", "github", "--quiet"]);
    let last = "::notice title=connlint::11 errors and 1 warning: GitHub shows 10 of each for a step, \
                the log has them all";
    assert_eq!((got.out.lines().last(), &*got.err), (Some(last), ""));
}

#[test]
fn findings_are_counted_by_rule_on_demand() {
    let folder = three("statistics");
    for n in 0..10 {
        folder.file(&format!("{n}.json"), with_error());
    }
    let got = folder.run(&["check", "--statistics", "--quiet", "--format", "json"]);
    let said = "11  malformed-spec-ids     11 errors\n 1  unknown-spec-versions  1 warning\n";
    assert_eq!((got.code, &*got.err), (Some(1), said));
    let got = folder.run(&["check", "right.json", "--statistics", "--quiet"]);
    assert_eq!((got.code, &*got.err), (Some(0), ""));
}

/// Whether the shells read them is for the shells to say, in CI.
#[test]
fn completions_know_every_command_and_option() {
    let folder = Folder::new("completions");
    let help = folder.run(&["check", "--help"]).out;
    let options = Regex::new(r"--[a-z][a-z-]+").expect("a pattern");
    let mut words: Vec<&str> = options.find_iter(&help).map(|word| word.as_str()).collect();
    words.extend([
        "check",
        "explain",
        "rules",
        "sources",
        "new",
        "schema",
        "completions",
    ]);
    let formats = Format::ALL.map(|(name, _)| name);
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let got = folder.run(&["completions", shell]);
        assert_eq!((got.code, &*got.err), (Some(0), ""), "{shell}");
        // In PowerShell nothing is known of values.
        let formats = formats.iter().filter(|_| shell != "powershell");
        for word in words.iter().chain(formats) {
            // Fish writes options without their hyphens.
            let word = if shell == "fish" {
                word.trim_start_matches('-')
            } else {
                word
            };
            assert!(got.out.contains(word), "{shell}: expected {word}");
        }
    }
}

/// Where nobody says how wide that is, each thing that is said stands on one line.
#[test]
fn the_summary_keeps_to_the_width_of_the_terminal() {
    let folder = Folder::new("width");
    folder.file("a.json", RIGHT.replace("app", "{USER}"));
    let run = |columns: &str| {
        let arguments = ["check", "--write-baseline", "known.json"];
        folder
            .run_with(&arguments, &[("COLUMNS", columns)], None)
            .err
    };
    let narrow = run("60");
    assert!(
        narrow.contains("2 placeholders, fine in a repository; --submission reports\n  them\n"),
        "{narrow}"
    );
    for line in narrow.lines() {
        assert!(line.len() <= 60, "{line}");
    }
    let wide = run("");
    assert!(wide.contains("--submission reports them\n"), "{wide}");
}

#[test]
fn colour_is_for_those_who_want_it() {
    let folder = three("colour");
    for (environment, when, expected) in [
        (&[][..], "auto", false),
        (&[("CLICOLOR_FORCE", "1")], "auto", true),
        (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], "auto", false),
        (&[("NO_COLOR", "1")], "always", true),
        (&[("CLICOLOR_FORCE", "1")], "never", false),
    ] {
        let got = folder.run_with(&["check", "--color", when], environment, None);
        assert_eq!(
            got.out.contains('\u{1b}'),
            expected,
            "{environment:?}, {when}: {got:?}"
        );
    }
}

#[test]
fn every_file_is_listed_on_demand_and_nothing_is_said_on_demand() {
    let folder = three("verbose");
    folder.file("notes.txt", "nothing");
    let got = folder.run(&["check", "--verbose", "--format", "concise"]);
    for line in [
        "notes.txt: a text without a request",
        "right.json: 1 base connection",
    ] {
        assert!(
            got.err.lines().any(|said| said == line),
            "expected {line:?}, got {}",
            got.err
        );
    }
    let got = folder.run(&["check", "right.json", "--quiet"]);
    assert_eq!((got.code, &*got.out, &*got.err), (Some(0), "", ""));
}

#[test]
fn pages_and_codes_are_explained() {
    let folder = Folder::new("explain");
    for rule in RULES {
        let got = folder.run(&["explain", rule.id]);
        assert_eq!((got.code, &*got.err), (Some(0), ""), "{got:?}");
        let first = got.out.lines().next().unwrap_or_default();
        assert!(first.starts_with(&format!("{} (", rule.id)), "{first}");
        let expected = rule.summary();
        let flat = got.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            flat.contains(expected),
            "expected {expected:?}, got {}",
            got.out
        );
    }
    for error in catalog::errors() {
        let got = folder.run(&["explain", error.code]);
        assert_eq!((got.code, &*got.err), (Some(0), ""), "{got:?}");
        assert!(
            got.out.starts_with(&format!("{}: ", error.code)),
            "{}",
            got.out
        );
        for rule in error.rules {
            assert!(got.out.contains(rule), "expected {rule}, got {}", got.out);
        }
    }
    let got = folder.run(&["explain", "missmatched-spec-id"]);
    assert_eq!((got.code, &*got.out), (Some(2), ""), "{got:?}");
    assert!(
        got.err.contains("the nearest is `mismatched-spec-ids`"),
        "{got:?}"
    );
    let got = folder.run(&["explain", "weather"]);
    assert_eq!((got.code, &*got.out), (Some(2), ""), "{got:?}");
    assert!(got.err.contains("`connlint rules` lists them"), "{got:?}");
}

#[test]
fn the_rules_are_listed() {
    let got = Folder::new("rules").run(&["rules"]);
    assert_eq!((got.code, &*got.err), (Some(0), ""), "{got:?}");
    for rule in RULES {
        let line = got
            .out
            .lines()
            .find(|line| line.split_whitespace().next() == Some(rule.id));
        let line = line.unwrap_or_else(|| panic!("{}: not listed in\n{}", rule.id, got.out));
        assert!(
            line.contains(rule.summary()),
            "expected {:?}, got {line}",
            rule.summary()
        );
    }
}

const REPORT: &str = r#"{
  "version": 1,
  "findings": [
    {
      "rule": "unknown-spec-versions",
      "severity": "warning",
      "message": "version `2.0` of a connection spec is not documented",
      "help": "write `1.0`, or leave the version out",
      "path": "warning.json",
      "request": 0,
      "start": {
        "line": 7,
        "column": 81,
        "offset": 266
      },
      "end": {
        "line": 7,
        "column": 84,
        "offset": 269
      },
      "pointer": "/connectionSpec/version",
      "keyword": null,
      "source": "oracle",
      "auth": "ConnectionString",
      "labels": [],
      "fixes": []
    }
  ],
  "unread": [],
  "summary": {
    "files": 1,
    "requests": 1,
    "unchecked": {},
    "placeholders": 1,
    "errors": 0,
    "warnings": 1,
    "fixable": 0,
    "passed_over": 0,
    "known": 0
  }
}
"#;
