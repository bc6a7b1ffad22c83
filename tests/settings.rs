//! The JSON Schema of `connlint.toml` in `schemas/` is the one of the program, and says what its reader says.
//! `UPDATE=1 cargo test --test settings` rewrites it.

#[path = "support/settings.rs"]
mod support;
#[path = "support/text.rs"]
mod text;

use std::fs;
use std::path::Path;

use connlint::catalog::embedded;
use connlint::settings::{self, keys, read};
use serde_json::{Map, Value};
use support::{governed, settings as words};
use text::check_text;
use toml::de::{DeTable, DeValue};

const FILE: &str = "schemas/connlint-toml.schema.json";

#[test]
fn the_schema_in_the_repository_is_the_programs() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    let expected = format!("{:#}\n", settings::schema());
    if std::env::var_os("UPDATE").is_some_and(|value| !value.is_empty()) {
        fs::write(&path, &expected).expect("a schema can be written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written.replace("\r\n", "\n"), expected, "{FILE}");
}

#[test]
fn the_schema_says_what_the_reader_says() {
    let validator = jsonschema::options()
        .build(&settings::schema())
        .expect("a JSON Schema");
    let examples = keys::KEYS.iter().map(|key| key.example.to_owned());
    let overrides = keys::OVERRIDE_KEYS.iter().map(|key| {
        let files = if key.name == "files" {
            ""
        } else {
            "files = [\"a\"]\n"
        };
        format!("[[overrides]]\n{files}{}", key.example)
    });
    let right: Vec<String> = examples.chain(overrides).collect();
    let mut wrong = 0;
    for text in right
        .iter()
        .cloned()
        .chain(right.iter().flat_map(|text| spoilt(text)))
    {
        // What is TOML no more is nothing for a schema.
        let Ok(table) = DeTable::parse(&text) else {
            continue;
        };
        let (read, mut faults) = read(&text);
        faults.extend(read.named_sources(embedded()).1);
        let refused = !validator.is_valid(&table_of(table.get_ref()));
        assert_eq!(refused, !faults.is_empty(), "{text}\n{faults:?}");
        wrong += usize::from(refused);
    }
    assert!(wrong > 60, "{wrong} texts that are wrong");
}

const ORACLE: &str = "d6b52d86-f0f8-475f-89d4-ce54c8527328";
const MYSQL: &str = "26d738e0-8963-47ea-aadf-c60de735468a";
/// The id of a destination.
const ELSEWHERE: &str = "c604ff05-7f1a-43c0-8e18-33bf874cb11c";
const NOBODYS: &str = "11111111-2222-4333-8444-555566667777";

const OF_ORACLE: &str = r#"{ "specName": "Basic Authentication", "params": { "server": "db.example.com", "port": "1521",
    "database": "ORCL", "username": "app", "password": "{PASSWORD}", "schema": "SALES", "sslMode": "true" } }"#;
const OF_SFTP: &str = r#"{ "specName": "Basic Authentication for sftp", "params": { "host": "sftp.example.com",
    "userName": "app", "password": "{PASSWORD}" } }"#;
const OPEN: &str = r#"{ "specName": "ConnectionString", "params": { "connectionString": "{CONNECTION_STRING}" } }"#;

/// What the settings say of a folder stands in for an id that cannot be read, contradicts one that can, and never
/// makes a request wrong that is plainly another source's.
#[test]
fn the_source_that_the_settings_name_is_counted_in() {
    for (id, auth, source, rules) in [
        (ORACLE, OF_ORACLE, Some("oracle"), &[][..]),
        ("{SPEC_ID}", OF_ORACLE, Some("oracle"), &[]),
        ("{SPEC_ID}", OPEN, Some("oracle"), &[]),
        ("{SPEC_ID}", OF_SFTP, Some("sftp"), &[]),
        (MYSQL, OPEN, Some("oracle"), &["mismatched-spec-ids"]),
        (MYSQL, OF_ORACLE, Some("oracle"), &["mismatched-spec-ids"]),
        (ELSEWHERE, OPEN, Some("oracle"), &["mismatched-spec-ids"]),
        (NOBODYS, OPEN, None, &["unknown-spec-ids"]),
        (
            "D6B52D86-F0F8-475F-89D4-CE54C8527328",
            OF_ORACLE,
            Some("oracle"),
            &["malformed-spec-ids"],
        ),
    ] {
        let body = format!(
            r#"{{ "name": "Orders", "auth": {auth}, "connectionSpec": {{ "id": "{id}", "version": "1.0" }} }}"#
        );
        let toml = "[[overrides]]\nfiles = [\"a/\"]\nsource = \"oracle\"\n";
        let config = governed(&words([]), toml, "a/b.json");
        let checked = check_text("a/b.json", body.as_bytes(), &config);
        let found: Vec<&str> = checked.findings.iter().map(|one| one.rule).collect();
        assert_eq!(
            (checked.requests[0].source, &found[..]),
            (source, rules),
            "{body}"
        );
    }
}

/// A text with one mistake, in many ways; those that a schema cannot see are left out.
fn spoilt(text: &str) -> Vec<String> {
    let mut texts = vec![
        format!("unheard-of = 1\n{text}"),
        format!("{text}\nunheard-of = 1"),
    ];
    let lines: Vec<&str> = text.lines().collect();
    for (index, line) in lines.iter().enumerate() {
        let mut with = |line: String| {
            let mut lines: Vec<&str> = lines.clone();
            lines[index] = &line;
            texts.push(lines.join("\n"));
        };
        if let Some((key, value)) = line.split_once(" = ") {
            with(format!("{key}x = {value}"));
            for other in ["1", "true", "[1]", "{ a = 1 }", "[[]]", "1979-05-27"] {
                with(format!("{key} = {other}"));
            }
            let is_word = value.starts_with('"') && key != "source";
            if is_word {
                with(format!("{key} = \"Loud!\""));
            }
            with(format!("{key} = {}", value.replace("plaintext", "plain")));
            with(format!("{key} = {}", value.replace("whole", "part")));
        } else {
            with(line.replace("[[", "[").replace("]]", "]"));
        }
        with(String::new());
    }
    texts.into_iter().filter(|spoilt| spoilt != text).collect()
}

fn table_of(table: &DeTable<'_>) -> Value {
    let entries = table
        .iter()
        .map(|(key, value)| (key.get_ref().to_string(), value_of(value.get_ref())));
    Value::Object(entries.collect::<Map<String, Value>>())
}

fn value_of(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => text.to_string().into(),
        DeValue::Integer(_) | DeValue::Float(_) => 1.into(),
        DeValue::Boolean(flag) => (*flag).into(),
        // Those who check TOML with a JSON Schema take a date for a string; no key takes it.
        DeValue::Datetime(_) => Value::Null,
        DeValue::Array(items) => items.iter().map(|item| value_of(item.get_ref())).collect(),
        DeValue::Table(table) => table_of(table),
    }
}
