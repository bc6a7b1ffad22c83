//! A connection string read by its dialect: which keyword each pair is, or was meant to be.
//!
//! The grammar takes almost anything: a lost `;` makes a longer value, a lost `=` a longer key. So
//! nearly all mistakes are found here, in what the pairs mean, and a piece that was swallowed is
//! given back to its keyword, so that one slip is one finding.

use std::ops::Range;

use crate::catalog::{Dialect, Grammar, Keyword};
use crate::connection_string::{SyntaxError, SyntaxErrorKind};
use crate::near;
use crate::notation::{self, Notation};
use crate::object::Match;
use crate::placeholder::{self, Filling};
use crate::request::{Meaning, Request, Value};
use crate::text::Text;

mod inner;
mod misplaced;
mod missing;
mod pieces;
mod plain;
mod plainly;
mod reader;
mod strangers;
mod url;

pub use misplaced::Misplaced;
use plain::Plain;
pub use plainly::each as each_plain_pair;
use reader::Reader;

/// All positions are bytes of `text`.
#[derive(Debug)]
pub struct ConnectionKeywords<'a> {
    pub text: Text<'a>,
    pub dialect: &'static Dialect,
    pub filling: Filling,
    /// Nothing in the text is to be filled in.
    pub is_literal: bool,
    /// The whole text is written in another notation; nothing else is read then.
    pub notation: Option<Notation>,
    /// Quotes around the whole text, which are read as no part of it.
    pub wrapping: Option<[Range<usize>; 2]>,
    pub pairs: Vec<Pair>,
    /// Breaches of the grammar that nothing else explains.
    pub errors: Vec<SyntaxError>,
    pub swallowed: Vec<Swallowed>,
    /// A part of the text that is not a value is to be filled in, or left out: there may be more keywords.
    pub incomplete: bool,
}

/// One `keyword=value`.
#[derive(Clone, Debug)]
pub struct Pair {
    pub key: Range<usize>,
    /// With its quotes.
    pub value: Range<usize>,
    /// What the driver gets; `None` where nothing follows the `=`.
    pub decoded: Option<String>,
    pub quote: Option<char>,
    /// The keyword that it is, or is near.
    pub keyword: Option<&'static Keyword>,
    pub matched: Match,
    /// An error lies in this pair, so that its value is a guess.
    pub faulty: bool,
    /// The value begins with an `=` and is not quoted, so that the grammar makes a key of both: `Password==x`.
    pub leading_equals: bool,
    /// It stands directly behind a secret without quotes and is no keyword, so it may be a piece of the secret.
    pub behind_secret: bool,
    /// The keyword is given again further on, and that one counts.
    pub superseded: bool,
}

/// A pair that lost itself in its neighbour.
#[derive(Clone, Debug)]
pub struct Swallowed {
    pub kind: Swallowing,
    /// What shows it.
    pub at: Range<usize>,
    /// Where the same happens again.
    pub others: Vec<Range<usize>>,
    /// The keyword that was swallowed, or the secret that was cut, where it is known.
    pub keyword: Option<&'static Keyword>,
    /// The keyword in whose value it was found.
    pub inside: Option<&'static Keyword>,
    /// What stands where a `;` should.
    pub separator: Option<char>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Swallowing {
    /// A keyword stands inside a value, because the `;` before it is missing or another character.
    LostSeparator,
    /// A segment has no `=`, so that it became part of the next key.
    LostEquals,
    /// What follows a secret looks like the rest of it: it holds a `;`, or whatever else divides pairs.
    SeparatorInSecret,
    /// The parameters of a URL are a part of its path.
    LostQuestionMark,
}

impl<'a> ConnectionKeywords<'a> {
    pub fn read(text: Text<'a>, dialect: &'static Dialect) -> Self {
        let mut read = ConnectionKeywords::new(text, dialect);
        let literal = read.filling.is_literal() && dialect.grammar == Grammar::AdoNet;
        match plainly::read(read.text.as_str(), dialect).filter(|_| literal) {
            Some(pairs) => {
                read.pairs = pairs;
                read.is_literal = true;
                read.mark_superseded();
            }
            None => read.look_closely(),
        }
        read
    }

    fn new(text: Text<'a>, dialect: &'static Dialect) -> Self {
        let filling = placeholder::filling(text.as_str());
        ConnectionKeywords {
            text,
            dialect,
            filling,
            is_literal: false,
            notation: None,
            wrapping: None,
            pairs: Vec::new(),
            errors: Vec::new(),
            swallowed: Vec::new(),
            incomplete: false,
        }
    }

