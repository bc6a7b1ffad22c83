//! Which files are read, and what is said of those that are not.

use super::folders::{files_below, read, root};
use super::program::{CLEAN, Folder, RIGHT, three, with_error};

#[test]
fn what_is_missing_is_named_and_the_rest_is_checked() {
    let folder = three("missing");
    let got = folder.run(&["check", "no.json", "right.json", "none/at/all"]);
    let expected = format!(
        "not read: no.json: there is no such file or folder\n\
         not read: none/at/all: there is no such file or folder\n\
         {CLEAN}not read: 2 paths\n"
    );
    assert_eq!((got.code, &*got.out, got.err), (Some(2), "", expected));
}

#[test]
fn nothing_checked_is_not_no_findings() {
    let folder = Folder::new("empty");
    let got = folder.run(&["check"]);
    let said = "nothing checked: no file was read\nlooked at: the current folder\n";
    assert_eq!((got.code, &*got.out, &*got.err), (Some(0), "", said));
    folder.file("other.json", "{ \"strict\": true }");
    let got = folder.run(&["check"]);
    let said =
        "nothing checked: no Flow Service request in 1 file\nlooked at: the current folder\n";
    assert_eq!((got.code, &*got.out, &*got.err), (Some(0), "", said));
}

#[test]
fn named_files_without_a_request_are_said_to_be_so() {
    let folder = three("unrecognized");
    folder
        .file("other.json", "{ \"strict\": true }")
        .file("none.json", "");
    let got = folder.run(&["check", "other.json", "none.json", "--format", "concise"]);
    let said = "none.json:1:1: warning[unrecognized-files] no Flow Service request in this file\n\
                other.json:1:1: warning[unrecognized-files] no Flow Service request in this file\n";
    assert_eq!((got.code, &*got.out), (Some(0), said), "{got:?}");
    // What stands between its marks may be a request.
    folder.file(
        "merge.yaml",
        "name: Orders\n<<<<<<< HEAD\nauth: {}\n=======\nauth: []\n>>>>>>> x\n",
    );
    let got = folder.run(&["check", "merge.yaml"]);
    let said = "  help: it looks like a file with a merge conflict in it\n";
    assert!(got.out.contains(said), "{got:?}");
    for arguments in [
        &["check", "other.json", "--skip-unrecognized"][..],
        &["check", "other.json", "--level", "unrecognized-files=off"],
        &["check", "other.json", "right.json"],
        &["check", "."],
    ] {
        let got = folder.run(&[arguments, &["--format", "concise"]].concat());
        assert!(
            !got.out.contains("unrecognized-files"),
            "{arguments:?}: {got:?}"
        );
    }
}

#[test]
fn standard_input_is_a_file() {
    let folder = Folder::new("stdin");
    let text = with_error();
    let got = folder.run_with(&["check", "-", "--format", "concise"], &[], Some(&text));
    assert_eq!(got.code, Some(1), "{got:?}");
    assert!(
        got.out.starts_with("-:7:30: error[malformed-spec-ids] "),
        "{got:?}"
    );
    let named = [
        "check",
        "-",
        "--stdin-filename",
        "a/b.json",
        "--format",
        "concise",
    ];
    let got = folder.run_with(&named, &[], Some(&text));
    assert_eq!(got.code, Some(1), "{got:?}");
    assert!(
        got.out
            .starts_with("a/b.json:7:30: error[malformed-spec-ids] "),
        "{got:?}"
    );
    let got = folder.run_with(&["check", "-", "--format", "concise"], &[], Some(RIGHT));
    assert_eq!((got.code, &*got.out, &*got.err), (Some(0), "", CLEAN));
    let got = folder.run_with(&["check", "-", "--format", "concise"], &[], Some(""));
    let said = "-:1:1: warning[unrecognized-files] no Flow Service request in this file\n";
    assert_eq!((got.code, &*got.out), (Some(0), said));
}

