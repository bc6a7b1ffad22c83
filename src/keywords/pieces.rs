//! Pieces that lost their `;` or `=`, and what they were a part of.

use std::ops::Range;

use super::inner::{Inner, LONGEST_NAME, UNMISTAKABLE};
use super::reader::Reader;
use super::{Pair, Swallowed, Swallowing};
use crate::catalog::Keyword;
use crate::connection_string::{SyntaxError, SyntaxErrorKind};
use crate::object::Match;

impl Reader<'_> {
    /// Segments without `=`, which the grammar puts in front of the next key or refuses at the end.
    pub(super) fn take_pieces(&mut self, range: Range<usize>, next_key: Option<usize>) {
        let plain = self.plain;
        let first = self.swallowed.len();
        let mut start = range.start;
        for segment in plain.as_str()[range].split(';') {
            let begin = start + segment.len() - segment.trim_start().len();
            let at = begin..begin + segment.trim().len();
            start += segment.len() + 1;
            if !at.is_empty() {
                self.take_piece(at, next_key.is_some());
            }
        }
        let lost = |one: &Swallowed| one.kind == Swallowing::LostEquals;
        if self.swallowed.len() == first + 1 && lost(&self.swallowed[first]) {
            let at = &mut self.swallowed[first].at;
            at.end = next_key.unwrap_or(at.end);
        }
        // Several in a row are one way of writing.
        while self.swallowed.len() > first + 1
            && lost(&self.swallowed[first])
            && let Some(last) = self.swallowed.pop_if(|last| lost(last))
        {
            self.swallowed[first].others.insert(0, last.at);
        }
    }

    fn take_piece(&mut self, at: Range<usize>, has_next: bool) {
        if let Some(length) = self.name_before_equals(&at) {
            let mut pair = self.pair(at.clone());
            self.take_leading_equals(&mut pair, length, at.end);
            pair.matched = Match::Exact;
            self.push(pair);
        } else if matches!(&self.text[at.clone()], "…" | "..." | "[…]" | "[...]") {
            self.incomplete = true;
        } else if let Some((keyword, length)) = self.leading_keyword(&at) {
            self.swallow(Swallowing::LostEquals, at.clone(), Some(keyword));
            let mut pair = self.pair(at.start..at.start + length);
            let rest = &self.text[pair.key.end..at.end];
            let value = rest.trim_start_matches([' ', ':', '\t']);
            // What was meant is a guess; it is only not missing.
            pair.value = at.end - value.len()..at.end;
            pair.decoded = Some(value.to_owned()).filter(|value| !value.is_empty());
            (pair.keyword, pair.matched, pair.faulty) = (Some(keyword), Match::Exact, true);
            self.see(keyword);
            self.push(pair);
            self.open_secret = None;
        } else if !self.plain.parts_in(&at).is_empty() {
            self.incomplete = true;
        } else if self.follows_secret(at.start) {
            self.rest_of_secret(at);
        } else if has_next {
            self.swallow(Swallowing::LostEquals, at, None);
        } else {
            let kind = SyntaxErrorKind::MissingEquals;
            let offset = at.start;
            self.errors.push(SyntaxError { kind, offset });
        }
    }

    /// The keyword that a segment without `=` begins with, and its length.
    fn leading_keyword(&self, at: &Range<usize>) -> Option<(&'static Keyword, usize)> {
        let segment = &self.plain.as_str()[at.clone()];
        let ends = segment.char_indices().map(|(at, c)| at + c.len_utf8());
        let ends: Vec<usize> = ends.take_while(|&end| end <= LONGEST_NAME).collect();
        ends.into_iter().rev().find_map(|end| {
            let name = &segment[..end];
            let keyword = self
                .dialect
                .anchor(name)
                .filter(|_| !name.ends_with(char::is_whitespace))?;
            let parted = segment[end..]
                .chars()
                .next()
                .is_none_or(|c| c.is_whitespace() || c == ':');
            let meant = self.is_needed(keyword)
                || (!self.is_seen(keyword) && (parted || name.len() >= UNMISTAKABLE));
            meant.then_some((keyword, end))
        })
    }

    /// Whether a place is next to a secret without quotes, with nothing but separators between.
    pub(super) fn follows_secret(&self, at: usize) -> bool {
        let separator = self.dialect.separator();
        self.open_secret.is_some_and(|index| {
            let between = self.text.get(self.pairs[index].value.end..at);
            between.is_some_and(|text| text.chars().all(|c| c == separator || c.is_whitespace()))
        })
    }

    /// Whether a pair directly behind a secret looks like a piece of it rather than an option.
    pub(super) fn is_rest_of_secret(&self, pair: &Pair) -> bool {
        let written = &self.text[pair.key.clone()];
        let letters = written.trim_end_matches(|c: char| c.is_ascii_digit());
        let like_a_name = letters.len() >= 3
            && written.starts_with(|c: char| c.is_ascii_alphabetic())
            && letters
                .chars()
                .all(|c| c.is_ascii_alphabetic() || matches!(c, ' ' | '_' | '-' | '.'));
        !like_a_name
            && !written.contains(char::is_control)
            && self.dialect.aliases(written).next().is_none()
            && self.near_needed(written).is_none()
    }

    pub(super) fn rest_of_secret(&mut self, at: Range<usize>) {
        let Some(index) = self.open_secret else {
            return;
        };
        let secret = &mut self.pairs[index];
        secret.value.end = at.end;
        secret.faulty = true;
        let keyword = self.meant(&self.pairs[index]);
        let cut = |last: &Swallowed| {
            last.kind == Swallowing::SeparatorInSecret && last.keyword == keyword
        };
        match self.swallowed.last_mut().filter(|last| cut(last)) {
            Some(last) => last.at.end = at.end,
            None => self.swallow(Swallowing::SeparatorInSecret, at, keyword),
        }
    }

    fn swallow(&mut self, kind: Swallowing, at: Range<usize>, keyword: Option<&'static Keyword>) {
        self.swallowed.push(Swallowed {
            kind,
            at,
            others: Vec::new(),
            keyword,
            inside: None,
            separator: None,
        });
    }

    pub(super) fn lost_separator(&mut self, inner: &Inner, inside: Option<&'static Keyword>) {
        let at = inner.separator..inner.end;
        let between = &self.text[inner.separator..inner.key.start];
        let written = between.chars().find(|c| !c.is_whitespace());
        let separator = written.or_else(|| between.chars().next());
        let kind = Swallowing::LostSeparator;
        let same = |last: &Swallowed| last.kind == kind && last.separator == separator;
        if let Some(last) = self.swallowed.last_mut().filter(|last| same(last)) {
            return last.others.push(at);
        }
        self.swallow(kind, at, inner.keyword);
        if let Some(last) = self.swallowed.last_mut() {
            (last.inside, last.separator) = (inside, separator);
        }
    }
}
