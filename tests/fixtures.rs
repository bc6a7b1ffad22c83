//! Fixtures of the rules and the sources. `UPDATE=1 cargo test --test fixtures` writes what is found
//! to the golden files; it deletes none.
//!
//! `fixtures/rules/<rule>/` has cases of one rule, `case.json` with `case.out` and, where the rule mends
//! it, `case.fixed.json`. `fixtures/sources/<slug>/` has requests for one source: clean ones without
//! a golden, and flagged ones with a single mistake; that the vendor ends what a request uses is none
//! of the request. `README.md` beside the folders is made by `tests/slips.rs`. The words of `case.submission.json` and
//! `case.aws.json` are settings, and so is `case.toml`, the `connlint.toml` of that case.
//! `fixtures/formats/<format>/` has files of each format, of which every finding of every rule is in the golden, and
//! what the safe fixes make of them in `case.fixed.yml`.
//! Folders hold what the cases name and are no cases themselves.

#[path = "support/across.rs"]
mod across;
#[path = "support/cases.rs"]
mod cases;
#[path = "support/disk.rs"]
mod disk;
#[path = "support/fixing.rs"]
mod fixing;
#[path = "support/folders.rs"]
mod folders;
#[path = "support/golden.rs"]
mod golden;
#[path = "support/paths.rs"]
mod paths;
#[path = "support/settings.rs"]
mod settings;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use across::compared;
use cases::{Case, Kind, kind};
use connlint::catalog;
use connlint::check::Checked;
use connlint::diagnostic::Diagnostic;
use connlint::rule::{Check, Rule};
use connlint::rules::RULES;
use disk::check_file;
use fixing::fixed;
use folders::{entries, files_below, read, root};
use golden::golden;
use paths::relative;
use serde_json::Value;

/// The rule about what the vendor ends.
const ENDED: &str = "deprecated-auth-specs";

#[test]
fn each_rule_says_of_its_cases_what_their_goldens_say() {
    let mut failures = Vec::new();
    for rule in RULES {
        let folder = rules().join(rule.id);
        for case in cases_in(&folder) {
            compare(&case, &findings_of(&case, rule), &mut failures);
        }
    }
    report(failures);
}

#[test]
fn each_rule_has_a_flagged_case() {
    let flagged = |rule: &&Rule| {
        cases_in(&rules().join(rule.id)).iter().any(|case| {
            fs::read_to_string(&case.golden).is_ok_and(|golden| golden.contains(rule.id))
        })
    };
    let without = RULES.iter().filter(|rule| !flagged(rule));
    report(
        without
            .map(|rule| format!("fixtures/rules/{}: no flagged case", rule.id))
            .collect(),
    );
}

#[test]
fn what_a_rule_mends_is_quiet_and_stays_as_it_is() {
    let mut failures = Vec::new();
    for rule in RULES {
        for case in cases_in(&rules().join(rule.id)) {
            let bytes = read(&case.path);
            let all = check_case(&case, &bytes);
            let found = &all[0].findings;
            let own: Vec<_> = found.iter().filter(|one| one.rule == rule.id).collect();
            let mended = fixed(&bytes, own.iter().copied());
            // What remains is another rule's, or needs a person.
            let whole = !found.is_empty()
                && found
                    .iter()
                    .all(|one| one.rule == rule.id && one.fixes.iter().any(|fix| fix.safe));
            if !whole && !case.fixed.exists() {
                continue;
            }
            if mended == bytes {
                failures.push(format!("{}: nothing is mended", shown(&case.fixed)));
                continue;
            }
            if updates() {
                fs::write(&case.fixed, &mended).expect("a golden can be written");
            }
            let expected = fs::read(&case.fixed).unwrap_or_default();
            if expected != mended {
                failures.push(format!(
                    "{}: expected\n{}\ngot\n{}",
                    shown(&case.fixed),
                    String::from_utf8_lossy(&expected),
                    String::from_utf8_lossy(&mended)
                ));
                continue;
            }
            let again = check_case(&case, &mended);
            let said = golden(&mended, &again[0].findings);
            if !said.is_empty() {
                failures.push(format!(
                    "{}: expected quiet, got\n{said}",
                    shown(&case.fixed)
                ));
            }
        }
    }
    report(failures);
}

