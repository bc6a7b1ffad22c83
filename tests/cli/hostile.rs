//! Files, folders and readers that are not what they should be.

use std::io::Read as _;
use std::process::Stdio;

use connlint::report::Format;

use super::program::{CLEAN, Folder, RIGHT, program, with_error, with_warning};

#[test]
fn a_file_above_the_limit_is_not_read() {
    let folder = Folder::new("limit");
    folder.file("big.json", RIGHT).file("small.json", "{}");
    let got = folder.run(&[
        "check",
        "big.json",
        "--max-file-size",
        "100",
        "--format",
        "json",
    ]);
    assert_eq!(got.code, Some(2), "{got:?}");
    let said = "not read: big.json: larger than 100 bytes; `--max-file-size` sets the limit\n";
    assert_eq!(got.err, said);
    let report: serde_json::Value = serde_json::from_str(&got.out).expect("a report is JSON");
    assert_eq!(report["unread"][0]["path"], "big.json", "{report}");
    assert_eq!(
        report["unread"].as_array().map(Vec::len),
        Some(1),
        "{report}"
    );
    let size = RIGHT.len().to_string();
    let got = folder.run(&["check", "big.json", "--max-file-size", &size]);
    assert_eq!(
        (got.code, &*got.err),
        (Some(0), CLEAN),
        "as large as allowed: {got:?}"
    );
}

#[test]
fn a_line_of_a_megabyte_is_drawn_in_part() {
    let folder = Folder::new("line");
    let items: Vec<String> = (0..60_000).map(|n| format!("{{\"n\":{n}}}")).collect();
    let request = with_warning().replace('\n', " ");
    let items = items.join(",");
    folder.file("long.json", format!("[{items},{request},{items}]"));
    let got = folder.run(&["check", "long.json"]);
    assert_eq!(got.code, Some(0), "{got:?}");
    assert!(got.out.starts_with("warning: "), "{}", got.out);
    for line in got.out.lines() {
        let width = line.chars().count();
        assert!(
            width <= 100,
            "expected at most 100 columns, got {width}: {line}"
        );
    }
}

#[test]
fn depth_is_no_trap() {
    let folder = Folder::new("depth");
    for (name, open, close) in [("arrays.json", "[", "]"), ("objects.json", "{\"a\":", "}")] {
        // Brackets that nothing closes are a slip of their own.
        for (closes, count) in [(close.repeat(100_000), 1), (String::new(), 2)] {
            let deep = format!("{}1{closes}", open.repeat(100_000));
            folder.file(name, format!("[{RIGHT}, {deep}]"));
            let got = folder.run(&["check", name, "--format", "concise"]);
            assert_eq!(got.code, Some(1), "{name}: {}", got.err);
            let lines = got
                .out
                .lines()
                .filter(|line| line.contains("error[syntax-errors]"));
            assert_eq!(
                (lines.count(), got.out.lines().count()),
                (count, count),
                "{name}: {}",
                got.out
            );
        }
    }
}

#[test]
fn a_reader_who_has_seen_enough_is_no_failure() {
    let folder = Folder::new("pipe");
    for n in 0..400 {
        folder.file(&format!("{n}.json"), with_error());
    }
    for (format, _) in Format::ALL {
        let mut child = program(&folder.path)
            .args(["check", "--format", format])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut first = [0; 10];
        let mut out = child.stdout.take().expect("a pipe");
        out.read_exact(&mut first).expect("something is written");
        drop(out);
        let output = child.wait_with_output().expect("the program ends");
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{format}: {err}");
        assert!(
            !err.contains("cannot write") && !err.contains("panicked"),
            "{format}: {err}"
        );
    }
}

#[test]
fn a_file_that_is_no_text_is_passed_over_in_a_folder() {
    let folder = Folder::new("binary");
    folder
        .file("a.json", RIGHT)
        .file("b.json", b"\x7FELF\0\0\0\0{\"auth\"");
    let got = folder.run(&["check"]);
    assert_eq!(
        (got.code, &*got.out, &*got.err),
        (Some(0), "", CLEAN),
        "{got:?}"
    );
}

