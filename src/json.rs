//! A tolerant JSON reader: every key and value keeps its place, a slip is recorded and read over.
//!
//! The result is a flat tape of nodes in the order of the text. Placeholders are values, unquoted
//! ones too (`"port": {PORT}`), and a container of which a part cannot be read (an elision `…`, a
//! template's control block, a splice) is incomplete: nothing may be concluded from what it lacks.

use std::borrow::Cow;
use std::ops::Range;

use crate::text::{Decoder, Encoding, Text};

mod parse;
mod string;

pub use parse::{Leniency, parse};

/// Nesting below this is read as one opaque node.
pub const MAX_DEPTH: usize = 128;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Null,
    True,
    False,
    Number,
    String,
    Array,
    Object,
    /// Something a later program fills in, or that could not be read.
    Unknown,
}

/// Number of a node on the tape.
pub type Id = usize;

/// One value or key. Positions are bytes of the text that was read.
#[derive(Clone, Copy, Debug)]
struct Node {
    start: u32,
    end: u32,
    /// The node after this one and everything inside it.
    next: u32,
    kind: Kind,
    /// Bytes of the quotes around a string's content; a slip may have left one out.
    open: u8,
    close: u8,
    flags: u8,
}

const ESCAPED: u8 = 1;
const INCOMPLETE: u8 = 2;
const HOLED: u8 = 4;

/// A text read as JSON.
#[derive(Debug)]
pub struct Json<'t> {
    pub text: Text<'t>,
    nodes: Vec<Node>,
    /// The values at the top: one for a document, more for a stream.
    pub roots: Vec<Id>,
    /// What is wrong with the text, in its order.
    pub slips: Vec<Slip>,
    /// Comments, where they are allowed, in the order of the text.
    pub comments: Vec<Range<usize>>,
}

