//! Base connections that are compared over all files of a run.

use super::program::{Folder, RIGHT};

const PROD: &str = "[[overrides]]\nfiles = [\"prod/\"]\nsandbox = \"prod\"\n";

/// A folder in which two files are the same, one has the same name, and one reaches the same server.
fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder
        .file("connlint.toml", PROD)
        .file("prod/a.json", RIGHT)
        .file("prod/deep/copy.json", RIGHT)
        .file("prod/name.json", RIGHT.replace("db.example", "xy.example"))
        .file("prod/server.json", RIGHT.replace("Orders", "Invoices"))
        .file("dev/a.json", RIGHT);
    folder
}

fn concise(folder: &Folder, arguments: &[&str]) -> String {
    folder
        .run(&[&["check", "--format", "concise", "--quiet"], arguments].concat())
        .out
}

const FOUND: &str = "\
prod/deep/copy.json:2:12: warning[duplicate-names] another base connection for the sandbox `prod` has this name
prod/name.json:2:12: warning[duplicate-names] another base connection for the sandbox `prod` has this name
prod/server.json:5:43: warning[duplicate-connections] another base connection for the sandbox `prod` reaches this server as the same user
";

#[test]
fn requests_of_one_sandbox_are_compared_over_all_files() {
    let folder = folder("duplicates");
    assert_eq!(concise(&folder, &[]), FOUND);
    for threads in ["1", "7"] {
        assert_eq!(concise(&folder, &["--threads", threads]), FOUND);
    }
    let reversed = [
        "prod/server.json",
        "prod/name.json",
        "prod/deep",
        "prod/a.json",
        "dev",
    ];
    assert_eq!(
        concise(&folder, &reversed),
        FOUND,
        "the first is the first by its path"
    );
    assert_eq!(concise(&folder, &["--no-config"]), "");
    assert_eq!(concise(&folder, &["prod/a.json", "dev/a.json"]), "");
    let off = ["--level", "duplicate-names=off"];
    let without = concise(&folder, &off);
    let expected: String = ["deep/copy.json", "server.json"]
        .map(|file| format!("prod/{file}:5:43: warning[duplicate-connections] another base connection for the sandbox `prod` reaches this server as the same user\n"))
        .concat();
    assert_eq!(without, expected, "what is off speaks for no other rule");
    folder.file(
        "connlint.toml",
        format!("{PROD}[[overrides]]\nfiles = [\"prod/name.json\"]\nrules = {{ duplicate-names = \"error\" }}\n"),
    );
    let levels = concise(&folder, &[]);
    assert!(
        levels.contains("prod/name.json:2:12: error[duplicate-names]"),
        "{levels}"
    );
    assert!(
        levels.contains("prod/deep/copy.json:2:12: warning[duplicate-names]"),
        "{levels}"
    );
}

#[test]
fn a_file_where_a_rule_is_off_is_compared_with_the_others() {
    let folder = Folder::new("duplicates-levels");
    let other = RIGHT.replace("db.example", "xy.example");
    folder
        .file("prod/a.json", RIGHT)
        .file("prod/b.json", &other)
        .file("prod/c.json", other.replace("xy.example", "zz.example"));
    let found = |off: &str, rules: &str| {
        let rules = format!("[[overrides]]\nfiles = [{off}]\nrules = {{ {rules} }}\n");
        folder.file("connlint.toml", format!("{PROD}{rules}"));
        let found = concise(&folder, &[]);
        let places = found.lines().filter_map(|line| line.split_once(':'));
        places.map(|(path, _)| path.to_owned()).collect::<Vec<_>>()
    };
    let names = "duplicate-names = \"off\"";
    let both = "duplicate-names = \"off\", duplicate-connections = \"off\"";
    for rules in [names, both] {
        for (off, expected) in [
            ("\"prod/a.json\"", &["prod/b.json", "prod/c.json"][..]),
            ("\"prod/b.json\"", &["prod/c.json"]),
            ("\"prod/a.json\", \"prod/b.json\"", &["prod/c.json"]),
            // Where it is off must not depend on how files are called.
            ("\"prod/b.json\", \"prod/c.json\"", &["prod/a.json"]),
            ("\"prod/\"", &[]),
        ] {
            assert_eq!(found(off, rules), expected, "{off} {rules}");
        }
    }
}

