//! What an organisation's connection specs say otherwise than the catalogue.

use serde_json::Value;

use super::join::{matching, owners};
use super::{Auth, Kind, Property, Spec, Specs};
use crate::catalog::{AuthSpec, Catalog, Source};
use crate::near;
use crate::rule::listed;
use crate::shape::Shape;

/// What is different about one connection spec.
#[derive(Debug)]
pub struct Difference {
    pub id: String,
    pub name: String,
    /// The source that it is compared with.
    pub source: Option<&'static Source>,
    pub changes: Vec<Change>,
}

/// One difference. What is said is lower case, without a final stop.
#[derive(Debug, PartialEq, Eq)]
pub struct Change {
    pub kind: ChangeKind,
    /// The auth spec that it is about.
    pub auth: Option<String>,
    pub what: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// Nobody documents it.
    Added,
    /// It is documented, and not there.
    Removed,
    /// It is documented otherwise.
    Changed,
}

/// Each connection spec of an answer beside what the catalogue has under its id, in the order of the answer. Where data
/// goes to, and what the catalogue knows to be no source, is left out.
pub fn differences(catalog: &Catalog, answer: &Specs) -> Vec<Difference> {
    let is_source = |spec: &&Spec| match spec.kind {
        Kind::Source => true,
        Kind::Target => false,
        Kind::Untold => catalog.foreign_id(&spec.id).is_none(),
    };
    let sources = catalog.sources();
    let items = answer.items.iter().filter(is_source);
    items
        .flat_map(|spec| {
            let owners = owners(sources, spec);
            let known: Vec<_> = owners.iter().map(|&index| Some(&sources[index])).collect();
            let known = if known.is_empty() { vec![None] } else { known };
            known.into_iter().map(|source| Difference {
                id: spec.id.clone(),
                name: spec.name.clone(),
                source,
                changes: source.map_or_else(Vec::new, |source| changes(spec, source)),
            })
        })
        .collect()
}

fn changes(spec: &Spec, source: &'static Source) -> Vec<Change> {
    let mut changes = Changes {
        list: Vec::new(),
        auth: None,
    };
    let names = [source.name, source.slug, source.title];
    if !names.iter().any(|name| near::same(name, &spec.name)) {
        changes.changed(format!(
            "its name is `{}`, not `{}`",
            spec.name, source.name
        ));
    }
    if let Some(version) = spec
        .version
        .as_deref()
        .filter(|&version| version != source.version)
    {
        changes.changed(format!("its version is {version}, not {}", source.version));
    }
    let Some(auth_specs) = &spec.auth else {
        return changes.list;
    };
    for auth in auth_specs {
        changes.auth = Some(auth.name.clone());
        match matching(auth, source.auth) {
            Some(known) => params(auth, known, &mut changes),
            None => {
                let names = auth.params.iter().map(|param| format!("`{}`", param.name));
                let with = match auth.params.is_empty() {
                    true => String::new(),
                    false => format!(", with {}", listed(names, "and")),
                };
                changes.added(format!("this auth spec{with}"));
            }
        }
    }
    let mut gone: Vec<&str> = Vec::new();
    for known in source.auth {
        let there = auth_specs.iter().any(|auth| auth.name == known.name);
        if !there && !gone.contains(&known.name) {
            gone.push(known.name);
            changes.auth = Some(known.name.to_owned());
            changes.removed("this auth spec".to_owned());
        }
    }
    changes.list
}

struct Changes {
    list: Vec<Change>,
    auth: Option<String>,
}

impl Changes {
    fn push(&mut self, kind: ChangeKind, what: String) {
        let auth = self.auth.clone();
        self.list.push(Change { kind, auth, what });
    }

    fn added(&mut self, what: String) {
        self.push(ChangeKind::Added, what);
    }

    fn removed(&mut self, what: String) {
        self.push(ChangeKind::Removed, what);
    }

    fn changed(&mut self, what: String) {
        self.push(ChangeKind::Changed, what);
    }
}

fn params(auth: &Auth, known: &'static AuthSpec, changes: &mut Changes) {
    let documented = Shape::all(known);
    for param in &auth.params {
        let name = &param.name;
        let Some((before, shape)) = documented.iter().find(|(known, _)| known.name == *name) else {
            let secret = if param.secret { ", secret" } else { "" };
            changes.added(format!("`{name}`, {}{secret}", need(param.required)));
            continue;
        };
        if param.required != before.required {
            changes.changed(format!(
                "`{name}` is {}, not {}",
                need(param.required),
                need(before.required)
            ));
        }
        if param.secret != before.secret {
            let secret = |secret| if secret { "secret" } else { "not secret" };
            changes.changed(format!(
                "`{name}` is marked {}; it is documented as {}",
                secret(param.secret),
                secret(before.secret)
            ));
        }
        constraints(param, shape, param.secret || before.secret, changes);
    }
    for (before, _) in &documented {
        if auth.params.iter().all(|param| param.name != before.name) {
            changes.removed(format!("`{}`, {}", before.name, need(before.required)));
        }
    }
}

/// Types, values and patterns; order does not matter.
fn constraints(param: &Property, before: &Shape, secret: bool, changes: &mut Changes) {
    let (name, now) = (&param.name, Shape::of(param.schema.clone()));
    let types = |shape: &Shape| {
        let mut types: Vec<String> = shape.types().into_iter().map(str::to_owned).collect();
        types.sort_unstable();
        types
    };
    let (then, since) = (types(before), types(&now));
    if then != since {
        let words = |types: Vec<String>| match types.is_empty() {
            true => "of any type".to_owned(),
            false => listed(types, "or"),
        };
        changes.changed(format!("`{name}` is {}, not {}", words(since), words(then)));
    }
    let values = |shape: &Shape| {
        let mut values: Vec<String> = shape.values().iter().map(Value::to_string).collect();
        values.sort_unstable();
        values
    };
    let (then, since) = (values(before), values(&now));
    // What a secret may be is not shown.
    if then != since && !secret {
        let words = |values: Vec<String>| match values.is_empty() {
            true => "any value".to_owned(),
            false => listed(values.iter().map(|value| format!("`{value}`")), "or"),
        };
        changes.changed(format!(
            "`{name}` takes {}, not {}",
            words(since),
            words(then)
        ));
    }
    if before.pattern() != now.pattern() && !secret {
        let words = |pattern: Option<&str>| {
            pattern.map_or("of any form".to_owned(), |pattern| {
                format!("of the form `{pattern}`")
            })
        };
        changes.changed(format!(
            "`{name}` is {}, not {}",
            words(now.pattern()),
            words(before.pattern())
        ));
    }
}

fn need(required: bool) -> &'static str {
    if required { "required" } else { "optional" }
}
