//! What git names is chosen from as a walk would choose, and it is this repository's.

use std::fs;
use std::process::Command;

use super::git::{commit, git, places, repository};
use super::program::{Folder, RIGHT, with_error};

/// Of all that is in a repository.
#[test]
fn what_git_names_is_chosen_as_a_walk_chooses() {
    let folder = repository("chosen");
    let off = "[rules]\nmalformed-spec-ids = \"off\"\n";
    folder
        .file("connlint.toml", "exclude = [\"old\", \"*.old.json\"]\n")
        .file("old/connlint.toml", "")
        .file("node_modules/connlint.toml", off)
        .file("quiet/connlint.toml", off)
        .file(".ignore", "made/*\n!made/b.json\n/top.json\n")
        .file("a/.ignore", "!e.json\nf.json\n")
        .file(".gitignore", "e.json\nlogs/\n")
        .file("a/.gitignore", "!f.json\n")
        .file("target/CACHEDIR.TAG", "");
    git(&folder, &["config", "core.excludesFile", "elsewhere"]);
    folder
        .file("elsewhere", "g.json\n")
        .file(".git/info/exclude", "h.json\n");
    for path in [
        "a/c.json",
        "a/c.old.json",
        "a/e.json",
        "a/f.json",
        "a/node_modules/c.json",
        "a/target/c.json",
        "a/top.json",
        "b/e.json",
        "g.json",
        "h.json",
        "logs/b/c.json",
        "made/a.json",
        "made/b.json",
        "made/b/c.json",
        "node_modules/c.json",
        "old/deep/c.json",
        "quiet/c.json",
        "target/c.json",
        ".github/c.json",
        ".tools/c.json",
        "top.json",
    ] {
        folder.file(path, with_error());
    }
    git(&folder, &["add", "--force", "."]);
    let walked = places(&folder, &[]);
    let expected = [
        ".github/c.json",
        "a/c.json",
        "a/e.json",
        "a/target/c.json",
        "a/top.json",
        "g.json",
        "made/b.json",
    ];
    assert_eq!(walked, expected.map(|path| format!("{path}:7:30:")));
    assert_eq!(places(&folder, &["--staged"]), walked);
    assert_eq!(places(&folder, &["--since", "HEAD"]), walked);
    let all = places(&folder, &["--no-ignore"]);
    assert_eq!(places(&folder, &["--no-ignore", "--staged"]), all);
    assert_eq!(places(&folder, &["--no-ignore", "--since", "HEAD"]), all);
    // Nor does it matter where one stands.
    let inner = Folder {
        path: folder.path.join("old/deep"),
    };
    let from_here: Vec<String> = walked.iter().map(|path| format!("../../{path}")).collect();
    assert_eq!(places(&inner, &["--staged"]), from_here);
    std::mem::forget(inner);
}

/// Runs connlint with variables of git.
fn with(folder: &Folder, arguments: &[&str], variables: &[(&str, &str)]) -> (Option<i32>, String) {
    let arguments = [&["check", "--format", "concise", "--quiet"], arguments].concat();
    let got = folder.run_with(&arguments, variables, None);
    (got.code, format!("{}{}", got.out, got.err))
}

#[test]
fn another_repository_is_not_taken_for_this_one() {
    let (here, other) = (repository("here"), repository("other"));
    here.file("a/a.json", with_error());
    git(&here, &["add", "."]);
    let path = |folder: &Folder, path: &str| folder.path.join(path).display().to_string();
    let (dir, tree) = (path(&other, ".git"), path(&other, ""));
    let (index, nowhere) = (path(&other, ".git/index"), path(&other, "no-index"));
    for (variables, said) in [
        (
            &[("GIT_DIR", &*dir)][..],
            "GIT_DIR or GIT_WORK_TREE names another repository",
        ),
        (
            &[("GIT_DIR", &dir), ("GIT_WORK_TREE", &tree)],
            "GIT_DIR or GIT_WORK_TREE names another repository",
        ),
        (
            &[("GIT_WORK_TREE", &tree)],
            "the current folder is not in the work tree",
        ),
        (
            &[("GIT_INDEX_FILE", &index)],
            "GIT_INDEX_FILE names the index of another repository",
        ),
        (
            &[("GIT_INDEX_FILE", &nowhere)],
            "GIT_INDEX_FILE names a file that is not there",
        ),
        (&[("GIT_DIR", &nowhere)], "git says: not a git repository"),
    ] {
        for arguments in [&["--staged"][..], &["--since", "HEAD"]] {
            let (code, got) = with(&here, arguments, variables);
            assert_eq!(code, Some(2), "{variables:?}: {got}");
            assert!(
                got.starts_with(&format!("connlint: {said}")),
                "{variables:?}: {got}"
            );
        }
    }
}