/// A file of settings is for one organisation, as far as it says no other.
#[test]
fn folders_of_one_file_of_settings_are_compared_without_an_organisation() {
    let folder = Folder::new("duplicates-organisations");
    let two = |one: &str, other: &str| {
        format!(
            "[[overrides]]\nfiles = [\"/one/\"]\nsandbox = \"prod\"\n{one}\
             [[overrides]]\nfiles = [\"/two/\"]\nsandbox = \"prod\"\n{other}"
        )
    };
    let id = "organization = \"0A1B2C3D4E5F@AdobeOrg\"\n";
    folder
        .file("one/a.json", RIGHT)
        .file("two/a.json", RIGHT)
        .file("connlint.toml", two("", ""));
    let found = concise(&folder, &[]);
    assert!(found.starts_with("two/a.json:2:12:"), "{found}");
    folder.file("connlint.toml", two(id, id));
    assert_eq!(concise(&folder, &[]), found);
    folder.file("connlint.toml", two(id, ""));
    assert_eq!(concise(&folder, &[]), "");
    folder
        .file("one/connlint.toml", PROD.replace("prod/", "*"))
        .file("two/connlint.toml", PROD.replace("prod/", "*"));
    assert_eq!(concise(&folder, &[]), "");
}

/// Nobody can tell whether two variables are two organisations.
#[test]
fn calls_for_organisations_that_are_different_variables_are_not_compared() {
    let folder = Folder::new("duplicates-variables");
    let call = |organization: &str, host: &str| {
        let headers = [
            "Authorization: Bearer {{TOKEN}}",
            "x-api-key: {{KEY}}",
            organization,
            "x-sandbox-name: prod",
            "Content-Type: application/json",
        ];
        let url = "https://platform.adobe.io/data/foundation/flowservice/connections";
        let body = RIGHT.replace("db.example", host);
        format!("POST {url}\n{}\n\n{body}\n", headers.join("\n"))
    };
    let found = |one: &str, other: &str| {
        folder
            .file("a.http", call(one, "a.example"))
            .file("b.http", call(other, "b.example"));
        concise(&folder, &[]).lines().count()
    };
    let [one, other] = ["A", "B"].map(|name| format!("x-gw-ims-org-id: {{{{ORG_{name}}}}}"));
    assert_eq!(found(&one, &one), 1);
    assert_eq!(found(&one, &other), 0);
    folder.file("connlint.toml", PROD.replace("prod/", "*"));
    assert_eq!(found(&one, &one), 1);
    assert_eq!(found(&one, &other), 0);
    // Where nothing else is said, the only variable there is stands for the organisation of all.
    folder.file("c.json", RIGHT);
    assert_eq!(found(&one, &one), 2);
    assert_eq!(found(&one, &other), 0);
    let all = PROD.replace("prod/", "*") + "organization = \"0A1B2C3D4E5F@AdobeOrg\"\n";
    folder.file("connlint.toml", all);
    assert_eq!(found(&one, &other), 2);
}

