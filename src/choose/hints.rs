//! What people say in passing of whom a request is for: words in its name, its host, its port.

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::catalog::{Catalog, Role, Source};
use crate::json::Id;
use crate::placeholder;
use crate::request::{Parts, pointer};

/// The weaker evidence: none of it says anything alone.
pub(super) struct Hints {
    catalog: &'static Catalog,
    /// The name and description of the connection; filled in where it is needed.
    pub(super) text: Said,
    pub(super) host: Said,
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
            text: Said::default(),
            host: Said::default(),
            port: None,
        };
        for (name, value) in parts.params() {
            match role_of(&name, catalog) {
                Some(Role::Host) => {
                    let host = literal(parts, value).unwrap_or_default();
                    hints.host = host.to_lowercase().into();
                }
                Some(Role::Port) => hints.port = port_of(parts, value),
                _ => {}
            }
        }
        hints
    }

    /// How many of them point at a source.
    pub(super) fn count(&self, source: &Source) -> usize {
        usize::from(self.text.names(source, self.catalog))
            + usize::from(self.host.names(source, self.catalog))
            + usize::from(self.port.is_some_and(|port| source.ports.contains(&port)))
    }
}

/// A text in lower case in which a source may be named.
#[derive(Default)]
pub(super) struct Said {
    text: String,
    /// Bytes of the longest phrase of any source in it, found once for all of them.
    longest: OnceCell<Option<usize>>,
}

impl Said {
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether the longest known phrase in it is one of this source's.
    fn names(&self, source: &Source, catalog: &Catalog) -> bool {
        let own = self.longest_of(source);
        let all = || {
            let sources = catalog.sources().iter();
            sources.filter_map(|one| self.longest_of(one)).max()
        };
        own.is_some() && own >= *self.longest.get_or_init(all)
    }

    fn longest_of(&self, source: &Source) -> Option<usize> {
        let words = source.words.iter();
        let said = words.filter(|word| holds_word(&self.text, word));
        said.map(|word| word.len()).max()
    }
}

impl From<String> for Said {
    fn from(text: String) -> Said {
        Said {
            text,
            ..Said::default()
        }
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

/// The name and the description.
pub(super) fn description(parts: &Parts<'_>) -> Said {
    let body = |at| parts.literal(Some(&parts.body), at).unwrap_or_default();
    let text = format!("{} {}", body(pointer::NAME), body(pointer::DESCRIPTION));
    text.to_lowercase().into()
}
