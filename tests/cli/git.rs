//! What git names: what is staged, as it is staged, and what has changed.

use std::fs;
use std::process::Command;

use super::program::{CLEAN, Folder, RIGHT, with_error, with_warning};

/// A repository with one commit, in which `right.json` is.
pub(super) fn repository(name: &str) -> Folder {
    let folder = Folder::new(&format!("git-{name}"));
    folder.file("right.json", RIGHT);
    git(&folder, &["init", "--quiet", "--initial-branch=main", "."]);
    git(&folder, &["add", "."]);
    commit(&folder);
    folder
}

pub(super) fn commit(folder: &Folder) {
    let who = [
        "-c",
        "user.name=A tester",
        "-c",
        "user.email=tester@example.com",
    ];
    let commit = ["commit", "--quiet", "--message", "A step"];
    git(folder, &[&who[..], &commit].concat());
}

pub(super) fn git(folder: &Folder, arguments: &[&str]) {
    let status = Command::new("git")
        .args(arguments)
        .current_dir(&folder.path)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", folder.path.join("no-settings"))
        .status();
    assert!(status.expect("git starts").success(), "{arguments:?}");
}

/// The places of the findings.
pub(super) fn places(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    let got = folder.run(&[&["check", "--format", "concise"], arguments].concat());
    assert!(matches!(got.code, Some(0 | 1)), "{arguments:?}: {got:?}");
    let lines = got.out.lines();
    lines
        .map(|line| line.split(' ').next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn what_is_staged_is_checked_as_it_is_staged() {
    let folder = repository("staged");
    folder
        .file("a.json", with_error())
        .file("b.json", RIGHT)
        .file("c.json", with_error())
        .file("d.png", with_error())
        .file(".tool/e.json", with_error());
    git(
        &folder,
        &["add", "a.json", "b.json", "d.png", ".tool/e.json"],
    );
    folder.file("a.json", RIGHT).file("b.json", with_error());
    assert_eq!(places(&folder, &["--staged"]), ["a.json:7:30:"]);
    assert_eq!(places(&folder, &[]), ["b.json:7:30:", "c.json:7:30:"]);
    assert_eq!(places(&folder, &["--staged", "b.json"]), [""; 0]);
    let got = folder.run(&["check", "--staged", "b.json"]);
    assert_eq!((got.code, &*got.out, &*got.err), (Some(0), "", CLEAN));
    commit(&folder);
    let got = folder.run(&["check", "--staged"]);
    let said = "nothing checked: no file was read\nlooked at: what is staged\n";
    assert_eq!((got.code, &*got.out, &*got.err), (Some(0), "", said));
}

#[test]
fn what_the_settings_leave_out_is_left_out_although_git_names_it() {
    let folder = repository("settings");
    folder
        .file(
            "connlint.toml",
            "exclude = [\"old\"]\ninclude = [\"*.req\", \"a/**\"]\n",
        )
        .file("a/error.json", with_error())
        .file("a/old/error.json", with_error())
        .file("b/error.json", with_error())
        .file("b/error.req", with_error());
    git(&folder, &["add", "."]);
    let expected = ["a/error.json:7:30:", "b/error.req:7:30:"];
    assert_eq!(places(&folder, &["--staged"]), expected);
    assert_eq!(places(&folder, &["--since", "HEAD"]), expected);
    assert_eq!(places(&folder, &[]), expected);
}

#[test]
fn the_settings_are_those_that_are_staged() {
    let folder = repository("staged-settings");
    let off = "[rules]\nmalformed-spec-ids = \"off\"\n";
    let found = ["a/error.json:7:30:"];
    // Not in the index yet, they count as they lie there.
    folder
        .file("a/error.json", with_error())
        .file("a/connlint.toml", off);
    git(&folder, &["add", "a/error.json"]);
    assert!(places(&folder, &["--staged"]).is_empty());
    // A change that is not staged will not be committed.
    folder.file("a/connlint.toml", "");
    git(&folder, &["add", "a/connlint.toml"]);
    folder.file("a/connlint.toml", off);
    assert_eq!(places(&folder, &["--staged"]), found);
    assert!(places(&folder, &["--since", "HEAD"]).is_empty());
    assert!(places(&folder, &[]).is_empty());
    // Nor will it be that a file is gone.
    git(&folder, &["add", "a/connlint.toml"]);
    fs::remove_file(folder.path.join("a/connlint.toml")).expect("removed");
    assert!(places(&folder, &["--staged"]).is_empty());
    assert_eq!(places(&folder, &[]), found);
}

#[test]
fn the_first_commit_is_checked_as_well() {
    let folder = Folder::new("git-first");
    git(&folder, &["init", "--quiet", "."]);
    folder.file("a.json", with_error());
    git(&folder, &["add", "."]);
    assert_eq!(places(&folder, &["--staged"]), ["a.json:7:30:"]);
}

#[test]
fn paths_are_those_of_the_folder_it_is_started_in() {
    let folder = repository("folders");
    folder
        .file("inner/ä b.json", with_error())
        .file("outer.json", with_error());
    git(&folder, &["add", "."]);
    let inner = Folder {
        path: folder.path.join("inner"),
    };
    let both = ["../outer.json:7:30:", "ä"];
    assert_eq!(places(&inner, &["--staged"]), both);
    assert_eq!(places(&inner, &["--since", "main"]), both);
    assert_eq!(places(&inner, &["--staged", "."]), ["ä"]);
    assert_eq!(places(&inner, &["--since", "main", "."]), ["ä"]);
    std::mem::forget(inner);
}

#[test]
fn what_is_gone_or_no_file_is_not_read() {
    let folder = repository("gone");
    folder.file("old.json", with_error());
    git(&folder, &["add", "."]);
    commit(&folder);
    git(&folder, &["mv", "old.json", "new.json"]);
    git(&folder, &["rm", "--quiet", "right.json"]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("new.json", folder.path.join("link.json")).expect("a link");
        git(&folder, &["add", "link.json"]);
    }
    assert_eq!(places(&folder, &["--staged"]), ["new.json:7:30:"]);
    assert_eq!(places(&folder, &["--since", "main"]), ["new.json:7:30:"]);
}

#[test]
fn the_body_that_a_staged_command_names_is_the_staged_one() {
    let folder = repository("bodies");
    let headers = [
        "Authorization: Bearer {T}",
        "x-api-key: {K}",
        "x-gw-ims-org-id: {O}",
        "x-sandbox-name: {S}",
    ];
    let headers: String = headers
        .iter()
        .map(|header| format!(" -H '{header}'"))
        .collect();
    let url = "https://platform.adobe.io/data/foundation/flowservice/connections";
    folder
        .file(
            "run.sh",
            format!("curl '{url}'{headers} -H 'Content-Type: application/json' -d @body.txt\n"),
        )
        .file("body.txt", with_error());
    git(&folder, &["add", "body.txt"]);
    commit(&folder);
    git(&folder, &["add", "run.sh"]);
    folder.file("body.txt", RIGHT);
    assert_eq!(places(&folder, &["--staged"]), ["body.txt:7:30:"]);
    assert_eq!(places(&folder, &["run.sh"]), [""; 0]);
    // What the index does not have is on the disk.
    git(&folder, &["rm", "--quiet", "--cached", "body.txt"]);
    folder.file("body.txt", with_warning());
    assert_eq!(places(&folder, &["--staged"]), ["body.txt:7:81:"]);
}

#[test]
fn a_staged_file_above_the_limit_is_not_read() {
    let folder = repository("limit");
    folder
        .file("a.json", with_error())
        .file("b.json", format!("{}\n\n", with_error()));
    git(&folder, &["add", "."]);
    let size = with_error().len().to_string();
    let got = folder.run(&[
        "check",
        "--staged",
        "--max-file-size",
        &size,
        "--format",
        "concise",
        "--quiet",
    ]);
    assert_eq!(got.code, Some(2), "{got:?}");
    assert!(got.out.starts_with("a.json:7:30:"), "{got:?}");
    assert!(
        got.err.starts_with("not read: b.json: larger than"),
        "{got:?}"
    );
}

#[test]
fn what_has_changed_is_told_from_where_the_branch_left() {
    let folder = repository("since");
    folder
        .file(".gitignore", "ignored.json\n")
        .file("old.json", with_error());
    git(&folder, &["add", "."]);
    commit(&folder);
    git(&folder, &["checkout", "--quiet", "-b", "work"]);
    folder.file("committed.json", with_error());
    git(&folder, &["add", "."]);
    commit(&folder);
    git(&folder, &["checkout", "--quiet", "main"]);
    folder.file("old.json", with_warning());
    git(&folder, &["add", "."]);
    commit(&folder);
    git(&folder, &["checkout", "--quiet", "work"]);
    folder
        .file("new.json", with_error())
        .file("ignored.json", with_error())
        .file("right.json", with_warning());
    let changed = ["committed.json:7:30:", "new.json:7:30:", "right.json:7:81:"];
    assert_eq!(places(&folder, &["--since", "main"]), changed);
    assert_eq!(places(&folder, &["--since", "HEAD"]), changed[1..]);
    assert_eq!(
        places(&folder, &["--since", "main", "new.json"]),
        changed[1..2]
    );
}

#[test]
fn what_git_cannot_do_is_said() {
    let folder = Folder::new("git-none");
    let outside = folder.run(&["check", "--staged"]);
    assert_eq!((outside.code, &*outside.out), (Some(2), ""), "{outside:?}");
    assert!(
        outside
            .err
            .starts_with("connlint: git says: not a git repository"),
        "{outside:?}"
    );
    let folder = repository("refused");
    for (arguments, said) in [
        (
            &["--since", "nobody"][..],
            "connlint: git knows no revision `nobody`\n",
        ),
        (
            &["--since=--all"],
            "connlint: git knows no revision `--all`\n",
        ),
        (
            &["--since=--output=x"],
            "connlint: git knows no revision `--output=x`\n",
        ),
        (
            &["--staged", "-"],
            "connlint: git knows nothing of standard input (`-`)\n",
        ),
    ] {
        let got = folder.run(&[&["check"], arguments].concat());
        assert_eq!(
            (got.code, &*got.out, &*got.err),
            (Some(2), "", said),
            "{arguments:?}"
        );
    }
    for arguments in [
        &["--staged", "--since", "main"][..],
        &["--staged", "--files-from", "x"],
        &["--since", "main", "--files-from", "x"],
        &["--null"],
    ] {
        let got = folder.run(&[&["check"], arguments].concat());
        assert_eq!(
            (got.code, &*got.out),
            (Some(2), ""),
            "{arguments:?}: {got:?}"
        );
    }
    assert!(!folder.path.join("x").exists());
}

/// Somebody's settings change what git prints; they must not change what is checked.
#[test]
fn settings_of_git_change_nothing() {
    let folder = repository("settings-of-git");
    folder.file("inner/a.json", with_error());
    git(&folder, &["add", "."]);
    for (name, value) in [
        ("diff.relative", "true"),
        ("diff.noprefix", "true"),
        ("diff.renames", "copies"),
        ("diff.external", "false"),
        ("core.quotePath", "true"),
        ("color.ui", "always"),
        ("status.relativePaths", "false"),
    ] {
        git(&folder, &["config", name, value]);
    }
    fs::create_dir_all(folder.path.join("other")).expect("a folder can be made");
    let other = Folder {
        path: folder.path.join("other"),
    };
    assert_eq!(places(&other, &["--staged"]), ["../inner/a.json:7:30:"]);
    assert_eq!(
        places(&other, &["--since", "HEAD"]),
        ["../inner/a.json:7:30:"]
    );
    std::mem::forget(other);
}