#[test]
fn both_files_are_shown() {
    let folder = folder("duplicates-shown");
    let got = folder.run(&[
        "check",
        "--quiet",
        "--level",
        "duplicate-connections=off",
        "prod/a.json",
        "prod/name.json",
    ]);
    let expected = "\
warning: another base connection for the sandbox `prod` has this name (duplicate-names)
   ,-[prod/name.json:2:12]
 1 | {
 2 |   \"name\": \"Orders\",
   :            ^^^^^^
   `----
   ,-[prod/a.json:2:12]
 2 |   \"name\": \"Orders\",
   :            ------
   :               `-- the first of this name
   `----
  help: give each a name of its own, or send one request only

";
    assert_eq!(
        (got.code, &*got.out, &*got.err),
        (Some(0), expected, ""),
        "{}",
        got.out
    );
    let got = folder.run(&["check", "--format", "json", "prod/a.json", "prod/name.json"]);
    let report: serde_json::Value = serde_json::from_str(&got.out).expect("a report is JSON");
    let finding = &report["findings"][0];
    let label = &finding["labels"][0];
    assert_eq!(finding["path"], "prod/name.json");
    assert_eq!(label["path"], "prod/a.json");
    assert_eq!(label["start"]["offset"], 13);
    assert_eq!(
        (&label["start"]["line"], &label["end"]["column"]),
        (&2.into(), &18.into())
    );
}

#[test]
fn a_body_is_for_the_sandbox_of_the_command_that_sends_it() {
    let folder = Folder::new("duplicates-sent");
    let call = |sandbox: &str, body: &str| {
        format!(
            "curl -X POST https://platform.adobe.io/data/foundation/flowservice/connections \\\n\
             \x20 -H \"Authorization: Bearer $TOKEN\" -H \"x-api-key: $KEY\" -H \"x-gw-ims-org-id: $ORG\" \\\n\
             \x20 -H 'x-sandbox-name: {sandbox}' -H 'Content-Type: application/json' -d @{body}\n"
        )
    };
    folder
        .file("a.json", RIGHT)
        .file("b.json", RIGHT.replace("db.example", "xy.example"))
        .file(
            "create.sh",
            call("prod", "a.json") + &call("prod", "b.json"),
        );
    let found = concise(&folder, &[]);
    assert!(
        found.starts_with("b.json:2:12: warning[duplicate-names]"),
        "{found}"
    );
    assert_eq!(found.lines().count(), 1, "{found}");
    folder.file("create.sh", call("prod", "a.json") + &call("dev", "b.json"));
    assert_eq!(concise(&folder, &[]), "");
    // One body that is sent twice is one request.
    folder.file(
        "create.sh",
        call("prod", "a.json") + &call("prod", "a.json"),
    );
    assert_eq!(concise(&folder, &[]), "");
}

#[test]
fn a_comment_silences_what_is_said_of_several_files() {
    let folder = Folder::new("duplicates-silenced");
    let comment = "// connlint: ignore[duplicate-names] the old one goes next week\n";
    folder
        .file("connlint.toml", PROD)
        .file("prod/a.json", RIGHT)
        .file(
            "prod/b.jsonc",
            format!("{comment}{}", RIGHT.replace("db.example", "xy.example")),
        );
    assert_eq!(concise(&folder, &[]), "");
    let shown = concise(&folder, &["--no-ignores"]);
    assert!(
        shown.starts_with("prod/b.jsonc:3:12: warning[duplicate-names]"),
        "{shown}"
    );
    // Where the other file is not looked at, nothing says that the comment is idle.
    assert_eq!(concise(&folder, &["prod/b.jsonc"]), "");
}

/// Alone the file is no request; as the body of a command it is one.
#[test]
fn a_comment_in_a_body_is_idle_only_if_it_is_in_every_way() {
    let folder = Folder::new("duplicates-body");
    let body = |rule: &str| {
        format!(
            "// connlint: ignore[{rule}] the form of the tests\n{{ \"name\": \"Orders\", \"auth\": {{}} }}\n"
        )
    };
    folder
        .file("body.jsonc", body("missing-properties"))
        .file(
            "create.sh",
            "curl -X POST https://platform.adobe.io/data/foundation/flowservice/connections \"${H[@]}\" -d @body.jsonc\n",
        );
    assert_eq!(concise(&folder, &[]), "");
    assert_eq!(concise(&folder, &["create.sh"]), "");
    folder.file("body.jsonc", body("invalid-hosts"));
    let idle = concise(&folder, &[]);
    assert!(
        idle.starts_with("body.jsonc:1:4: warning[unused-ignores]"),
        "{idle}"
    );
}
