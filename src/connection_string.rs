//! Connection strings: text to `key = value` pairs, by the rules that ADO.NET's
//! `DbConnectionStringBuilder` follows (dotnet/runtime, `DbConnectionOptions.Common.cs`).
//!
//! What the keys mean is not known here. Every position is a UTF-8 byte offset into the text that
//! was parsed. No input is refused: a text that .NET would reject yields errors next to the pairs
//! that can be told apart.
//!
//! Whitespace is [`char::is_whitespace`] and a control character is [`char::is_control`] that is
//! not whitespace; both agree with .NET's `char.IsWhiteSpace` and `char.IsControl`.

mod parser;
mod quote;

use std::collections::HashMap;
use std::ops::Range;

pub use quote::quote;

/// Reads `text`. After an error, reading goes on at the next segment that starts with `name=`.
///
/// A name is here a letter followed by letters, digits, blanks, `_`, `-` and `.`. A caller that
/// knows the keywords gets better pairs after an error from [`parse_with`].
pub fn parse(text: &str, dialect: Dialect) -> ConnectionString {
    parse_with(text, dialect, &is_plain_name)
}

/// Reads `text`. After an error, reading goes on at the next segment that starts with `name=`
/// where `known(name)` holds; the name is passed on trimmed and in ASCII lower case.
///
/// Up to the first error the pairs are those of .NET, and `known` is not asked. A pair has at most
/// one error, the first that .NET would trip over. Where the fault is in the value, the pair is
/// kept with [`Pair::faulty`] set, and its value runs to the separator before the known name or to
/// the end of the text, because a fault in a value is most often a value that should have been
/// quoted as a whole. There is no pair where the key is empty, or has a control character and no
/// `=` before the next `;`.
///
/// The time is linear in the length of `text`.
pub fn parse_with(text: &str, dialect: Dialect, known: &dyn Fn(&str) -> bool) -> ConnectionString {
    parser::Parser::new(text, dialect, known).parse()
}

/// Whose rules a connection string follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Values may stand in `"…"` or `'…'`, with the quote doubled inside; `==` in a key is one `=`.
    AdoNet,
    /// Values may stand in `{…}`, with `}` doubled inside; quotes are ordinary characters. As .NET
    /// reads it: the braces and the doubling stay in the value.
    Odbc,
}

/// What a text holds: pairs in the order in which they stand there, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConnectionString {
    /// All pairs, duplicates and pairs without a value included.
    pub pairs: Vec<Pair>,
    /// In the order of the pairs that they belong to; empty when .NET accepts the text.
    pub errors: Vec<SyntaxError>,
}

/// One `key = value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Lower-cased in ASCII only (.NET's own runtimes differ on the rest), `==` undone. Control
    /// characters, which .NET refuses, are left out.
    pub key: String,
    /// Without its quotes and with doubled quotes undone; `None` when nothing follows the `=`. Of
    /// a value that is itself at fault, the text as it stands.
    pub value: Option<String>,
    /// Byte offsets of the key, without the blanks around it.
    pub key_span: Range<usize>,
    /// Byte offsets of the value, quotes included, without the blanks around it. When there is no
    /// value, the empty range where one would stand.
    pub value_span: Range<usize>,
    /// The `"`, `'` or `{` that the value starts with, when it quotes the value.
    pub quote: Option<char>,
    /// An error lies in this pair, so its key or value is a guess.
    pub faulty: bool,
}

impl Pair {
    /// Byte offsets of the value without its quotes, where it has both. At the end of a value that is at fault there may
    /// be none.
    pub fn inside(&self) -> Range<usize> {
        let span = self.value_span.clone();
        match self.quote {
            Some(_) if span.len() >= 2 && !self.faulty => span.start + 1..span.end - 1,
            Some(_) if span.len() >= 2 => span.start + 1..span.end,
            _ => span,
        }
    }
}

/// One breach of the grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong.
    pub kind: SyntaxErrorKind,
    /// Byte offset of the character to point at. It is finer than the index in .NET's message,
    /// which is mostly that of the pair's key.
    pub offset: usize,
}

/// What can be wrong with a connection string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SyntaxErrorKind {
    /// The text ends before a `=` divides the key from its value; the offset is the key's.
    MissingEquals,
    /// Nothing stands before the `=`, which is where the offset points.
    EmptyKey,
    /// A control character in a key, or where one would start; the offset is its own.
    ControlCharInKey,
    /// A control character in a value without quotes; the offset is its own.
    ControlCharInValue,
    /// A `"` or `'` starts the value and none ends it; the offset is that of the first.
    UnterminatedQuote,
    /// A `{` starts the value and no `}` ends it; the offset is that of the brace.
    UnterminatedBrace,
    /// Something other than blanks stands between a closing quote or brace and the next `;`; the
    /// offset is that of its first character.
    JunkAfterQuote,
    /// A value that does not start with a quote ends with one; the offset is the quote's.
    UnquotedValueEndsWithQuote,
    /// A NUL inside quotes or braces; the offset is its own.
    NulInQuotedValue,
    /// A NUL ends the string, and something other than NULs and blanks follows; the offset is that
    /// of the first such character. Said once for a text.
    TextAfterNul,
}

impl ConnectionString {
    /// What .NET's builder holds after it was given the text: of pairs with equal keys the last
    /// wins and keeps the first one's place; a pair without a value deletes those before it, their
    /// place included. (.NET may give the place to another key; it promises no order.)
    ///
    /// Empty when the text has errors or [`builder_refuses`](Self::builder_refuses) a pair, since
    /// the builder then takes nothing.
    pub fn effective(&self) -> Vec<(&str, &str)> {
        if !self.errors.is_empty() || self.builder_refuses().is_some() {
            return Vec::new();
        }
        let mut kept: Vec<Option<(&str, &str)>> = Vec::with_capacity(self.pairs.len());
        let mut places: HashMap<&str, usize> = HashMap::with_capacity(self.pairs.len());
        for pair in &self.pairs {
            let key = pair.key.as_str();
            match &pair.value {
                Some(value) => {
                    let place = *places.entry(key).or_insert(kept.len());
                    if place == kept.len() {
                        kept.push(None);
                    }
                    kept[place] = Some((key, value));
                }
                None => {
                    if let Some(place) = places.remove(key) {
                        kept[place] = None;
                    }
                }
            }
        }
        kept.into_iter().flatten().collect()
    }

    /// The first pair that the grammar allows and .NET's builder does not ("Invalid keyword"): its
    /// key holds whitespace that is a control character too, such as a tab or a line break.
    ///
    /// A pair without a value only deletes, so its key is not looked at.
    pub fn builder_refuses(&self) -> Option<&Pair> {
        self.pairs
            .iter()
            .find(|pair| pair.value.is_some() && pair.key.contains(char::is_control))
    }
}

fn is_plain_name(name: &str) -> bool {
    name.starts_with(char::is_alphabetic)
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.'))
}
