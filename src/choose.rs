//! Chooses before anything is validated: whom a request is for, and which auth spec it uses.
//!
//! The connection spec's id is the tag. Where its owner takes the keys that are there, the tag is
//! right. Where it does not and one other source does, the id is the mistake; where several do, that is
//! all that can be said. A union of all variants is never tried, because it would blame everything for
//! one slip.

use crate::catalog::{AuthSpec, ForeignId, Param, Platform, Source};
use crate::config::Config;
use crate::json::Id;
use crate::near;
use crate::object::Known;
use crate::request::Parts;

mod evidence;
mod expected;
mod hints;
mod id;
mod source;
mod words;

pub use evidence::Facts;
pub use id::{IdState, is_uuid};
use source::Chosen;
pub use words::Key;

/// The outcome. Several variants mean that it cannot be told which one is meant.
#[derive(Debug)]
pub struct Choice {
    /// What stands at `connectionSpec.id`.
    pub id: IdState,
    /// Whom the request is for.
    pub source: Option<&'static Source>,
    /// Whom everything but an unknown id says it is for.
    pub guess: Option<&'static Source>,
    /// The id belongs to somebody else than everything else in the request says.
    pub mismatch: Option<Mismatch>,
    /// What stands at `auth.specName`.
    pub name: NameState,
    /// The variants that fit, of `source`.
    pub variants: Vec<&'static AuthSpec>,
    /// The auth spec that is named, where the parameters are those of another one.
    pub told: Option<&'static AuthSpec>,
}

/// Why the id is not the one.
#[derive(Debug)]
pub struct Mismatch {
    pub owner: Owner,
    /// The key that shows it, where one does, because the owner of the id does not know it.
    pub shown_by: Option<Id>,
    /// The sources that everything else fits, where they are several.
    pub candidates: Vec<&'static Source>,
    /// Not the request but a file of settings, which is named here, says that it is for another source.
    pub told: Option<(&'static Source, String)>,
}

#[derive(Clone, Copy, Debug)]
pub enum Owner {
    Source(&'static Source),
    Foreign(&'static ForeignId),
}

impl Owner {
    pub fn title(self) -> &'static str {
        match self {
            Owner::Source(source) => source.title,
            Owner::Foreign(foreign) => foreign.name,
        }
    }
}

/// What `auth.specName` says.
#[derive(Clone, Copy, Debug)]
pub enum NameState {
    Exact,
    /// Another spelling of the name that the documentation has as well.
    Spelt(&'static AuthSpec),
    /// Not a name of the source, but near this one.
    Near(&'static str),
    /// Not a name of the source, and near none.
    Unknown,
    /// Absent, a placeholder, or not a string.
    Unread,
}

impl Choice {
    /// The name of the auth spec, where all variants that fit have one name.
    pub fn auth_name(&self) -> Option<&'static str> {
        let (first, rest) = self.variants.split_first()?;
        let same = rest.iter().all(|variant| variant.name == first.name);
        same.then_some(first.name)
    }

    /// The parameters that every variant that fits has, and each in the same sense. Where a name stands for an auth
    /// spec on each cloud and the platform is not told, this is what can be said of both.
    pub fn shared_params(&self) -> impl Iterator<Item = &'static Param> + '_ {
        let (first, rest) = match &self.variants[..] {
            [first, rest @ ..] => (first.params, rest),
            [] => (&[][..], &[][..]),
        };
        let shared = |param: &&'static Param| {
            rest.iter().all(|variant| {
                let other = variant.param(param.name);
                other.is_some_and(|other| other.is_like(param))
            })
        };
        first.iter().filter(shared)
    }

    /// Whether a parameter must be there in every variant that fits.
    pub fn is_required(&self, name: &str) -> bool {
        let required =
            |variant: &&'static AuthSpec| variant.param(name).is_some_and(|param| param.required);
        !self.variants.is_empty() && self.variants.iter().all(required)
    }

