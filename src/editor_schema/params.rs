//! `auth.params` of an auth spec, or of several that cannot be told apart.

use serde_json::{Map, Value, json};

use super::{placeholders, reference};
use crate::catalog::{self, AuthSpec, Param, Role};
use crate::shape::Shape;

/// What every one of the variants refuses. Where the parameters are not checked, nothing is, and an editor offers names.
pub(super) fn params(variants: &[&AuthSpec], checked: bool) -> Value {
    let shapes: Vec<_> = variants.iter().map(|variant| Shape::all(variant)).collect();
    let mut properties = Map::new();
    for (param, _) in shapes.iter().flatten() {
        if !properties.contains_key(param.name) {
            let same = shapes.iter().flatten();
            let same = same.filter(|(other, _)| other.name == param.name);
            let schemas = same.map(|(param, shape)| property(param, shape, checked));
            properties.insert(param.name.to_owned(), either(schemas.collect()));
        }
    }
    let first = shapes.first().into_iter().flatten();
    let in_all = |name: &str| {
        let needs = |variant: &&AuthSpec| variant.param(name).is_some_and(|param| param.required);
        variants.iter().all(needs)
    };
    let required = first
        .map(|(param, _)| param.name)
        .filter(|name| in_all(name));
    let required: Vec<&str> = required.filter(|_| checked).collect();
    let mut schema = Map::new();
    schema.insert("properties".to_owned(), properties.into());
    if checked {
        schema.insert("required".to_owned(), required.into());
        schema.insert("additionalProperties".to_owned(), false.into());
        if let [only] = variants
            && let Some(together) = dependencies(only)
        {
            schema.insert(DEPENDENCIES.to_owned(), together);
        }
        allow_companions(Some(&mut schema));
    }
    schema.into()
}

/// The keyword for what is needed where something else is there.
const DEPENDENCIES: &str = "dependencies";

/// Which parameters of an auth spec ask for others.
fn dependencies(variant: &AuthSpec) -> Option<Value> {
    let mut schema: Value = serde_json::from_str(variant.schema).ok()?;
    schema.get_mut(DEPENDENCIES).map(Value::take)
}

/// One of several schemas; each once.
fn either(mut schemas: Vec<Value>) -> Value {
    schemas.dedup();
    match schemas.len() {
        1 => schemas.swap_remove(0),
        _ => json!({ "anyOf": schemas }),
    }
}

/// Keys that are welcome beside a request. An editor does not offer what is in a pattern.
pub(super) fn allow_companions(schema: Option<&mut Map<String, Value>>) {
    let names = catalog::envelope().companions.iter();
    let names: Vec<String> = names.map(|name| regex::escape(name)).collect();
    // A slash is escaped nowhere else, and a hyphen has no meaning outside brackets.
    let pattern = format!("^(?:{})$", names.join("|")).replace("\\-", "-");
    if let Some(schema) = schema {
        schema.insert("patternProperties".to_owned(), json!({ pattern: true }));
    }
}

fn property(param: &Param, shape: &Shape, checked: bool) -> Value {
    let mut schema = match checked {
        true => value(param, shape),
        false => Map::new(),
    };
    let secret = if param.secret { " (secret)" } else { "" };
    schema.insert(
        "description".to_owned(),
        format!("{}{secret}", param.doc).into(),
    );
    for key in ["default", "examples"] {
        if let Some(value) = shape.schema.get(key) {
            schema.insert(key.to_owned(), value.clone());
        }
    }
    schema.into()
}

/// What a value must be, or else a placeholder.
fn value(param: &Param, shape: &Shape) -> Map<String, Value> {
    let mut wanted = shape.schema.clone();
    wanted.retain(|key, _| {
        matches!(
            key.as_str(),
            "type" | "enum" | "const" | "pattern" | "maxLength" | "minimum" | "maximum"
        )
    });
    // Ports and hosts have rules of their own, which look at more than a form.
    if matches!(param.role, Some(Role::Port | Role::Host)) {
        wanted.retain(|key, _| key == "type");
    }
    if param.role == Some(Role::Port) {
        wanted.insert("pattern".to_owned(), "^[0-9]+$".into());
    }
    let any_string = shape.takes_strings() && wanted.keys().all(|key| key == "type");
    let mut schema = match any_string {
        true => wanted,
        false => {
            let mut schema = Map::new();
            let alternatives = json!([wanted, reference(placeholders::NAME)]);
            schema.insert("anyOf".to_owned(), alternatives);
            schema
        }
    };
    // An empty secret waits to be filled in.
    let whole_secret = param.secret && param.dialect.is_none();
    if param.required && !whole_secret {
        schema.insert("minLength".to_owned(), 1.into());
    }
    schema
}
