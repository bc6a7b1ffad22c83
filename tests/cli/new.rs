//! Requests to fill in.

use super::own::OWN;
use super::program::{CLEAN, Folder};

#[test]
fn a_request_is_as_the_documentation_has_it() {
    let folder = Folder::new("new");
    let got = folder.run(&["new", "oracle", "--platform", "aws", "--as", "curl"]);
    let expected = r#"curl -X POST \
  'https://platform.adobe.io/data/foundation/flowservice/connections' \
  -H 'Authorization: Bearer {ACCESS_TOKEN}' \
  -H 'x-api-key: {API_KEY}' \
  -H 'x-gw-ims-org-id: {ORG_ID}' \
  -H 'x-sandbox-name: {SANDBOX_NAME}' \
  -H 'Content-Type: application/json' \
  -d '{
  "name": "Oracle DB connection",
  "description": "Base connection for Oracle DB",
  "auth": {
    "specName": "Basic Authentication",
    "params": {
      "server": "{SERVER}",
      "port": "{PORT}",
      "database": "{DATABASE}",
      "username": "{USERNAME}",
      "password": "{PASSWORD}",
      "schema": "{SCHEMA}"
    }
  },
  "connectionSpec": {
    "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328",
    "version": "1.0"
  }
}'
"#;
    assert_eq!(
        (got.code, &*got.out, &*got.err),
        (Some(0), expected, ""),
        "\n{}",
        got.out
    );
    let json = folder.run(&["new", "Oracle DB", "--platform", "azure"]);
    assert_eq!((json.code, &*json.err), (Some(0), ""), "{json:?}");
    let string = "Host={HOST};Port={PORT};Sid={SID};User Id={USERNAME};Password={PASSWORD}";
    assert!(json.out.contains(string), "{}", json.out);
    let http = folder.run(&["new", "oracle", "--platform", "azure", "--as", "http"]);
    let head = "POST https://platform.adobe.io/data/foundation/flowservice/connections HTTP/1.1\n\
                Authorization: Bearer {ACCESS_TOKEN}\n\
                x-api-key: {API_KEY}\n\
                x-gw-ims-org-id: {ORG_ID}\n\
                x-sandbox-name: {SANDBOX_NAME}\n\
                Content-Type: application/json\n\n";
    assert_eq!(http.out, format!("{head}{}", json.out));
}

#[test]
fn what_is_written_is_checked_and_found_right() {
    let folder = Folder::new("new-checked");
    let json = folder.run(&["new", "oracle", "--platform", "aws"]);
    let got = folder.run_with(&["check", "-"], &[], Some(&json.out));
    let clean = CLEAN.replace("1 placeholder,", "6 placeholders,");
    assert_eq!((got.code, &*got.out, got.err), (Some(0), "", clean));
}

#[test]
fn what_else_could_be_meant_is_said() {
    let folder = Folder::new("new-others");
    let got = folder.run(&["new", "oracle"]);
    assert_eq!(got.code, Some(0));
    assert!(
        got.out.contains("\"specName\": \"ConnectionString\""),
        "{got:?}"
    );
    let said = "this is `ConnectionString` on Azure; there is also `Basic Authentication` on AWS: \
                --auth and --platform choose\n";
    assert_eq!(got.err, said);
    let named = folder.run(&["new", "oracle", "--auth", "basic authentication"]);
    assert!(
        named.out.contains("\"specName\": \"Basic Authentication\""),
        "{named:?}"
    );
    assert_eq!(named.err, "");
    // The first one of Snowflake on AWS is about to end.
    let lasting = folder.run(&["new", "snowflake", "--platform", "aws"]);
    assert!(
        lasting
            .out
            .contains("\"specName\": \"KeyPair Authentication\""),
        "{lasting:?}"
    );
    let ending = [
        "new",
        "snowflake",
        "--platform",
        "aws",
        "--auth",
        "Basic Authentication",
    ];
    let ending = folder.run(&ending);
    assert!(
        ending
            .err
            .starts_with("`Basic Authentication` is deprecated: "),
        "{ending:?}"
    );
}

#[test]
fn what_cannot_be_written_is_told() {
    let folder = Folder::new("new-errors");
    for (arguments, said) in [
        (
            &["orcale"][..],
            "there is no source `orcale`; the nearest is `oracle` (Oracle DB)",
        ),
        (
            &["data-landing-zone"],
            "Data Landing Zone takes no base connection; see \
             help/sources/tutorials/api/create/cloud-storage/data-landing-zone.md",
        ),
        (
            &["oracle", "--auth", "Kerberos"],
            "Oracle DB has no auth spec `Kerberos`; it has `ConnectionString` on Azure and \
             `Basic Authentication` on AWS",
        ),
        (
            &["oracle", "--auth", "ConnectionString", "--platform", "aws"],
            "that is not documented for this platform; Oracle DB has `ConnectionString` on Azure and \
             `Basic Authentication` on AWS",
        ),
        (
            &["ea1c2a08-b722-11eb-8529-0242ac130003"],
            "`ea1c2a08-b722-11eb-8529-0242ac130003` is shared by `pathfactory` and \
             `salesforce-marketing-cloud`; name one of them",
        ),
        (
            &["4fce964d-3f37-408f-9778-e597338a21ee"],
            "`4fce964d-3f37-408f-9778-e597338a21ee` is the id of Amazon S3 (destination), not of a source",
        ),
    ] {
        let got = folder.run(&[&["new"], arguments].concat());
        let expected = format!("connlint: {said}\n");
        assert_eq!((got.code, &*got.out, got.err), (Some(2), "", expected));
    }
}

#[test]
fn a_source_of_ones_own_has_one_too() {
    let folder = Folder::new("new-own");
    folder.file("specs.json", OWN);
    let got = folder.run(&["new", "warehouse", "--source", "specs.json"]);
    assert_eq!((got.code, &*got.err), (Some(0), ""), "{got:?}");
    assert!(
        got.out.contains("\"region\": \"eu\"") && got.out.contains("\"token\": \"{TOKEN}\""),
        "{got:?}"
    );
}
