//! `connlint.toml`: where it is found, what counts more, and how it is refused.

use std::fs;

use super::own::{OWN, request};
use super::program::{Folder, Outcome, RIGHT, three, with_error, with_warning};

/// What is found, a line each, and the exit code.
fn concise(folder: &Folder, arguments: &[&str]) -> Outcome {
    folder.run(&[&["check", "--format", "concise", "--quiet"], arguments].concat())
}

const OFF: &str = "[rules]\nmalformed-spec-ids = \"off\"\n";

#[test]
fn the_nearest_settings_upward_count_up_to_the_repository() {
    let folder = Folder::new("settings-upward");
    folder
        .file("connlint.toml", OFF)
        .file("a/b/error.json", with_error())
        .file("a/connlint.toml", "")
        .file("error.json", with_error());
    let found = |arguments: &[&str]| concise(&folder, arguments).out;
    assert!(found(&[]).starts_with("a/b/error.json:"), "{}", found(&[]));
    assert!(!found(&[]).contains("\nerror.json"), "{}", found(&[]));
    fs::remove_file(folder.path.join("a/connlint.toml")).expect("removed");
    assert_eq!(found(&[]), "");
    assert_eq!(found(&["a/b/error.json"]), "");
    assert!(found(&["--no-config"]).contains("error.json:7:30"));
    // The settings of a repository end where the next one begins.
    folder.file("a/.git/HEAD", "");
    assert!(found(&["a"]).starts_with("a/b/error.json:7:30"));
    // From a folder inside the repository, what lies above is found as well.
    folder
        .file(".git/HEAD", "")
        .file("c/error.json", with_error());
    let inner = Folder {
        path: folder.path.join("c"),
    };
    let got = concise(&inner, &[]);
    assert_eq!((got.code, &*got.out), (Some(0), ""), "{got:?}");
}

#[test]
fn outside_a_repository_nothing_above_the_working_directory_counts() {
    let folder = Folder::new("settings-outside");
    folder
        .file("connlint.toml", OFF)
        .file("a/error.json", with_error())
        .file("b/c/error.json", with_error());
    let inner = Folder {
        path: folder.path.join("a"),
    };
    let got = concise(&inner, &[]);
    assert_eq!(got.code, Some(1), "{got:?}");
    // A folder that was named elsewhere is looked at for itself.
    let got = concise(&inner, &["../b/c"]);
    assert_eq!(got.code, Some(1), "{got:?}");
    // The settings of a folder that was named count for all that lies in it.
    let got = concise(&inner, &[".."]);
    assert_eq!((got.code, &*got.out), (Some(0), ""), "{got:?}");
}

#[test]
fn the_command_line_counts_more_than_the_file() {
    let folder = three("settings-precedence");
    folder.file(
        "connlint.toml",
        "submission = true\nplatform = \"aws\"\n[rules]\nmalformed-spec-ids = \"warning\"\nplaceholders = \"warning\"\n",
    );
    let rules = |arguments: &[&str]| -> String {
        let got = concise(&folder, arguments);
        let lines = got.out.lines().map(|line| {
            let rule = line.split(' ').nth(1).unwrap_or_default();
            rule.to_owned()
        });
        lines.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        rules(&["error.json"]),
        "error[mismatched-platforms] warning[placeholders] warning[malformed-spec-ids]"
    );
    assert_eq!(
        rules(&["error.json", "--no-submission", "--platform", "azure"]),
        "warning[malformed-spec-ids]"
    );
    assert_eq!(
        rules(&[
            "error.json",
            "--level",
            "malformed-spec-ids=error",
            "--level",
            "mismatched-platforms=off"
        ]),
        "warning[placeholders] error[malformed-spec-ids]"
    );
    assert_eq!(
        rules(&["error.json", "--no-config"]),
        "error[malformed-spec-ids]"
    );
}

