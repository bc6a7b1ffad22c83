//! Whom a request is for: the owner of the id, or somebody else whom everything but the id fits.

use std::cell::OnceCell;

use super::hints::Hints;
use super::{Facts, IdState, Mismatch, Owner, near_name};
use crate::catalog::Source;
use crate::request::Parts;

/// What was chosen.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    pub(super) source: Option<&'static Source>,
    pub(super) mismatch: Option<Mismatch>,
    /// Whom everything but an unknown id says it is for.
    pub(super) guess: Option<&'static Source>,
}

impl Chosen {
    fn of(source: &'static Source) -> Chosen {
        Chosen {
            source: Some(source),
            ..Chosen::default()
        }
    }

    /// The request is one source's, the id another's.
    fn instead_of(owner: Owner, facts: &Facts<'_>, source: &'static Source) -> Chosen {
        let mismatch = Mismatch {
            owner,
            shown_by: facts.key_foreign_to(owner, source),
            candidates: Vec::new(),
            told: None,
        };
        Chosen {
            source: Some(source),
            mismatch: Some(mismatch),
            guess: None,
        }
    }
}

pub(super) fn choose(
    parts: &Parts<'_>,
    facts: &Facts<'_>,
    id: &IdState,
    tagged: &[&'static Source],
) -> Chosen {
    let fitting = |source: &&&'static Source| accepts(source, facts, true);
    if let Some(source) = tagged.iter().find(fitting) {
        // The keys are its own. Only words that are another's, or two hints of a kind that keys are not, can say
        // otherwise.
        let hinted = || {
            let other = facts.hinted_elsewhere(parts, source, tagged);
            other.filter(|other| accepts(other, facts, false))
        };
        let other = facts.better_elsewhere(source, tagged).or_else(hinted);
        return match other {
            Some(other) => Chosen::instead_of(Owner::Source(source), facts, other),
            None if tagged.len() == 1 => Chosen::of(source),
            None => Chosen::of(best_tagged(parts, facts, tagged, source)),
        };
    }
    // A key that strayed into a request makes it nobody else's: who does not know more of it than the owner of the id
    // is not meant, nor who knows one thing more and misses another, where the owner misses nothing, or where people speak
    // of the owner.
    let own = tagged.iter().map(|source| facts.known_to(source)).max();
    let is_whole = tagged.iter().any(|source| facts.are_enough_for(source));
    // Nearly every request gets by without them.
    let (read, counted) = (OnceCell::new(), OnceCell::new());
    let hints = || read.get_or_init(|| Hints::all(parts, facts.catalog));
    let hinted = || {
        let count = || tagged.iter().map(|source| hints().count(source)).max();
        counted.get_or_init(count).unwrap_or_default()
    };
    let knows_more = |source: &'static Source| {
        let more = own.map(|own| facts.known_to(source).saturating_sub(own));
        more.is_none_or(|more| match more {
            0 => false,
            1 => (!is_whole || facts.are_enough_for(source)) && hinted() <= hints().count(source),
            _ => true,
        })
    };
    let sources = facts.catalog.sources().iter();
    let candidates: Vec<_> = sources
        .filter(|source| !tagged.iter().any(|tag| tag.slug == source.slug))
        .filter(|source| facts.is_evidence() && knows_more(source))
        .collect();
    let those = |fit: &dyn Fn(&'static Source) -> bool| -> Vec<&'static Source> {
        candidates
            .iter()
            .copied()
            .filter(|source| fit(source))
            .collect()
    };
    let mut others = those(&|source| accepts(source, facts, false));
    // A misspelt word does not hide whose string it is.
    if others.is_empty() {
        others = those(&|source| facts.nearly_fit(source));
    }
    let others = facts.closest(others);
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
                    && facts.words_are_known(variant)
                    && (perfect.is_empty() || facts.has_all_of(variant))
            })
    };
    if let Some(source) = tagged.iter().find(own) {
        return match facts.better_elsewhere(source, tagged) {
            Some(other) => Chosen::instead_of(Owner::Source(source), facts, other),
            None => Chosen::of(source),
        };
    }
    // Of several under one id, the first of those that know most of the request.
    let tag = tagged.iter().rev();
    let tag = tag.copied().max_by_key(|source| facts.known_to(source));
    let owner = match (tag, id) {
        (Some(tag), _) => Some(Owner::Source(tag)),
        (None, IdState::Foreign(foreign)) => Some(Owner::Foreign(foreign)),
        _ => None,
    };
    let chosen = match others[..] {
        [only] => Some(only),
        [] => None,
        _ => facts.most_hinted(parts, &others).or(one_of_an_id(&perfect)),
    };
    match (chosen, owner) {
        (Some(chosen), Some(owner)) => Chosen::instead_of(owner, facts, chosen),
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
            Chosen {
                mismatch: Some(mismatch),
                ..Chosen::default()
            }
        }
        // Nothing is known of an id that is in no catalogue; its request could be anybody's.
        (Some(chosen), None) if matches!(id, IdState::Unknown { near: None }) => Chosen {
            guess: Some(chosen),
            ..Chosen::default()
        },
        (Some(chosen), None) => Chosen::of(chosen),
        _ => Chosen {
            source: tag,
            ..Chosen::default()
        },
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
pub(super) fn accepts(source: &'static Source, facts: &Facts<'_>, owner: bool) -> bool {
    let named = |name: &str| source.auth.iter().any(|variant| variant.is_named(name));
    let name = match facts.spec_name.as_deref() {
        Some(name) if owner && !named(name) => near_name(source, name).or(Some(name)),
        name => name,
    };
    let variants = source
        .auth
        .iter()
        .filter(|variant| name.is_none_or(|name| variant.is_named(name)));
    (owner && source.auth.is_empty())
        || variants
            .into_iter()
            .any(|variant| facts.known_keys_fit(variant) && (owner || facts.all_words_fit(variant)))
}
