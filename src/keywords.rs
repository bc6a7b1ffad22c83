//! A connection string read by its dialect: which keyword each pair is, or was meant to be.
//!
//! The grammar takes almost anything: a lost `;` makes a longer value, a lost `=` a longer key. So
//! nearly all mistakes are found here, in what the pairs mean, and a piece that was swallowed is
//! given back to its keyword, so that one slip is one finding.

use std::ops::Range;

use crate::catalog::{Dialect, Keyword, OneOf};
use crate::connection_string::{self, SyntaxError};
use crate::near;
use crate::notation::{self, Notation};
use crate::object::Match;
use crate::placeholder::{self, Filling};
use crate::request::{Meaning, Value};
use crate::text::Text;

mod split;

/// All positions are bytes of `text`.
#[derive(Debug)]
pub struct ConnectionKeywords<'a> {
    pub text: Text<'a>,
    pub dialect: &'static Dialect,
    pub filling: Filling,
    /// The whole text is written in another notation; nothing else is read then.
    pub notation: Option<Notation>,
    pub pairs: Vec<Pair>,
    /// Breaches of the grammar that nothing else explains.
    pub errors: Vec<SyntaxError>,
    pub swallowed: Vec<Swallowed>,
    /// A part of the text that is not a value is to be filled in: there may be more keywords.
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
    /// The key begins with an `=` of the value: `Password==x`.
    pub leading_equals: bool,
}

/// A pair that lost itself in its neighbour.
#[derive(Clone, Debug)]
pub struct Swallowed {
    pub kind: Swallowing,
    /// What shows it.
    pub at: Range<usize>,
    /// Where the same happens again.
    pub others: Vec<Range<usize>>,
    /// The keyword whose value or place was swallowed, where it is known.
    pub keyword: Option<&'static Keyword>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Swallowing {
    /// A keyword stands inside a value, because the `;` before it is missing or another character.
    LostSeparator,
    /// A segment has no `=`, so that it became part of the next key.
    LostEquals,
    /// What follows a secret looks like the rest of it: it holds a `;` and is not quoted.
    SemicolonInSecret,
}

impl<'a> ConnectionKeywords<'a> {
    pub fn read(text: Text<'a>, dialect: &'static Dialect) -> Self {
        let filling = placeholder::filling(text.as_str());
        let mut read = ConnectionKeywords {
            text,
            dialect,
            filling,
            notation: None,
            pairs: Vec::new(),
            errors: Vec::new(),
            swallowed: Vec::new(),
            incomplete: false,
        };
        if matches!(filling, Filling::Placeholder | Filling::Mask)
            || read.text.as_str().trim().is_empty()
        {
            return read;
        }
        read.notation =
            notation::detect(read.text.as_str(), &|name| dialect.keyword(name).is_some());
        if read.notation.is_none() {
            read.read_pairs();
        }
        read
    }

    fn read_pairs(&mut self) {
        let dialect = self.dialect;
        let known =
            |name: &str| dialect.anchor(name).is_some() || dialect.aliases(name).next().is_some();
        let parsed = connection_string::parse_with(
            self.text.as_str(),
            connection_string::Dialect::AdoNet,
            &known,
        );
        self.errors = parsed.errors;
        for pair in parsed.pairs {
            self.split_pair(pair);
        }
        self.explain_errors();
        self.look_up_strangers();
        self.incomplete |= self.holds_stray_placeholder();
    }

    /// Keys that are no keyword: which one they are near.
    fn look_up_strangers(&mut self) {
        for index in 0..self.pairs.len() {
            if self.pairs[index].keyword.is_some() || self.pairs[index].matched == Match::Exact {
                continue;
            }
            let written = &self.text.as_str()[self.pairs[index].key.clone()];
            let names = self.dialect.keywords.iter().flat_map(|keyword| {
                std::iter::once(keyword.name).chain(keyword.synonyms.iter().copied())
            });
            let alias = self.dialect.alias(written);
            let keyword = alias.or_else(|| {
                near::nearest(written, names).and_then(|name| self.dialect.keyword(name))
            });
            let Some(keyword) = keyword else { continue };
            let taken = self.pairs.iter().any(|pair| pair.keyword == Some(keyword));
            let pair = &mut self.pairs[index];
            pair.keyword = Some(keyword);
            pair.matched = if taken {
                Match::NearPresent
            } else {
                Match::Misspelled
            };
        }
    }

