//! What in a request, apart from the id, says whom it is for.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::Owner;
use crate::catalog::{AuthSpec, Catalog, Dialect, Param, Role, Source};
use crate::connection_string::{self, Dialect as Grammar};
use crate::json::Id;
use crate::near;
use crate::notation;
use crate::placeholder;
use crate::request::{Parts, pointer};

/// The strong evidence: the name of the auth spec, the keys of the parameters, the keywords of the
/// connection string.
#[derive(Debug)]
pub struct Facts<'a> {
    /// Whom it can be for.
    pub(super) catalog: &'static Catalog,
    /// `auth.specName`, if it is all there.
    pub spec_name: Option<Cow<'a, str>>,
    pub keys: Vec<Key<'a>>,
}

/// A key of `auth.params`.
#[derive(Debug)]
pub struct Key<'a> {
    pub id: Id,
    pub name: Cow<'a, str>,
    /// Its value, where that could be a connection string.
    pairs: Option<Cow<'a, str>>,
    /// The keywords in it, read when somebody asks.
    keywords: OnceCell<Vec<String>>,
}

impl<'a> Facts<'a> {
    pub(super) fn read(parts: &Parts<'a>, catalog: &'static Catalog) -> Facts<'a> {
        let spec_name = parts
            .literal(parts.auth.as_ref(), pointer::SPEC_NAME)
            .filter(|name| !name.trim().is_empty());
        let mut keys: Vec<Key<'a>> = Vec::new();
        for (id, value) in parts
            .params_node()
            .into_iter()
            .flat_map(|node| parts.json.members(node))
        {
            if parts.json.is_unknown(id) {
                continue;
            }
            let holds_pairs = parts.json.is_string(value) && parts.json.raw(value).contains('=');
            keys.push(Key {
                id,
                name: parts.json.str(id),
                pairs: holds_pairs.then(|| parts.json.str(value)),
                keywords: OnceCell::new(),
            });
        }
        Facts {
            catalog,
            spec_name,
            keys,
        }
    }

    /// Whether there is enough to tell sources apart at all.
    pub(super) fn is_evidence(&self) -> bool {
        !self.keys.is_empty()
    }

    /// Whether a variant has every key that is there, and its connection string every keyword.
    pub fn all_keys_fit(&self, variant: &'static AuthSpec) -> bool {
        self.keys
            .iter()
            .all(|key| variant.param(&key.name).is_some() && key.keywords_fit(variant))
    }

    /// The same, of the keys that any source has: a misspelt key says nothing about whom it is for.
    pub(super) fn known_keys_fit(&self, variant: &'static AuthSpec) -> bool {
        let mut known = 0;
        let fits = self.keys.iter().all(|key| match variant.param(&key.name) {
            Some(_) => {
                known += 1;
                key.keywords_fit(variant)
            }
            None => is_other_word(variant, &key.name) || !self.catalog.has_param(&key.name),
        });
        fits && (known > 0 || self.keys.is_empty())
    }

    /// Whether everything that a variant requires is there.
    pub(super) fn has_all_of(&self, variant: &AuthSpec) -> bool {
        let mut required = variant.params.iter().filter(|param| param.required);
        required.all(|param| self.keys.iter().any(|key| key.name == param.name))
    }

    /// Whether the request could be a source's with nothing wrong in it but the id.
    pub(super) fn fit_perfectly(&self, source: &'static Source) -> bool {
        let named = |variant: &&AuthSpec| self.spec_name.as_deref() == Some(variant.name);
        let mut variants = source.auth.iter().filter(named);
        variants.any(|variant| self.all_keys_fit(variant) && self.has_all_of(variant))
    }

    /// Whether anything that people say in a request points at one of these sources.
    pub(super) fn are_hinted_at(&self, parts: &Parts<'_>, sources: &[&'static Source]) -> bool {
        let hints = Hints {
            text: description(parts),
            ..Hints::read(parts, self.catalog)
        };
        sources.iter().any(|source| hints.count(source) > 0)
    }

    /// Whether it is known which keywords a variant's connection string takes, where there are some.
    pub(super) fn keywords_are_known(&self, variant: &'static AuthSpec) -> bool {
        self.keys
            .iter()
            .filter(|key| key.keywords().len() > 1)
            .all(|key| {
                variant
                    .param(&key.name)
                    .is_some_and(|param| param.dialect.is_some() || !param.keywords.is_empty())
            })
    }

    /// A key that `chosen` has and the owner of the id does not.
    pub(super) fn key_foreign_to(&self, owner: Owner, chosen: &'static Source) -> Option<Id> {
        let has = |source: &Source, key: &Key<'_>| {
            let named = source.auth.iter().filter(|variant| {
                self.spec_name
                    .as_ref()
                    .is_none_or(|name| variant.name == *name)
            });
            named.clone().count() > 0
                && named
                    .into_iter()
                    .any(|variant| variant.param(&key.name).is_some())
        };
        let foreign = |key: &&Key<'_>| match owner {
            Owner::Source(source) => has(chosen, key) && !has(source, key),
            Owner::Foreign(_) => has(chosen, key),
        };
        self.keys.iter().find(foreign).map(|key| key.id)
    }

    /// The one source, of some, that most hints point at.
    pub(super) fn most_hinted(
        &self,
        parts: &Parts<'_>,
        sources: &[&'static Source],
    ) -> Option<&'static Source> {
        let hints = Hints {
            text: description(parts),
            ..Hints::read(parts, self.catalog)
        };
        let mut ranked: Vec<_> = sources
            .iter()
            .map(|source| (hints.count(source), *source))
            .collect();
        ranked.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        match ranked[..] {
            [(most, source), (second, _), ..] if most > second => Some(source),
            _ => None,
        }
    }

    /// A source that two hints point at, where none points at the owners of the id.
    pub(super) fn hinted_elsewhere(
        &self,
        parts: &Parts<'_>,
        owner: &'static Source,
        tagged: &[&'static Source],
    ) -> Option<&'static Source> {
        if owner.ports.is_empty() || self.keys.is_empty() {
            return None;
        }
        // Nearly every request ends here: its port is its own, or it has neither host nor port.
        let role = |name: &str| {
            let mut params = owner.auth.iter().flat_map(|variant| variant.params);
            params.find(|param| param.name == name)?.role
        };
        let mut placed = false;
        for (role, value) in parts
            .params()
            .filter_map(|(name, value)| Some((role(&name)?, value)))
        {
            placed |= matches!(role, Role::Host | Role::Port);
            let own_port = |port: u16| tagged.iter().any(|source| source.ports.contains(&port));
            if role == Role::Port && port_of(parts, value).is_some_and(own_port) {
                return None;
            }
        }
        if !placed {
            return None;
        }
        let mut hints = Hints::read(parts, self.catalog);
        if hints.port.is_none() && hints.host.is_empty() {
            return None;
        }
        hints.text = description(parts);
        if tagged.iter().any(|source| hints.count(source) > 0) {
            return None;
        }
        let others: Vec<_> = self
            .catalog
            .sources()
            .iter()
            .filter(|source| hints.count(source) >= 2)
            .collect();
        match others[..] {
            [only] => Some(only),
            _ => None,
        }
    }
}