    /// The parameters of all variants that fit.
    pub fn all_params(&self) -> Vec<Known> {
        let params = self.variants.iter().flat_map(|variant| variant.params);
        let mut known: Vec<Known> = Vec::new();
        for param in params {
            if !known.iter().any(|other| other.name == param.name) {
                known.push(Known {
                    name: param.name,
                    aliases: param.aliases,
                });
            }
        }
        known
    }
}

/// Chooses source and variant from what is there.
pub fn choose(parts: &Parts<'_>, config: &Config) -> Choice {
    let id = id::read(parts, config.catalog);
    let facts = Facts::read(parts, config.catalog);
    let tagged = id.sources(config.catalog);
    let Chosen {
        source,
        mismatch,
        guess,
    } = expected::choose_expected(parts, &facts, &id, &tagged, &config.expected);
    let Some(source) = source else {
        return Choice {
            id,
            source: None,
            guess,
            mismatch,
            name: NameState::Unread,
            variants: Vec::new(),
            told: None,
        };
    };
    let (name, variants, told) = choose_variant(source, &facts, config.platform);
    Choice {
        id,
        source: Some(source),
        guess,
        mismatch,
        name,
        variants,
        told,
    }
}

fn near_name(source: &'static Source, name: &str) -> Option<&'static str> {
    near::nearest(name, source.auth.iter().map(|variant| variant.name))
}

type Variants = (NameState, Vec<&'static AuthSpec>, Option<&'static AuthSpec>);

fn choose_variant(
    source: &'static Source,
    facts: &Facts<'_>,
    platform: Option<Platform>,
) -> Variants {
    let (state, name) = match &facts.spec_name {
        None => (NameState::Unread, None),
        Some(name) => match source.auth.iter().find(|variant| variant.is_named(name)) {
            Some(variant) if variant.name == *name => (NameState::Exact, Some(variant.name)),
            Some(variant) => (NameState::Spelt(variant), Some(variant.name)),
            None => near_name(source, name).map_or((NameState::Unknown, None), |near| {
                (NameState::Near(near), Some(near))
            }),
        },
    };
    let named: Vec<_> = source
        .auth
        .iter()
        .filter(|variant| name.is_none_or(|name| variant.name == name))
        .collect();
    let named = on_platform(named, platform);
    // Nearly every request ends here.
    if let [only] = named[..]
        && facts.all_keys_fit(only)
    {
        return (state, named, None);
    }
    let fit: Vec<_> = named
        .iter()
        .copied()
        .filter(|variant| facts.all_keys_fit(variant))
        .collect();
    if !fit.is_empty() {
        let nothing_there = facts.keys.is_empty() && name.is_none();
        return (
            state,
            if nothing_there {
                named
            } else {
                narrowed(fit, facts)
            },
            None,
        );
    }
    if let (Some(name), false) = (name, facts.keys.is_empty()) {
        let elsewhere: Vec<_> = source
            .auth
            .iter()
            .filter(|variant| variant.name != name && facts.all_keys_fit(variant))
            .collect();
        let elsewhere = narrowed(on_platform(elsewhere, platform), facts);
        // One key too many is no other auth spec, where the one that is named is complete and that one is not.
        let complete = |variants: &[&'static AuthSpec]| {
            variants.iter().any(|variant| facts.has_all_of(variant))
        };
        if let [first, rest @ ..] = &elsewhere[..]
            && (complete(&elsewhere) || !complete(&named))
            // One auth spec can go by two names.
            && rest
                .iter()
                .all(|other| other.name == first.name || other.schema == first.schema)
        {
            let fit = |variant: &&'static AuthSpec| variant.name == first.name;
            let fit = elsewhere.iter().copied().filter(fit).collect();
            return (state, fit, named.first().copied());
        }
    }
    // None takes all the keys: the one that knows most of them, if it is one.
    let known = |variant: &&'static AuthSpec| {
        facts
            .keys
            .iter()
            .filter(|key| variant.param(&key.name).is_some())
            .count()
    };
    let most = named.iter().map(known).max().unwrap_or(0);
    (
        state,
        named
            .into_iter()
            .filter(|variant| known(variant) == most)
            .collect(),
        None,
    )
}

fn on_platform(
    named: Vec<&'static AuthSpec>,
    platform: Option<Platform>,
) -> Vec<&'static AuthSpec> {
    let Some(platform) = platform else {
        return named;
    };
    let there: Vec<_> = named
        .iter()
        .copied()
        .filter(|v| v.platform == platform || v.platform == Platform::Any)
        .collect();
    if there.is_empty() { named } else { there }
}

/// Of variants that all take the keys, those for which none is missing, if there are any.
fn narrowed(fit: Vec<&'static AuthSpec>, facts: &Facts<'_>) -> Vec<&'static AuthSpec> {
    let complete: Vec<_> = fit
        .iter()
        .copied()
        .filter(|variant| facts.has_all_of(variant))
        .collect();
    if complete.is_empty() { fit } else { complete }
}