/// As in a hook, or where somebody keeps the repository elsewhere than its files.
#[test]
fn the_repository_that_git_tells_is_read() {
    let folder = repository("told");
    folder.file("a/a.json", with_error());
    git(&folder, &["add", "."]);
    let path = |path: &str| folder.path.join(path).display().to_string();
    let (dir, tree) = (path(".git"), path(""));
    fs::copy(path(".git/index"), path(".git/next.lock")).expect("copied");
    fs::copy(path(".git/index"), path("by-hand")).expect("copied");
    git(&folder, &["reset", "--quiet"]);
    let inner = Folder {
        path: folder.path.join("a"),
    };
    let absolute = path(".git/next.lock");
    for index in [".git/next.lock", "by-hand", &absolute] {
        let index = ("GIT_INDEX_FILE", index);
        for variables in [
            &[index][..],
            &[index, ("GIT_DIR", &dir)],
            &[index, ("GIT_DIR", &dir), ("GIT_WORK_TREE", &tree)],
            &[index, ("GIT_WORK_TREE", &tree)],
        ] {
            let (_, got) = with(&folder, &["--staged"], variables);
            assert!(got.starts_with("a/a.json:7:30:"), "{variables:?}: {got}");
            let (_, got) = with(&inner, &["--staged"], variables);
            assert!(got.starts_with("a.json:7:30:"), "{variables:?}: {got}");
        }
    }
    let index = ("GIT_INDEX_FILE", ".git/next.lock");
    let (_, got) = with(&folder, &["--staged"], &[index, ("GIT_DIR", ".git")]);
    assert!(got.starts_with("a/a.json:7:30:"), "{got}");
    std::mem::forget(inner);
    // A work tree in which nothing tells where its repository is.
    git(&folder, &["add", "."]);
    let home = Folder::new("git-home");
    let hidden = home.path.join("hidden").display().to_string();
    fs::rename(path(".git"), &hidden).expect("moved");
    let variables = [("GIT_DIR", &*hidden), ("GIT_WORK_TREE", &*tree)];
    let (code, got) = with(&folder, &["--staged"], &variables);
    assert!(got.starts_with("a/a.json:7:30:"), "{code:?} {got}");
}

/// What hooks see is what git commits, however it is told to.
#[cfg(unix)]
#[test]
fn a_hook_reads_what_is_committed() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = repository("hook");
    let hook = format!(
        "#!/bin/sh\nexec '{}' check --staged --format concise --quiet > '{}'\n",
        env!("CARGO_BIN_EXE_connlint"),
        folder.path.join(".git/told").display()
    );
    folder.file(".git/hooks/pre-commit", hook);
    let path = folder.path.join(".git/hooks/pre-commit");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("permitted");
    folder.file("a/one.json", RIGHT).file("a/two.json", RIGHT);
    git(&folder, &["add", "."]);
    commit(&folder);
    let told = |arguments: &[&str], folder: &Folder, top: &Folder| {
        let who = [
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@example.com",
            "commit",
            "-qm",
            "A step",
        ];
        let status = Command::new("git")
            .args([&who[..], arguments].concat())
            .current_dir(&folder.path)
            .stderr(std::process::Stdio::null())
            .status();
        assert!(!status.expect("git starts").success(), "{arguments:?}");
        fs::read_to_string(top.path.join(".git/told")).expect("the hook ran")
    };
    folder.file("a/one.json", with_error());
    assert!(told(&["-a"], &folder, &folder).starts_with("a/one.json:7:30:"));
    // Only what is named is committed then, whatever else is staged.
    folder.file("a/two.json", with_error());
    git(&folder, &["add", "a/two.json"]);
    let inner = Folder {
        path: folder.path.join("a"),
    };
    for arguments in [&["one.json"][..], &["--", "one.json"]] {
        let got = told(arguments, &inner, &folder);
        assert!(got.starts_with("a/one.json:7:30:"), "{got}");
        assert_eq!(got.lines().count(), 1, "{got}");
    }
    std::mem::forget(inner);
    let tree = folder.path.join("tree").display().to_string();
    git(&folder, &["worktree", "add", "--quiet", &tree]);
    let tree = Folder {
        path: folder.path.join("tree"),
    };
    tree.file("a/three.json", with_error());
    git(&tree, &["add", "."]);
    assert!(told(&[], &tree, &folder).starts_with("a/three.json:7:30:"));
    std::mem::forget(tree);
}