#[test]
fn settings_that_are_named_govern_all_files() {
    let folder = Folder::new("settings-named");
    folder
        .file(
            "ci/strict.toml",
            "exclude = [\"archive/\"]\nsources = [\"specs/*.json\"]\n",
        )
        .file("ci/specs/own.json", OWN)
        .file("connlint.toml", OFF)
        .file("archive/error.json", with_error())
        .file("error.json", with_error())
        .file(
            "own.json",
            request(r#"{ "region": "eu", "token": "{TOKEN}" }"#),
        );
    let got = concise(&folder, &["--config", "ci/strict.toml"]);
    let expected = "error.json:7:30: error[malformed-spec-ids] this connection spec id is not a UUID: `.` stands behind it\n";
    assert_eq!((got.code, &*got.out), (Some(1), expected), "{got:?}");
    let got = folder.run(&["check", "--config", "no.toml"]);
    let said = "connlint: cannot read `no.toml`: there is no such file or folder\n";
    assert_eq!((got.code, &*got.out, &*got.err), (Some(2), "", said));
    let got = folder.run(&["check", "--config", "a", "--no-config"]);
    assert_eq!(got.code, Some(2), "{got:?}");
}

/// An editor pipes in what it shows, under the name that the file has.
#[test]
fn what_is_piped_in_is_excluded_by_its_name() {
    let folder = Folder::new("settings-piped");
    folder.file("connlint.toml", "exclude = [\"archive/\"]\n");
    let run = |name: &str, forced: &[&str]| {
        let arguments = [
            "check",
            "-",
            "--format",
            "concise",
            "--stdin-filename",
            name,
        ];
        let arguments = [&arguments, forced].concat();
        folder.run_with(&arguments, &[], Some(&with_error()))
    };
    let force = &["--force-exclude"][..];
    assert_eq!(run("archive/a.json", &[]).out.lines().count(), 1);
    assert_eq!(run("a.json", force).out.lines().count(), 1);
    let got = run("archive/a.json", force);
    assert_eq!((got.code, &*got.out), (Some(0), ""), "{got:?}");
    let said = "nothing checked: no file was read\nleft out: files, by `exclude` in connlint.toml\n\
                looked at: -\n";
    assert_eq!(got.err, said);
    // Nor does somebody who stands in such a folder wonder why.
    folder.file("archive/a.json", RIGHT);
    fs::create_dir_all(folder.path.join(".git")).expect("a folder");
    let inner = Folder {
        path: folder.path.join("archive"),
    };
    let got = inner.run(&["check"]);
    let said = "nothing checked: no file was read\nleft out: files, by `exclude` in ../connlint.toml\n\
                looked at: the current folder\n";
    assert_eq!((got.code, &*got.err), (Some(0), said));
    std::mem::forget(inner);
}

/// It says what is wrong instead of waiting for somebody to write.
#[cfg(unix)]
#[test]
fn settings_that_are_no_file_are_not_read() {
    let folder = Folder::new("settings-pipe");
    let fifo = folder.path.join("a/connlint.toml");
    folder
        .file("a/right.json", RIGHT)
        .file("b/right.json", RIGHT)
        .file("b/connlint.toml/c", "");
    let made = std::process::Command::new("mkfifo").arg(&fifo).status();
    assert!(made.is_ok_and(|made| made.success()));
    for (path, said) in [
        ("a", "cannot be read: it is a pipe or a device"),
        ("b", "cannot be read: it is a folder"),
    ] {
        let got = folder.run(&["check", path]);
        assert_eq!((got.code, &*got.out), (Some(2), ""), "{got:?}");
        assert!(got.err.contains(said), "{got:?}");
    }
}

#[test]
fn what_is_excluded_is_read_only_where_it_is_named() {
    let folder = Folder::new("settings-files");
    folder
        .file(
            "connlint.toml",
            "exclude = [\"archive/\", \"*.draft.json\"]\n",
        )
        .file("archive/deep/error.json", with_error())
        .file("error.draft.json", with_error())
        .file("right.json", RIGHT);
    let found = |arguments: &[&str]| concise(&folder, arguments).out.lines().count();
    assert_eq!(found(&[]), 0);
    assert_eq!(found(&["error.draft.json"]), 1);
    assert_eq!(found(&["archive"]), 1, "a folder that is named is entered");
    assert_eq!(found(&["error.draft.json", "archive/deep/error.json"]), 2);
    assert_eq!(
        found(&[
            "error.draft.json",
            "archive/deep/error.json",
            "--force-exclude"
        ]),
        0
    );
    assert_eq!(found(&["--no-config"]), 2);
    assert_eq!(found(&["--no-ignore"]), 0, "ignored is not excluded");
    // Settings in a folder that is left out take nothing back.
    folder.file("archive/deep/connlint.toml", "");
    assert_eq!(found(&["archive/deep/error.json"]), 1);
    assert_eq!(found(&["archive/deep/error.json", "--force-exclude"]), 0);
    assert_eq!(found(&["archive/deep"]), 1);
    assert_eq!(found(&["archive/deep", "--force-exclude"]), 0);
    fs::create_dir_all(folder.path.join(".git")).expect("a folder");
    let inner = Folder {
        path: folder.path.join("archive/deep"),
    };
    let got = inner.run(&["check"]);
    assert!(
        got.err
            .contains("left out: files, by `exclude` in ../../connlint.toml"),
        "{got:?}"
    );
    assert_eq!((got.code, &*got.out), (Some(0), ""));
    std::mem::forget(inner);
    folder.file("connlint.toml", "include = [\"archive/\", \"*.req\"]\n");
    assert_eq!(found(&[]), 1);
    folder.file("x/error.req", with_error());
    assert_eq!(found(&[]), 2, "a glob with an extension brings files in");
    assert_eq!(found(&["error.draft.json"]), 1);
    assert_eq!(found(&["error.draft.json", "--force-exclude"]), 0);
}

#[test]
fn an_excluded_folder_is_read_only_where_it_is_named() {
    let folder = Folder::new("settings-folders");
    folder
        .file(".git/HEAD", "")
        .file("archive/error.json", with_error())
        .file("archive/deep/error.json", with_error())
        .file("list", "archive\n");
    let inner = Folder {
        path: folder.path.join("archive"),
    };
    let found =
        |folder: &Folder, arguments: &[&str]| concise(folder, arguments).out.lines().count();
    for glob in ["archive/", "archive", "archive/*", "archive/**"] {
        folder.file("connlint.toml", format!("exclude = [\"{glob}\"]\n"));
        assert_eq!(found(&folder, &[]), 0, "{glob}");
        for named in [
            &["archive"][..],
            &["--files-from", "list"],
            &["archive", "."],
        ] {
            assert_eq!(found(&folder, named), 2, "{glob}: {named:?}");
            let forced = [named, &["--force-exclude"]].concat();
            assert_eq!(found(&folder, &forced), 0, "{glob}: {forced:?}");
        }
        assert_eq!(
            found(&inner, &[]),
            0,
            "{glob}: standing in it names nothing"
        );
        assert_eq!(found(&inner, &["--no-ignore"]), 0, "{glob}");
        assert_eq!(found(&inner, &["--force-exclude"]), 0, "{glob}");
        assert_eq!(found(&inner, &["."]), 2, "{glob}");
    }
    std::mem::forget(inner);
}

#[test]
fn overrides_hold_for_their_files() {
    let folder = Folder::new("settings-overrides");
    folder
        .file(
            "connlint.toml",
            "[[overrides]]\nfiles = [\"prod/\"]\nrules = { malformed-spec-ids = \"warning\" }\n\
             [[overrides]]\nfiles = [\"prod/b.json\"]\nrules = { malformed-spec-ids = \"off\" }\n",
        )
        .file("a.json", with_error())
        .file("prod/a.json", with_error())
        .file("prod/b.json", with_error());
    let got = concise(&folder, &[]);
    let expected = "a.json:7:30: error[malformed-spec-ids] this connection spec id is not a UUID: `.` stands behind it\n\
                    prod/a.json:7:30: warning[malformed-spec-ids] this connection spec id is not a UUID: `.` stands behind it\n";
    assert_eq!((got.code, &*got.out), (Some(1), expected), "{got:?}");
    // From another folder they are the same files.
    folder.file(".git/HEAD", "");
    let inner = Folder {
        path: folder.path.join("prod"),
    };
    let got = concise(&inner, &[]);
    assert_eq!((got.code, got.out.lines().count()), (Some(0), 1), "{got:?}");
    // A body that a script names has the settings of its own place.
    folder.file(
        "create.sh",
        "curl -X POST https://platform.adobe.io/data/foundation/flowservice/connections -H \"$A\" -d @prod/b.json\n",
    );
    let got = concise(&folder, &["create.sh"]);
    assert_eq!(got.out, "", "{got:?}");
}

#[test]
fn a_teams_own_sources_and_placeholders_are_known() {
    let folder = Folder::new("settings-own");
    folder
        .file(
            "connlint.toml",
            "sources = [\"specs/own.json\"]\nplaceholders = ['!\\w+!']\n",
        )
        .file("specs/own.json", OWN)
        .file(
            "a/own.json",
            request(r#"{ "region": "!REGION!", "token": "!TOKEN!" }"#),
        );
    let got = folder.run(&["check", "--format", "concise"]);
    assert_eq!((got.code, &*got.out), (Some(0), ""), "{got:?}");
    assert!(got.err.contains("2 placeholders"), "{got:?}");
    let got = concise(&folder, &["--submission"]);
    assert_eq!(got.out.matches("error[placeholders]").count(), 2, "{got:?}");
    let got = concise(&folder, &["--no-config"]);
    assert!(got.out.contains("[unknown-spec-ids]"), "{got:?}");
    // Other commands know the source, too.
    let got = folder.run(&["sources", "Warehouse"]);
    assert_eq!(got.code, Some(0), "{got:?}");
    let got = folder.run(&["sources", "Warehouse", "--no-config"]);
    assert_eq!(got.code, Some(2), "{got:?}");
    // Those of the command line count instead.
    folder.file("none.json", "[]");
    folder.file(
        "connlint.toml",
        "sources = [\"specs/no.json\", \"none/*.json\", \"none.json\"]\n",
    );
    let got = concise(&folder, &["--source", "specs/own.json"]);
    assert_eq!(got.code, Some(1), "{got:?}");
    let got = concise(&folder, &[]);
    assert_eq!(got.code, Some(2), "{got:?}");
    for said in [
        "cannot read `specs/no.json`: there is no such file or folder",
        "there is no such file\n",
        "connlint.toml:1:44",
    ] {
        assert!(got.err.contains(said), "expected {said:?}, got {}", got.err);
    }
}

#[test]
fn what_is_not_understood_is_shown_and_keeps_its_files_from_being_checked() {
    let folder = Folder::new("settings-strict");
    folder
        .file("a/connlint.toml", "\nexlude = [\"archive/\"]\n")
        .file("a/error.json", with_error())
        .file("a/more.json", with_error())
        .file("b/error.json", with_error());
    let got = concise(&folder, &[]);
    let expected = "\
error: there is no key `exlude`
   ,-[a/connlint.toml:2:1]
 2 | exlude = [\"********\"]
   : ^^^^^^
   `----
  help: write `exclude`

not checked: 2 files, because the settings are not understood
";
    assert_eq!(got.code, Some(2), "{got:?}");
    assert_eq!(got.err, expected, "{}", got.err);
    assert_eq!(got.out.lines().count(), 1, "{got:?}");
    let got = folder.run(&["check", "--format", "json"]);
    assert_eq!(got.code, Some(2), "{got:?}");
    for line in [
        "\"path\": \"a/connlint.toml\"",
        "\"message\": \"line 2, column 1: there is no key `exlude`\",\n      \"line\": 2,\n      \"column\": 1\n",
    ] {
        assert!(got.out.contains(line), "{}", got.out);
    }
    let got = folder.run(&["check", "--format", "github"]);
    let annotation = "::error file=a/connlint.toml,line=2,col=1,title=connlint%3A not read::";
    assert!(got.out.contains(annotation), "{}", got.out);
    let got = folder.run(&["check", "--format", "sarif"]);
    let report: serde_json::Value = serde_json::from_str(&got.out).expect("a report is JSON");
    let told = &report["runs"][0]["invocations"][0]["toolExecutionNotifications"][0];
    let region = &told["locations"][0]["physicalLocation"]["region"];
    assert_eq!(
        (&region["startLine"], &region["startColumn"]),
        (&2.into(), &1.into()),
        "{told}"
    );
    let got = concise(&folder, &["--config", "a/connlint.toml"]);
    assert_eq!((got.code, &*got.out), (Some(2), ""), "{got:?}");
    assert!(got.err.contains("not checked: 3 files"), "{got:?}");
    let got = folder.run(&["config", "show", "a/error.json"]);
    assert_eq!((got.code, &*got.out), (Some(2), ""), "{got:?}");
    let inner = Folder {
        path: folder.path.join("a"),
    };
    let got = inner.run(&["sources"]);
    let said = "connlint: connlint.toml: line 2, column 1: there is no key `exlude`; --no-config leaves it aside\n";
    assert_eq!((got.code, &*got.err), (Some(2), said));
}

#[test]
fn a_file_that_is_no_settings_shows_nothing_of_itself() {
    let folder = three("settings-secret");
    folder.file(
        "secret.env",
        "PASSWORD=Tall-tiger-47\nKEY = \"Grey-goose-11\"\n",
    );
    let got = concise(&folder, &["--config", "secret.env"]);
    assert_eq!(got.code, Some(2), "{got:?}");
    for piece in ["Tall", "tiger", "Grey", "goose", "PASS", "KEY"] {
        assert!(
            !got.err.contains(piece) && !got.out.contains(piece),
            "{piece}: {got:?}"
        );
    }
}

#[test]
fn what_holds_is_shown_with_its_place() {
    let folder = Folder::new("settings-show");
    folder.file(
        "connlint.toml",
        "platform = \"azure\"\nexclude = [\"prod/old.json\"]\n[rules]\nunreachable-hosts = \"off\"\n\
         [[overrides]]\nfiles = [\"prod/\"]\nsandbox = \"prod\"\nrules = { unreachable-hosts = \"error\" }\n",
    );
    let got = folder.run(&["config", "show", "prod/old.json"]);
    let expected = "\
prod/old.json is governed by connlint.toml
it is excluded, and read only where it is named

submission               false                by itself
platform                 azure                connlint.toml:1:12
sources                  the documented ones  by itself
placeholders             the usual ones       by itself
include                  everything           by itself
exclude                  prod/old.json        connlint.toml:2:12
source                   not said             by itself
sandbox                  prod                 connlint.toml:7:11
organization             not said             by itself
rules.unreachable-hosts  error                connlint.toml:8:11
";
    assert_eq!((got.code, &*got.out, &*got.err), (Some(0), expected, ""));
    let got = folder.run(&["config", "show"]);
    assert!(got.out.contains("overrides for"), "{got:?}");
    assert!(got.out.contains("rules.unreachable-hosts  off "), "{got:?}");
    let got = folder.run(&["config", "show", "--no-config"]);
    let said = "no connlint.toml governs this; everything is as it is by itself\n";
    assert_eq!((got.code, &*got.out), (Some(0), said));
}

/// A folder is no file: globs of files are not asked about it, and what leaves it out is told.
#[test]
fn what_holds_in_a_folder_is_shown() {
    let folder = Folder::new("settings-show-folder");
    folder
        .file(
            "connlint.toml",
            "include = [\"*.json\"]\nexclude = [\"archive/\"]\n[[overrides]]\nfiles = [\"prod/\"]\nsandbox = \"prod\"\n",
        )
        .file("prod/a.json", RIGHT)
        .file("archive/old/connlint.toml", "platform = \"aws\"\n");
    let head = |of: &Folder, asked: &[&str]| {
        let got = of.run(&[&["config", "show"], asked].concat());
        assert_eq!((got.code, &*got.err), (Some(0), ""), "{got:?}");
        let head = got.out.split("\n\n").next().unwrap_or_default();
        (head.to_owned(), got.out.contains("overrides for"))
    };
    let told = |head: &str| (head.to_owned(), true);
    let governed = told("what lies in prod/ is governed by connlint.toml");
    assert_eq!(head(&folder, &["prod"]), governed);
    assert_eq!(head(&folder, &["./prod/"]), governed);
    assert_eq!(head(&folder, &["."]), told("governed by connlint.toml"));
    let excluded = "connlint.toml excludes archive, so this is read only where it is named";
    let own = "governed by archive/old/connlint.toml";
    assert_eq!(
        head(&folder, &["archive"]),
        told(&format!(
            "what lies in archive/ is governed by connlint.toml\n{excluded}"
        ))
    );
    assert_eq!(
        head(&folder, &["archive/old"]),
        (format!("{own}\n{excluded}"), false)
    );
    let inner = Folder {
        path: folder.path.join("archive"),
    };
    fs::create_dir_all(folder.path.join(".git")).expect("a folder");
    assert_eq!(
        head(&inner, &[]),
        told(&format!("governed by ../connlint.toml\n../{excluded}"))
    );
    std::mem::forget(inner);
}

#[test]
fn a_file_to_begin_with_is_written_once() {
    let folder = Folder::new("settings-init");
    let got = folder.run(&["config", "init"]);
    assert_eq!((got.code, &*got.out), (Some(0), ""), "{got:?}");
    folder
        .file("error.json", with_error())
        .file("warning.json", with_warning());
    let got = concise(&folder, &[]);
    assert_eq!((got.code, got.out.lines().count()), (Some(1), 2), "{got:?}");
    folder.file("connlint.toml", OFF);
    let got = folder.run(&["config", "init"]);
    let said = "connlint: there is a `connlint.toml` already\n";
    assert_eq!((got.code, &*got.err), (Some(2), said));
    let kept = fs::read_to_string(folder.path.join("connlint.toml")).expect("a file");
    assert_eq!(kept, OFF);
}

/// Whoever put the link there meant something by it.
#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_not_passed_over() {
    let folder = Folder::new("settings-links");
    let link = |to: &str| {
        let link = folder.path.join("connlint.toml");
        let _ = fs::remove_file(&link);
        std::os::unix::fs::symlink(to, link).expect("a link can be made");
    };
    folder
        .file("error.json", with_error())
        .file("shared.toml", "exclude = [\"error.json\"]\n");
    for nowhere in ["no.toml", "connlint.toml"] {
        link(nowhere);
        let got = concise(&folder, &[]);
        assert_eq!((got.code, &*got.out), (Some(2), ""), "{got:?}");
        let said = "error: the settings cannot be read: it is a link that leads nowhere\n";
        assert!(got.err.contains(said), "{}", got.err);
        let shown = folder.run(&["config", "show"]);
        assert_eq!(shown.code, Some(2), "{shown:?}");
    }
    link("shared.toml");
    assert_eq!(concise(&folder, &[]).out, "");
}
