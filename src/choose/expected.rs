//! What the user says whom a request is for, weighed against the request.
//!
//! Where the id cannot be read, the user's word stands in its place, as long as everything else allows it. Where it can be
//! read and is another source's, it is the mistake, or the settings are: nobody can mean both.

use super::source::{Chosen, accepts, choose};
use super::{Facts, IdState, Mismatch, Owner};
use crate::catalog::Source;
use crate::config::Expected;
use crate::request::Parts;

/// The choice of a source, with the user's word counted in.
pub(super) fn choose_expected(
    parts: &Parts<'_>,
    facts: &Facts<'_>,
    id: &IdState,
    tagged: &[&'static Source],
    expected: &Expected,
) -> Chosen {
    let Some(source) = expected.source else {
        return choose(parts, facts, id, tagged);
    };
    let is_expected = |one: &&&'static Source| one.slug == source.slug;
    if let Some(&own) = tagged.iter().find(is_expected) {
        // Of several owners of an id the user means this one.
        return choose(parts, facts, id, &[own]);
    }
    match id {
        IdState::Unread | IdState::Malformed { near: None } => {
            let chosen = choose(parts, facts, id, &[source]);
            Chosen {
                mismatch: None,
                ..chosen
            }
        }
        IdState::Known(_) | IdState::Foreign(_) => {
            let chosen = choose(parts, facts, id, tagged);
            if chosen.mismatch.is_some() {
                return chosen;
            }
            let owner = match (tagged, id) {
                ([first, ..], _) => Owner::Source(first),
                (_, IdState::Foreign(foreign)) => Owner::Foreign(foreign),
                _ => return chosen,
            };
            // What fits both is read as the id says, which is what the service will do.
            let fits = |one: &'static Source| accepts(one, facts, true);
            let is_meant = fits(source) && !tagged.iter().any(|one| fits(one));
            let mismatch = Mismatch {
                owner,
                shown_by: None,
                candidates: Vec::new(),
                told: Some((source, expected.told_by.clone())),
            };
            Chosen {
                source: if is_meant {
                    Some(source)
                } else {
                    chosen.source
                },
                mismatch: Some(mismatch),
                guess: None,
            }
        }
        // Which id was meant is told by the request better than by its place.
        IdState::Malformed { near: Some(_) } | IdState::Unknown { near: Some(_) } => {
            choose(parts, facts, id, tagged)
        }
        IdState::Unknown { near: None } => {
            let chosen = choose(parts, facts, id, tagged);
            Chosen {
                guess: chosen.guess.or(Some(source)),
                ..chosen
            }
        }
    }
}