#[test]
fn a_request_for_a_source_is_clean_or_holds_one_mistake() {
    let mut failures = Vec::new();
    for folder in folders(&sources()) {
        for case in cases_in(&folder) {
            let bytes = read(&case.path);
            let all = check_case(&case, &bytes);
            let findings = all.iter().flat_map(|checked| &checked.findings);
            let count = findings.filter(|finding| finding.rule != ENDED).count();
            compare(&case, &golden_of(&all, None), &mut failures);
            if count > 1 {
                failures.push(format!("{}: expected one finding, got {count}", case.shown));
            }
        }
    }
    report(failures);
}

/// What is mended in a format has to be that format again, in which the same is right.
#[test]
fn a_file_of_each_format_is_read_and_mended_in_its_own_way() {
    let mut failures = Vec::new();
    for folder in folders(&formats()) {
        let cases = cases_in(&folder);
        for case in &cases {
            let bytes = read(&case.path);
            let all = check_case(case, &bytes);
            compare(case, &golden_of(&all, None), &mut failures);
            let mended = fixed(&bytes, &all[0].findings);
            if mended == bytes && !case.fixed.exists() {
                continue;
            }
            if updates() {
                fs::write(&case.fixed, &mended).expect("a golden can be written");
            }
            if fs::read(&case.fixed).unwrap_or_default() != mended {
                failures.push(format!(
                    "{}: got\n{}",
                    shown(&case.fixed),
                    String::from_utf8_lossy(&mended)
                ));
            }
            let has_fix = |finding: &&Diagnostic| finding.fixes.iter().any(|fix| fix.safe);
            let again = check_case(case, &mended);
            let said = golden(&mended, again[0].findings.iter().filter(has_fix));
            if !said.is_empty() {
                let fixed = shown(&case.fixed);
                failures.push(format!("{fixed}: expected nothing to mend, got\n{said}"));
            }
        }
        if cases.iter().all(|case| !case.golden.exists()) {
            failures.push(format!("{}: no flagged case", shown(&folder)));
        }
    }
    report(failures);
}

/// A case of each auth spec is as right as it can be, and each source has a case that is not.
#[test]
fn every_source_that_is_checked_in_full_has_its_cases() {
    let mut failures = Vec::new();
    for source in catalog::embedded()
        .sources()
        .iter()
        .filter(|source| source.is_full())
    {
        let cases = cases_in(&sources().join(source.slug));
        let checked = cases.iter().map(|case| check_case(case, &read(&case.path)));
        let checked: Vec<_> = checked.flatten().collect();
        let is_right =
            |checked: &Checked| checked.findings.iter().all(|finding| finding.rule == ENDED);
        for variant in source.auth {
            let uses = |checked: &&Checked| {
                let text = String::from_utf8_lossy(&checked.file.bytes);
                let names = [variant.name, source.id().unwrap_or_default()];
                names
                    .iter()
                    .all(|name| text.contains(&format!("\"{name}\"")))
            };
            if !checked.iter().filter(uses).any(is_right) {
                let (slug, name) = (source.slug, variant.name);
                failures.push(format!(
                    "fixtures/sources/{slug}: no clean case of `{name}`"
                ));
            }
        }
        if checked.iter().all(is_right) {
            failures.push(format!("fixtures/sources/{}: no flagged case", source.slug));
        }
    }
    report(failures);
}

#[test]
fn every_folder_is_a_rules_or_a_sources() {
    for path in files_below(&rules()) {
        let path = relative(&path, &rules());
        let known = RULES
            .iter()
            .any(|rule| path.starts_with(&format!("{}/", rule.id)));
        assert!(known, "fixtures/rules/{path}: the folder is no rule's id");
    }
    for path in files_below(&sources()) {
        let path = relative(&path, &sources());
        if path == "README.md" {
            continue;
        }
        let slug = path.split_once('/').map_or("", |(folder, _)| folder);
        let known = catalog::embedded().source(slug).is_some();
        assert!(
            known,
            "fixtures/sources/{path}: the folder is no source's slug"
        );
    }
}

