//! A repository with a past takes connlint up: the session in `fixtures/cli/adoption.console`, command by command, of
//! which the README shows a part. `UPDATE=1 cargo test --test cli adoption` writes what the commands say.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::folders::root;
use super::program::{Folder, program};

const SESSION: &str = "fixtures/cli/adoption.console";

/// Files of each sandbox; every other one has an old mistake.
const FILES: usize = 100;

/// Sandboxes, and how many passwords lie in their files.
const SANDBOXES: [(&str, usize); 3] = [("dev", 14), ("stage", 13), ("prod", 13)];

/// Written with the id of another source in mind.
const ORDERS: &str = r#"{
  "name": "Orders",
  "auth": {
    "specName": "Basic Authentication",
    "params": {
      "server": "{HOST}", "port": "1521", "database": "{SID}", "username": "{USERNAME}",
      "password": "{PASSWORD}", "schema": "SALES", "sslMode": "true"
    }
  },
  "connectionSpec": { "id": "{ID}", "version": "1.0" }
}
"#;

const SETTINGS: &str = r#"[[overrides]]
files = ["dev/"]
sandbox = "dev"

[[overrides]]
files = ["stage/"]
sandbox = "stage"

[[overrides]]
files = ["prod/"]
sandbox = "prod"
"#;

const HOOK: &str = "#!/bin/sh
exec connlint check --staged --baseline known.json
";

/// A request without fault; `{NAME}`, `{SANDBOX}` and the like are still to be filled in.
fn request(source: &str) -> String {
    let (auth, params, id) = match source {
        "oracle" => (
            "ConnectionString",
            r#""connectionString": "Host={HOST};Port=1521;Sid={SID};User Id={USERNAME};Password={PASSWORD}""#,
            "d6b52d86-f0f8-475f-89d4-ce54c8527328",
        ),
        "sftp" => (
            "Basic Authentication for sftp",
            r#""host": "{HOST}", "userName": "{USERNAME}", "password": "{PASSWORD}""#,
            "b7bf2577-4520-42c9-bae9-cad01560f7bc",
        ),
        "mysql" => (
            "Basic Authentication",
            r#""server": "{HOST}", "port": "3306", "database": "{DATABASE}", "username": "{USERNAME}", "password": "{PASSWORD}", "sslMode": "true""#,
            "26d738e0-8963-47ea-aadf-c60de735468a",
        ),
        _ => (
            "Basic Authentication",
            r#""server": "{HOST}", "port": "5432", "database": "{DATABASE}", "username": "{USERNAME}", "password": "{PASSWORD}", "sslMode": "true""#,
            "74a1c565-4e59-48d7-9d67-7c03b8a13137",
        ),
    };
    format!(
        r#"{{
  "name": "{{NAME}}",
  "description": "Made for the tests",
  "auth": {{
    "specName": "{auth}",
    "params": {{ {params} }}
  }},
  "connectionSpec": {{ "id": "{id}", "version": "1.0" }}
}}
"#
    )
}

/// The same as a command.
fn command(body: &str, sandbox: &str) -> String {
    format!(
        "#!/bin/sh
curl -X POST https://platform.adobe.io/data/foundation/flowservice/connections \\
  -H \"Authorization: Bearer $TOKEN\" \\
  -H \"x-api-key: $API_KEY\" \\
  -H \"x-gw-ims-org-id: $ORG_ID\" \\
  -H 'x-sandbox-name: {sandbox}' \\
  -H 'Content-Type: application/json' \\
  -d '{}'
",
        body.trim_end()
    )
}

/// One of the old mistakes. What the service answered is only wrong where a command sends it.
fn broken(body: &str, which: usize, is_command: bool) -> String {
    match which % 4 {
        0 => body.replace("\", \"version\"", ".\", \"version\""),
        1 => body.replace("\"1.0\"", "\"2.0\""),
        2 => body.replace("description", "descripton"),
        _ if is_command => answered(body),
        _ => body.replace("specName", "specname"),
    }
}

/// What the service answers, sent once more.
fn answered(body: &str) -> String {
    body.replacen(
        "{\n",
        "{\n  \"id\": \"6b4bbd6c-37f0-4ad4-8bbd-6c37f03ad4a1\",\n  \"createdAt\": 1751378400000,\n  \"state\": \"enabled\",\n  \"etag\": \"\\\"1a00\\\"\",\n",
        1,
    )
}

