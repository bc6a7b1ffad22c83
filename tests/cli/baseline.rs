//! Baselines: what a repository had before is quiet, and what comes is not.

use std::fs;

use super::program::{Folder, Outcome, RIGHT, three, with_error, with_warning};

const SECRET: &str = "Tall-tiger-47";

fn with_secret() -> String {
    RIGHT.replace("{PASSWORD}", SECRET)
}

/// A run in one line a finding.
fn check(folder: &Folder, arguments: &[&str]) -> Outcome {
    folder.run(&[&["check", "--format", "concise"], arguments].concat())
}

fn written(folder: &Folder, path: &str) -> String {
    fs::read_to_string(folder.path.join(path)).expect("a baseline")
}

#[test]
fn old_findings_are_quiet_and_new_ones_are_not() {
    let folder = three("baseline-old");
    folder.file("a/secret.json", with_secret());
    let got = check(&folder, &["--write-baseline", "known.json"]);
    assert_eq!((got.code, &*got.out), (Some(0), ""), "{got:?}");
    let said = "wrote known.json: 3 findings in 3 files\n\
                1 literal secret is still there, known to the baseline\n";
    assert!(got.err.ends_with(said), "{}", got.err);
    let expected = r#"{
  "version": 1,
  "findings": [
    { "path": "a/secret.json", "rule": "plaintext-secrets", "pointer": "/auth/params/connectionString", "keyword": "Password" },
    { "path": "error.json", "rule": "malformed-spec-ids", "pointer": "/connectionSpec/id" },
    { "path": "warning.json", "rule": "unknown-spec-versions", "pointer": "/connectionSpec/version" }
  ]
}
"#;
    assert_eq!(written(&folder, "known.json"), expected);
    // Nothing of it depends on lines, or on how the file is written.
    let moved = with_error().replace("\n  ", "\n\n      ");
    folder.file("error.json", moved);
    // Programs are not left to think that there is nothing.
    let got = folder.run(&["check", "--baseline", "known.json", "--format", "json"]);
    assert!(got.out.contains("\"known\": 3\n"), "{got:?}");
    let got = check(&folder, &["--baseline", "known.json", "--deny-warnings"]);
    assert_eq!((got.code, &*got.out), (Some(0), ""), "{got:?}");
    let said = "no new findings\n\
                checked: 4 base connections in 5 files\n\
                passed over: 1 file without a Flow Service request\n\
                not shown: 3 findings, known to the baseline\n\
                3 placeholders, fine in a repository; --submission reports them\n\
                1 literal secret is still there, known to the baseline\n";
    assert_eq!(got.err, said);
    // The same mistake in another file, or another in the same, is new.
    folder
        .file("b.json", with_error())
        .file("error.json", with_error().replace("\"1.0\"", "\"2.0\""));
    let got = check(&folder, &["--baseline", "known.json"]);
    let places: Vec<&str> = got
        .out
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(place, _)| place)
        .collect();
    assert_eq!(
        (got.code, &places[..]),
        (Some(1), &["b.json:7:30:", "error.json:7:82:"][..])
    );
}

#[test]
fn the_secrets_are_told_of_in_every_run_and_stand_nowhere() {
    let folder = Folder::new("baseline-secrets");
    folder
        .file("a.json", with_secret())
        .file("b.json", with_secret());
    let line = "2 literal secrets are still there, known to the baseline\n";
    let got = check(&folder, &["--write-baseline", "known.json", "--quiet"]);
    assert_eq!((got.code, &*got.err), (Some(0), line));
    for format in ["human", "json", "sarif"] {
        let arguments = [
            "check",
            "--baseline",
            "known.json",
            "--quiet",
            "--format",
            format,
        ];
        let got = folder.run(&arguments);
        assert_eq!((got.code, &*got.err), (Some(0), line), "{format}");
        assert!(!got.out.contains(SECRET));
    }
    assert!(!written(&folder, "known.json").contains(SECRET));
    // One of them alone, as a hook sees it.
    let got = check(&folder, &["--baseline", "known.json", "--quiet", "a.json"]);
    let line = "1 literal secret is still there, known to the baseline\n";
    assert_eq!((got.code, &*got.err), (Some(0), line));
    folder.file("a.json", RIGHT);
    let got = check(&folder, &["--baseline", "known.json", "--quiet", "a.json"]);
    assert_eq!((got.code, &*got.err), (Some(0), ""));
}