    /// Reads a text in which something may be wrong.
    fn look_closely(&mut self) {
        let dialect = self.dialect;
        if self.is_whole_placeholder() || self.text.as_str().trim().is_empty() {
            return;
        }
        if notation::is_reference(self.text.as_str(), dialect) {
            self.incomplete = true;
            return;
        }
        let plain = Plain::of(self.text.as_str(), self.filling);
        self.is_literal = plain.is_literal();
        self.notation = notation::detect(plain.as_str(), plain.is_literal(), dialect);
        if self.notation.is_some() {
            return;
        }
        let (start, end) = match dialect.grammar {
            Grammar::JdbcUrl => (
                dialect.after_scheme(plain.as_str()),
                self.text.as_str().len(),
            ),
            Grammar::AdoNet => {
                self.wrapping = wrapping(plain.as_str(), dialect);
                let [open, close] = self.wrapping.clone().unwrap_or_else(|| {
                    let end = self.text.as_str().len();
                    [0..0, end..end]
                });
                (Some(open.end), close.start)
            }
        };
        // The scheme may be in a placeholder.
        let Some(start) = start else {
            self.incomplete = true;
            return;
        };
        let plain = Plain::of(&self.text.as_str()[..end], self.filling);
        let mut reader = Reader::new(&self.text.as_str()[..end], &plain, dialect);
        match dialect.grammar {
            Grammar::AdoNet => reader.read(start),
            Grammar::JdbcUrl => reader.read_url(start),
        }
        let Reader {
            pairs,
            errors,
            swallowed,
            incomplete,
            ..
        } = reader;
        (self.pairs, self.errors) = (pairs, errors);
        (self.swallowed, self.incomplete) = (swallowed, incomplete);
        self.mark_superseded();
    }

    /// Of a repeated keyword the last counts.
    fn mark_superseded(&mut self) {
        let mut seen: Vec<&'static Keyword> = Vec::with_capacity(self.pairs.len());
        for pair in self.pairs.iter_mut().rev() {
            let Some(keyword) = pair.keyword.filter(|_| pair.matched != Match::NearPresent) else {
                continue;
            };
            pair.superseded = seen.contains(&keyword);
            if !pair.superseded {
                seen.push(keyword);
            }
        }
    }

    fn is_whole_placeholder(&self) -> bool {
        matches!(self.filling, Filling::Placeholder | Filling::Mask)
    }

    /// Pairs that are, or were meant to be, this keyword.
    pub fn pairs_of(
        &self,
        keyword: &'static Keyword,
    ) -> impl DoubleEndedIterator<Item = &Pair> + use<'_, 'a> {
        let meant =
            move |pair: &&Pair| pair.keyword == Some(keyword) && pair.matched != Match::NearPresent;
        self.pairs.iter().filter(meant)
    }

    /// The pair of a keyword that counts: the last.
    pub fn pair_of(&self, keyword: &'static Keyword) -> Option<&Pair> {
        self.pairs_of(keyword).next_back()
    }

    pub fn has(&self, keyword: &'static Keyword) -> bool {
        self.pair_of(keyword).is_some()
    }

    /// The words of other drivers that may stand for more than one keyword, with those keywords.
    pub fn ambiguous(&self) -> impl Iterator<Item = (&Pair, Vec<&'static Keyword>)> {
        self.pairs
            .iter()
            .filter(|pair| pair.keyword.is_none())
            .filter_map(|pair| {
                let keywords = self.meanings(pair);
                (keywords.len() > 1).then_some((pair, keywords))
            })
    }

    /// The keywords that another driver's word may stand for.
    pub fn meanings(&self, pair: &Pair) -> Vec<&'static Keyword> {
        let written = &self.text.as_str()[pair.key.clone()];
        self.dialect.aliases(written).collect()
    }

    /// Whether the key of a pair is another driver's word for a keyword.
    pub fn is_alias(&self, pair: &Pair, keyword: &'static Keyword) -> bool {
        self.meanings(pair).contains(&keyword)
    }

    /// Whether the key of a pair is another name for a keyword, or its name with other punctuation, and not
    /// a slip.
    pub fn is_other_name(&self, pair: &Pair, keyword: &'static Keyword) -> bool {
        let written = &self.text.as_str()[pair.key.clone()];
        self.is_alias(pair, keyword)
            || std::iter::once(&keyword.name)
                .chain(keyword.synonyms)
                .any(|name| near::same(name, written))
    }

