//! JSON that API tools save: the variables of JetBrains' HTTP Client.

use super::beside::{Beside, Variable};
use crate::file::File;
use crate::json::{self, Id, Json, Leniency};
use crate::text::Text;

/// What stands in a tool's file; `None` where it is no such file. Nothing but its name tells it from other settings.
pub(super) fn extract<'a>(file: &File, text: &Text<'a>) -> Option<Beside<'a>> {
    let name = file.path.rsplit(['/', '\\']).next().unwrap_or_default();
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
            });
        }
    }
}