#[test]
fn of_more_than_are_known_the_last_is_new() {
    let folder = Folder::new("baseline-more");
    let two = format!("{}{}", with_error(), with_error());
    folder.file("a.ndjson", &two);
    check(&folder, &["--write-baseline", "known.json"]);
    assert!(written(&folder, "known.json").contains("\"count\": 2"));
    folder.file("a.ndjson", format!("{two}{}", with_error()));
    let got = check(&folder, &["--baseline", "known.json"]);
    assert!(
        got.out
            .starts_with("a.ndjson:23:30: error[malformed-spec-ids]"),
        "{got:?}"
    );
    let said = "1 finding at the address of others that are known; which of them is new cannot be told, and the last are shown\n";
    assert!(got.err.ends_with(said), "{}", got.err);
}

#[test]
fn what_is_gone_is_told_and_taken_out_when_asked_for() {
    let folder = three("baseline-gone");
    folder.file("other.json", with_error());
    check(&folder, &["--write-baseline", "known.json"]);
    folder.file("error.json", RIGHT);
    fs::remove_file(folder.path.join("other.json")).expect("removed");
    let before = written(&folder, "known.json");
    let told = "gone: error.json: malformed-spec-ids at /connectionSpec/id\n\
                gone: other.json: malformed-spec-ids at /connectionSpec/id\n";
    let got = check(&folder, &["--baseline", "known.json"]);
    let said =
        format!("{told}2 findings of the baseline are gone; --prune-baseline takes them out\n");
    assert!(got.err.ends_with(&said), "{}", got.err);
    assert_eq!(got.code, Some(0));
    assert_eq!(written(&folder, "known.json"), before);
    // Who checks some files only, or another stage, does not know.
    let off = "malformed-spec-ids=off";
    for arguments in [
        &["error.json"][..],
        &["--submission"],
        &["--platform", "aws"],
        &["--level", off],
    ] {
        let got = check(
            &folder,
            &[&["--baseline", "known.json"], arguments].concat(),
        );
        assert!(!got.err.contains("gone"), "{}", got.err);
        let prune = ["--baseline", "known.json", "--prune-baseline"];
        let got = check(&folder, &[&prune, arguments].concat());
        assert_eq!(got.code, Some(2));
        assert!(
            got.err
                .contains("--prune-baseline needs a run over whole folders"),
            "{}",
            got.err
        );
    }
    // What is new is not taken in.
    folder.file("new.json", with_error());
    let got = check(&folder, &["--baseline", "known.json", "--prune-baseline"]);
    let said = format!("{told}took 2 findings out of known.json, which has 1 now\n");
    assert!(got.err.ends_with(&said), "{}", got.err);
    assert_eq!(got.code, Some(1));
    let left = "\n    { \"path\": \"warning.json\", \"rule\": \"unknown-spec-versions\", \"pointer\": \"/connectionSpec/version\" }\n";
    let now = written(&folder, "known.json");
    assert!(now.contains(left) && now.lines().count() == 6, "{now}");
}

/// A request without some of what Oracle DB's basic authentication needs.
fn without(names: &[&str]) -> String {
    let all = [
        "server", "port", "database", "username", "password", "schema",
    ];
    let params = all.iter().filter(|name| !names.contains(name));
    let params: Vec<String> = params
        .map(|name| format!("\"{name}\": \"{{X}}\""))
        .collect();
    let params = format!("\"params\": {{ {} }}", params.join(", "));
    let request = RIGHT.replace("\"ConnectionString\"", "\"Basic Authentication\"");
    let start = request.find("\"params\"").expect("parameters");
    let end = start + request[start..].find('}').expect("an end");
    let end = end + request[end + 1..].find('}').expect("an end") + 2;
    format!("{}{params}\n{}", &request[..start], &request[end..])
}