    /// A placeholder outside the values stands for keywords that cannot be read.
    fn holds_stray_placeholder(&self) -> bool {
        placeholder::parts(self.text.as_str()).iter().any(|part| {
            !self
                .pairs
                .iter()
                .any(|pair| pair.value.start <= part.start && part.end <= pair.value.end)
        })
    }

    /// Pairs that are, or were meant to be, this keyword.
    pub fn pairs_of(&self, keyword: &'static Keyword) -> impl Iterator<Item = &Pair> {
        let meant =
            move |pair: &&Pair| pair.keyword == Some(keyword) && pair.matched != Match::NearPresent;
        self.pairs.iter().filter(meant)
    }

    /// The pair of a keyword that counts: the last.
    pub fn pair_of(&self, keyword: &'static Keyword) -> Option<&Pair> {
        self.pairs_of(keyword).last()
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
                let keywords: Vec<_> = self
                    .dialect
                    .aliases(&self.text.as_str()[pair.key.clone()])
                    .collect();
                (keywords.len() > 1).then_some((pair, keywords))
            })
    }

    /// Whether what is missing can be told.
    pub fn is_reliable(&self) -> bool {
        self.notation.is_none()
            && !self.incomplete
            && self.errors.is_empty()
            && !matches!(self.filling, Filling::Placeholder | Filling::Mask)
    }

    /// Required keywords that are not there.
    pub fn missing(&self) -> Vec<&'static Keyword> {
        if !self.is_reliable() {
            return Vec::new();
        }
        let present = |name: &&str| {
            self.dialect
                .keyword(name)
                .is_some_and(|keyword| self.has(keyword))
        };
        let wanted = |keyword: &&'static Keyword| {
            keyword.required
                && !self.has(keyword)
                && !keyword.unless.iter().any(|name| present(&name))
        };
        self.dialect.keywords.iter().filter(wanted).collect()
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
        let there = |keyword: &&'static Keyword| self.has(keyword) || ambiguous.contains(keyword);
        let wanted = |group: &&'static OneOf| {
            !group.keywords.iter().any(|k| there(k)) && !group.unless.iter().any(|k| there(k))
        };
        self.dialect.one_of.iter().filter(wanted).collect()
    }

    /// The values whose meaning is known, and that the grammar leaves whole. Of a repeated keyword the last.
    pub fn values(&self) -> impl Iterator<Item = Value<'_>> {
        self.pairs.iter().filter_map(|pair| {
            let keyword = pair.keyword.filter(|_| {
                !pair.faulty && matches!(pair.matched, Match::Exact | Match::Misspelled)
            })?;
            let counts = self
                .pair_of(keyword)
                .is_some_and(|last| last.key == pair.key);
            let decoded = pair.decoded.as_ref().filter(|_| counts)?;
            let text = self.text.slice(self.inside(pair));
            let written = (decoded != text.as_str()).then(|| decoded.clone());
            Some(Value {
                text,
                written,
                meaning: Meaning::Keyword(keyword),
            })
        })
    }

    /// A pair's value without its quotes.
    pub fn inside(&self, pair: &Pair) -> Range<usize> {
        match pair.quote {
            Some(_) if pair.value.len() >= 2 => pair.value.start + 1..pair.value.end - 1,
            _ => pair.value.clone(),
        }
    }

    /// A keyword and its value, in bytes of the text.
    pub fn whole(&self, pair: &Pair) -> Range<usize> {
        pair.key.start..pair.value.end.max(pair.key.end)
    }
}