#[test]
fn bodies_outside_the_folder_are_not_followed() {
    let folder = Folder::new("outside");
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
    let script = |path: &str| {
        format!("curl -X POST '{url}'{headers} -H 'Content-Type: application/json' -d @{path}\n")
    };
    folder
        .file("secret.json", with_error())
        .file("inside/body.json", with_error())
        .file("inside/out.sh", script("../secret.json"))
        .file("inside/in.sh", script("body.json"));
    let got = folder.run(&["check", "inside/out.sh", "--format", "concise"]);
    // The working directory is the root, and the file lies in it.
    assert_eq!(got.code, Some(1), "{got:?}");
    assert!(got.out.starts_with("secret.json:7:"), "{got:?}");
    let inside = Folder {
        path: folder.path.join("inside"),
    };
    let got = inside.run(&["check", "out.sh", "--format", "concise"]);
    assert_eq!((got.code, &*got.out), (Some(0), ""), "{got:?}");
    let got = inside.run(&["check", "in.sh", "--format", "concise"]);
    assert_eq!(got.code, Some(1), "{got:?}");
    assert!(got.out.starts_with("body.json:7:"), "{got:?}");
}

#[test]
fn what_may_be_shown_of_a_file_says_nothing_of_another_that_is_called_the_same() {
    let folder = Folder::new("called-the-same");
    let secret = RIGHT.replace("{PASSWORD}", "Vq7-Zk2!xW9_pJ4~");
    assert_ne!(secret, RIGHT);
    let name = format!("\"Orders {}and the south\"", "of the north ".repeat(40));
    let public = with_error().replace("\"Orders\"", &name);
    folder.file("public.json", public);
    for (format, _) in Format::ALL {
        let named = ["--stdin-filename", "public.json", "--format", format];
        let arguments = [&["check", "-", "public.json"][..], &named].concat();
        let got = folder.run_with(&arguments, &[], Some(&secret));
        assert_eq!(got.code, Some(1), "{got:?}");
        for text in [&got.out, &got.err] {
            assert!(!text.contains("Zk2!"), "{format}: {text}");
        }
        if format == "concise" {
            assert_eq!(got.out.lines().count(), 2, "{got:?}");
            assert!(got.err.contains(" in 2 files\n"), "{got:?}");
        }
    }
}

#[test]
fn an_argument_steers_no_terminal_and_forges_no_line() {
    let folder = Folder::new("arguments");
    let hostile = "a\u{1b}[2J\n::error::b";
    let option = format!("--{hostile}");
    let level = format!("{hostile}=off");
    for arguments in [
        &["check", &*option][..],
        &["check", "--level", &level],
        &["check", "--format", hostile],
        &["check", "-o", "b", "-o", hostile],
        &["explain", hostile],
        &["sources", hostile],
        &[hostile],
    ] {
        let got = folder.run(arguments);
        assert_eq!(got.code, Some(2), "{got:?}");
        assert!(got.err.contains("[2J"), "{got:?}");
        assert!(!got.err.contains('\u{1b}'), "{got:?}");
        let forged = got
            .err
            .lines()
            .find(|line| line.trim_start().starts_with("::"));
        assert_eq!(forged, None, "{got:?}");
    }
}