#[test]
fn a_finding_that_lists_more_than_is_known_is_new() {
    let folder = Folder::new("baseline-lists");
    folder.file("a.json", without(&["server", "port"]));
    check(&folder, &["--write-baseline", "known.json"]);
    let before = written(&folder, "known.json");
    let line = "\"pointer\": \"/auth/params\", \"names\": [\"port\", \"server\"] }\n";
    assert!(before.contains(line), "{before}");
    // Another one: whatever hides it hides a mistake.
    folder.file("a.json", without(&["server", "port", "database"]));
    let prune = ["--baseline", "known.json", "--prune-baseline"];
    let got = check(&folder, &prune);
    let is_all = |out: &str| {
        ["`server`", "`port`", "`database`"]
            .iter()
            .all(|name| out.contains(name))
    };
    assert!(got.code == Some(1) && is_all(&got.out), "{got:?}");
    assert!(!got.err.contains("gone"), "{}", got.err);
    assert_eq!(written(&folder, "known.json"), before);
    // One less is known still, and only that when it is taken out.
    folder.file("a.json", without(&["port"]));
    let got = check(&folder, &["--baseline", "known.json"]);
    let said = "gone: a.json: missing-properties at /auth/params: server\n\
                1 finding of the baseline is gone, in whole or in part; --prune-baseline takes them out\n";
    assert!(got.code == Some(0) && got.err.ends_with(said), "{got:?}");
    let got = check(&folder, &prune);
    let said = "took 0 findings out of known.json, which has 1 now\n\
                wrote down for 1 finding what is listed by now\n";
    assert!(got.code == Some(0) && got.err.ends_with(said), "{got:?}");
    folder.file("a.json", without(&["server", "port"]));
    assert_eq!(check(&folder, &["--baseline", "known.json"]).code, Some(1));
    // What was written before names were.
    folder.file(
        "known.json",
        before.replace(", \"names\": [\"port\", \"server\"]", ""),
    );
    let got = check(&folder, &["--baseline", "known.json"]);
    let said = "1 finding of the baseline does not tell what is listed, and whatever comes to it is quiet; \
                --prune-baseline writes it down\n";
    assert!(got.code == Some(0) && got.err.ends_with(said), "{got:?}");
    check(&folder, &prune);
    assert_eq!(written(&folder, "known.json"), before);
}

#[test]
fn every_rule_that_lists_things_tells_the_baseline_which() {
    let folder = Folder::new("baseline-rules");
    let string = |pairs: &str| RIGHT.replace("Sid=ORCL;User Id=app;", pairs);
    let call = |headers: &str| {
        format!(
            "curl -X POST https://platform.adobe.io/data/foundation/flowservice/connections \\\n{headers} -d \"$BODY\"\n"
        )
    };
    let at_the_top = |more: &str| RIGHT.replace("\"auth\": {", &format!("{more}\"auth\": {{"));
    for (rule, path, old, new) in [
        (
            "missing-keywords",
            "a.json",
            string("Sid=ORCL;"),
            string(""),
        ),
        (
            "missing-headers",
            "a.sh",
            call(
                "-H 'Authorization: Bearer {T}' -H 'x-api-key: {K}' -H 'x-gw-ims-org-id: {O}' -H 'x-sandbox-name: {S}'",
            ),
            call("-H 'Authorization: Bearer {T}' -H 'x-api-key: {K}' -H 'x-sandbox-name: {S}'"),
        ),
        (
            "server-properties",
            "a.json",
            at_the_top("\"id\": \"1\", "),
            at_the_top("\"id\": \"1\", \"state\": \"enabled\", "),
        ),
        (
            "misplaced-properties",
            "a.json",
            at_the_top("\"username\": \"{U}\", "),
            at_the_top("\"server\": \"{S}\", \"username\": \"{U}\", "),
        ),
    ] {
        folder.file(path, &old);
        let got = check(&folder, &["--write-baseline", "known.json"]);
        assert!(written(&folder, "known.json").contains(rule), "{got:?}");
        folder.file(path, &new);
        let got = check(&folder, &["--baseline", "known.json"]);
        assert!(got.out.contains(rule), "{rule}: {got:?}");
        // The other way round it is known.
        check(&folder, &["--write-baseline", "known.json"]);
        folder.file(path, &old);
        let got = check(&folder, &["--baseline", "known.json"]);
        assert_eq!((got.code, &*got.out), (Some(0), ""), "{rule}: {}", got.err);
        std::fs::remove_file(folder.path.join(path)).expect("removed");
        std::fs::remove_file(folder.path.join("known.json")).expect("removed");
    }
}

