//! Makes sources of an organisation's connection specs, beside those that the vendor documents.
//!
//! The service knows better than its documentation what it takes, so what a connection spec says about its auth specs and
//! parameters replaces what the documentation says. What it does not say (what a parameter is for, whether it may be shown,
//! how its connection string is read, other words for it) is kept where the names are the same.

use serde_json::{Map, Value, json};

use super::names::Names;
use super::{Auth, Kind, Property, Spec, Specs};
use crate::catalog::{AuthSpec, Catalog, Checks, Evidence, ForeignId, Param, Platform, Source};
use crate::near;

/// The catalogue with the sources of some answers. Of two connection specs with one id the last counts. Of those that
/// could not be read the ids are known, and nothing that has them is checked.
pub fn join(catalog: &'static Catalog, answers: &[Specs]) -> &'static Catalog {
    let mut sources = catalog.sources().to_vec();
    let mut foreign = catalog.foreign_ids().to_vec();
    let mut names = Names::of(catalog);
    for answer in answers {
        let file: &'static str = leak(&answer.path);
        for spec in &answer.items {
            let known = catalog.foreign_id(&spec.id).is_some();
            match spec.kind {
                Kind::Target => {
                    let owned = !owners(&sources, spec).is_empty();
                    if !owned && !foreign.iter().any(|foreign| foreign.id == spec.id) {
                        foreign.push(target(spec, file));
                    }
                }
                Kind::Untold if known => {}
                Kind::Source | Kind::Untold => {
                    foreign.retain(|foreign| foreign.id != spec.id);
                    add(&mut sources, spec, file, &mut names);
                }
            }
        }
        for spec in &answer.partial {
            let known = foreign.iter().any(|foreign| foreign.id == spec.id);
            if !known && owners(&sources, spec).is_empty() {
                add(&mut sources, spec, file, &mut names);
            }
        }
    }
    Catalog::of(sources, foreign)
}

fn add(sources: &mut Vec<Source>, spec: &Spec, file: &'static str, names: &mut Names) {
    let owners = owners(sources, spec);
    for &index in &owners {
        sources[index] = replaced(sources[index], spec, file, names);
    }
    if owners.is_empty() {
        sources.push(source(spec, file, names));
    }
}

/// The sources that a connection spec describes. An id can stand on the pages of several: the one that is called like
/// the spec, or that has the id for its own, is meant, and all where that does not tell.
pub(super) fn owners(sources: &[Source], spec: &Spec) -> Vec<usize> {
    let all: Vec<usize> = (0..sources.len())
        .filter(|&index| sources[index].ids.contains(&spec.id.as_str()))
        .collect();
    let only = |fits: &dyn Fn(&Source) -> bool| {
        let fitting = all.iter().copied().filter(|&index| fits(&sources[index]));
        fitting.collect::<Vec<_>>()
    };
    let called = only(&|source| {
        [source.name, source.slug, source.title]
            .iter()
            .any(|name| near::same(name, &spec.name))
    });
    let own = only(&|source| source.id() == Some(spec.id.as_str()));
    [called, own]
        .into_iter()
        .find(|found| !found.is_empty())
        .unwrap_or(all)
}

/// A documented source that takes what a connection spec says.
fn replaced(known: Source, spec: &Spec, file: &'static str, names: &Names) -> Source {
    let version = spec.version.as_deref().map_or(known.version, leak);
    match &spec.auth {
        None => Source { version, ..known },
        Some(auth) => Source {
            version,
            checks: checks(spec),
            auth: auth_specs(auth, known.auth, file, names),
            file,
            ..known
        },
    }
}

/// A source that nobody but the organisation knows.
fn source(spec: &Spec, file: &'static str, names: &mut Names) -> Source {
    let title = names.title(&spec.name, &spec.id);
    let auth = spec.auth.as_deref().unwrap_or_default();
    Source {
        slug: leak(&names.slug(&title)),
        name: leak(&spec.name),
        title: leak(&title),
        pages: leak_all(vec![file]),
        version: leak(spec.version.as_deref().unwrap_or("1.0")),
        ids: leak_all(vec![leak(&spec.id)]),
        checks: checks(spec),
        auth: auth_specs(auth, &[], file, names),
        file,
        ..Source::BLANK
    }
}

fn target(spec: &Spec, file: &'static str) -> ForeignId {
    ForeignId {
        id: leak(&spec.id),
        name: leak(&spec.name),
        kind: "destination",
        note: "",
        source: file,
    }
}

fn checks(spec: &Spec) -> Checks {
    match &spec.auth {
        Some(auth) if auth.iter().all(|auth| auth.understood) => Checks::Full,
        _ => Checks::Envelope,
    }
}

fn auth_specs(
    auth: &[Auth],
    known: &'static [AuthSpec],
    file: &'static str,
    names: &Names,
) -> &'static [AuthSpec] {
    leak_all(
        auth.iter()
            .map(|auth| auth_spec(auth, known, file, names))
            .collect(),
    )
}

