//! Keywords that must be there and are not.

use super::{ConnectionKeywords, Swallowed, Swallowing};
use crate::catalog::{Dialect, Keyword, OneOf};

impl ConnectionKeywords<'_> {
    /// Whether what is missing can be told.
    pub fn is_reliable(&self) -> bool {
        let unexplained = |one: &Swallowed| {
            one.kind == Swallowing::LostEquals && (one.keyword.is_none() || !one.others.is_empty())
        };
        self.notation.is_none()
            && !self.incomplete
            && self.errors.is_empty()
            && !self.swallowed.iter().any(unexplained)
            && !self.is_whole_placeholder()
            && !self.text.as_str().trim().is_empty()
    }

    /// Required keywords that are not there. One with nothing behind its `=` is there.
    pub fn missing(&self) -> Vec<&'static Keyword> {
        if !self.is_reliable() {
            return Vec::new();
        }
        let wanted =
            |keyword: &&'static Keyword| is_wanted(self.dialect, keyword, |other| self.has(other));
        self.dialect.required().filter(wanted).collect()
    }

    /// Groups of which one keyword is needed and none is there.
    pub fn missing_groups(&self) -> Vec<&'static OneOf> {
        if !self.is_reliable() {
            return Vec::new();
        }
        let ambiguous: Vec<_> = self
            .ambiguous()
            .flat_map(|(_, keywords)| keywords)
            .collect();
        let there = |keyword: &'static Keyword| self.has(keyword) || ambiguous.contains(&keyword);
        let wanted = |group: &&'static OneOf| is_group_wanted(group, there);
        self.dialect.one_of.iter().filter(wanted).collect()
    }
}

/// Whether a keyword must be there and is not, where `there` tells what is.
pub(super) fn is_wanted(
    dialect: &'static Dialect,
    keyword: &'static Keyword,
    there: impl Fn(&'static Keyword) -> bool,
) -> bool {
    keyword.required && !there(keyword) && !dialect.spares(keyword).any(there)
}

pub(super) fn is_group_wanted(
    group: &'static OneOf,
    there: impl Fn(&'static Keyword) -> bool,
) -> bool {
    !group.keywords.iter().any(|one| there(one)) && !group.unless.iter().any(|one| there(one))
}