#[test]
fn a_folder_forges_no_line_where_lines_are_broken() {
    let name = format!("{} ::error::forged", "a".repeat(58));
    let folder = Folder::new("broken-lines");
    let settings = "[[overrides]]\nfiles = [\"*\"]\nsandbox = \"dev\"\n";
    folder.file(&format!("{name}/connlint.toml"), settings);
    let command = format!(
        "curl -X POST https://platform.adobe.io/data/foundation/flowservice/connections \\\n \
         -H 'Authorization: Bearer {{ACCESS_TOKEN}}' -H 'x-api-key: {{API_KEY}}' -H 'x-gw-ims-org-id: {{ORG_ID}}' \\\n \
         -H 'x-sandbox-name: prod' -H 'Content-Type: application/json' -d '{RIGHT}'"
    );
    folder.file(&format!("{name}/create.sh"), command);
    let got = folder.run(&["check"]);
    assert!(got.out.contains("mismatched-sandboxes"), "{got:?}");
    let forged = got
        .out
        .lines()
        .find(|line| line.trim_start().starts_with("::"));
    assert_eq!(forged, None, "{got:?}");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    #[test]
    fn a_fifo_in_a_folder_keeps_nobody_waiting() {
        let folder = Folder::new("fifo");
        folder.file("a.json", RIGHT);
        let made = Command::new("mkfifo")
            .arg(folder.path.join("b.json"))
            .status();
        assert!(made.expect("mkfifo starts").success());
        let got = folder.run(&["check"]);
        assert_eq!(
            (got.code, &*got.out, &*got.err),
            (Some(0), "", CLEAN),
            "{got:?}"
        );
    }

    #[test]
    fn folders_that_lead_back_to_themselves_end() {
        let folder = Folder::new("loop");
        folder.file("a.json", RIGHT).file("inner/note.txt", "x");
        symlink(&folder.path, folder.path.join("inner/again")).expect("a link can be made");
        symlink("self", folder.path.join("self")).expect("a link can be made");
        let got = folder.run(&["check", "--format", "concise"]);
        assert_eq!((got.code, &*got.out), (Some(0), ""), "{got:?}");
        let checked = "checked: 1 base connection in 2 files";
        assert!(
            got.err.contains(checked),
            "expected {checked}, got {}",
            got.err
        );
    }

    #[test]
    fn a_name_steers_no_terminal_and_forges_no_line() {
        let folder = Folder::new("names");
        let names = [
            "a\u{1b}[31m\n::error::b\r\u{202e}.json",
            "::error::c,file=d.json",
            "e ##[error]f ##vso[g].json",
        ];
        for name in names {
            folder.file(name, with_error());
        }
        for (format, _) in Format::ALL {
            for arguments in [
                &["check", "--format", format][..],
                &[
                    "check",
                    "--format",
                    format,
                    names[0],
                    names[1],
                    names[2],
                    "--verbose",
                ],
            ] {
                let got = folder.run(arguments);
                assert_eq!(got.code, Some(1), "{got:?}");
                for text in [&got.out, &got.err] {
                    let control = text
                        .chars()
                        .find(|&c| c.is_control() && c != '\n' || c == '\u{202e}');
                    assert_eq!(control, None, "{format}: {text:?}");
                    let commands = text
                        .lines()
                        .filter(|line| line.trim_start().starts_with("::"));
                    let own = commands
                        .clone()
                        .filter(|line| line.starts_with("::error file="));
                    let expected = if format == "github" && *text == got.out {
                        3
                    } else {
                        0
                    };
                    assert_eq!(
                        (commands.count(), own.count()),
                        (expected, expected),
                        "{format}: {text:?}"
                    );
                    // Inside a workflow command there is no other.
                    let old = ["##[", "##vso"].iter().any(|old| text.contains(old));
                    assert!(!old || expected > 0, "{format}: {text:?}");
                }
            }
        }
    }

    #[test]
    fn a_name_that_is_no_text_is_read() {
        let folder = Folder::new("bytes");
        let name = std::ffi::OsStr::from_bytes(b"a\xFF.json");
        // Not every file system takes such a name.
        if std::fs::write(folder.path.join(name), with_error()).is_err() {
            return;
        }
        let got = folder.run(&["check", "--format", "concise"]);
        assert_eq!(got.code, Some(1), "{got:?}");
        assert_eq!(got.out.lines().count(), 1, "{got:?}");
    }
}
