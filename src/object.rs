//! An object of a request, with each of its keys taken for the property it is or was meant to be.

use crate::json::{Id, Json};
use crate::near;

/// A property that may stand in an object.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    pub name: &'static str,
    /// Other words that people use for it.
    pub aliases: &'static [&'static str],
}

/// How a key was taken for a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// It is the property's name.
    Exact,
    /// It is a keyword's name in another spelling, which the documentation has as well.
    Spelt,
    /// It is near the name of a property that is not there otherwise, or another word for it.
    Misspelled,
    /// It is near the name of a property that is there as well.
    NearPresent,
    /// Nobody knows it.
    Unknown,
}

impl Match {
    /// Whether the key stands for the property, and not beside it.
    pub fn is_it(self) -> bool {
        matches!(self, Match::Exact | Match::Spelt | Match::Misspelled)
    }
}

/// One key and its value.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    pub key: Id,
    pub value: Id,
    /// The property that it is, or is near.
    pub name: Option<&'static str>,
    pub matched: Match,
}

/// An object whose keys have been looked up.
#[derive(Debug)]
pub struct Object {
    pub node: Id,
    pub members: Vec<Member>,
}

impl Object {
    /// Looks the keys of `node` up among `known`. Of a repeated key only the last counts.
    pub fn read(json: &Json<'_>, node: Id, known: &[Known]) -> Object {
        let mut members: Vec<Member> = Vec::new();
        let mut strangers = false;
        for (key, value) in json.members(node) {
            let written = json.str(key);
            let name = known
                .iter()
                .find(|known| known.name == written)
                .map(|known| known.name);
            strangers |= name.is_none();
            if name.is_some() {
                members.retain(|member| member.name != name);
            }
            let matched = if name.is_some() {
                Match::Exact
            } else {
                Match::Unknown
            };
            members.push(Member {
                key,
                value,
                name,
                matched,
            });
        }
        let mut object = Object { node, members };
        if strangers {
            object.resolve_strangers(json, known);
        }
        object
    }

    fn resolve_strangers(&mut self, json: &Json<'_>, known: &[Known]) {
        for index in 0..self.members.len() {
            let member = self.members[index];
            if member.matched == Match::Exact || json.is_unknown(member.key) {
                continue;
            }
            let written = json.str(member.key);
            let alias = || {
                let mut matches = known.iter().filter(|known| {
                    known
                        .aliases
                        .iter()
                        .any(|alias| near::same(alias, &written))
                });
                matches
                    .next()
                    .filter(|_| matches.next().is_none())
                    .map(|known| known.name)
            };
            let Some(name) =
                near::nearest(&written, known.iter().map(|known| known.name)).or_else(alias)
            else {
                continue;
            };
            let taken = self
                .members
                .iter()
                .any(|other| other.name == Some(name) && other.matched != Match::NearPresent);
            let matched = if taken {
                Match::NearPresent
            } else {
                Match::Misspelled
            };
            (self.members[index].name, self.members[index].matched) = (Some(name), matched);
        }
    }

    /// The member that is the property, or was meant to be.
    pub fn member(&self, name: &str) -> Option<&Member> {
        let mut members = self.members.iter();
        members.find(|member| member.name == Some(name) && member.matched.is_it())
    }

    pub fn value(&self, name: &str) -> Option<Id> {
        self.member(name).map(|member| member.value)
    }

    /// Keys that nobody knows.
    pub fn unknown(&self) -> impl Iterator<Item = &Member> {
        self.members
            .iter()
            .filter(|member| member.matched == Match::Unknown)
    }
}