/// A request is counted once, where it is written.
#[test]
fn what_a_command_sends_of_another_file_is_one_request() {
    let folder = Folder::new("sent");
    let url = "https://platform.adobe.io/data/foundation/flowservice/connections";
    let call = |body: &str| format!("curl -X POST {url} -H @headers -d @{body}\n");
    folder
        .file("whole.json", RIGHT)
        .file("whole.sh", call("whole.json"))
        .file("twice.sh", call("whole.json") + &call("whole.json"))
        .file("part.json", "{ \"name\": \"Orders\" }")
        .file("part.sh", call("part.json"))
        .file("unknown.sh", call("\"$BODY\""));
    let summary = |arguments: &[&str]| {
        let got = folder.run(&[&["check", "--format", "concise"], arguments].concat());
        let lines = got.err.lines().filter(|line| line.contains("hecked"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let one = ["checked: 1 base connection in 2 files"];
    assert_eq!(summary(&["whole.sh"]), one);
    assert_eq!(summary(&["whole.sh", "whole.json"]), one);
    assert_eq!(summary(&["twice.sh"]), one);
    // By itself this could be anything.
    assert_eq!(summary(&["part.sh"]), one);
    assert_eq!(summary(&["part.sh", "part.json"]), one);
    folder
        .file(".git/HEAD", "")
        .file("calls/part.sh", call("../part.json"));
    assert_eq!(summary(&["calls", "part.json"]), one);
    std::fs::remove_dir_all(folder.path.join("calls")).expect("removed");
    assert_eq!(
        summary(&["."]),
        [
            "checked: 2 base connections in 6 files",
            "recognised, not checked: 1 base connection"
        ]
    );
    let listed = folder.run(&["check", "--verbose"]).err;
    assert!(
        listed.contains("twice.sh: 2 base connections\n"),
        "{listed}"
    );
}

#[test]
fn threads_do_not_change_what_is_written() {
    for folder in ["fixtures/rules", "fixtures/clean", "fixtures"] {
        let here = Folder::new("threads");
        for (index, path) in files_below(&root().join(folder)).iter().enumerate() {
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .expect("a name");
            here.file(&format!("{}/{index}-{name}", index % 7), read(path));
        }
        let run = |threads| {
            let mut got = here.run(&[
                "check",
                "--verbose",
                "--format",
                "json",
                "--threads",
                threads,
            ]);
            got.err.truncate(got.err.trim_end().len());
            got
        };
        let (one, four) = (run("1"), run("4"));
        assert!(one.out.len() > 300, "{folder}: {one:?}");
        assert_eq!(one, four, "{folder}");
    }
}

#[test]
fn what_git_ignores_is_left_out_unless_it_is_named() {
    let folder = three("ignored");
    folder.file(".ignore", "error.json\n");
    for (arguments, expected) in [
        (&["check"][..], false),
        (&["check", "--no-ignore"], true),
        (&["check", "error.json"], true),
    ] {
        let got = folder.run(&[arguments, &["--format", "concise"]].concat());
        assert_eq!(
            got.out.contains("malformed-spec-ids"),
            expected,
            "{arguments:?}: {got:?}"
        );
    }
}

#[test]
fn a_list_names_files() {
    let folder = three("list");
    folder
        .file(".ignore", "error.json\n")
        .file("lines", "error.json\n\nright.json")
        .file("windows", "error.json\r\n")
        .file("marked", "\u{FEFF}error.json\r\n")
        .file("wide", b"\xFF\xFEa\0\n\0")
        .file("nul", "error.json\0right.json\0")
        .file("empty", "")
        .file("folder", ".\n")
        .file("dash", "-\n")
        .file("-", with_error());
    let error = "error.json:7:30:";
    for (arguments, expected) in [
        (&["--files-from", "lines"][..], &[error][..]),
        (&["--files-from", "windows"], &[error]),
        (&["--files-from", "marked"], &[error]),
        (&["--files-from", "nul", "-0"], &[error]),
        (&["--files-from", "nul", "--null"], &[error]),
        (&["--files-from", "empty"], &[]),
        (&["--files-from", "empty", "error.json"], &[error]),
        (&["--files-from", "lines", "error.json"], &[error]),
        (
            &["--files-from", "folder"],
            &["-:7:30:", "warning.json:7:81:"],
        ),
        (&["--files-from", "dash"], &["-:7:30:"]),
    ] {
        let got = folder.run(&[&["check", "--format", "concise"], arguments].concat());
        let places: Vec<&str> = got
            .out
            .lines()
            .filter_map(|line| line.split(' ').next())
            .collect();
        assert_eq!(places, expected, "{arguments:?}: {got:?}");
        assert_eq!(
            got.code,
            Some(u8::from(!expected.is_empty()).into()),
            "{got:?}"
        );
    }
    let stdin = ["check", "--files-from", "-", "--format", "concise"];
    let got = folder.run_with(&stdin, &[], Some("error.json\n"));
    assert!(got.out.starts_with(error), "{got:?}");
    let got = folder.run(&["check", "--files-from", "empty"]);
    let said = "nothing checked: no file was read\nlooked at: what empty lists\n";
    assert_eq!((got.code, &*got.out, &*got.err), (Some(0), "", said));
    for (arguments, said) in [
        (
            &["--files-from", "none"][..],
            "cannot read the list `none`: there is no such file",
        ),
        (
            &["--files-from", "-", "-"],
            "standard input (`-`) can be read only once",
        ),
        (
            &["--files-from", "nul"],
            "a path holds a NUL; with `--null` each name ends with one",
        ),
        (
            &["--files-from", "wide"],
            "cannot read the list `wide`: it is UTF-16; write it as UTF-8",
        ),
    ] {
        let got = folder.run(&[&["check"], arguments].concat());
        assert_eq!(
            (got.code, &*got.out),
            (Some(2), ""),
            "{arguments:?}: {got:?}"
        );
        assert!(got.err.contains(said), "{arguments:?}: {got:?}");
    }
}

#[test]
fn a_named_script_in_another_encoding_is_said_to_be_in_one() {
    let folder = Folder::new("encoding");
    let units = "Invoke-RestMethod\n".encode_utf16();
    let mut bytes = vec![0xFF, 0xFE];
    bytes.extend(units.flat_map(u16::to_le_bytes));
    folder.file("create.ps1", bytes);
    let got = folder.run(&["check", "create.ps1"]);
    let expected = "it looks like a text in another encoding than UTF-8, which is not read";
    assert!(got.out.contains(expected), "{got:?}");
}