#[test]
fn a_staged_body_need_not_lie_in_its_folder_any_more() {
    let folder = repository("gone-bodies");
    let url = "https://platform.adobe.io/data/foundation/flowservice/connections";
    folder
        .file(
            "calls/run.sh",
            format!("curl '{url}' -H @headers -d @body.txt\n"),
        )
        .file("calls/body.txt", with_error());
    git(&folder, &["add", "."]);
    let error = ["calls/body.txt:7:30:"];
    assert_eq!(places(&folder, &["--staged"]), error);
    fs::remove_file(folder.path.join("calls/body.txt")).expect("removed");
    assert_eq!(places(&folder, &["--staged"]), error);
    fs::remove_dir_all(folder.path.join("calls")).expect("removed");
    assert_eq!(places(&folder, &["--staged"]), error);
    // Nor is a link followed of which nothing else is left.
    #[cfg(unix)]
    {
        folder.file("calls/other.png", with_error());
        std::os::unix::fs::symlink("other.png", folder.path.join("calls/body.txt"))
            .expect("a link");
        git(&folder, &["add", "calls/body.txt", "calls/other.png"]);
        fs::remove_dir_all(folder.path.join("calls")).expect("removed");
        assert_eq!(places(&folder, &["--staged"]), [""; 0]);
    }
    // What is staged nowhere is missing.
    git(&folder, &["rm", "--quiet", "--cached", "calls/body.txt"]);
    let missing = places(&folder, &["--staged"]);
    assert_eq!(missing, ["calls/run.sh:1:90:"], "{missing:?}");
}

/// A name that is misspelt in a script of CI would let everything pass for ever.
#[test]
fn a_path_that_is_nowhere_is_said_to_be_missing() {
    let folder = repository("nowhere");
    folder
        .file("gone/a.json", RIGHT)
        .file("left/a.json", RIGHT)
        .file("new/a.json", RIGHT);
    git(&folder, &["add", "gone", "left"]);
    commit(&folder);
    git(&folder, &["rm", "--quiet", "-r", "gone"]);
    fs::remove_dir_all(folder.path.join("left")).expect("removed");
    for arguments in [&["--staged"][..], &["--since", "HEAD"]] {
        for path in ["gone", "gone/a.json", "left", "new", "."] {
            let got = folder.run(&[&["check", path], arguments].concat());
            assert_eq!(got.code, Some(0), "{path}: {got:?}");
        }
        // A pattern is a name like any other.
        for path in ["nowhere", "new/b.json", "*.json"] {
            let got = folder.run(&[&["check", path], arguments].concat());
            let said = format!("not read: {path}: there is no such file or folder\n");
            assert_eq!(got.code, Some(2), "{path}: {got:?}");
            assert!(got.err.starts_with(&said), "{path}: {got:?}");
        }
    }
}

/// As CI makes it.
#[test]
fn of_a_clone_without_its_history_that_is_said() {
    let folder = repository("whole");
    folder.file("a.json", with_error());
    git(&folder, &["add", "."]);
    commit(&folder);
    let url = format!("file://{}", folder.path.display());
    git(
        &folder,
        &["clone", "--quiet", "--depth", "1", &url, "clone"],
    );
    let clone = Folder {
        path: folder.path.join("clone"),
    };
    let got = clone.run(&["check", "--since", "HEAD~1"]);
    let said = "connlint: git knows no revision `HEAD~1`; this clone has only a part of the history, \
                and more must be fetched first\n";
    assert_eq!((got.code, &*got.err), (Some(2), said));
    std::mem::forget(clone);
}
