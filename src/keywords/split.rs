//! Gives pieces that were swallowed back to their keywords.

use std::ops::Range;

use super::{ConnectionKeywords, Pair, Swallowed, Swallowing};
use crate::catalog::Keyword;
use crate::connection_string::{self, SyntaxErrorKind};
use crate::object::Match;

impl ConnectionKeywords<'_> {
    /// Takes over a pair of the grammar, or the several that it was meant to be.
    pub(super) fn split_pair(&mut self, parsed: connection_string::Pair) {
        let key = parsed.key_span.clone();
        let written = &self.text.as_str()[key.clone()];
        let own_key = match written.rfind(';') {
            Some(last) => {
                let start = key.start + last + 1;
                self.take_leftovers(key.start..start - 1);
                let skipped = self.text.as_str()[start..key.end].len()
                    - self.text.as_str()[start..key.end].trim_start().len();
                start + skipped..key.end
            }
            None => key,
        };
        let mut pair = Pair {
            value: parsed.value_span,
            decoded: parsed.value,
            quote: parsed.quote,
            keyword: None,
            matched: Match::Unknown,
            faulty: parsed.faulty,
            leading_equals: false,
            key: own_key,
        };
        self.name(&mut pair);
        if pair.quote.is_none() && !pair.faulty {
            self.split_value(pair);
        } else {
            self.push(pair);
        }
    }

    /// Looks the key up; of `Password==x` the grammar makes the key `password=x`.
    fn name(&self, pair: &mut Pair) {
        let written = &self.text.as_str()[pair.key.clone()];
        pair.keyword = self.dialect.keyword(written);
        if pair.keyword.is_none()
            && let Some((name, _)) = written.split_once("==")
            && let Some(keyword) = self.dialect.keyword(name)
        {
            let end = pair.value.end.max(pair.key.end);
            pair.keyword = Some(keyword);
            pair.key = pair.key.start..pair.key.start + name.len();
            pair.value = pair.key.end + 1..end;
            pair.decoded = Some(self.text.as_str()[pair.value.clone()].to_owned());
            (pair.leading_equals, pair.faulty) = (true, true);
        }
        if pair.keyword.is_some() {
            pair.matched = Match::Exact;
        }
    }

    fn push(&mut self, pair: Pair) {
        if self.is_rest_of_secret(&pair) {
            let at = pair.key.start..pair.value.end.max(pair.key.end);
            return self.rest_of_secret(at);
        }
        self.pairs.push(pair);
    }

    /// Segments without `=` that the grammar put in front of the next key.
    fn take_leftovers(&mut self, range: Range<usize>) {
        if self.last_is_bare_secret() {
            return self.rest_of_secret(range);
        }
        let mut start = range.start;
        for segment in self.text.as_str()[range.clone()].to_owned().split(';') {
            let at = start..start + segment.trim_end().len();
            start += segment.len() + 1;
            if segment.trim().is_empty() {
                continue;
            }
            let named = self.leading_keyword(segment);
            self.swallow(
                Swallowing::LostEquals,
                at.clone(),
                named.map(|(keyword, _)| keyword),
            );
            if let Some((keyword, length)) = named {
                let rest = at.start + length..at.end;
                let blank = self.text.as_str()[rest.clone()].len()
                    - self.text.as_str()[rest.clone()]
                        .trim_start_matches([' ', ':', '\t'])
                        .len();
                let value = rest.start + blank..rest.end;
                let decoded = Some(self.text.as_str()[value.clone()].to_owned())
                    .filter(|text| !text.is_empty());
                let key = at.start..at.start + length;
                // What was meant is a guess; it is only not missing.
                self.pairs.push(Pair {
                    key,
                    value,
                    decoded,
                    quote: None,
                    keyword: Some(keyword),
                    matched: Match::Exact,
                    faulty: true,
                    leading_equals: false,
                });
            }
        }
    }

    /// The keyword that a segment without `=` begins with, and its length.
    fn leading_keyword(&self, segment: &str) -> Option<(&'static Keyword, usize)> {
        let ends = segment
            .char_indices()
            .filter(|(_, c)| matches!(c, ' ' | ':' | '\t'))
            .map(|(at, _)| at);
        let mut ends: Vec<usize> = ends.chain([segment.len()]).collect();
        ends.reverse();
        ends.into_iter().find_map(|end| {
            self.dialect
                .anchor(&segment[..end])
                .map(|keyword| (keyword, end))
        })
    }

    /// Looks for keywords inside a bare value, and makes pairs of them.
    fn split_value(&mut self, mut pair: Pair) {
        let nested = pair.keyword.is_some_and(|keyword| keyword.nested);
        let inner = if nested {
            Vec::new()
        } else {
            self.inner_keywords(&pair)
        };
        let Some(first) = inner.first() else {
            return self.push(pair);
        };
        let end = pair.value.end;
        let at = first.separator..first.key.end + 1;
        let others = inner[1..]
            .iter()
            .map(|inner| inner.separator..inner.key.end + 1)
            .collect();
        let keyword = pair.keyword;
        self.swallowed.push(Swallowed {
            kind: Swallowing::LostSeparator,
            at,
            others,
            keyword,
        });
        pair.value.end = first.separator;
        pair.decoded = Some(self.text.as_str()[pair.value.clone()].trim_end().to_owned())
            .filter(|value| !value.is_empty());
        self.push(pair);
        for (index, found) in inner.iter().enumerate() {
            let start = found.key.end + 1;
            let end = inner
                .get(index + 1)
                .map_or(end, |next| next.separator)
                .max(start);
            let text = &self.text.as_str()[start..end];
            let start = start + text.len() - text.trim_start().len();
            let value = start..start + text.trim().len();
            let decoded = Some(self.text.as_str()[value.clone()].to_owned())
                .filter(|value| !value.is_empty());
            self.pairs.push(Pair {
                key: found.key.clone(),
                value,
                decoded,
                quote: None,
                keyword: Some(found.keyword),
                matched: Match::Exact,
                faulty: false,
                leading_equals: false,
            });
        }
    }

    /// Every known `name=` in a bare value: behind white space or one of `, & |`; or glued to what
    /// stands before it, if the keyword is needed and stands nowhere else.
    fn inner_keywords(&self, pair: &Pair) -> Vec<Inner> {
        let source = self.text.as_str();
        let value = pair.value.clone();
        let mut found: Vec<Inner> = Vec::new();
        for equals in source[value.clone()]
            .match_indices('=')
            .map(|(at, _)| value.start + at)
        {
            let floor = found.last().map_or(value.start, |last| last.key.end + 1);
            if is_enclosed(&source[floor..equals]) {
                continue;
            }
            if let Some(inner) = self.name_before(floor, equals, value.start, &found) {
                found.push(inner);
            }
        }
        found
    }

    fn name_before(
        &self,
        floor: usize,
        equals: usize,
        value_start: usize,
        found: &[Inner],
    ) -> Option<Inner> {
        let source = self.text.as_str();
        let before = &source[floor..equals];
        let limit = before.len().saturating_sub(40);
        let starts = before
            .char_indices()
            .map(|(at, _)| at)
            .filter(|at| *at >= limit);
        for start in starts {
            let name = &before[start..];
            if name.starts_with(char::is_whitespace) || name.trim_end().is_empty() {
                continue;
            }
            let Some(keyword) = self.dialect.anchor(name) else {
                continue;
            };
            let at = floor + start;
            let led = before[..start]
                .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '&' | '|'));
            let separator = floor + led.len();
            let key = at..floor + start + name.trim_end().len();
            if separator < at && (separator > value_start || at == floor) {
                return Some(Inner {
                    key,
                    separator,
                    keyword,
                });
            }
            if separator == at && at > value_start && self.is_needed(keyword, found) {
                return Some(Inner {
                    key,
                    separator: at,
                    keyword,
                });
            }
        }
        None
    }

    /// Whether a keyword is required, and stands nowhere as a key.
    fn is_needed(&self, keyword: &'static Keyword, found: &[Inner]) -> bool {
        let group = self
            .dialect
            .one_of
            .iter()
            .find(|group| group.keywords.contains(&keyword));
        let alternatives = group.map_or(std::slice::from_ref(&keyword), |group| group.keywords);
        let written_as_key = |name: &str| {
            let source = self.text.as_str();
            source.split(';').any(|segment| {
                segment.split_once('=').is_some_and(|(key, _)| {
                    self.dialect
                        .keyword(key)
                        .is_some_and(|keyword| keyword.name == name)
                })
            })
        };
        (keyword.required || group.is_some())
            && !alternatives.iter().any(|one| {
                written_as_key(one.name) || found.iter().any(|inner| inner.keyword == *one)
            })
    }

    // ---- secrets ----

    fn last_is_bare_secret(&self) -> bool {
        self.pairs.last().is_some_and(|pair| {
            pair.quote.is_none() && pair.keyword.is_some_and(|keyword| keyword.secret)
        })
    }

    /// Whether a pair directly behind a secret looks like a piece of it rather than an option.
    fn is_rest_of_secret(&self, pair: &Pair) -> bool {
        if pair.keyword.is_some() || !self.last_is_bare_secret() {
            return false;
        }
        let written = &self.text.as_str()[pair.key.clone()];
        let like_a_name = written.len() >= 3
            && written.starts_with(|c: char| c.is_ascii_alphabetic())
            && written
                .chars()
                .all(|c| c.is_ascii_alphabetic() || matches!(c, ' ' | '_' | '-'));
        !like_a_name && self.dialect.aliases(written).next().is_none()
    }

    fn rest_of_secret(&mut self, at: Range<usize>) {
        if let Some(pair) = self.pairs.last_mut() {
            pair.value.end = at.end;
            pair.faulty = true;
        }
        let keyword = self.pairs.last().and_then(|pair| pair.keyword);
        match self
            .swallowed
            .last_mut()
            .filter(|last| last.kind == Swallowing::SemicolonInSecret && last.keyword == keyword)
        {
            Some(last) => last.at.end = at.end,
            None => self.swallow(Swallowing::SemicolonInSecret, at, keyword),
        }
    }

    fn swallow(&mut self, kind: Swallowing, at: Range<usize>, keyword: Option<&'static Keyword>) {
        self.swallowed.push(Swallowed {
            kind,
            at,
            others: Vec::new(),
            keyword,
        });
    }

    /// A segment without `=` at the end of the string: the rest of a secret, or of a lost `=`.
    pub(super) fn explain_errors(&mut self) {
        let mut errors = std::mem::take(&mut self.errors);
        errors.retain(|error| {
            if error.kind != SyntaxErrorKind::MissingEquals {
                return true;
            }
            let segment = &self.text.as_str()[error.offset..];
            let end = segment.find(';').unwrap_or(segment.len());
            let range = error.offset..error.offset + segment[..end].trim_end().len();
            if self.last_is_bare_secret() {
                self.rest_of_secret(range);
                return false;
            }
            if self
                .leading_keyword(&segment[..end])
                .is_some_and(|(_, length)| length < range.len())
            {
                self.take_leftovers(range);
                return false;
            }
            true
        });
        self.errors = errors;
    }
}

/// A keyword inside a value.
struct Inner {
    key: Range<usize>,
    /// Where the characters begin that stand for the lost `;`.
    separator: usize,
    keyword: &'static Keyword,
}

/// Whether a place behind `text` lies inside brackets or quotes that are opened in it.
fn is_enclosed(text: &str) -> bool {
    let mut open: Vec<char> = Vec::new();
    for c in text.chars() {
        match c {
            '"' | '\'' if open.last() == Some(&c) => {
                open.pop();
            }
            '(' | '[' | '{' | '"' if !matches!(open.last(), Some('"')) => open.push(c),
            ')' if open.last() == Some(&'(') => {
                open.pop();
            }
            ']' if open.last() == Some(&'[') => {
                open.pop();
            }
            '}' if open.last() == Some(&'{') => {
                open.pop();
            }
            _ => {}
        }
    }
    !open.is_empty()
}
