//! What stands at `connectionSpec.id`.

use crate::catalog::{Catalog, ForeignId, Source};
use crate::placeholder;
use crate::request::{Parts, name_of, pointer};

#[derive(Clone, Debug)]
pub enum IdState {
    /// Absent, a placeholder, or not a string.
    Unread,
    /// A source's, in whatever case.
    Known(Vec<&'static Source>),
    /// A destination's, a flow spec's and so on.
    Foreign(&'static ForeignId),
    /// Not a UUID; perhaps meant to be this id.
    Malformed { near: Option<&'static str> },
    /// A UUID that is in no catalogue; perhaps meant to be this id.
    Unknown { near: Option<&'static str> },
}

impl IdState {
    /// The sources that the id belongs to, or would if its slip were mended.
    pub fn sources(&self, catalog: &Catalog) -> Vec<&'static Source> {
        match self {
            IdState::Known(sources) => sources.clone(),
            IdState::Malformed { near: Some(near) } | IdState::Unknown { near: Some(near) } => {
                catalog.owners(near).collect()
            }
            _ => Vec::new(),
        }
    }
}

pub(super) fn read(parts: &Parts<'_>, catalog: &Catalog) -> IdState {
    let node = parts
        .spec
        .as_ref()
        .and_then(|spec| spec.value(name_of(pointer::SPEC_ID)));
    let Some(node) = node.filter(|&node| parts.json.is_string(node)) else {
        return IdState::Unread;
    };
    let text = parts.json.str(node);
    // An id in braces looks like a placeholder, and is none.
    let inner = text
        .trim()
        .trim_start_matches(['{', '<'])
        .trim_end_matches(['}', '>']);
    if text.trim().is_empty() || !(is_uuid(inner) || placeholder::filling(&text).is_literal()) {
        return IdState::Unread;
    }
    let owners: Vec<_> = catalog.owners(&text).collect();
    if !owners.is_empty() {
        return IdState::Known(owners);
    }
    if !is_uuid(&text) {
        return IdState::Malformed {
            near: nearest(&text, catalog),
        };
    }
    match catalog.foreign_id(&text) {
        Some(foreign) => IdState::Foreign(foreign),
        None => IdState::Unknown {
            near: nearest(&text, catalog),
        },
    }
}

/// Whether a text has the form of RFC 9562: 8-4-4-4-12 hexadecimal digits.
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// The id of which at most two digits are wrong, lost or doubled; whatever stands between the digits.
fn nearest(text: &str, catalog: &Catalog) -> Option<&'static str> {
    if text.len() > 80 {
        return None;
    }
    let digits = |text: &str| -> String {
        text.chars()
            .filter(char::is_ascii_hexdigit)
            .map(|c| c.to_ascii_lowercase())
            .collect()
    };
    // A prefix such as `urn:uuid:` has hexadecimal letters of its own.
    let core = text
        .rsplit(['{', ':', '/'])
        .find(|part| part.len() >= 30)
        .unwrap_or(text);
    let written = digits(core);
    if written.len().abs_diff(32) > 2 {
        return None;
    }
    let counts = counts(&written);
    let mut ranked: Vec<_> = catalog
        .ids()
        .filter(|(id, _)| similar(counts, id))
        .map(|(id, _)| (strsim::osa_distance(&written, &digits(id)), id))
        .collect();
    ranked.sort_unstable();
    ranked.dedup();
    match ranked[..] {
        [(least, id), (second, _), ..] if least <= 2 && second > least => Some(id),
        [(least, id)] if least <= 2 => Some(id),
        _ => None,
    }
}

/// How often each hexadecimal digit occurs.
fn counts(digits: &str) -> [i8; 16] {
    let mut counts = [0i8; 16];
    for byte in digits.bytes() {
        let digit = match byte {
            b'0'..=b'9' => byte - b'0',
            b'a'..=b'f' => byte - b'a' + 10,
            b'A'..=b'F' => byte - b'A' + 10,
            _ => continue,
        };
        counts[usize::from(digit)] += 1;
    }
    counts
}

/// Whether an id has so many digits in common with another that they can be near.
fn similar(written: [i8; 16], id: &str) -> bool {
    let own = counts(id);
    let differences = own
        .iter()
        .zip(written)
        .map(|(own, other)| i32::from(own - other).abs());
    differences.sum::<i32>() <= 4
}
