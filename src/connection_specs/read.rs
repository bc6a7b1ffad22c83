//! From the text of an answer to connection specs.

use std::ops::Range;

use super::{Auth, Fault, Kind, Property, Spec, Specs, property};
use crate::choose::is_uuid;
use crate::json::{self, Id, Json, Leniency};
use crate::rule::listed;
use crate::text::Text;

/// The part of a text that cannot be read, and why.
type Read<T> = Result<T, Fault>;

/// JSON Schemas inside each other that are looked into.
const DEEPEST: usize = 8;

/// A text with more slips is not JSON.
const MOST_SLIPS: usize = 100;

/// Reads the answer in a file. The path is for messages.
pub fn read(path: &str, contents: &str) -> Specs {
    let json = json::parse(Text::file(contents), Leniency::default());
    let mut specs = Specs {
        path: path.to_owned(),
        items: Vec::new(),
        partial: Vec::new(),
        faults: Vec::new(),
    };
    if let Some(slip) = json.slips.first().filter(|_| json.slips.len() > MOST_SLIPS) {
        specs.faults.push(at_slip(&json, slip));
        return specs;
    }
    let mut items = Vec::new();
    for &root in &json.roots {
        match items_of(&json, root) {
            Ok(found) => items.extend(found),
            Err(fault) => specs.faults.push(fault),
        }
    }
    for &item in &items {
        match broken(&json, item).map_or_else(|| spec(&json, item), Err) {
            Ok(spec) => specs.items.push(spec),
            Err(fault) => {
                specs.faults.push(fault);
                specs.partial.extend(named(&json, item));
            }
        }
    }
    let outside = json
        .slips
        .iter()
        .filter(|slip| !items.iter().any(|&item| touches(&json, item, slip)));
    specs
        .faults
        .extend(outside.map(|slip| at_slip(&json, slip)));
    if specs.items.is_empty() && specs.faults.is_empty() {
        specs.faults.push(Fault {
            span: 0..0,
            message: "there is no connection spec in it".to_owned(),
        });
    }
    specs.faults.sort_by_key(|fault| fault.span.start);
    specs
}

/// The connection specs in a value at the top.
fn items_of(json: &Json<'_>, root: Id) -> Read<Vec<Id>> {
    if json.kind(root) == json::Kind::Array {
        return Ok(json.elements(root).collect());
    }
    if !json.is_object(root) {
        return Err(fault(
            json,
            root,
            "expected a connection spec, or a list of them",
        ));
    }
    match json.get(root, "items") {
        Some(items) if json.kind(items) == json::Kind::Array => Ok(json.elements(items).collect()),
        Some(items) => Err(fault(json, items, "`items` is not a list")),
        None => Ok(vec![root]),
    }
}

/// The first slip in the text of an item.
fn broken(json: &Json<'_>, item: Id) -> Option<Fault> {
    let mut slips = json.slips.iter();
    let slip = slips.find(|slip| touches(json, item, slip))?;
    Some(at_slip(json, slip))
}

fn at_slip(json: &Json<'_>, slip: &json::Slip) -> Fault {
    Fault {
        span: json.text.span(slip.at.clone()),
        message: "the JSON does not parse here".to_owned(),
    }
}

/// Whether a slip lies in an item, or is the lack of a bracket that was opened there.
fn touches(json: &Json<'_>, item: Id, slip: &json::Slip) -> bool {
    let range = json.range(item);
    let inside = |at: &Range<usize>| range.contains(&at.start);
    inside(&slip.at) || slip.others.iter().any(inside)
}

fn spec(json: &Json<'_>, item: Id) -> Read<Spec> {
    if !json.is_object(item) {
        return Err(fault(json, item, "a connection spec is an object"));
    }
    let id = text(json, item, "id")?.ok_or_else(|| lacks(json, item, "id"))?;
    let written = json.str(id).to_ascii_lowercase();
    if !is_uuid(&written) {
        return Err(fault(json, id, "`id` is not a UUID"));
    }
    let name = text(json, item, "name")?.ok_or_else(|| lacks(json, item, "name"))?;
    let version = text(json, item, "version")?;
    // Connections, flows and flow specs have an id and a name as well.
    if SAYS.iter().all(|key| json.get(item, key).is_none()) {
        let begins = json.range(item).start;
        let begins = json.text.span(begins..begins + 1);
        let message = format!(
            "not a connection spec: it has none of {}",
            listed(SAYS.map(|key| format!("`{key}`")), "and")
        );
        return Err(Fault {
            span: begins,
            message,
        });
    }
    let auth = match present(json, item, SAYS[0]) {
        None => None,
        Some(list) if json.kind(list) == json::Kind::Array => {
            let auth = json.elements(list).map(|one| auth_spec(json, one));
            Some(auth.collect::<Read<Vec<_>>>()?)
        }
        Some(list) => return Err(fault(json, list, "`authSpec` is not a list")),
    };
    Ok(Spec {
        id: written,
        name: json.str(name).trim().to_owned(),
        version: version.map(|version| json.str(version).into_owned()),
        kind: kind(json, item),
        auth,
    })
}

/// What tells a connection spec from other things that have an id and a name.
const SAYS: [&str; 3] = ["authSpec", "sourceSpec", "targetSpec"];

fn kind(json: &Json<'_>, item: Id) -> Kind {
    let says = |key: &str| present(json, item, key).is_some_and(|value| json.is_object(value));
    match (says("sourceSpec"), says("targetSpec")) {
        (true, _) => Kind::Source,
        (false, true) => Kind::Target,
        (false, false) => Kind::Untold,
    }
}

