//! One JSON Schema of the body of a base connection, for editors.
//!
//! It is made of the same facts as the rules, and refuses nothing about which no rule says a word: a placeholder passes
//! wherever it passes here, and where a source has several variants that fit, what one of them takes. It says less than
//! the rules: it does not weigh whom a request is for, and does not look into connection strings.
//!
//! Which source and which auth spec it is decides, by `if` and `then`, which part applies. An editor then offers the
//! parameters of that one, and a slip is one message and not one for each source there is.

use serde_json::{Map, Value, json};

use crate::catalog::{self, Catalog, Platform, Source};
use crate::request::{name_of, pointer};

mod params;
mod placeholders;
mod sources;

use sources::Owners;

/// The schema of a source, or of all; for one platform, or for both.
pub fn editor_schema(
    catalog: &Catalog,
    source: Option<&'static Source>,
    platform: Option<Platform>,
) -> Value {
    let groups = match source {
        Some(source) => vec![Owners::one(source)],
        None => Owners::all(catalog),
    };
    let mut definitions = Map::new();
    definitions.insert(placeholders::NAME.to_owned(), placeholders::definition());
    let mut branches = Vec::new();
    for group in &groups {
        if let Some(definition) = group.definition(platform, &mut definitions) {
            definitions.insert(group.key(), definition);
            let then = reference(&group.key());
            branches.extend(
                group
                    .ids
                    .iter()
                    .map(|id| json!({ "if": has_id(id), "then": then })),
            );
        }
    }
    let title = match source {
        Some(source) => format!("Base connection for {}", source.title),
        None => "Base connection".to_owned(),
    };
    let mut schema = envelope();
    let targets = match source {
        Some(_) => Vec::new(),
        None => targets(catalog),
    };
    at(
        &mut schema,
        pointer::SPEC_ID,
        "anyOf",
        ids(&groups, &targets),
    );
    at(
        &mut schema,
        pointer::SPEC_VERSION,
        "anyOf",
        versions(&groups),
    );
    if let [Owners { ids, sources }] = &groups[..] {
        if let [only] = ids[..] {
            at(&mut schema, pointer::SPEC_ID, "default", only.into());
        }
        at(
            &mut schema,
            pointer::SPEC_VERSION,
            "default",
            sources[0].version.into(),
        );
    }
    if let Some(schema) = schema.as_object_mut() {
        schema.insert(
            "$schema".to_owned(),
            "http://json-schema.org/draft-07/schema#".into(),
        );
        schema.insert("title".to_owned(), title.into());
        let description =
            "The body of a request that creates a base connection with the Flow Service";
        schema.insert("description".to_owned(), description.into());
        schema.insert("allOf".to_owned(), branches.into());
        schema.insert("definitions".to_owned(), definitions.into());
    }
    schema
}

/// The envelope, with what the data say about it; what is inside `auth.params` is left open.
fn envelope() -> Value {
    let mut schema: Value = serde_json::from_str(catalog::envelope().schema).unwrap_or_default();
    // A source without credentials has no `auth`: the sources require it.
    if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|name| name != name_of(pointer::AUTH));
    }
    for property in catalog::envelope().properties {
        at(
            &mut schema,
            property.pointer,
            "description",
            property.doc.into(),
        );
        // What is optional may be empty.
        if let Some(place) = place(&mut schema, property.pointer).filter(|_| !property.required) {
            place.remove("minLength");
        }
    }
    for inner in [pointer::AUTH, pointer::PARAMS, pointer::SPEC] {
        placeholders::allow_for_object(place(&mut schema, inner));
    }
    for object in [pointer::BODY, pointer::AUTH, pointer::SPEC] {
        params::allow_companions(place(&mut schema, object));
    }
    schema
}

/// The schema of the property at a pointer of the envelope.
fn place<'s>(schema: &'s mut Value, pointer: &str) -> Option<&'s mut Map<String, Value>> {
    let inner = pointer.replace('/', "/properties/");
    schema.pointer_mut(&inner)?.as_object_mut()
}

fn at(schema: &mut Value, pointer: &str, key: &str, value: Value) {
    if let Some(place) = place(schema, pointer) {
        place.insert(key.to_owned(), value);
    }
}

fn reference(key: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{key}") })
}

/// What `connectionSpec.id` may be, each with what it stands for.
fn ids(groups: &[Owners], targets: &[&str]) -> Value {
    let mut ids: Vec<Value> = groups
        .iter()
        .flat_map(|group| {
            let title = group.title();
            group
                .ids
                .iter()
                .map(move |id| json!({ "const": id, "description": title }))
        })
        .collect();
    ids.push(reference(placeholders::NAME));
    if !targets.is_empty() {
        // Not as constants, which an editor would offer.
        ids.push(json!({ "pattern": format!("^(?:{})$", targets.join("|")) }));
    }
    ids.into()
}

fn versions(groups: &[Owners]) -> Value {
    let mut versions: Vec<&str> = groups
        .iter()
        .flat_map(|group| group.sources.iter().map(|source| source.version))
        .collect();
    versions.sort_unstable();
    versions.dedup();
    json!([{ "enum": versions }, reference(placeholders::NAME)])
}

fn has_id(id: &str) -> Value {
    let (spec, key) = (name_of(pointer::SPEC), name_of(pointer::SPEC_ID));
    json!({
        "properties": {
            spec: {
                "type": "object",
                "properties": { key: { "const": id } },
                "required": [key],
            },
        },
        "required": [spec],
    })
}

/// The ids that connections to destinations have. They have the same envelope, and nothing is known of the rest.
fn targets(catalog: &Catalog) -> Vec<&'static str> {
    let kinds: Vec<&str> = catalog::request_kinds()
        .iter()
        .flat_map(|kind| kind.spec_kinds)
        .copied()
        .collect();
    let ids = catalog.foreign_ids().iter();
    ids.filter(|foreign| kinds.contains(&foreign.kind))
        .map(|foreign| foreign.id)
        .collect()
}