/// The repository, and beside it the files that somebody is about to add.
fn repository() -> Folder {
    let folder = Folder::new("adoption");
    for (sandbox, secrets) in SANDBOXES {
        for number in 0..FILES {
            let source = ["oracle", "mysql", "postgres", "sftp"][number / 2 % 4];
            let name = format!("{source} {number:02}, {sandbox}");
            let mut body = request(source).replace("{NAME}", &name);
            let old = number / 2;
            if number % 2 == 1 {
                body = match old < secrets {
                    true => body.replace("{PASSWORD}", &format!("Tall-tiger-{number}")),
                    false => broken(&body, old / 4, number % 5 == 4),
                };
            }
            let path = format!("repository/{sandbox}/{source}-{number:02}");
            match number % 5 {
                4 => folder.file(&format!("{path}.sh"), command(&body, sandbox)),
                _ => folder.file(&format!("{path}.json"), body),
            };
        }
    }
    let named = |source: &str, name: &str| request(source).replace("{NAME}", name);
    let orders = ORDERS.replace("{ID}", "d6b52d86-f0f8-475f-89d4-ce54c8527328");
    let customers = named("sftp", "Customers").replace("{PASSWORD}", "Brave-otter-52");
    let invoices = answered(&named("postgres", "Invoices"));
    folder
        .file("new/connlint.toml", SETTINGS)
        .file("new/pre-commit", HOOK)
        .file(
            "new/orders.json",
            ORDERS.replace("{ID}", "26d738e0-8963-47ea-aadf-c60de735468a"),
        )
        .file("new/orders-mended.json", orders)
        .file("new/customers.json", customers)
        .file(
            "new/returns.sh",
            command(&named("oracle", "Returns"), "prod"),
        )
        .file("new/invoices.sh", command(&invoices, "prod"))
        .file("new/oracle-01.json", named("oracle", "oracle 01, dev"));
    folder
}

/// Runs a line of the session as a shell does, and answers all that is said.
fn said(folder: &Path, line: &str) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_connlint"));
    let mut path = vec![binary.parent().expect("a folder").to_owned()];
    path.extend(std::env::split_paths(
        &std::env::var_os("PATH").unwrap_or_default(),
    ));
    let mut shell = Command::new("sh");
    for (name, value) in program(folder).get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    let output = shell
        .args(["-c", &format!("{{ {line}\n}} 2>&1")])
        .current_dir(folder)
        .env("PATH", std::env::join_paths(path).expect("a path"))
        .env("LC_ALL", "C.UTF-8")
        .env("COLUMNS", "100")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_NAME"), "A tester")))
        .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_EMAIL"), "tester@example.com")))
        .output()
        .expect("a shell");
    let mut text = String::from_utf8(output.stdout).expect("UTF-8");
    if let Some(code @ 1..) = output.status.code() {
        let _ = writeln!(text, "(exit code {code})");
    }
    text
}

#[test]
fn a_repository_with_a_past_takes_connlint_up() {
    let folder = repository();
    let top = folder.path.join("repository");
    let session = fs::read_to_string(root().join(SESSION)).expect("the session");
    let mut got = String::new();
    for line in [
        "git init -q -b main .",
        "git add .",
        "git commit -qm 'Three hundred requests'",
    ] {
        assert_eq!(said(&top, line), "", "{line}");
    }
    let mut is_answer = false;
    for line in session.lines() {
        if let Some(command) = line.strip_prefix("$ ") {
            let _ = writeln!(got, "{line}\n{}", said(&top, command).trim_end());
            is_answer = true;
        } else if line.starts_with("# ") {
            let _ = writeln!(got, "{}{line}", if is_answer { "\n" } else { "" });
            is_answer = false;
        }
    }
    let got = got.replace("\n\n\n", "\n\n");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(root().join(SESSION), &got).expect("written");
    }
    assert_eq!(
        got,
        fs::read_to_string(root().join(SESSION)).expect("the session")
    );
    // No password of the repository is in it.
    assert!(!got.contains("tiger") && !got.contains("otter"));
}

/// The README shows pieces of the session, each a command with all that it says.
#[test]
fn the_readme_shows_a_part_of_it() {
    let session = fs::read_to_string(root().join(SESSION)).expect("the session");
    let readme = fs::read_to_string(root().join("README.md")).expect("the README");
    let blocks = readme.split("```console\n").skip(1);
    let mut pieces = 0;
    for block in blocks.filter_map(|block| block.split("```").next()) {
        for piece in block.split("\n\n") {
            let piece = piece.trim_end();
            assert!(
                session.contains(&format!("{piece}\n")),
                "not in the session:\n{piece}"
            );
            pieces += 1;
        }
    }
    assert!(pieces > 0);
}