fn auth_spec(
    auth: &Auth,
    known: &'static [AuthSpec],
    file: &'static str,
    names: &Names,
) -> AuthSpec {
    let same = matching(auth, known);
    let params = auth.params.iter().map(|property| {
        let own = same.and_then(|same| same.param(&property.name));
        let mut elsewhere = known.iter();
        let other = || elsewhere.find_map(|known| known.param(&property.name));
        param(property, own.or_else(other), file, names)
    });
    let params: Vec<Param> = params.collect();
    AuthSpec {
        name: leak(&auth.name),
        spellings: same.map_or(&[], |same| same.spellings),
        // The organisation's own service has it, whatever cloud that runs on.
        platform: Platform::Any,
        platform_evidence: Evidence::Weak,
        deprecated: same.and_then(|same| same.deprecated),
        schema: leak(&schema(&auth.params, &params).to_string()),
        params: leak_all(params),
        flat: false,
    }
}

/// The documented auth spec of the same name. Of those of two clouds, the one that has more of the parameters.
pub(super) fn matching(auth: &Auth, known: &'static [AuthSpec]) -> Option<&'static AuthSpec> {
    let shared = |known: &&AuthSpec| {
        let params = auth.params.iter();
        params
            .filter(|param| known.param(&param.name).is_some())
            .count()
    };
    let same = known.iter().filter(|known| known.name == auth.name);
    same.rev().max_by_key(shared)
}

fn param(property: &Property, known: Option<&Param>, file: &'static str, names: &Names) -> Param {
    let secret = property.secret
        || known.map_or_else(|| names.is_secret(&property.name), |known| known.secret);
    let known = known.copied().unwrap_or(Param::BLANK);
    let doc = match (known.doc, property.doc.as_str()) {
        ("", "") => "a parameter of this auth spec",
        ("", own) => leak(own),
        (known, _) => known,
    };
    Param {
        name: leak(&property.name),
        required: property.required,
        secret,
        public: known.public && !secret,
        // A value may be what the organisation's schema says, and the doubts of the documentation are settled.
        free: false,
        evidence: Evidence::Strong,
        form_evidence: None,
        spellings: &[],
        source: file,
        doc,
        ..known
    }
}

/// The JSON Schema of `auth.params`, flat. The values of a secret are nobody's business: help would show them.
fn schema(properties: &[Property], params: &[Param]) -> Value {
    let said = |(property, param): (&Property, &Param)| {
        let mut schema = property.schema.clone();
        schema.retain(|key, _| !(param.secret && VALUES.contains(&key.as_str())));
        (property.name.clone(), Value::Object(schema))
    };
    let schemas: Map<String, Value> = properties.iter().zip(params).map(said).collect();
    let required: Vec<&str> = params
        .iter()
        .filter(|param| param.required)
        .map(|param| param.name)
        .collect();
    json!({ "type": "object", "properties": schemas, "required": required })
}

/// What in a JSON Schema holds values, or can tell them.
const VALUES: [&str; 5] = ["enum", "const", "default", "examples", "pattern"];

/// A catalogue lives as long as the process.
fn leak(text: &str) -> &'static str {
    Box::leak(text.into())
}

fn leak_all<T>(items: Vec<T>) -> &'static [T] {
    Box::leak(items.into_boxed_slice())
}