#[test]
fn every_golden_belongs_to_one_case() {
    let all = [rules(), sources(), formats()];
    for folder in all.iter().flat_map(|all| folders(all)) {
        let folder = folder.as_path();
        let cases = cases_in(folder);
        for path in entries(folder).iter().filter(|path| path.is_file()) {
            let of = |case: &&Case| match kind(path) {
                Kind::Golden => case.golden == *path,
                Kind::Fixed => case.fixed == *path,
                Kind::Settings => case.settings == *path,
                Kind::Case => case.path == *path,
            };
            let owners = cases.iter().filter(of).count();
            assert_eq!(owners, 1, "{}: cases that it belongs to", shown(path));
        }
    }
}

fn rules() -> PathBuf {
    root().join("fixtures/rules")
}

fn sources() -> PathBuf {
    root().join("fixtures/sources")
}

fn formats() -> PathBuf {
    root().join("fixtures/formats")
}

fn folders(of: &Path) -> Vec<PathBuf> {
    let entries = entries(of).into_iter();
    entries.filter(|path| path.is_dir()).collect()
}

fn cases_in(folder: &Path) -> Vec<Case> {
    let files = entries(folder).into_iter().filter(|path| path.is_file());
    files
        .filter(|path| kind(path) == Kind::Case)
        .map(|path| Case::new(&path, root()))
        .collect()
}

fn check_case(case: &Case, bytes: &[u8]) -> Vec<Checked> {
    compared(check_file(&case.shown, bytes, &case.config))
}

/// What one rule says of a case, all rules running.
fn findings_of(case: &Case, rule: &Rule) -> String {
    if matches!(rule.check, Check::Elsewhere) {
        return by_the_program(case, rule);
    }
    golden_of(&check_case(case, &read(&case.path)), Some(rule.id))
}

/// What was found in a file and, under their names, in the bodies that it names.
fn golden_of(all: &[Checked], rule: Option<&str>) -> String {
    let mut text = String::new();
    for (index, checked) in all.iter().enumerate() {
        let found = checked.findings.iter();
        let found = found.filter(|finding| rule.is_none_or(|rule| rule == finding.rule));
        let lines = golden(&checked.file.bytes, found);
        if index > 0 && !lines.is_empty() {
            text += &format!(
                "{}:\n",
                checked.file.path.rsplit('/').next().unwrap_or_default()
            );
        }
        text += &lines;
    }
    text
}

/// The same for a rule that only the command line can apply.
fn by_the_program(case: &Case, rule: &Rule) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_connlint"));
    command
        .current_dir(root())
        .args(["check", "--format", "json"]);
    command.arg(&case.shown);
    if case.config.submission {
        command.arg("--submission");
    }
    let output = command.output().expect("the program starts");
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report is JSON");
    let place = |at: &Value| format!("{}:{}", at["line"], at["column"]);
    let findings = report["findings"].as_array().expect("a list of findings");
    let own = findings.iter().filter(|finding| finding["rule"] == rule.id);
    own.map(|finding| {
        let word = |key: &str| finding[key].as_str().expect("a string");
        let help = finding["help"].as_str();
        format!(
            "{}-{} {} [{}] {}\n{}",
            place(&finding["start"]),
            place(&finding["end"]),
            word("severity"),
            rule.id,
            word("message"),
            help.map(|help| format!("  help: {help}\n"))
                .unwrap_or_default()
        )
    })
    .collect()
}

/// Compares what is said of a case with its golden, or writes the golden.
fn compare(case: &Case, got: &str, failures: &mut Vec<String>) {
    let expected = match case.golden.exists() {
        true => String::from_utf8(read(&case.golden)).expect("a golden is UTF-8"),
        false => String::new(),
    };
    if got == expected && (got.is_empty() != case.golden.exists()) {
        return;
    }
    if updates() && !got.is_empty() {
        fs::write(&case.golden, got).expect("a golden can be written");
    } else {
        failures.push(format!("{}: expected\n{expected}got\n{got}", case.shown));
    }
}

fn updates() -> bool {
    std::env::var_os("UPDATE").is_some_and(|value| !value.is_empty())
}

fn shown(path: &Path) -> String {
    relative(path, root())
}

fn report(failures: Vec<String>) {
    assert!(
        failures.is_empty(),
        "{} wrong:\n\n{}",
        failures.len(),
        failures.join("\n")
    );
}
