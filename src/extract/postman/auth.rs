//! How the sender of a request proves who they are.

use std::ops::Range;

use super::{string, variable};
use crate::extract::Header;
use crate::extract::beside::Variable;
use crate::extract::piece;
use crate::json::{Id, Json};

/// The header that is added, if one is; `None` where that cannot be told.
pub(super) fn header<'r>(
    json: &'r Json<'_>,
    auth: Id,
    place: &Range<usize>,
) -> Option<Option<Header<'r>>> {
    let kind = string(json, json.get(auth, "type"))?;
    let part = |name: &str| string(json, part(json, auth, kind.as_str(), name));
    let implied = |value| {
        Some(Some(Header {
            name: piece::implied(&json.text, place.clone(), "Authorization"),
            value,
            implied: true,
        }))
    };
    match kind.as_str() {
        "noauth" => Some(None),
        "bearer" => implied(part("token")),
        "apikey" => {
            let is_header = part("in").is_none_or(|place| place.as_str() == "header");
            let name = part("key")?;
            let value = part("value");
            let header = Header {
                name,
                value,
                implied: true,
            };
            Some(Some(header).filter(|_| is_header))
        }
        "oauth2" if part("addTokenTo").is_some_and(|place| place.as_str() != "header") => None,
        // These write the same header, each in its own way, or sign the address.
        "oauth2" | "basic" | "digest" | "hawk" | "ntlm" | "awsv4" | "oauth1" | "edgegrid" => {
            implied(None)
        }
        _ => None,
    }
}

/// What is filled in to prove it.
pub(super) fn variables(json: &Json<'_>, auth: Id, variables: &mut Vec<Variable>) {
    let Some(kind) = string(json, json.get(auth, "type")) else {
        return;
    };
    let Some(parts) = json.get(auth, kind.as_str()) else {
        return;
    };
    for (key, value) in json.members(parts) {
        variables.extend(variable(json, key, value, false));
    }
    for item in json.elements(parts) {
        if let Some((name, value)) = json.get(item, "key").zip(json.get(item, "value")) {
            variables.extend(variable(json, name, value, false));
        }
    }
}

/// One part of it: a member in the form 2.0, an item of a list in the form 2.1.
fn part(json: &Json<'_>, auth: Id, kind: &str, name: &str) -> Option<Id> {
    let parts = json.get(auth, kind)?;
    let named = |item: &Id| {
        json.get(*item, "key")
            .is_some_and(|key| json.key_is(key, name))
    };
    let item = json.elements(parts).find(named);
    match item {
        Some(item) => json.get(item, "value"),
        None => json.get(parts, name),
    }
}
