//! What in a request, apart from the id, says whom it is for.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::Owner;
use super::hints::{Hints, description, port_of};
use super::words::Key;
use crate::catalog::{AuthSpec, Catalog, Param, Role, Source};
use crate::json::Id;
use crate::near;
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
                words: OnceCell::new(),
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
        self.keys.iter().all(|key| key.fits(variant))
    }

    /// The same, of the keys that any source has: a misspelt key says nothing about whom it is for.
    pub(super) fn known_keys_fit(&self, variant: &'static AuthSpec) -> bool {
        let mut known = 0;
        let fits = self.keys.iter().all(|key| match variant.param(&key.name) {
            Some(_) => {
                known += 1;
                key.fits(variant)
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

    /// Whether nothing is missing that a source requires under the name of the auth spec.
    pub(super) fn are_enough_for(&self, source: &'static Source) -> bool {
        self.named(source).any(|variant| self.has_all_of(variant))
    }

    /// Whether the request could be a source's with nothing wrong in it but the id.
    pub(super) fn fit_perfectly(&self, source: &'static Source) -> bool {
        let fits = |variant: &'static AuthSpec| {
            self.all_keys_fit(variant) && self.all_words_fit(variant) && self.has_all_of(variant)
        };
        self.spec_name.is_some() && self.named(source).any(fits)
    }

    /// Whether anything that people say in a request points at one of these sources.
    pub(super) fn are_hinted_at(&self, parts: &Parts<'_>, sources: &[&'static Source]) -> bool {
        let hints = Hints::all(parts, self.catalog);
        sources.iter().any(|source| hints.count(source) > 0)
    }

    /// Whether it is known which words a variant's connection string takes, where there are some.
    pub(super) fn words_are_known(&self, variant: &'static AuthSpec) -> bool {
        self.keys.iter().all(|key| key.words_are_known(variant))
    }

    /// Whether a variant would know every word of the connection string.
    pub(super) fn all_words_fit(&self, variant: &'static AuthSpec) -> bool {
        self.keys.iter().all(|key| key.is_known_to(variant))
    }

    /// Whether a source has a variant of this name that would know every key, and all words but one, which may be misspelt.
    pub(super) fn nearly_fit(&self, source: &'static Source) -> bool {
        let word = |variant: &'static AuthSpec| {
            self.keys.iter().all(|key| key.is_nearly_known_to(variant))
        };
        let mut variants = self.named(source);
        variants.any(|variant| self.known_keys_fit(variant) && word(variant))
    }

    /// The one source whose connection string this is rather than the owner's, to the letter.
    pub(super) fn better_elsewhere(
        &self,
        owner: &'static Source,
        tagged: &[&'static Source],
    ) -> Option<&'static Source> {
        let name = self.spec_name.as_deref();
        let mut keys = self.keys.iter();
        keys.find_map(|key| key.better_elsewhere(self.catalog, owner, tagged, name))
    }

    /// Of several sources, those that know most keys by their names, and most words of the connection string.
    pub(super) fn closest(&self, sources: Vec<&'static Source>) -> Vec<&'static Source> {
        if sources.len() < 2 {
            return sources;
        }
        let name = self.spec_name.as_deref();
        let fit = |source: &&'static Source| {
            let fits = self
                .keys
                .iter()
                .filter_map(|key| key.best_fit(source, name));
            let keys = |variant: &'static AuthSpec| {
                let known = self.keys.iter();
                known
                    .filter(|key| variant.param(&key.name).is_some())
                    .count()
            };
            (
                self.named(source).map(keys).max(),
                fits.max().unwrap_or_default(),
            )
        };
        let best = sources.iter().map(fit).max();
        sources
            .into_iter()
            .filter(|source| Some(fit(source)) == best)
            .collect()
    }

    /// How much of the request a source knows: keys by their names, words of the connection string, the auth spec.
    pub(super) fn known_to(&self, source: &'static Source) -> usize {
        let name = self.spec_name.as_deref();
        let known = |variant: &'static AuthSpec| {
            let keys: usize = self.keys.iter().map(|key| key.known_to(variant)).sum();
            keys + usize::from(name.is_some_and(|name| variant.is_named(name)))
        };
        source.auth.iter().map(known).max().unwrap_or_default()
    }

    /// The variants of a source that have the name of the auth spec.
    fn named(&self, source: &'static Source) -> impl Iterator<Item = &'static AuthSpec> + Clone {
        let name = self.spec_name.as_deref();
        let variants = source.auth.iter();
        variants.filter(move |variant| name.is_none_or(|name| variant.is_named(name)))
    }

    /// A key that `chosen` has and the owner of the id does not.
    pub(super) fn key_foreign_to(&self, owner: Owner, chosen: &'static Source) -> Option<Id> {
        let has = |source: &'static Source, key: &Key<'_>| {
            self.named(source)
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
        let hints = Hints::all(parts, self.catalog);
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
        let own_port = |port: u16| tagged.iter().any(|source| source.ports.contains(&port));
        let place = self.keys.iter().find_map(|key| key.place(owner));
        if place
            .as_ref()
            .and_then(|place| place.port)
            .is_some_and(own_port)
        {
            return None;
        }
        let mut placed = place.is_some();
        for (role, value) in parts
            .params()
            .filter_map(|(name, value)| Some((role(&name)?, value)))
        {
            placed |= matches!(role, Role::Host | Role::Port);
            if role == Role::Port && port_of(parts, value).is_some_and(own_port) {
                return None;
            }
        }
        if !placed {
            return None;
        }
        let mut hints = Hints::read(parts, self.catalog);
        if let Some(place) = place {
            (hints.host, hints.port) = (place.host.into(), place.port);
        }
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

/// Whether a key is another word for a parameter of the variant: it says nothing against it.
fn is_other_word(variant: &AuthSpec, key: &str) -> bool {
    let same = |param: &Param| {
        near::same(param.name, key) || param.aliases.iter().any(|alias| near::same(alias, key))
    };
    variant.params.iter().any(same)
}
