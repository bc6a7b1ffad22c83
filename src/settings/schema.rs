//! A JSON Schema of the file, for editors that check TOML with one.

use serde_json::{Map, Value, json};

use super::keys::{KEYS, Key, Kind, OVERRIDE_KEYS};
use super::organization_suffix;
use crate::rules::RULES;

/// Draft-07, made of the table of keys.
pub fn schema() -> Value {
    let mut schema = object(KEYS);
    let about = [
        ("$schema", json!("http://json-schema.org/draft-07/schema#")),
        ("title", json!("connlint.toml")),
        (
            "description",
            json!("What a team has settled about its request files, for connlint."),
        ),
    ];
    if let Some(schema) = schema.as_object_mut() {
        schema.extend(about.map(|(key, value)| (key.to_owned(), value)));
    }
    schema
}

fn object(keys: &[Key]) -> Value {
    let properties: Map<String, Value> = keys
        .iter()
        .map(|key| (key.name.to_owned(), property(key)))
        .collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

fn property(key: &Key) -> Value {
    let texts = |items: Value| json!({ "type": "array", "items": items });
    let text = json!({ "type": "string", "minLength": 1 });
    let mut value = match key.kind {
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Platform => json!({ "enum": ["azure", "aws"] }),
        Kind::Paths | Kind::Globs => texts(text),
        Kind::Placeholders => texts(json!({
            "oneOf": [text, {
                "type": "object",
                "properties": { "whole": text },
                "required": ["whole"],
                "additionalProperties": false,
            }]
        })),
        Kind::Levels => levels(),
        Kind::Overrides => {
            let mut one = object(OVERRIDE_KEYS);
            one["required"] = json!(["files"]);
            one["properties"]["files"]["minItems"] = json!(1);
            // The files, and what holds for them.
            one["minProperties"] = json!(2);
            texts(one)
        }
        Kind::Source => text,
        Kind::Sandbox => json!({ "type": "string", "pattern": "^[a-z0-9-]{1,256}$" }),
        Kind::Organization => {
            let suffix = organization_suffix();
            json!({ "type": "string", "pattern": format!("^[A-Za-z0-9]{{1,64}}{suffix}$") })
        }
    };
    value["description"] = json!(key.doc);
    value
}

fn levels() -> Value {
    let properties: Map<String, Value> = RULES
        .iter()
        .map(|rule| {
            let level =
                json!({ "enum": ["off", "warning", "error"], "description": rule.summary() });
            (rule.id.to_owned(), level)
        })
        .collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}
