//! Sources that an organisation has of its own, as the service describes them.

use super::program::{Folder, RIGHT};

/// A source that nobody documents.
pub(crate) const OWN: &str = r#"{
  "id": "0d8e3bf6-1111-4222-8333-444455556666",
  "name": "Warehouse",
  "providerId": "0ed90a81-07f4-4586-8190-b40eccef1c5a",
  "version": "1.0",
  "authSpec": [
    {
      "name": "Token",
      "type": "BearerToken",
      "spec": {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "properties": {
          "region": { "type": "string", "enum": ["eu", "us"], "description": "where the warehouse is" },
          "token": { "type": "string", "format": "password", "description": "the token" }
        },
        "required": ["region", "token"]
      }
    }
  ],
  "attributes": { "uiAttributes": { "apiFeatures": {} } }
}"#;

/// Oracle DB as some organisation has it: with one auth spec, and one more parameter.
pub(crate) const ORACLE: &str = r#"{ "items": [{
  "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328",
  "name": "oracle",
  "version": "1.0",
  "authSpec": [{
    "name": "ConnectionString",
    "spec": {
      "type": "object",
      "properties": {
        "connectionString": { "type": "string", "format": "password" },
        "wallet": { "type": "string" }
      },
      "required": ["connectionString", "wallet"]
    }
  }]
}] }"#;

pub(crate) fn request(params: &str) -> String {
    format!(
        r#"{{
  "name": "Orders",
  "auth": {{ "specName": "Token", "params": {params} }},
  "connectionSpec": {{ "id": "0d8e3bf6-1111-4222-8333-444455556666", "version": "1.0" }}
}}
"#
    )
}

#[test]
fn a_source_of_ones_own_is_checked_like_any_other() {
    let folder = Folder::new("own");
    folder
        .file("specs.json", OWN)
        .file(
            "right.json",
            request(r#"{ "region": "eu", "token": "{TOKEN}" }"#),
        )
        .file(
            "wrong.json",
            request(r#"{ "regoin": "eu", "token": "abcdef" }"#),
        )
        .file(
            "other.json",
            request(r#"{ "region": "mars", "tokens": {} }"#),
        )
        .file("oracle.json", RIGHT);
    let run = |names: &[&str]| {
        let options = ["--source", "specs.json", "--format", "concise", "--quiet"];
        folder.run(&[&["check"], names, &options].concat())
    };
    let got = run(&["right.json", "oracle.json"]);
    assert_eq!((got.code, &*got.out, &*got.err), (Some(0), "", ""));
    let got = run(&["wrong.json", "other.json"]);
    let expected = "\
other.json:3:57: error[invalid-values] this is not a value of `region`
other.json:3:64: error[misspelled-properties] `tokens` should be `token`
other.json:3:74: error[wrong-types] `token` must be a string, not an object
wrong.json:3:46: error[misspelled-properties] `regoin` should be `region`
wrong.json:3:72: error[plaintext-secrets] `token` holds a secret in plain text
";
    assert_eq!((got.code, &*got.out), (Some(1), expected), "{}", got.out);
    let got = folder.run(&["check", "right.json"]);
    assert!(
        got.out.contains("(unknown-spec-ids)") && got.out.contains("`--source` takes your own"),
        "{got:?}"
    );
}

#[test]
fn the_service_knows_better_than_its_documentation() {
    let folder = Folder::new("replaced");
    let wallet = RIGHT.replace("{PASSWORD}\"", "{PASSWORD}\", \"wallet\": \"{WALLET}\"");
    let swallowed = wallet.replace(";User Id", ",User Id");
    folder
        .file("specs.json", ORACLE)
        .file("documented.json", RIGHT)
        .file("wallet.json", &wallet)
        .file("swallowed.json", swallowed);
    let run = |names: &[&str]| {
        folder.run(&[&["check", "--format", "concise", "--quiet"], names].concat())
    };
    let got = run(&["wallet.json", "--source", "specs.json"]);
    assert_eq!((got.code, &*got.out), (Some(0), ""), "{got:?}");
    let got = run(&["documented.json", "--source", "specs.json"]);
    assert_eq!(
        got.out,
        "documented.json:5:5: error[missing-properties] `wallet` is missing from `auth.params`\n"
    );
    let got = run(&["wallet.json"]);
    assert!(got.out.contains("[unknown-properties]"), "{got:?}");
    // What the connection string means is still known.
    let got = run(&["swallowed.json", "--source", "specs.json"]);
    assert!(got.out.contains("[swallowed-separators]"), "{got:?}");
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_used() {
    let folder = Folder::new("broken");
    let broken = r#"{ "id": "1", "name": "x" }"#;
    folder
        .file("specs.json", format!("[\n{broken},\n{OWN}]"))
        .file(
            "right.json",
            request(r#"{ "region": "eu", "token": "{TOKEN}" }"#),
        );
    let got = folder.run(&["check", "right.json", "--source", "specs.json"]);
    assert_eq!((got.code, &*got.out), (Some(2), ""), "{got:?}");
    assert_eq!(
        got.err.lines().next(),
        Some("not read: specs.json: line 2, column 9: `id` is not a UUID")
    );
    let got = folder.run(&[
        "check",
        "right.json",
        "--source",
        "specs.json",
        "--format",
        "json",
    ]);
    let unread = r#""path": "specs.json",
      "message": "line 2, column 9: `id` is not a UUID""#;
    assert!(got.out.contains(unread), "{}", got.out);
}

#[test]
fn a_file_without_a_connection_spec_is_the_wrong_file() {
    let folder = Folder::new("nothing");
    folder
        .file("right.json", RIGHT)
        .file("empty.json", "{ \"items\": [] }");
    for (file, message) in [
        ("missing.json", "there is no such file or folder"),
        (
            "empty.json",
            "line 1, column 1: there is no connection spec in it",
        ),
        ("right.json", "line 1, column 1: `id` is missing"),
        (".", "it is a folder"),
    ] {
        let got = folder.run(&["check", "right.json", "--source", file]);
        let expected = format!("connlint: cannot read `{file}`: {message}\n");
        assert_eq!((got.code, &*got.out, got.err), (Some(2), "", expected));
    }
    let got = folder.run_with(&["check", "right.json", "--source", "-"], &[], Some(OWN));
    assert_eq!(got.code, Some(0), "{got:?}");
}
