//! What the program says about the sources.

use connlint::catalog;
use serde_json::Value;

use super::own::OWN;
use super::program::Folder;

const MYSQL: &str = "26d738e0-8963-47ea-aadf-c60de735468a";

#[test]
fn every_source_is_listed_and_has_a_page() {
    let folder = Folder::new("sources");
    let got = folder.run(&["sources"]);
    assert_eq!((got.code, &*got.err), (Some(0), ""), "{got:?}");
    let slugs: Vec<_> = got
        .out
        .lines()
        .skip(1)
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    let sources = catalog::embedded().sources();
    let expected: Vec<_> = sources.iter().map(|source| source.slug).collect();
    assert_eq!(slugs, expected);
    for source in sources {
        let by_slug = folder.run(&["sources", source.slug]);
        assert_eq!((by_slug.code, &*by_slug.err), (Some(0), ""), "{by_slug:?}");
        assert!(by_slug.out.starts_with(source.title), "{}", by_slug.out);
        assert_eq!(folder.run(&["sources", source.title]), by_slug);
    }
}

#[test]
fn an_id_leads_to_whose_it_is() {
    let folder = Folder::new("whose");
    let got = folder.run(&["sources", MYSQL]);
    assert!(got.out.starts_with("MySQL\n"), "{got:?}");
    let shared = folder.run(&["sources", "ea1c2a08-b722-11eb-8529-0242ac130003"]);
    for title in ["PathFactory\n", "\nSalesforce Marketing Cloud\n"] {
        assert!(shared.out.contains(title), "{shared:?}");
    }
    let got = folder.run(&["sources", "4fce964d-3f37-408f-9778-e597338a21ee"]);
    let expected = "\
Amazon S3
  id         4fce964d-3f37-408f-9778-e597338a21ee
  kind       destination; it is not a source
  checked    no: requests for it are recognised and left alone
  read in    static/swagger-specs/destinations.yaml
";
    assert_eq!((got.code, &*got.out), (Some(0), expected));
}

#[test]
fn a_miss_leads_to_what_is_near() {
    let folder = Folder::new("miss");
    for (wanted, said) in [
        ("orcale", "the nearest is `oracle` (Oracle DB)"),
        ("weather", "`connlint sources` lists them"),
        (
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "`connlint sources` lists them",
        ),
    ] {
        let got = folder.run(&["sources", wanted]);
        let expected = format!("connlint: there is no source `{wanted}`; {said}\n");
        assert_eq!((got.code, &*got.out, got.err), (Some(2), "", expected));
    }
}

#[test]
fn programs_get_the_whole_catalogue() {
    let folder = Folder::new("catalogue");
    let run = |arguments: &[&str]| -> Value {
        let got = folder.run(&[arguments, &["--format", "json"]].concat());
        assert_eq!((got.code, &*got.err), (Some(0), ""), "{got:?}");
        serde_json::from_str(&got.out).expect("JSON")
    };
    let all = run(&["sources"]);
    assert_eq!((&all["version"], &all["other"]), (&1.into(), &Value::Null));
    let sources = catalog::embedded().sources();
    let listed = all["sources"].as_array().expect("a list");
    assert_eq!(listed.len(), sources.len());
    for (source, written) in sources.iter().zip(listed) {
        assert_eq!(written["slug"], source.slug);
        assert_eq!(
            written["ids"].as_array().map(Vec::len),
            Some(source.ids.len())
        );
        for (auth, written) in source
            .auth
            .iter()
            .zip(written["auth"].as_array().expect("a list"))
        {
            assert_eq!(written["name"], auth.name);
            for (param, written) in auth
                .params
                .iter()
                .zip(written["params"].as_array().expect("a list"))
            {
                assert_eq!(
                    (&written["name"], &written["required"], &written["secret"]),
                    (
                        &param.name.into(),
                        &param.required.into(),
                        &param.secret.into()
                    )
                );
            }
        }
    }
    let oracle = run(&["sources", "oracle"]);
    let one = &oracle["sources"][0];
    assert_eq!(one["misprints"][0]["id"], MYSQL);
    assert_eq!(
        (&one["checks"], &one["seen"], &one["file"]),
        (&"full".into(), &"2026-11".into(), &Value::Null)
    );
    let string = &one["auth"][0]["params"][0]["connection_string"];
    assert_eq!(
        string["pattern"],
        "Host={HOST};Port={PORT};Sid={SID};User Id={USERNAME};Password={PASSWORD}"
    );
    assert_eq!(
        string["one_of"],
        serde_json::json!([["Sid", "ServiceName"]])
    );
    let keyword = |name: &str| {
        let keywords = string["keywords"].as_array().expect("a list");
        keywords
            .iter()
            .find(|keyword| keyword["name"] == name)
            .expect("the keyword")
    };
    assert_eq!(
        (&keyword("Password")["secret"], &keyword("Host")["required"]),
        (&true.into(), &true.into())
    );
    assert_eq!(
        keyword("EncryptionMethod")["values"],
        serde_json::json!(["0", "1"])
    );
    assert_eq!(
        run(&["sources", "4fce964d-3f37-408f-9778-e597338a21ee"])["other"]["kind"],
        "destination"
    );
}

