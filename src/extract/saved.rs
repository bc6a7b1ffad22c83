//! JSON that API tools save: Postman's collections and environments, and the variables of JetBrains' HTTP Client.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::beside::{Beside, Variable};
use super::{Fragment, postman};
use crate::file::File;
use crate::json::{self, Id, Json, Leniency};
use crate::text::Text;

/// Hands the requests of a tool's file to `each`, and answers what stands beside them; `None` where it is no such file.
pub(super) fn extract<'a>(
    file: &File,
    text: &Text<'a>,
    each: &mut dyn FnMut(Fragment<'_>),
) -> Option<Beside<'a>> {
    let slash = memchr::memrchr2(b'/', b'\\', file.path.as_bytes());
    let name = &file.path[slash.map_or(0, |slash| slash + 1)..];
    if let Some(beside) = of_editor(name, text) {
        return Some(beside);
    }
    // Most JSON is nobody's, and is told from the rest by one word.
    static TOOL: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("postman"));
    static NAMED: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(".postman_"));
    let is_named = NAMED.find(name.as_bytes()).is_some();
    if !is_named && TOOL.find(text.as_str().as_bytes()).is_none() {
        return None;
    }
    let json = json::parse(text.clone(), Leniency::default());
    let &root = json.roots.first()?;
    // What the tool's own API answers has one key around it.
    let inside = |key| json.get(root, key).filter(|&inner| json.is_object(inner));
    let collection = inside("collection").unwrap_or(root);
    if postman::is_collection(&json, collection) {
        let variables = postman::collection(&json, collection, each);
        return Some(Beside {
            variables,
            frame: Some(json),
            looks_like: Some("a Postman collection of other requests"),
            ..Beside::default()
        });
    }
    let environment = inside("environment").unwrap_or(root);
    let is_named =
        name.ends_with(".postman_environment.json") || name.ends_with(".postman_globals.json");
    let variables = postman::environment(&json, environment, is_named)?;
    Some(only(
        variables,
        json,
        "the variables of a Postman environment",
    ))
}

/// The environments of the HTTP Client: by name, for nothing else tells them from other settings.
fn of_editor<'a>(name: &str, text: &Text<'a>) -> Option<Beside<'a>> {
    let looks_like = "the variables of an HTTP client";
    match name {
        "http-client.env.json" => {
            let json = json::parse(text.clone(), Leniency::default());
            let mut variables = Vec::new();
            for &root in &json.roots {
                members(&json, root, &mut variables);
            }
            Some(only(variables, json, looks_like))
        }
        // It is there for secrets, and not meant to be shared.
        "http-client.private.env.json" => {
            let json = json::parse(text.clone(), Leniency::default());
            Some(only(Vec::new(), json, looks_like))
        }
        _ => None,
    }
}

fn only<'a>(variables: Vec<Variable>, json: Json<'a>, looks_like: &'static str) -> Beside<'a> {
    Beside {
        variables,
        only_variables: true,
        frame: Some(json),
        looks_like: Some(looks_like),
        ..Beside::default()
    }
}

/// A setting of the tool's own that says where a secret is sent, and is named like one.
const SETTING: &str = "Client Credentials";

/// Every member of an object, at any depth, whose value is a string.
fn members(json: &Json<'_>, root: Id, variables: &mut Vec<Variable>) {
    for id in root..json.next(root) {
        let strings = json
            .members(id)
            .filter(|&(key, value)| json.is_string(value) && !json.key_is(key, SETTING));
        for (key, value) in strings {
            variables.push(Variable {
                name: json.string(key).into_owned(),
                value: json.string(value).into_owned(),
                secret: false,
                is_usable: false,
            });
        }
    }
}