#[test]
fn files_that_are_not_checked_keep_what_is_known_of_them() {
    let folder = three("baseline-some");
    check(&folder, &["--write-baseline", "known.json"]);
    let before = written(&folder, "known.json");
    let got = check(&folder, &["--write-baseline", "known.json", "error.json"]);
    assert_eq!(got.code, Some(0), "{got:?}");
    assert_eq!(written(&folder, "known.json"), before);
    folder.file("error.json", RIGHT);
    check(&folder, &["--write-baseline", "known.json", "error.json"]);
    let now = written(&folder, "known.json");
    assert!(
        !now.contains("error.json") && now.contains("warning.json"),
        "{now}"
    );
}

/// All of it would be gone, and all findings new.
#[test]
fn what_a_run_does_not_ask_stays_in_the_baseline() {
    let folder = Folder::new("baseline-asked");
    folder.file("secret.json", with_secret());
    check(&folder, &["--write-baseline", "known.json"]);
    let before = written(&folder, "known.json");
    assert!(before.contains("plaintext-secrets"), "{before}");
    for arguments in [&["--level", "plaintext-secrets=off"][..], &["--submission"]] {
        check(
            &folder,
            &[&["--write-baseline", "known.json"], arguments].concat(),
        );
        assert_eq!(written(&folder, "known.json"), before, "{arguments:?}");
    }
    let prune = ["--baseline", "known.json", "--prune-baseline"];
    let got = check(&folder, &[&prune[..], &[".", "gone"]].concat());
    assert_eq!(got.code, Some(2), "{got:?}");
    let got = check(&folder, &prune);
    assert_eq!(got.code, Some(0), "{got:?}");
    assert_eq!(written(&folder, "known.json"), before);
}

#[test]
fn a_baseline_that_was_moved_is_told_of_and_never_emptied() {
    let folder = three("baseline-moved");
    check(&folder, &["--write-baseline", "known.json"]);
    let before = written(&folder, "known.json");
    folder.file("ci/known.json", &before);
    let moved = ["--baseline", "ci/known.json"];
    let why = "none of the files in the baseline `ci/known.json` is there: \
               paths in it are relative to the folder that it lies in";
    for more in [&[][..], &["--quiet"]] {
        let got = check(&folder, &[&moved, more].concat());
        assert_eq!(got.code, Some(1), "{got:?}");
        assert!(got.err.ends_with(&format!("{why}\n")), "{}", got.err);
        assert!(
            !got.err.contains("prune") && !got.err.contains("gone"),
            "{}",
            got.err
        );
    }
    let got = check(&folder, &[&moved[..], &["--prune-baseline"]].concat());
    let said = format!("connlint: {why}; --prune-baseline would empty it\n");
    assert_eq!((got.code, &*got.err), (Some(2), &*said));
    assert_eq!(written(&folder, "ci/known.json"), before);
}

