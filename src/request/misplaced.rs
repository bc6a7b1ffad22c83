//! Properties that stand in another object than the one that they belong into.

use super::{Request, name_of, pointer};
use crate::json::{Id, SlipKind};
use crate::object::Member;
use crate::placeholder;

/// A property, and where it should be.
#[derive(Clone, Copy, Debug)]
pub struct Misplaced {
    /// The pointer of the object in which it stands.
    pub stands: &'static str,
    /// The pointer of the object into which it belongs.
    pub belongs: &'static str,
    /// Its name, as documented.
    pub name: &'static str,
    pub member: Member,
    /// It is documented to be required there.
    pub required: bool,
}

/// The envelope's properties whose names nobody uses for anything else in a request.
const DISTINCTIVE: [&str; 4] = [
    pointer::AUTH,
    pointer::SPEC,
    pointer::SPEC_NAME,
    pointer::PARAMS,
];

/// In the order of the text, by the object in which they stand. A property that is also where it belongs is not meant.
pub(super) fn read(request: &Request<'_>) -> Vec<Misplaced> {
    let mut found = Vec::new();
    for stands in [pointer::BODY, pointer::AUTH, pointer::SPEC, pointer::PARAMS] {
        // What a project keeps beside a request in its own configuration is its own affair.
        if stands == pointer::BODY && request.nested {
            continue;
        }
        let Some(object) = request.object(stands) else {
            continue;
        };
        for &member in object.unknown() {
            let written = request.json.str(member.key);
            let is_name = placeholder::filling(&written).is_literal();
            if request.json.is_unknown(member.key) || !is_name {
                continue;
            }
            let place = of_envelope(request, stands, &written)
                .or_else(|| of_params(request, stands, &written));
            found.extend(place.map(|(belongs, name, required)| Misplaced {
                stands,
                belongs,
                name,
                member,
                required,
            }));
        }
    }
    found
}

type Place = (&'static str, &'static str, bool);

fn of_envelope(request: &Request<'_>, stands: &str, written: &str) -> Option<Place> {
    let at = DISTINCTIVE.iter().find(|at| name_of(at) == written)?;
    let belongs = at.rsplit_once('/')?.0;
    let there = request
        .object(belongs)
        .is_some_and(|object| object.member(written).is_some());
    (stands != belongs && !there).then_some((belongs, name_of(at), true))
}

fn of_params(request: &Request<'_>, stands: &str, written: &str) -> Option<Place> {
    if stands == pointer::PARAMS {
        return None;
    }
    let there = request
        .params
        .as_ref()
        .is_some_and(|params| params.member(written).is_some());
    let variants = &request.choice.variants;
    let every = request.source()?.auth.iter();
    let param = variants
        .iter()
        .copied()
        .chain(every)
        .find_map(|variant| variant.param(written))?;
    (!there).then_some((pointer::PARAMS, param.name, param.required))
}

/// Whether the text of the request lacks a closing bracket, so that what follows it stands in the wrong object.
pub fn is_for_want_of_a_bracket(request: &Request<'_>) -> bool {
    let range = request.json.range(request.body.node);
    let mut slips = request.json.slips.iter();
    slips.any(|slip| {
        slip.kind == SlipKind::MissingCloser
            && range.start <= slip.at.start
            && slip.at.end <= range.end
    })
}

/// The members of an object that was meant to be `auth.params` and stands elsewhere.
pub fn params_elsewhere<'r>(request: &'r Request<'_>) -> impl Iterator<Item = Member> + 'r {
    let outside = request.misplaced.iter();
    let objects = outside.filter(|misplaced| misplaced.name == name_of(pointer::PARAMS));
    objects.flat_map(|misplaced| members(request, misplaced.member.value))
}

fn members<'r>(request: &'r Request<'_>, object: Id) -> impl Iterator<Item = Member> + 'r {
    let members = request.json.members(object);
    members.map(|(key, value)| Member {
        key,
        value,
        name: None,
        matched: crate::object::Match::Unknown,
    })
}