    /// Whether a program fills in the value, so that it may come out empty.
    pub fn is_variable(&self, pair: &Pair) -> bool {
        let value = pair.decoded.as_deref().unwrap_or_default();
        placeholder::filling(value) == Filling::Placeholder && !plain::is_for_people(value)
    }

    /// The pair in which a breach of the grammar lies.
    pub fn pair_of_error(&self, error: &SyntaxError) -> Option<&Pair> {
        let at = error.offset;
        let mut faulty = self.pairs.iter().filter(|pair| pair.faulty);
        let holds = |pair: &&Pair| pair.key.start <= at && at <= pair.value.end;
        let opened = |pair: &&Pair| pair.quote.is_some() && pair.value.start < at;
        match error.kind {
            SyntaxErrorKind::JunkAfterQuote | SyntaxErrorKind::NulInQuotedValue => {
                faulty.clone().find(holds).or_else(|| faulty.rfind(opened))
            }
            _ => faulty.find(holds),
        }
    }

    /// The pair whose value was meant to be quoted, if that is what is wrong.
    pub fn unquoted(&self, error: &SyntaxError) -> Option<&Pair> {
        let pair = self.pair_of_error(error)?;
        let secret = pair.keyword.is_some_and(|keyword| keyword.secret);
        let meant = match error.kind {
            SyntaxErrorKind::UnquotedValueEndsWithQuote => true,
            SyntaxErrorKind::UnterminatedQuote => secret,
            _ => false,
        };
        meant.then_some(pair)
    }

    /// The values whose meaning is known, and that the grammar leaves whole. Of a repeated keyword the last.
    pub fn values(&self) -> impl Iterator<Item = Value<'a>> + '_ {
        self.pairs.iter().filter_map(|pair| self.value(pair))
    }

    /// The value of a pair, if its meaning is known, the grammar leaves it whole, and it counts.
    pub fn value(&self, pair: &Pair) -> Option<Value<'a>> {
        let known = pair.matched.is_it() && !pair.faulty && !pair.superseded;
        let keyword = pair.keyword.filter(|_| known)?;
        let decoded = pair.decoded.as_ref()?;
        let text = self.text.part(self.inside(pair));
        let written = (decoded != text.as_str()).then(|| decoded.clone());
        Some(Value::new(text, written, Meaning::Keyword(keyword)))
    }

    /// A pair's value without its quotes.
    pub fn inside(&self, pair: &Pair) -> Range<usize> {
        match pair.quote {
            Some(_) if pair.value.len() >= 2 && !pair.faulty => {
                pair.value.start + 1..pair.value.end - 1
            }
            _ => pair.value.clone(),
        }
    }

    /// A keyword and its value, in bytes of the text.
    pub fn whole(&self, pair: &Pair) -> Range<usize> {
        pair.key.start..pair.value.end.max(pair.key.end)
    }

    /// The blanks before and behind a value, on its line.
    pub fn blanks(&self, pair: &Pair) -> (Range<usize>, Range<usize>) {
        let text = self.text.as_str();
        let before = &text[pair.key.end..pair.value.start];
        let gap = before.len() - before.find('=').map_or(before.len(), |at| at + 1);
        let blank = |c: char| c.is_whitespace() && !matches!(c, '\n' | '\r');
        let rest = &text[pair.value.end..];
        let length = rest.len() - rest.trim_start_matches(blank).len();
        let breaks = text[pair.value.start - gap..pair.value.start].contains(['\n', '\r'])
            || rest[length..].starts_with(['\n', '\r']);
        match breaks {
            true => (
                pair.value.start..pair.value.start,
                pair.value.end..pair.value.end,
            ),
            false => (
                pair.value.start - gap..pair.value.start,
                pair.value.end..pair.value.end + length,
            ),
        }
    }

    /// What stands in another keyword's value.
    pub fn misplaced(&self) -> Misplaced {
        Misplaced::of(self)
    }

    /// Where the string stands in a request's body.
    pub fn pointer(&self, request: &Request<'_>) -> String {
        request.string_pointer().unwrap_or_default()
    }
}

/// The quotes around a whole connection string.
fn wrapping(text: &str, dialect: &'static Dialect) -> Option<[Range<usize>; 2]> {
    let start = text.len() - text.trim_start().len();
    let end = text.trim_end().len();
    ['"', '\'', '`'].into_iter().find_map(|quote| {
        let inside = text[start..end].strip_prefix(quote)?.strip_suffix(quote)?;
        let (name, _) = inside.split_once('=')?;
        dialect.anchor(name)?;
        Some([start..start + 1, end - 1..end])
    })
}

#[cfg(test)]
mod tests;
