//! Reads pairs by the grammar, and gives pieces that were swallowed back to their keywords.

use std::cell::Cell;
use std::ops::Range;

use super::inner::Inner;
use super::plain::{COVER, Plain};
use super::{Pair, Swallowed, strangers};
use crate::catalog::{Dialect, Keyword};
use crate::connection_string::{self, Dialect as Grammar, SyntaxError, SyntaxErrorKind};
use crate::object::Match;
use crate::placeholder::{self, Filling};

/// More lost separators than this are nobody's slip; the text is not read beyond.
const MOST_RESTARTS: usize = 40;

pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) plain: &'t Plain<'t>,
    pub(super) dialect: &'static Dialect,
    /// Keywords that are keys somewhere.
    pub(super) seen: Vec<&'static Keyword>,
    pub(super) pairs: Vec<Pair>,
    pub(super) errors: Vec<SyntaxError>,
    pub(super) swallowed: Vec<Swallowed>,
    pub(super) incomplete: bool,
    /// The pair read last is a secret without quotes, so that what follows may belong to it.
    pub(super) open_secret: Option<usize>,
    /// How many more names may be compared with the keywords that are needed.
    pub(super) look_ups: Cell<usize>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str, plain: &'t Plain<'t>, dialect: &'static Dialect) -> Self {
        Reader {
            text,
            plain,
            dialect,
            seen: Vec::new(),
            pairs: Vec::new(),
            errors: Vec::new(),
            swallowed: Vec::new(),
            incomplete: false,
            open_secret: None,
            look_ups: Cell::new(4 * strangers::MOST),
        }
    }

    /// Reads the text from `start` on.
    pub(super) fn read(&mut self, start: usize) {
        self.see_keys();
        let mut from = Some(start);
        for _ in 0..MOST_RESTARTS {
            from = from.and_then(|at| self.read_from(at));
        }
        self.incomplete |= from.is_some() || self.plain.holds_statement() || self.is_abridged();
        self.seen = Vec::new();
        for index in 0..self.pairs.len() {
            if let Some(keyword) = self.pairs[index].keyword {
                self.see(keyword);
            }
        }
        self.look_up_strangers();
    }

    /// Every keyword that stands as a key, whatever the text around it is.
    fn see_keys(&mut self) {
        let plain = self.plain;
        for segment in plain.as_str().split(';') {
            let Some((key, _)) = segment.split_once('=') else {
                continue;
            };
            let key = key.rsplit(COVER).next().unwrap_or(key).trim();
            if let Some(keyword) = self.dialect.keyword(key) {
                self.see(keyword);
            }
        }
    }

    /// Whether the end of the text was left out.
    pub(super) fn is_abridged(&self) -> bool {
        self.text.trim_end().ends_with(['…']) || self.text.trim_end().ends_with("...")
    }

    /// Reads from `from` to the end, or to a lost separator; then answers where to read on.
    fn read_from(&mut self, from: usize) -> Option<usize> {
        let plain = self.plain;
        let dialect = self.dialect;
        let known =
            |name: &str| dialect.anchor(name).is_some() || dialect.aliases(name).next().is_some();
        let parsed =
            connection_string::parse_with(&plain.as_str()[from..], Grammar::AdoNet, &known);
        let errors: Vec<SyntaxError> = parsed
            .errors
            .into_iter()
            .map(|error| SyntaxError {
                offset: error.offset + from,
                ..error
            })
            .collect();
        for mut pair in parsed.pairs {
            pair.key_span = pair.key_span.start + from..pair.key_span.end + from;
            pair.value_span = pair.value_span.start + from..pair.value_span.end + from;
            if let Some(inner) = self.take(pair) {
                let before = errors.into_iter();
                self.errors
                    .extend(before.filter(|error| error.offset < inner.separator));
                return Some(inner.key.start);
            }
        }
        for error in errors {
            match error.kind {
                SyntaxErrorKind::MissingEquals => {
                    self.take_pieces(error.offset..self.text.len(), None)
                }
                _ => self.errors.push(error),
            }
        }
        None
    }

    /// Takes over a pair of the grammar; answers the keyword inside its value, if there is one.
    fn take(&mut self, parsed: connection_string::Pair) -> Option<Inner> {
        let key = self.own_key(parsed.key_span)?;
        let mut pair = Pair {
            decoded: self.decoded(
                &parsed.value_span,
                parsed.quote,
                parsed.faulty,
                parsed.value,
            ),
            value: parsed.value_span,
            quote: parsed.quote,
            faulty: parsed.faulty,
            ..self.pair(key)
        };
        self.name(&mut pair);
        if pair.leading_equals || (pair.quote.is_some() && !pair.faulty) {
            self.push(pair);
            return None;
        }
        let Some(inner) = self.inner_keyword(&pair) else {
            self.look_at_end(&pair);
            self.push(pair);
            return None;
        };
        if inner.excused {
            self.incomplete = true;
        } else {
            self.lost_separator(&inner, pair.keyword);
        }
        pair.value.end = inner.separator.max(pair.value.start);
        let range = pair.value.clone();
        let written = self.text[range.clone()].trim_end();
        pair.value.end = range.start + written.len();
        pair.decoded = match pair.quote {
            Some(quote) => {
                let inside = written
                    .get(1..written.len().saturating_sub(1))
                    .unwrap_or_default();
                Some(inside.replace(&String::from_iter([quote, quote]), &quote.to_string()))
            }
            None => Some(written.to_owned()).filter(|value| !value.is_empty()),
        };
        pair.faulty = false;
        // A word in front of a pair, such as the name of the parameter, is a part of the same slip.
        if pair.keyword.is_some() || !pair.value.is_empty() {
            self.push(pair);
        }
        Some(inner)
    }

    pub(super) fn pair(&self, key: Range<usize>) -> Pair {
        Pair {
            value: key.end..key.end,
            key,
            decoded: None,
            quote: None,
            keyword: None,
            matched: Match::Unknown,
            faulty: false,
            leading_equals: false,
            behind_secret: false,
            superseded: false,
        }
    }

    /// What the driver gets, with its placeholders uncovered.
    fn decoded(
        &self,
        value: &Range<usize>,
        quote: Option<char>,
        faulty: bool,
        read: Option<String>,
    ) -> Option<String> {
        if self.plain.parts_in(value).is_empty() {
            return read;
        }
        let range = match quote {
            Some(_) if !faulty => value.start + 1..value.end - 1,
            _ => value.clone(),
        };
        Some(self.text[range].to_owned())
    }

    /// The key of a pair, without the segments that the grammar put in front of it. `None` where a
    /// placeholder stands for it.
    fn own_key(&mut self, key: Range<usize>) -> Option<Range<usize>> {
        let plain = self.plain;
        let mut own = key.clone();
        if let Some(last) = plain.as_str()[key.clone()].rfind(';') {
            own.start = key.start + last + 1;
            let name = &plain.as_str()[own.clone()];
            own.start += name.len() - name.trim_start().len();
            self.take_pieces(key.start..key.start + last, Some(own.end));
        }
        if let Some(part) = plain.parts_in(&own).last() {
            self.incomplete = true;
            let name = &plain.as_str()[part.end..own.end];
            own.start = own.end - name.trim_start().len();
        }
        (!own.is_empty()).then_some(own)
    }

    /// Looks the key up; of `Password==x` the grammar makes the key `password=x`.
    fn name(&mut self, pair: &mut Pair) {
        let written = &self.plain.as_str()[pair.key.clone()];
        pair.keyword = self.dialect.keyword(written);
        if pair.keyword.is_none()
            && let Some(length) = self.name_before_equals(&pair.key)
        {
            let end = pair.value.end.max(pair.key.end);
            self.take_leading_equals(pair, length, end);
        }
        if let Some(keyword) = pair.keyword {
            let spelt = keyword.is_other_spelling(&self.text[pair.key.clone()]);
            pair.matched = if spelt { Match::Spelt } else { Match::Exact };
            self.see(keyword);
        }
    }

    /// Length of the keyword in front of `==`.
    pub(super) fn name_before_equals(&self, range: &Range<usize>) -> Option<usize> {
        let (name, _) = self.plain.as_str()[range.clone()].split_once("==")?;
        self.dialect.anchor(name).map(|_| name.trim_end().len())
    }

    pub(super) fn take_leading_equals(&self, pair: &mut Pair, length: usize, end: usize) {
        pair.key.end = pair.key.start + length;
        pair.keyword = self.dialect.anchor(&self.plain.as_str()[pair.key.clone()]);
        let divider = self.plain.as_str()[pair.key.end..end].find('=');
        pair.value = pair.key.end + divider.unwrap_or(0) + 1..end;
        pair.decoded = Some(self.text[pair.value.clone()].to_owned());
        (pair.quote, pair.faulty, pair.leading_equals) = (None, true, true);
    }

    /// A placeholder at the end of a value may stand for more than the value.
    pub(super) fn look_at_end(&mut self, pair: &Pair) {
        let Some(last) = self
            .plain
            .part_before(pair.value.end)
            .filter(|part| part.start >= pair.value.start)
        else {
            return;
        };
        let alone = last == pair.value;
        let joined = !alone && self.plain.is_all_placeholder(&pair.value);
        self.incomplete |= joined || (!alone && !self.plain.is_for_people(&last));
    }

    pub(super) fn push(&mut self, mut pair: Pair) {
        if pair.keyword.is_none() && self.follows_secret(pair.key.start) {
            pair.behind_secret = true;
            if self.is_rest_of_secret(&pair) {
                return self.rest_of_secret(pair.key.start..pair.value.end.max(pair.key.end));
            }
        }
        let secret = pair.quote.is_none()
            && !pair.leading_equals
            && self.meant(&pair).is_some_and(|keyword| keyword.secret)
            && !pair.decoded.as_deref().is_some_and(|value| {
                matches!(
                    placeholder::filling(value),
                    Filling::Placeholder | Filling::Mask
                )
            });
        self.open_secret = secret.then_some(self.pairs.len());
        self.pairs.push(pair);
    }
}
