//! The JSON Schema for editors takes what is right, and refuses slips. `.ci/editors.py` compares it with connlint itself.

use connlint::catalog::{Catalog, embedded};
use connlint::connection_specs;
use connlint::editor_schema::editor_schema;
use connlint::sample::{Form, sample};
use jsonschema::{Validator, draft7};
use serde_json::{Value, json};

fn validator(catalog: &Catalog, slug: Option<&str>) -> Validator {
    let source = slug.map(|slug| catalog.source(slug).expect("the source"));
    let schema = editor_schema(catalog, source, None);
    assert!(draft7::meta::is_valid(&schema), "{slug:?}");
    draft7::new(&schema).expect("a schema")
}

fn body(catalog: &Catalog, slug: &str, auth: usize) -> Value {
    let source = catalog.source(slug).expect("the source");
    let text = sample(source, &source.auth[auth], Form::Json).expect("a request");
    serde_json::from_str(&text).expect("JSON")
}

/// The places at which a body is refused.
fn refused(validator: &Validator, body: &Value) -> Vec<String> {
    let errors = validator.iter_errors(body);
    errors
        .map(|error| error.instance_path().to_string())
        .collect()
}

#[test]
fn every_new_request_passes() {
    let whole = validator(embedded(), None);
    let sources = embedded().sources().iter();
    for source in sources.filter(|source| !source.auth.is_empty()) {
        let own = validator(embedded(), Some(source.slug));
        for auth in 0..source.auth.len() {
            let body = body(embedded(), source.slug, auth);
            for validator in [&whole, &own] {
                let places = refused(validator, &body);
                assert!(places.is_empty(), "{}: {places:?} in {body:#}", source.slug);
            }
        }
    }
}

/// One slip is one message, whether the schema is of one source or of all.
#[test]
fn a_slip_is_refused_once_and_at_its_place() {
    for slug in [None, Some("oracle")] {
        let validator = validator(embedded(), slug);
        let right = body(embedded(), "oracle", 1);
        for (change, place) in [
            (
                json!({ "auth": { "params": { "port": "X" } } }),
                "/auth/params/port",
            ),
            (
                json!({ "auth": { "params": { "port": "" } } }),
                "/auth/params/port",
            ),
            (
                json!({ "auth": { "params": { "port": 7 } } }),
                "/auth/params/port",
            ),
            (
                json!({ "auth": { "params": { "sslMode": "X" } } }),
                "/auth/params/sslMode",
            ),
            (
                json!({ "auth": { "params": { "zzyzx": "X" } } }),
                "/auth/params",
            ),
            (
                json!({ "auth": { "params": { "server": null } } }),
                "/auth/params",
            ),
            (json!({ "auth": { "specName": "Basic" } }), "/auth/specName"),
            (json!({ "auth": { "specName": null } }), "/auth"),
            (
                json!({ "connectionSpec": { "version": "2.0" } }),
                "/connectionSpec/version",
            ),
            (
                json!({ "connectionSpec": { "id": "X" } }),
                "/connectionSpec/id",
            ),
            (json!({ "auth": null }), ""),
            (json!({ "name": null }), ""),
            (json!({ "etag": "X" }), ""),
        ] {
            let mut body = right.clone();
            merge(&mut body, &change);
            assert_eq!(refused(&validator, &body), [place], "{change}");
        }
        for change in [
            json!({ "auth": { "params": { "port": "15{X}" } } }),
            json!({ "auth": { "params": { "sslMode": "${TLS}" } } }),
            json!({ "auth": { "params": { "sslMode": true, "password": "" } } }),
            json!({ "auth": { "params": { "_comment": 7 } } }),
            json!({ "auth": { "specName": "{{name}}", "params": "{{params}}" } }),
            json!({ "connectionSpec": "{{spec}}" }),
            json!({ "connectionSpec": { "id": "<id>", "version": null } }),
            json!({ "description": null, "$schema": "x.json" }),
        ] {
            let mut body = right.clone();
            merge(&mut body, &change);
            assert_eq!(refused(&validator, &body), [""; 0], "{change}");
        }
    }
}

/// JSON Merge Patch.
fn merge(body: &mut Value, change: &Value) {
    let (Some(members), Some(changes)) = (body.as_object_mut(), change.as_object()) else {
        *body = change.clone();
        return;
    };
    for (key, change) in changes {
        if change.is_null() {
            members.remove(key);
        } else {
            merge(members.entry(key).or_insert(Value::Null), change);
        }
    }
}

#[test]
fn what_is_not_understood_of_ones_own_is_left_open() {
    let specs = r#"[{
      "id": "0d8e3bf6-1111-4222-8333-444455556666", "name": "Own",
      "authSpec": [{ "name": "a", "spec": { "$ref": "x", "properties": { "b": { "type": "string" } } } }]
    }]"#;
    let specs = connection_specs::read("specs.json", specs);
    let catalog = connection_specs::join(embedded(), &[specs]);
    let validator = validator(catalog, Some("own"));
    let mut right = body(catalog, "own", 0);
    merge(
        &mut right,
        &json!({ "auth": { "params": { "b": 7, "c": [] } } }),
    );
    assert_eq!(refused(&validator, &right), [""; 0]);
}
