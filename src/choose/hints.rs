//! What people say in passing of whom a request is for: words in its name, its host, its port.

use std::borrow::Cow;

use crate::catalog::{Catalog, Role, Source};
use crate::json::Id;
use crate::placeholder;
use crate::request::{Parts, pointer};

/// The weaker evidence: none of it says anything alone.
pub(super) struct Hints {
    catalog: &'static Catalog,
    /// The name and description of the connection, in lower case; filled in where it is needed.
    pub(super) text: String,
    pub(super) host: String,
    pub(super) port: Option<u16>,
}

impl Hints {
    pub(super) fn all(parts: &Parts<'_>, catalog: &'static Catalog) -> Hints {
        Hints {
            text: description(parts),
            ..Hints::read(parts, catalog)
        }
    }

    /// Without what the name and the description say.
    pub(super) fn read(parts: &Parts<'_>, catalog: &'static Catalog) -> Hints {
        let mut hints = Hints {
            catalog,
            text: String::new(),
            host: String::new(),
            port: None,
        };
        for (name, value) in parts.params() {
            match role_of(&name, catalog) {
                Some(Role::Host) => {
                    hints.host = literal(parts, value).unwrap_or_default().to_lowercase()
                }
                Some(Role::Port) => hints.port = port_of(parts, value),
                _ => {}
            }
        }
        hints
    }

    /// How many of them point at a source.
    pub(super) fn count(&self, source: &Source) -> usize {
        usize::from(self.points_at(&self.text, source))
            + usize::from(self.points_at(&self.host, source))
            + usize::from(self.port.is_some_and(|port| source.ports.contains(&port)))
    }

    /// Whether the longest known phrase in a text is one of this source's.
    fn points_at(&self, text: &str, source: &Source) -> bool {
        let longest = |source: &Source| {
            source
                .words
                .iter()
                .filter(|word| holds_word(text, word))
                .map(|word| word.len())
                .max()
        };
        longest(source).is_some_and(|own| {
            self.catalog
                .sources()
                .iter()
                .all(|other| longest(other).is_none_or(|length| length <= own))
        })
    }
}

pub(super) fn port_of(parts: &Parts<'_>, value: Id) -> Option<u16> {
    parts.json.str(value).trim().parse().ok()
}

fn holds_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let outside = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        outside(text[..at].chars().next_back()) && outside(text[at + word.len()..].chars().next())
    })
}

/// What a parameter of this name is for, in whatever source has it.
fn role_of(name: &str, catalog: &Catalog) -> Option<Role> {
    let variants = catalog
        .sources()
        .iter()
        .filter(|source| source.is_full())
        .flat_map(|source| source.auth);
    variants
        .flat_map(|variant| variant.params)
        .filter(|param| param.name == name)
        .find_map(|param| param.role)
}

/// A string value that is all there.
fn literal<'a>(parts: &Parts<'a>, id: Id) -> Option<Cow<'a, str>> {
    let text = parts.json.is_string(id).then(|| parts.json.str(id))?;
    placeholder::filling(&text).is_literal().then_some(text)
}

/// The name and the description, for hints.
pub(super) fn description(parts: &Parts<'_>) -> String {
    let body = |at| parts.literal(Some(&parts.body), at).unwrap_or_default();
    format!("{} {}", body(pointer::NAME), body(pointer::DESCRIPTION)).to_lowercase()
}