#[test]
fn rules_that_compare_files_are_not_gone_where_some_are_missing() {
    let folder = Folder::new("baseline-across");
    folder
        .file(
            "connlint.toml",
            "[[overrides]]\nfiles = [\"*\"]\nsandbox = \"dev\"\n",
        )
        .file("a/one.json", RIGHT)
        .file("b/two.json", RIGHT)
        .file("b/three.json", with_warning());
    let got = check(&folder, &["--write-baseline", "known.json"]);
    assert_eq!(got.code, Some(0));
    let before = written(&folder, "known.json");
    assert!(before.contains("duplicate-"), "{before}");
    let got = check(
        &folder,
        &["--baseline", "known.json", "b", "--prune-baseline"],
    );
    assert_eq!(written(&folder, "known.json"), before, "{got:?}");
    let got = check(&folder, &["--baseline", "known.json", "--prune-baseline"]);
    assert_eq!(written(&folder, "known.json"), before, "{got:?}");
}

#[test]
fn the_folder_of_the_baseline_counts_and_not_where_the_program_is_started() {
    let folder = Folder::new("baseline-folders");
    folder
        .file("a/b/error.json", with_error())
        .file(".ci/empty", "");
    let got = check(&folder, &["--write-baseline", ".ci/known.json"]);
    assert_eq!(got.code, Some(0), "{got:?}");
    let now = written(&folder, ".ci/known.json");
    assert!(now.contains("\"path\": \"../a/b/error.json\""), "{now}");
    let inner = Folder {
        path: folder.path.join("a"),
    };
    let got = check(&inner, &["--baseline", "../.ci/known.json"]);
    assert_eq!((got.code, &*got.out), (Some(0), ""), "{got:?}");
    let whole = folder.path.join("a/b/error.json");
    let whole = whole.to_str().expect("a path");
    let got = check(&inner, &["--baseline", "../.ci/known.json", whole]);
    assert_eq!((got.code, &*got.out), (Some(0), ""), "{got:?}");
    std::mem::forget(inner);
}

#[test]
fn a_file_that_is_no_baseline_is_neither_believed_nor_replaced() {
    let folder = three("baseline-wrong");
    for (arguments, said) in [
        (
            &["--baseline", "none.json"][..],
            "connlint: cannot read the baseline `none.json`: there is no such file or folder\n",
        ),
        (
            &["--baseline", "right.json"],
            "connlint: cannot read the baseline `right.json`: it is no baseline of connlint\n",
        ),
        (
            &["--write-baseline", "right.json"],
            "connlint: cannot read the baseline `right.json`: it is no baseline of connlint\n",
        ),
    ] {
        let got = check(&folder, arguments);
        assert_eq!((got.code, &*got.err), (Some(2), said), "{arguments:?}");
    }
    assert_eq!(written(&folder, "right.json"), RIGHT);
    for option in ["--baseline", "--write-baseline"] {
        let got = check(&folder, &[option, "-"]);
        let said = "connlint: a baseline is a file, and `-` is none; `./-` is one of that name\n";
        assert_eq!((got.code, &*got.err), (Some(2), said), "{option}");
    }
    assert!(!folder.path.join("-").exists());
    check(&folder, &["--write-baseline", "known.json"]);
    let got = check(
        &folder,
        &["--baseline", "known.json", "--output", "known.json"],
    );
    let said = "connlint: `known.json` holds the baseline, and cannot hold the report too\n";
    assert_eq!((got.code, &*got.err), (Some(2), said));
}

/// A checkout may be reached by two names, as a build server and a person reach it.
#[cfg(unix)]
#[test]
fn links_on_the_way_to_a_file_do_not_make_its_findings_new() {
    let folder = three("baseline-links");
    let link = Folder::new("baseline-links-other");
    let linked = link.path.join("checkout");
    std::os::unix::fs::symlink(&folder.path, &linked).expect("a link can be made");
    check(&folder, &["--write-baseline", "known.json"]);
    let by_link = |name: &str| linked.join(name).to_string_lossy().into_owned();
    let (known, error) = (by_link("known.json"), by_link("error.json"));
    for from in [&folder, &link] {
        let got = check(from, &["--baseline", &known, &error]);
        assert_eq!((got.code, &*got.out), (Some(0), ""), "{}", got.err);
    }
    let got = check(&folder, &["--baseline", "known.json", &error]);
    assert_eq!((got.code, &*got.out), (Some(0), ""), "{}", got.err);
}
