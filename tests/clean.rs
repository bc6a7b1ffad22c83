//! Realistic files about which no rule says a word: the bar against false alarms.

#[path = "support/disk.rs"]
mod disk;
#[path = "support/folders.rs"]
mod folders;
#[path = "support/golden.rs"]
mod golden;
#[path = "support/paths.rs"]
mod paths;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use connlint::catalog;
use connlint::check::Checked;
use connlint::config::Config;
use disk::check_file;
use folders::{files_below, read, root};
use golden::golden;
use paths::relative;

/// Fewer files would say little.
const FEWEST: usize = 150;

#[test]
fn nothing_is_found() {
    let mut failures = Vec::new();
    for path in files() {
        for checked in checked(&path) {
            let said = golden(&checked.file.bytes, &checked.findings);
            if !said.is_empty() {
                failures.push(format!(
                    "{}: expected nothing, got\n{said}",
                    checked.file.path
                ));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} false alarms:\n\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn each_kind_is_told_from_its_like() {
    for (file, kind) in [
        ("source-connection-table.json", "source-connection"),
        (
            "source-connection-with-an-empty-schema.json",
            "source-connection",
        ),
        ("target-connection.json", "target-connection"),
        ("target-connection-parquet.json", "target-connection"),
    ] {
        let path = root().join("fixtures/clean/chain").join(file);
        let requests = checked(&path)
            .into_iter()
            .flat_map(|checked| checked.requests);
        let kinds: Vec<_> = requests.map(|request| request.kind.id).collect();
        assert_eq!(kinds, [kind], "{file}");
    }
}

#[test]
fn there_are_many_files_of_every_kind() {
    let count = files().len();
    assert!(
        count >= FEWEST,
        "fixtures/clean: expected {FEWEST} files, got {count}"
    );
    let kinds: BTreeSet<_> = files()
        .iter()
        .flat_map(|path| checked(path))
        .flat_map(|checked| checked.requests)
        .map(|request| request.kind.id)
        .collect();
    for kind in catalog::request_kinds() {
        assert!(
            kinds.contains(kind.id),
            "fixtures/clean: no {} is recognised",
            kind.singular
        );
    }
}

#[test]
fn the_program_finds_nothing_in_the_whole_folder() {
    let output = Command::new(env!("CARGO_BIN_EXE_connlint"))
        .current_dir(root())
        .args([
            "check",
            "fixtures/clean",
            "--format",
            "concise",
            "--deny-warnings",
        ])
        .output()
        .expect("the program starts");
    let said = String::from_utf8_lossy(&output.stdout);
    let summary = String::from_utf8_lossy(&output.stderr);
    assert_eq!(said, "", "fixtures/clean: expected no findings");
    assert_eq!(summary.lines().next(), Some("no findings"), "{summary}");
    assert_eq!(output.status.code(), Some(0), "{summary}");
}

fn files() -> Vec<PathBuf> {
    files_below(&root().join("fixtures/clean"))
}

fn checked(path: &Path) -> Vec<Checked> {
    check_file(&relative(path, root()), &read(path), &Config::default())
}
