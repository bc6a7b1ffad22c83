//! Keys that are no keyword: which one they were meant to be.

use super::Pair;
use super::missing::{is_group_wanted, is_wanted};
use super::reader::Reader;
use crate::catalog::Keyword;
use crate::object::Match;

/// More strange keys than this are not looked up: a look-up compares with every keyword.
pub(super) const MOST: usize = 64;

impl Reader<'_> {
    pub(super) fn look_up_strangers(&mut self) {
        let strangers: Vec<usize> = (0..self.pairs.len())
            .filter(|&index| self.pairs[index].keyword.is_none())
            .take(MOST)
            .collect();
        for index in strangers {
            let written = self.text[self.pairs[index].key.clone()].to_owned();
            let mut aliases = self.dialect.aliases(&written);
            let keyword = match (aliases.next(), aliases.next()) {
                (Some(only), None) => Some(only),
                (None, _) => self.nearest(&written),
                (Some(_), Some(_)) => None,
            };
            let Some(keyword) = keyword else { continue };
            let taken = self.is_seen(keyword);
            let pair: &mut Pair = &mut self.pairs[index];
            pair.keyword = Some(keyword);
            pair.matched = if taken {
                Match::NearPresent
            } else {
                Match::Misspelled
            };
            self.see(keyword);
        }
    }

    /// The keyword that a pair is for, so far as it can be told while others are still to be read.
    pub(super) fn meant(&self, pair: &Pair) -> Option<&'static Keyword> {
        let written = &self.text[pair.key.clone()];
        pair.keyword
            .or_else(|| self.dialect.alias(written))
            .or_else(|| self.near_needed(written))
    }

    /// The keyword that a name is near: one that is needed, or else any that is not there, or else any.
    fn nearest(&self, written: &str) -> Option<&'static Keyword> {
        self.near_needed(written)
            .or_else(|| self.dialect.near(written, |keyword| !self.is_seen(keyword)))
            .or_else(|| self.dialect.near(written, |_| true))
    }

    /// The keyword that a name is near, of those that must be there and are not.
    pub(super) fn near_needed(&self, written: &str) -> Option<&'static Keyword> {
        let left = self.look_ups.get().checked_sub(1)?;
        self.look_ups.set(left);
        self.dialect
            .near(written, |keyword| self.is_needed(keyword))
    }

    /// Whether a keyword must be there, alone or in its group, and is nowhere a key.
    pub(super) fn is_needed(&self, keyword: &'static Keyword) -> bool {
        let there = |other: &'static Keyword| self.is_seen(other);
        is_wanted(self.dialect, keyword, there)
            || self
                .dialect
                .one_of
                .iter()
                .any(|group| group.keywords.contains(&keyword) && is_group_wanted(group, there))
    }

    /// Whether a keyword belongs to a group of which one is enough.
    pub(super) fn is_one_of(&self, keyword: &'static Keyword) -> bool {
        let mut groups = self.dialect.one_of.iter();
        groups.any(|group| group.keywords.contains(&keyword))
    }

    /// Whether a keyword is a key: in what was read, or wherever a `;` is followed by its name.
    pub(super) fn is_seen(&self, keyword: &'static Keyword) -> bool {
        self.seen.contains(&keyword)
    }

    pub(super) fn see(&mut self, keyword: &'static Keyword) {
        if !self.is_seen(keyword) {
            self.seen.push(keyword);
        }
    }
}
