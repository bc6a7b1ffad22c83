//! Chooses before anything is validated: whom a request is for, and which auth spec it uses.
//!
//! The connection spec's id is the tag. Where its owner takes the keys that are there, the tag is
//! right. Where it does not and one other source does, the id is the mistake; where several do, that is
//! all that can be said. A union of all variants is never tried, because it would blame everything for
//! one slip.

use crate::catalog::{AuthSpec, ForeignId, Platform, Source};
use crate::config::Config;
use crate::json::Id;
use crate::near;
use crate::object::Known;
use crate::request::Parts;

mod evidence;
mod expected;
mod id;

pub use evidence::Facts;
pub use id::{IdState, is_uuid};

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
    /// The key that shows it, where one does, and whether the owner of the id knows it.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameState {
    Exact,
    /// Not a name of the source, but near this one.
    Near(&'static str),
    /// Not a name of the source, and near none.
    Unknown,
    /// Absent, a placeholder, or not a string.
    Unread,
}

impl Choice {
    /// The one variant, if it is one.
    pub fn variant(&self) -> Option<&'static AuthSpec> {
        match self.variants[..] {
            [only] => Some(only),
            _ => None,
        }
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
    let (source, mismatch, guess) =
        expected::choose_expected(parts, &facts, &id, &tagged, &config.expected);
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

/// Whom a request is for, why the id says otherwise, and whom it could be for.
type Chosen = (
    Option<&'static Source>,
    Option<Mismatch>,
    Option<&'static Source>,
);

fn choose_source(
    parts: &Parts<'_>,
    facts: &Facts<'_>,
    id: &IdState,
    tagged: &[&'static Source],
) -> Chosen {
    let fitting = |source: &&&'static Source| accepts(source, facts, true);
    if let Some(source) = tagged.iter().find(fitting) {
        // The keys are its own. Only two hints of a kind that keys are not can say otherwise.
        let other = facts
            .hinted_elsewhere(parts, source, tagged)
            .filter(|other| accepts(other, facts, false));
        return match other {
            Some(other) => (
                Some(other),
                Some(Mismatch {
                    owner: Owner::Source(source),
                    shown_by: None,
                    candidates: Vec::new(),
                    told: None,
                }),
                None,
            ),
            None if tagged.len() == 1 => (Some(source), None, None),
            None => (Some(best_tagged(parts, facts, tagged, source)), None, None),
        };
    }
    let others: Vec<_> = facts
        .catalog
        .sources()
        .iter()
        .filter(|source| !tagged.iter().any(|tag| tag.slug == source.slug))
        .filter(|source| facts.is_evidence() && accepts(source, facts, false))
        .collect();
    let perfect: Vec<_> = others
        .iter()
        .copied()
        .filter(|source| facts.fit_perfectly(source))
        .collect();
    // The parameters of another of its own auth specs: the name of the auth spec is the mistake, unless
    // more than the name would be one and nothing at all is wrong with the request as another source's.
    let own = |source: &&&'static Source| {
        facts.is_evidence()
            && source.auth.iter().any(|variant| {
                facts.known_keys_fit(variant)
                    && facts.keywords_are_known(variant)
                    && (perfect.is_empty() || facts.has_all_of(variant))
            })
    };
    if let Some(source) = tagged.iter().find(own) {
        return (Some(source), None, None);
    }
    let owner = match (tagged, id) {
        ([first, ..], _) => Some(Owner::Source(first)),
        ([], IdState::Foreign(foreign)) => Some(Owner::Foreign(foreign)),
        _ => None,
    };
    let chosen = match others[..] {
        [only] => Some(only),
        [] => None,
        _ => facts.most_hinted(parts, &others).or(one_of_an_id(&perfect)),
    };
    match (chosen, owner) {
        (Some(chosen), Some(owner)) => {
            let mismatch = Mismatch {
                owner,
                shown_by: facts.key_foreign_to(owner, chosen),
                candidates: Vec::new(),
                told: None,
            };
            (Some(chosen), Some(mismatch), None)
        }
        // It is somebody else's, nobody can tell whose.
        (None, Some(owner @ Owner::Source(_)))
            if !perfect.is_empty() && !facts.are_hinted_at(parts, tagged) =>
        {
            let mismatch = Mismatch {
                owner,
                shown_by: facts.key_foreign_to(owner, perfect[0]),
                candidates: perfect,
                told: None,
            };
            (None, Some(mismatch), None)
        }
        // Nothing is known of an id that is in no catalogue; its request could be anybody's.
        (Some(chosen), None) if matches!(id, IdState::Unknown { near: None }) => {
            (None, None, Some(chosen))
        }
        (Some(chosen), None) => (Some(chosen), None, None),
        _ => (tagged.first().copied(), None, None),
    }
}

/// Of several sources under one id any is as good as another.
fn one_of_an_id(sources: &[&'static Source]) -> Option<&'static Source> {
    let first = *sources.first()?;
    let same = |source: &&'static Source| source.id() == first.id();
    sources.iter().all(same).then_some(first)
}

/// Of several owners of one id, the one that the hints point at.
fn best_tagged(
    parts: &Parts<'_>,
    facts: &Facts<'_>,
    tagged: &[&'static Source],
    fitting: &'static Source,
) -> &'static Source {
    let fit: Vec<_> = tagged
        .iter()
        .copied()
        .filter(|source| accepts(source, facts, true))
        .collect();
    if fit.len() < 2 {
        fitting
    } else {
        facts.most_hinted(parts, &fit).unwrap_or(fitting)
    }
}

/// Whether a source has a variant of this name that takes every key that is there. For the owner of
/// the id a name that is merely near will do.
fn accepts(source: &'static Source, facts: &Facts<'_>, owner: bool) -> bool {
    let named = |name: &str| source.auth.iter().any(|variant| variant.name == name);
    let name = match facts.spec_name.as_deref() {
        Some(name) if owner && !named(name) => near_name(source, name).or(Some(name)),
        name => name,
    };
    let variants = source
        .auth
        .iter()
        .filter(|variant| name.is_none_or(|name| variant.name == name));
    (owner && source.auth.is_empty())
        || variants
            .into_iter()
            .any(|variant| facts.known_keys_fit(variant))
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
        Some(name) => match source.auth.iter().find(|variant| variant.name == *name) {
            Some(variant) => (NameState::Exact, Some(variant.name)),
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
        // One auth spec can go by two names.
        if let [first, rest @ ..] = &elsewhere[..]
            && rest.iter().all(|other| other.schema == first.schema)
        {
            return (state, vec![first], named.first().copied());
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