#[test]
fn sources_of_ones_own_are_shown_too() {
    let folder = Folder::new("shown");
    folder
        .file("specs.json", OWN)
        .file("broken.json", format!("[7, {OWN}]"));
    let got = folder.run(&["sources", "warehouse", "--source", "specs.json"]);
    let expected = "\
Warehouse
  slug       warehouse
  spec id    0d8e3bf6-1111-4222-8333-444455556666, version 1.0
  checked    in full
  file       specs.json

Token
  region: string, required
      where the warehouse is
      one of `eu` or `us`
  token: string, required, secret
      the token
";
    assert_eq!((got.code, &*got.out, &*got.err), (Some(0), expected, ""));
    let got = folder.run(&["sources", "warehouse", "--source", "broken.json"]);
    assert_eq!(got.code, Some(2));
    assert_eq!(got.out, expected.replace("specs.json", "broken.json"));
    assert_eq!(
        got.err,
        "not read: broken.json: line 1, column 2: a connection spec is an object\n"
    );
}

#[test]
fn colour_is_for_those_who_want_it() {
    let folder = Folder::new("colour-of-sources");
    for arguments in [&["sources"][..], &["sources", "oracle"]] {
        for (environment, when, expected) in [
            (&[][..], "auto", false),
            (&[("CLICOLOR_FORCE", "1")], "auto", true),
            (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], "auto", false),
            (&[], "always", true),
        ] {
            let got = folder.run_with(&[arguments, &["--color", when]].concat(), environment, None);
            assert_eq!(
                got.out.contains('\u{1b}'),
                expected,
                "{environment:?}, {when}"
            );
        }
    }
}

/// Oracle DB as some organisation has it.
const ORACLE: &str = r#"{
  "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "name": "oracle", "version": "1.0",
  "authSpec": [
    { "name": "Basic Authentication", "spec": {
      "properties": {
        "server": { "type": "string" },
        "port": { "type": "integer" },
        "database": { "type": "string", "enum": ["ORCL", "XE"] },
        "username": { "type": "string" },
        "password": { "type": "string", "format": "password" },
        "schema": { "type": "string", "format": "password" },
        "wallet": { "type": "string", "format": "password", "enum": ["hush"] },
        "sslMode": { "type": ["boolean", "string"], "enum": [false, true, "false", "true"] }
      },
      "required": ["server", "port", "username", "password", "schema", "wallet"]
    } },
    { "name": "Kerberos", "spec": { "properties": { "realm": {}, "keytab": {} } } }
  ]
}"#;

