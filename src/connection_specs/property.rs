//! One property of an auth spec: what its JSON Schema says about a value by itself.

use serde_json::{Map, Number, Value};

use super::read::fault;
use super::{Fault, Property};
use crate::json::{Id, Json, Kind};

/// The `format` with which a connection spec marks a secret.
pub(super) const SECRET: &str = "password";

/// JSON inside each other that is looked into.
const DEEPEST: usize = 16;

/// Columns of a description that are kept.
const LONGEST: usize = 120;

/// A property of which nothing but the name is known.
pub(super) fn of(name: String) -> Property {
    Property {
        name,
        required: false,
        secret: false,
        doc: String::new(),
        schema: Map::new(),
    }
}

pub(super) fn read(json: &Json<'_>, name: String, schema: Id) -> Result<Property, Fault> {
    let mut property = of(name);
    match json.kind(schema) {
        Kind::Object => {}
        Kind::True => return Ok(property),
        _ => return Err(fault(json, schema, "a JSON Schema is an object")),
    }
    for (key, value) in json.members(schema) {
        match json.str(key).as_ref() {
            "format" => property.secret |= json.is_string(value) && json.str(value) == SECRET,
            "description" => property.doc = line(&json.str(value)),
            key => {
                property.secret |= holds_secret(json, value, DEEPEST);
                if let Some(value) = constraint(json, key, value) {
                    property.schema.insert(key.to_owned(), value);
                }
            }
        }
    }
    let is_text = property
        .schema
        .get("type")
        .is_none_or(|kind| kind == "string");
    if property.secret && is_text {
        property.schema.insert("format".to_owned(), SECRET.into());
    }
    Ok(property)
}

/// Whether a part of the value is marked as a secret. What is nested deeper than anybody writes it counts as one.
fn holds_secret(json: &Json<'_>, schema: Id, deepest: usize) -> bool {
    let marks = |(key, value): (Id, Id)| {
        json.str(key) == "format" && json.is_string(value) && json.str(value) == SECRET
    };
    match json.kind(schema) {
        Kind::Array | Kind::Object if deepest == 0 => true,
        Kind::Array => json
            .elements(schema)
            .any(|inner| holds_secret(json, inner, deepest - 1)),
        Kind::Object => json
            .members(schema)
            .any(|member| marks(member) || holds_secret(json, member.1, deepest - 1)),
        _ => false,
    }
}

/// A constraint that is understood and well formed; others are left alone.
fn constraint(json: &Json<'_>, key: &str, value: Id) -> Option<Value> {
    let scalar = scalar(json, value);
    match key {
        "type" => match json.kind(value) {
            Kind::Array => {
                let types = json.elements(value).map(|item| type_name(json, item));
                types
                    .collect::<Option<Vec<_>>>()
                    .filter(|types| !types.is_empty())
                    .map(Value::Array)
            }
            _ => type_name(json, value),
        },
        "enum" => {
            let options = json.elements(value).map(|item| self::scalar(json, item));
            options
                .collect::<Option<Vec<_>>>()
                .filter(|options| !options.is_empty())
                .map(Value::Array)
        }
        "const" | "default" => scalar,
        "examples" => {
            let examples = json.elements(value).map(|item| self::scalar(json, item));
            examples.collect::<Option<Vec<_>>>().map(Value::Array)
        }
        // An expression that cannot be read would make the whole schema unreadable.
        "pattern" => scalar.filter(|pattern| {
            pattern
                .as_str()
                .is_some_and(|pattern| regex::Regex::new(pattern).is_ok())
        }),
        "minLength" | "maxLength" => scalar.filter(Value::is_u64),
        "minimum" | "maximum" => scalar.filter(Value::is_number),
        _ => None,
    }
}

fn type_name(json: &Json<'_>, value: Id) -> Option<Value> {
    const TYPES: [&str; 7] = [
        "string", "number", "integer", "boolean", "object", "array", "null",
    ];
    let name = json.is_string(value).then(|| json.str(value))?;
    TYPES
        .contains(&name.as_ref())
        .then(|| Value::String(name.into_owned()))
}

fn scalar(json: &Json<'_>, value: Id) -> Option<Value> {
    match json.kind(value) {
        Kind::Null => Some(Value::Null),
        Kind::True => Some(Value::Bool(true)),
        Kind::False => Some(Value::Bool(false)),
        Kind::Number => json.raw(value).parse::<Number>().ok().map(Value::Number),
        Kind::String => Some(Value::String(json.str(value).into_owned())),
        Kind::Array | Kind::Object | Kind::Unknown => None,
    }
}

/// The first line of a description, without its final stop, cut between two words.
fn line(text: &str) -> String {
    let first = text.trim().lines().next().unwrap_or_default();
    let mut line = String::new();
    for word in first.split_whitespace() {
        if !line.is_empty() {
            if line.chars().count() + word.chars().count() >= LONGEST {
                line.push('…');
                return line;
            }
            line.push(' ');
        }
        line.push_str(word);
    }
    line.trim_end_matches('.').to_owned()
}