impl Key<'_> {
    fn keywords_fit(&self, variant: &'static AuthSpec) -> bool {
        let Some(param) = variant.param(&self.name) else {
            return false;
        };
        let Some(pairs) = &self.pairs else {
            return true;
        };
        // Nearly every connection string is settled here.
        let own = |dialect: &Dialect| dialect.knows_every_key(pairs);
        if param.dialect.is_some_and(own) || self.keywords().is_empty() {
            return true;
        }
        match param.dialect {
            // Half of the words must be its own: one misspelt keyword is not another driver's string.
            Some(dialect) => self.mostly(|word| dialect.keyword(word).is_some()),
            None if !param.keywords.is_empty() => {
                self.mostly(|word| param.keywords.iter().any(|known| near::same(known, word)))
            }
            None => true,
        }
    }

    fn mostly(&self, known: impl Fn(&str) -> bool) -> bool {
        let keywords = self.keywords();
        let known = keywords.iter().filter(|word| known(word)).count();
        2 * known > keywords.len()
    }

    fn keywords(&self) -> &[String] {
        let read = || self.pairs.as_deref().map(keywords_of).unwrap_or_default();
        self.keywords.get_or_init(read)
    }
}

/// The weaker evidence: none of it says anything alone.
struct Hints {
    catalog: &'static Catalog,
    /// The name and description of the connection, in lower case; filled in where it is needed.
    text: String,
    host: String,
    port: Option<u16>,
}

impl Hints {
    fn read(parts: &Parts<'_>, catalog: &'static Catalog) -> Hints {
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

    fn count(&self, source: &Source) -> usize {
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

fn port_of(parts: &Parts<'_>, value: Id) -> Option<u16> {
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

/// Whether a key is another word for a parameter of the variant: it says nothing against it.
fn is_other_word(variant: &AuthSpec, key: &str) -> bool {
    let same = |param: &Param| {
        near::same(param.name, key) || param.aliases.iter().any(|alias| near::same(alias, key))
    };
    variant.params.iter().any(same)
}

/// The keywords of a connection string, where it can be read.
fn keywords_of(text: &str) -> Vec<String> {
    let parsed = connection_string::parse(text, Grammar::AdoNet);
    if !parsed.errors.is_empty() || notation::is_foreign(text) {
        return Vec::new();
    }
    parsed
        .pairs
        .into_iter()
        .map(|pair| pair.key)
        .filter(|key| !key.contains(';'))
        .collect()
}

/// A string value that is all there.
fn literal<'a>(parts: &Parts<'a>, id: Id) -> Option<Cow<'a, str>> {
    let text = parts.json.is_string(id).then(|| parts.json.str(id))?;
    placeholder::filling(&text).is_literal().then_some(text)
}

/// The name and the description, for hints.
fn description(parts: &Parts<'_>) -> String {
    let body = |at| parts.literal(Some(&parts.body), at).unwrap_or_default();
    format!("{} {}", body(pointer::NAME), body(pointer::DESCRIPTION)).to_lowercase()
}