/// What is left of a connection spec that cannot be read: somebody has that id.
fn named(json: &Json<'_>, item: Id) -> Option<Spec> {
    let id = json.is_object(item).then(|| json.get(item, "id"))??;
    let written = json.str(id).to_ascii_lowercase();
    let name = text(json, item, "name").ok().flatten();
    let is_one = json.is_string(id)
        && is_uuid(&written)
        && SAYS.iter().any(|key| json.get(item, key).is_some());
    is_one.then(|| Spec {
        name: name.map_or_else(|| written.clone(), |name| json.str(name).trim().to_owned()),
        id: written,
        version: None,
        kind: kind(json, item),
        auth: None,
    })
}

fn auth_spec(json: &Json<'_>, item: Id) -> Read<Auth> {
    if !json.is_object(item) {
        return Err(fault(json, item, "an auth spec is an object"));
    }
    let name = text(json, item, "name")?.ok_or_else(|| lacks(json, item, "name"))?;
    let mut auth = Auth {
        name: json.str(name).into_owned(),
        params: Vec::new(),
        understood: true,
    };
    match present(json, item, "spec") {
        Some(spec) => schema(json, spec, Some(true), DEEPEST, &mut auth)?,
        None => auth.understood = false,
    }
    Ok(auth)
}

/// Adds the properties of a JSON Schema. Those that it requires are required, unless it is one of several that may hold.
fn schema(
    json: &Json<'_>,
    schema: Id,
    holds: Option<bool>,
    deepest: usize,
    auth: &mut Auth,
) -> Read<()> {
    if !json.is_object(schema) {
        return match json.kind(schema) {
            json::Kind::True | json::Kind::False => Ok(()),
            _ => Err(fault(json, schema, "a JSON Schema is an object")),
        };
    }
    let required = names(json, schema, "required")?;
    if let Some(properties) = present(json, schema, "properties") {
        if !json.is_object(properties) {
            return Err(fault(json, properties, "`properties` is not an object"));
        }
        for (key, value) in json.members(properties) {
            let name = json.str(key).into_owned();
            add(property::read(json, name, value)?, holds, auth);
        }
    }
    if holds == Some(true) {
        for name in &required {
            match auth.params.iter_mut().find(|param| param.name == *name) {
                Some(param) => param.required = true,
                None => auth.params.push(Property {
                    required: true,
                    ..property::of(name.clone())
                }),
            }
        }
    }
    let elsewhere = ["$ref", "patternProperties", "propertyNames"];
    // Its own names, beside those that are listed.
    let is_open = present(json, schema, "additionalProperties")
        .is_some_and(|more| matches!(json.kind(more), json::Kind::True | json::Kind::Object));
    if deepest == 0 || is_open || elsewhere.iter().any(|key| json.get(schema, key).is_some()) {
        auth.understood = false;
        return Ok(());
    }
    for (key, holds) in [
        ("allOf", holds),
        ("anyOf", None),
        ("oneOf", None),
        ("then", None),
        ("else", None),
        ("dependencies", None),
    ] {
        let Some(inner) = present(json, schema, key) else {
            continue;
        };
        let inner: Vec<Id> = match json.kind(inner) {
            json::Kind::Array => json.elements(inner).collect(),
            json::Kind::Object if key == "dependencies" => json
                .members(inner)
                .map(|(_, value)| value)
                .filter(|&value| json.is_object(value))
                .collect(),
            _ => vec![inner],
        };
        for one in inner {
            self::schema(json, one, holds, deepest - 1, auth)?;
        }
    }
    Ok(())
}

/// A property that stands in one of several schemas says only that it is known, and perhaps that it is secret.
fn add(mut property: Property, holds: Option<bool>, auth: &mut Auth) {
    if holds.is_none() {
        property.schema.clear();
    }
    match auth
        .params
        .iter_mut()
        .find(|known| known.name == property.name)
    {
        Some(known) => known.secret |= property.secret,
        None => auth.params.push(property),
    }
}

/// The strings in the list at a key.
fn names(json: &Json<'_>, object: Id, key: &str) -> Read<Vec<String>> {
    // Draft 4 and older wrote a boolean here, inside the property.
    let Some(list) = present(json, object, key)
        .filter(|&list| !matches!(json.kind(list), json::Kind::True | json::Kind::False))
    else {
        return Ok(Vec::new());
    };
    if json.kind(list) != json::Kind::Array {
        return Err(fault(json, list, format!("`{key}` is not a list")));
    }
    json.elements(list)
        .map(|name| match json.is_string(name) {
            true => Ok(json.str(name).into_owned()),
            false => Err(fault(json, name, format!("`{key}` lists names"))),
        })
        .collect()
}

/// The value of a key, unless it is `null`, which says as much as nothing.
fn present(json: &Json<'_>, object: Id, key: &str) -> Option<Id> {
    json.get(object, key)
        .filter(|&value| json.kind(value) != json::Kind::Null)
}

/// A string that is not blank.
fn text(json: &Json<'_>, object: Id, key: &str) -> Read<Option<Id>> {
    let Some(value) = present(json, object, key) else {
        return Ok(None);
    };
    match json.is_string(value) && !json.str(value).trim().is_empty() {
        true => Ok(Some(value)),
        false => Err(fault(json, value, format!("`{key}` is not a text"))),
    }
}

fn lacks(json: &Json<'_>, object: Id, key: &str) -> Fault {
    let range = json.range(object);
    Fault {
        span: json.text.span(range.start..range.start + 1),
        message: format!("`{key}` is missing"),
    }
}

pub(super) fn fault(json: &Json<'_>, at: Id, message: impl Into<String>) -> Fault {
    Fault {
        span: json.span(at),
        message: message.into(),
    }
}
