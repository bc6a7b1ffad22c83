//! A connection string that is a URL: a scheme, a host, and parameters behind a `?` with `&` between them.
//!
//! The host is the pair of the keyword with that role; nothing is written in front of it, so its key is empty.

use std::ops::Range;

use super::reader::Reader;
use super::{Pair, Swallowed, Swallowing};
use crate::catalog::{Keyword, Role};
use crate::connection_string::{SyntaxError, SyntaxErrorKind};
use crate::object::Match;

impl Reader<'_> {
    /// Reads the text behind its scheme, which ends at `start`.
    pub(super) fn read_url(&mut self, start: usize) {
        let plain = self.plain;
        let text = plain.as_str();
        self.see_parameters(start);
        let end = start + text[start..].trim_end().len();
        let mark = |marks: &[char]| text[start..end].find(marks).map_or(end, |at| start + at);
        let host = start..mark(&['/', '?', '&', ';']);
        let question = mark(&['?']);
        let query = match self.parameter_in(host.end..question) {
            // Without the `?` the parameters are a part of the path.
            Some((at, keyword)) if question == end => {
                self.swallowed.push(Swallowed {
                    kind: Swallowing::LostQuestionMark,
                    at: at.clone(),
                    others: Vec::new(),
                    keyword: Some(keyword),
                    inside: None,
                    separator: None,
                });
                at.start..end
            }
            _ => (question + 1).min(end)..end,
        };
        if let Some(keyword) = self.dialect.with_role(Role::Host).next() {
            self.take_value(host.start..host.start, host.clone(), Some(keyword));
        }
        let mut at = query.start;
        for piece in text[query].split('&') {
            self.take_parameter(at..at + piece.len());
            at += piece.len() + 1;
        }
        self.incomplete |= plain.holds_statement() || self.is_abridged();
        self.look_up_strangers();
    }

    /// Every keyword that stands where a parameter begins.
    fn see_parameters(&mut self, start: usize) {
        let plain = self.plain;
        for piece in plain.as_str()[start..].split(['?', '&']) {
            let key = piece.split('=').next().unwrap_or_default();
            if let Some(keyword) = self.dialect.keyword(key) {
                self.see(keyword);
            }
        }
    }

    /// One parameter, or several that are divided by something else than `&`.
    fn take_parameter(&mut self, at: Range<usize>) {
        let plain = self.plain;
        let piece = &plain.as_str()[at.clone()];
        if piece.trim().is_empty() {
            return;
        }
        let Some(divider) = piece.find('=').map(|divider| at.start + divider) else {
            return self.take_loose(at);
        };
        let value = divider + 1..at.end;
        let key = at.start..divider;
        if !plain.parts_in(&key).is_empty() {
            self.incomplete = true;
            return;
        }
        let keyword = self.dialect.keyword(&self.text[key.clone()]);
        let Some((inner, found)) = self.parameter_in(value.clone()) else {
            return self.take_value(key, value, keyword);
        };
        self.take_value(key, value.start..inner.start, keyword);
        let separator = self.text[inner.clone()].chars().next();
        let same = |last: &&mut Swallowed| {
            last.kind == Swallowing::LostSeparator && last.separator == separator
        };
        match self.swallowed.last_mut().filter(same) {
            Some(last) => last.others.push(inner.clone()),
            None => self.swallowed.push(Swallowed {
                kind: Swallowing::LostSeparator,
                at: inner.clone(),
                others: Vec::new(),
                keyword: Some(found),
                inside: keyword,
                separator,
            }),
        }
        let rest = inner.start + separator.map_or(0, char::len_utf8);
        self.take_parameter(rest..at.end);
    }

    /// A piece without a `=`: most often the rest of a secret that holds a `&`.
    fn take_loose(&mut self, at: Range<usize>) {
        if !self.plain.parts_in(&at).is_empty() {
            self.incomplete = true;
        } else if self.follows_secret(at.start) {
            self.rest_of_secret(at);
        } else {
            let (kind, offset) = (SyntaxErrorKind::MissingEquals, at.start);
            self.errors.push(SyntaxError { kind, offset });
        }
    }

    fn take_value(
        &mut self,
        key: Range<usize>,
        value: Range<usize>,
        keyword: Option<&'static Keyword>,
    ) {
        let written = &self.text[value.clone()];
        let mut pair = Pair {
            decoded: Some(written.to_owned()).filter(|value| !value.is_empty()),
            value,
            ..self.pair(key)
        };
        if let Some(keyword) = keyword {
            let spelt = keyword.is_other_spelling(&self.text[pair.key.clone()]);
            pair.matched = if spelt { Match::Spelt } else { Match::Exact };
            pair.keyword = Some(keyword);
            self.see(keyword);
        }
        self.look_at_end(&pair);
        self.push(pair);
    }

    /// The first known `name=` behind a mark that people write for `?` or `&`: from the mark to the `=`.
    fn parameter_in(&self, range: Range<usize>) -> Option<(Range<usize>, &'static Keyword)> {
        let text = &self.plain.as_str()[range.clone()];
        let marks = text.match_indices([';', ',', '/', '&', ' ', '?']);
        marks.into_iter().find_map(|(at, mark)| {
            let (name, _) = text[at + mark.len()..].split_once('=')?;
            let keyword = self.dialect.anchor(name)?;
            let start = range.start + at;
            Some((start..start + mark.len() + name.len() + 1, keyword))
        })
    }
}