#[test]
fn what_an_organisation_has_otherwise_is_shown() {
    let folder = Folder::new("diff");
    let lake =
        r#"{ "id": "1d8e3bf6-1111-4222-8333-444455556666", "name": "lake", "targetSpec": {} }"#;
    let hdfs = r#"{ "id": "54e221aa-d342-4707-bcff-7a4bceef0001", "name": "hadoop", "version": "1.1", "authSpec": [] }"#;
    folder
        .file("specs.json", format!("[{ORACLE}, {OWN}, {lake}, {hdfs}]"))
        .file("lake.json", lake);
    let oracle = "\
Oracle DB  d6b52d86-f0f8-475f-89d4-ce54c8527328
  Basic Authentication
    ~ `port` is integer, not string
    ~ `port` is of any form, not of the form `^[0-9]+$`
    ~ `database` is optional, not required
    ~ `database` takes `\"ORCL\"` or `\"XE\"`, not any value
    ~ `schema` is marked secret; it is documented as not secret
    + `wallet`, required, secret
  Kerberos
    + this auth spec, with `realm` and `keytab`
  ConnectionString
    - this auth spec

";
    let others = "\
Warehouse  0d8e3bf6-1111-4222-8333-444455556666
  + a source that is not documented

Apache HDFS  54e221aa-d342-4707-bcff-7a4bceef0001
  ~ its name is `hadoop`, not `Apache HDFS`
  ~ its version is 1.1, not 1.0
  Anonymous Authentication
    - this auth spec

";
    let got = folder.run(&["sources", "--diff", "specs.json"]);
    assert_eq!((got.code, &*got.err), (Some(0), ""));
    assert_eq!(got.out, format!("{oracle}{others}"), "\n{}", got.out);
    let got = folder.run(&["sources", "oracle", "--diff", "specs.json"]);
    assert_eq!((got.code, &*got.out), (Some(0), oracle));
    let got = folder.run(&["sources", "--diff", "lake.json"]);
    let said = "nothing to compare: no connection spec of a source in it\n";
    assert_eq!((got.code, &*got.out, &*got.err), (Some(0), "", said));
}

#[test]
fn what_is_as_documented_is_said_to_be_so() {
    let folder = Folder::new("no-diff");
    let schemas = super::folders::root().join("schemas/sources");
    for slug in ["oracle", "s3"] {
        let text = super::folders::read(&schemas.join(format!("{slug}.json")));
        folder.file(&format!("{slug}.json"), text);
    }
    let got = folder.run(&["sources", "--diff", "oracle.json"]);
    assert_eq!(
        (got.code, &*got.out, &*got.err),
        (Some(0), "as documented: Oracle DB\n", "")
    );
    let got = folder.run(&["sources", "--diff", "s3.json"]);
    assert_eq!(got.out, "as documented: Amazon S3\n");
}

/// Words as a shell takes them, up to where the output goes or the remark begins.
fn words(example: &str) -> Vec<String> {
    let command = example.split(" > ").next().unwrap_or_default();
    let mut words: Vec<String> = Vec::new();
    for (index, part) in command.split('"').enumerate() {
        match index % 2 {
            0 => words.extend(part.split_whitespace().map(str::to_owned)),
            _ => words.push(part.to_owned()),
        }
    }
    words
}

#[test]
fn examples_in_help_work() {
    let folder = Folder::new("examples");
    folder.file("specs.json", OWN);
    let mut count = 0;
    for command in ["sources", "new", "schema"] {
        let help = folder.run(&[command, "--help"]).out;
        for line in help.lines() {
            let Some(example) = line.strip_prefix("  connlint ") else {
                continue;
            };
            // The remark beside a command begins in one column.
            let example = example
                .get(..28)
                .filter(|_| line.get(38..39) == Some(" "))
                .unwrap_or(example);
            let words = words(&example.replace("$SPEC_ID", MYSQL));
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let got = folder.run(&words);
            assert_eq!(got.code, Some(0), "{words:?}: {got:?}");
            count += 1;
        }
    }
    assert!(count >= 12, "{count}");
}
