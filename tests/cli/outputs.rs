//! The files that a run writes.

use std::fs;

use super::program::{Folder, RIGHT, with_error};

#[test]
fn what_somebody_needs_is_not_overwritten() {
    let folder = Folder::new("needed");
    folder.file("in/x.json", with_error());
    folder.file("list.txt", "in/x.json\n");
    folder.file("connlint.toml", "submission = false\n");
    let cases: &[(&[&str], &str)] = &[
        (&["in", "-o", "in/x.json"], "`in/x.json` holds a request"),
        (
            &["in/x.json", "-o", "in/../in/x.json"],
            "`in/../in/x.json` is to be checked",
        ),
        (
            &["--files-from", "list.txt", "-o", "./list.txt"],
            "`./list.txt` lists the files to check",
        ),
        (
            &["in", "--write-baseline", "new", "-o", "./new"],
            "`./new` holds the baseline",
        ),
        (
            &["in", "-o", "connlint.toml"],
            "`connlint.toml` holds settings",
        ),
    ];
    for (arguments, said) in cases {
        let got = folder.run(&[&["check"], *arguments].concat());
        let said = format!("connlint: {said}, and cannot hold the report too\n");
        assert_eq!((got.code, &*got.err), (Some(2), &*said), "{arguments:?}");
    }
    assert_eq!(read(&folder, "in/x.json"), with_error());
    assert_eq!(read(&folder, "list.txt"), "in/x.json\n");
    assert!(!folder.path.join("new").exists());
}

#[test]
fn a_report_takes_the_place_of_an_older_one() {
    let folder = Folder::new("older");
    folder
        .file("right.json", RIGHT)
        .file("report.json", "an older, longer report".repeat(500));
    for _ in 0..2 {
        let got = folder.run(&["check", "--format", "json", "-o", "report.json"]);
        assert_eq!(got.code, Some(0), "{got:?}");
        let report = read(&folder, "report.json");
        let report: serde_json::Value = serde_json::from_str(&report).expect("a whole report");
        assert_eq!(report["findings"], serde_json::json!([]), "{report}");
    }
    let names = fs::read_dir(&folder.path).expect("a folder");
    assert_eq!(names.count(), 2, "nothing is left beside it");
}

#[cfg(unix)]
#[test]
fn a_link_stays_one_and_a_mode_what_it_was() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = Folder::new("link");
    folder.file("right.json", RIGHT).file("there.txt", "");
    let there = folder.path.join("there.txt");
    fs::set_permissions(&there, fs::Permissions::from_mode(0o640)).expect("a mode can be set");
    std::os::unix::fs::symlink("there.txt", folder.path.join("link")).expect("a link can be made");
    let got = folder.run(&["check", "right.json", "--format", "jsonl", "-o", "link"]);
    assert_eq!(got.code, Some(0), "{got:?}");
    assert!(folder.path.join("link").is_symlink());
    assert!(
        read(&folder, "there.txt").starts_with('{'),
        "what it leads to is written"
    );
    let mode = fs::metadata(&there).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[test]
fn a_report_that_cannot_be_written_keeps_nothing_else_back() {
    let folder = Folder::new("nowhere");
    folder.file("right.json", RIGHT);
    let got = folder.run(&["check", "gone.json", "right.json", "-o", "nowhere/report"]);
    assert_eq!(got.code, Some(2), "{got:?}");
    assert!(
        got.err
            .starts_with("not read: gone.json: there is no such file or folder\n"),
        "{got:?}"
    );
    assert!(
        got.err
            .contains("\nconnlint: cannot write `nowhere/report`: "),
        "{got:?}"
    );
}

#[test]
fn a_hyphen_is_standard_output() {
    let folder = Folder::new("hyphen");
    folder.file("right.json", with_error());
    let got = folder.run(&["check", "--format", "concise", "-o", "-"]);
    assert!(got.out.starts_with("right.json:7:30: "), "{got:?}");
    assert!(!folder.path.join("-").exists());
}

fn read(folder: &Folder, name: &str) -> String {
    fs::read_to_string(folder.path.join(name)).expect("a file")
}