/// One mistake in the syntax. Positions are bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    pub kind: SlipKind,
    /// The place of the mistake; empty where something is missing.
    pub at: Range<usize>,
    /// Where the same mistake stands again, or what the mistake belongs to.
    pub others: Vec<Range<usize>>,
    /// The one way to mend it, where there is one.
    pub edits: Vec<(Range<usize>, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlipKind {
    MissingComma,
    TrailingComma,
    ExtraComma,
    MissingColon,
    WrongColon,
    MissingValue,
    MissingOpeningQuote,
    MissingClosingQuote,
    UnescapedQuote,
    UnquotedString,
    UnquotedKey,
    SingleQuotes,
    TypographicQuotes,
    LineBreakInString,
    ControlCharacter,
    BadEscape,
    BadNumber,
    BadLiteral,
    Comment,
    MissingOpener,
    MissingCloser,
    ExtraCloser,
    WrongCloser,
    /// Marks of git between which both sides of a merge stand, of which one is read.
    MergeConflict,
    /// A comma at the top with nothing behind it.
    CommaBehind,
    TooDeep,
    Unexpected,
}

impl<'t> Json<'t> {
    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is nothing at all.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    pub fn kind(&self, id: Id) -> Kind {
        self.nodes[id].kind
    }

    /// Bytes of the text, quotes included.
    pub fn range(&self, id: Id) -> Range<usize> {
        self.nodes[id].start as usize..self.nodes[id].end as usize
    }

    /// Bytes of the text inside the quotes of a string; the whole of anything else.
    pub fn content_range(&self, id: Id) -> Range<usize> {
        let node = &self.nodes[id];
        node.start as usize + usize::from(node.open)..node.end as usize - usize::from(node.close)
    }

    /// Bytes of the file, quotes included.
    pub fn span(&self, id: Id) -> Range<usize> {
        self.text.span(self.range(id))
    }

    /// Bytes of the file inside the quotes.
    pub fn content_span(&self, id: Id) -> Range<usize> {
        self.text.span(self.content_range(id))
    }

    /// A string's content as written, before its escapes are read; the source of anything else.
    pub fn raw(&self, id: Id) -> &str {
        &self.text.as_str()[self.content_range(id)]
    }

    /// A string's value.
    pub fn str(&self, id: Id) -> Cow<'_, str> {
        if self.nodes[id].flags & ESCAPED == 0 {
            return Cow::Borrowed(self.raw(id));
        }
        let mut decoder = Decoder::new();
        string::unescape(self.raw(id), 0, &mut decoder);
        Cow::Owned(decoder.as_str().to_owned())
    }

    /// A string's value, with its place.
    pub fn string(&self, id: Id) -> Text<'_> {
        let content = self.content_range(id);
        if self.nodes[id].flags & ESCAPED == 0 {
            return self.text.wrapped(content, Encoding::JsonString);
        }
        let mut decoder = Decoder::new();
        string::unescape(self.raw(id), content.start, &mut decoder);
        decoder.finish(&self.text, content.start, Encoding::JsonString)
    }

    /// Adds a string's value to a text that is put together from several.
    pub(crate) fn decode(&self, id: Id, text: &mut Decoder) {
        string::unescape(self.raw(id), self.content_range(id).start, text);
    }

    /// Whether a string is written with escapes.
    pub fn is_escaped(&self, id: Id) -> bool {
        self.nodes[id].flags & ESCAPED != 0
    }

    /// Whether the value is one that cannot be read here, in whole or in part.
    pub fn is_unknown(&self, id: Id) -> bool {
        self.nodes[id].kind == Kind::Unknown || self.nodes[id].flags & HOLED != 0
    }

    /// Whether a container may hold more than can be read.
    pub fn is_incomplete(&self, id: Id) -> bool {
        self.nodes[id].flags & INCOMPLETE != 0
    }

    pub fn is_object(&self, id: Id) -> bool {
        self.nodes[id].kind == Kind::Object
    }

    pub fn is_string(&self, id: Id) -> bool {
        self.nodes[id].kind == Kind::String
    }

    /// Keys and values of an object, in order; nothing for other nodes.
    pub fn members(&self, id: Id) -> impl Iterator<Item = (Id, Id)> + '_ {
        let node = &self.nodes[id];
        let end = if node.kind == Kind::Object {
            node.next as usize
        } else {
            id + 1
        };
        let mut at = id + 1;
        std::iter::from_fn(move || {
            let (key, value) = (at, at + 1);
            (value < end).then(|| {
                at = self.nodes[value].next as usize;
                (key, value)
            })
        })
    }

    /// Elements of an array, in order; nothing for other nodes.
    pub fn elements(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let node = &self.nodes[id];
        let end = if node.kind == Kind::Array {
            node.next as usize
        } else {
            id + 1
        };
        let mut at = id + 1;
        std::iter::from_fn(move || {
            let element = at;
            (element < end).then(|| {
                at = self.nodes[element].next as usize;
                element
            })
        })
    }

    /// The value of a key; of a repeated key the last, as parsers do.
    pub fn get(&self, id: Id, key: &str) -> Option<Id> {
        self.member(id, key).map(|(_, value)| value)
    }

    /// A key and its value; of a repeated key the last.
    pub fn member(&self, id: Id, key: &str) -> Option<(Id, Id)> {
        self.members(id)
            .filter(|&(name, _)| self.key_is(name, key))
            .last()
    }

    /// Whether the value of a key, or of another string, is this one.
    pub fn key_is(&self, id: Id, key: &str) -> bool {
        if self.nodes[id].flags & ESCAPED != 0 {
            return self.str(id) == key;
        }
        // As bytes, because cutting a text looks for the boundaries of characters.
        self.text.as_str().as_bytes()[self.content_range(id)] == *key.as_bytes()
    }

    /// Number of the node after this one and all that is inside it.
    pub fn next(&self, id: Id) -> Id {
        self.nodes[id].next as usize
    }
}

#[cfg(test)]
mod tests;
