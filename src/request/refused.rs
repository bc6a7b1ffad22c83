//! What the schemas refuse about a request, as it was meant: with misspelt keys taken for what they
//! were meant to be, and without what is unknown.

use super::{Request, pointer};
use crate::catalog;
use crate::json::{Id, Json, Kind};
use crate::object::Object;
use crate::placeholder;
use crate::schema::{self, Instance, Violation, ViolationKind};

/// A violation, and the node it is about.
#[derive(Clone, Debug)]
pub struct Refused {
    /// Pointer of the object that holds the property.
    pub object: &'static str,
    /// The property that is absent or refused.
    pub property: String,
    /// Its value; `None` where it is absent.
    pub value: Option<Id>,
    pub kind: ViolationKind,
}

pub(super) fn read(request: &Request<'_>) -> Vec<Refused> {
    let mut refused = envelope(request);
    let full = request.source().is_some_and(|source| source.is_full());
    if let (Some(params), true) = (&request.params, full) {
        let instance = meant(params, &mut |_, id| shallow(request.json, id));
        let mut violations: Option<Vec<Violation>> = None;
        for variant in &request.choice.variants {
            let found = schema::violations(variant.schema, &instance);
            // What is wrong only in some of the variants that fit may be right.
            violations = Some(match violations {
                None => found,
                Some(before) => before
                    .into_iter()
                    .filter_map(|violation| found.iter().find_map(|other| violation.with(other)))
                    .collect(),
            });
        }
        let found = violations.unwrap_or_default();
        refused.extend(
            found
                .into_iter()
                .filter_map(|violation| place(request, pointer::PARAMS, violation)),
        );
    }
    refused
}

fn envelope(request: &Request<'_>) -> Vec<Refused> {
    let json = request.json;
    let inner = |object: &Option<Object>, id: Id| match object {
        Some(object) => meant(object, &mut |_, id| shallow(json, id)),
        None => shallow(json, id),
    };
    let instance = meant(&request.body, &mut |name, id| {
        let is = |at| name == super::name_of(at);
        if is(pointer::AUTH) {
            inner(&request.auth, id)
        } else if is(pointer::SPEC) {
            inner(&request.spec, id)
        } else {
            shallow(json, id)
        }
    });
    let violations = schema::violations(catalog::envelope().schema, &instance);
    violations
        .into_iter()
        .filter_map(|violation| {
            let depth = violation.path.len()
                - usize::from(
                    !matches!(violation.kind, ViolationKind::Missing(_))
                        && !violation.path.is_empty(),
                );
            let object = match violation
                .path
                .first()
                .filter(|_| depth == 1)
                .map(String::as_str)
            {
                Some(first) => [pointer::AUTH, pointer::SPEC]
                    .into_iter()
                    .find(|at| super::name_of(at) == first)?,
                None => pointer::BODY,
            };
            place(
                request,
                object,
                Violation {
                    path: violation.path[depth.min(1)..].to_vec(),
                    kind: violation.kind,
                },
            )
        })
        .collect()
}

/// Finds the node of a violation, unless nothing can be said of it.
fn place(request: &Request<'_>, at: &'static str, violation: Violation) -> Option<Refused> {
    let object = request.object(at)?;
    if let ViolationKind::Missing(property) = &violation.kind {
        if !violation.path.is_empty()
            || request.json.is_incomplete(object.node)
            || object.member(property).is_some()
        {
            return None;
        }
        return Some(Refused {
            object: at,
            property: property.clone(),
            value: None,
            kind: violation.kind.clone(),
        });
    }
    let property = violation.path.first()?;
    let value = object.value(property)?;
    let unknown = request.json.is_unknown(value)
        || (request.json.is_string(value)
            && !placeholder::filling(&request.json.str(value)).is_literal());
    (!unknown).then(|| Refused {
        object: at,
        property: property.clone(),
        value: Some(value),
        kind: violation.kind,
    })
}

/// An object with the keys that were meant; strangers are left out.
fn meant<'a>(object: &Object, value: &mut dyn FnMut(&str, Id) -> Instance<'a>) -> Instance<'a> {
    let mut meant = Vec::with_capacity(object.members.len());
    for member in object
        .members
        .iter()
        .filter(|member| member.matched.is_it())
    {
        if let Some(name) = member.name {
            meant.push((name, value(name, member.value)));
        }
    }
    Instance::Object(meant)
}

/// A value without what is inside it, which no schema of ours looks at.
fn shallow<'a>(json: &'a Json<'_>, id: Id) -> Instance<'a> {
    match json.kind(id) {
        Kind::Object => Instance::Object(Vec::new()),
        Kind::Array => Instance::Array,
        Kind::Null | Kind::Unknown => Instance::Null,
        Kind::True => Instance::Bool(true),
        Kind::False => Instance::Bool(false),
        Kind::Number => Instance::Number(json.raw(id)),
        Kind::String => Instance::String(json.str(id)),
    }
}
