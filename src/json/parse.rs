//! The reader: a state machine without recursion, so that no nesting can exhaust the stack.

use std::ops::Range;

use super::{ESCAPED, HOLED, INCOMPLETE, Json, Kind, MAX_DEPTH, Node, Slip, SlipKind};
use crate::template;
use crate::text::{HOLE, Text};

use conflict::Merge;

mod blank;
mod conflict;
mod container;
mod root;
mod scalar;
mod scan;
mod slip;
mod string;

/// What the kind of file allows beyond strict JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Leniency {
    pub comments: bool,
    pub trailing_commas: bool,
    /// Single quotes and unquoted keys.
    pub json5: bool,
}

/// Reads a text as JSON: one value, or a stream of values. Never fails: what is wrong stands in `slips`.
pub fn parse(text: Text<'_>, leniency: Leniency) -> Json<'_> {
    let mut parser = Parser::new(text.as_str(), leniency, false);
    parser.run();
    if (parser.unclosed || !parser.doubtful.is_empty()) && text.as_str().contains('\n') {
        // A closer is missing somewhere; people indent, and that shows where.
        let mut indented = Parser::new(text.as_str(), leniency, true);
        indented.run();
        let sure = !indented.unclosed && indented.doubtful.is_empty();
        if sure && indented.slips.len() <= parser.slips.len() {
            parser = indented;
        }
    }
    parser.mark_doubtful();
    let Parser {
        nodes,
        roots,
        mut slips,
        mut comments,
        ..
    } = parser;
    comments.dedup();
    slips.sort_by_key(|slip| slip.at.start);
    Json {
        text,
        nodes,
        roots,
        slips,
        comments,
    }
}

struct Parser<'s> {
    source: &'s str,
    bytes: &'s [u8],
    at: usize,
    /// Where the last character stands that is no blank, and one more.
    text_end: usize,
    nodes: Vec<Node>,
    roots: Vec<usize>,
    slips: Vec<Slip>,
    comments: Vec<Range<usize>>,
    stack: Vec<Frame>,
    leniency: Leniency,
    /// Whether the text has a hole, or a template's expression, anywhere.
    has_holes: bool,
    has_expressions: bool,
    by_indent: bool,
    /// A container was still open at the end of the text, and where it should end cannot be told.
    unclosed: bool,
    /// Values at the top in which it is a guess what belongs to which container.
    doubtful: Vec<usize>,
    merge: Merge,
    /// The comma before the current place in the innermost container.
    comma: Option<usize>,
    /// Where the last value or closer ended.
    last_end: usize,
    /// Where the bracket stands that closed the last value at the top.
    last_closer: usize,
}

/// A text with more slips than this is not JSON at all; the rest of them is not kept.
const MAX_SLIPS: usize = 200;

struct Frame {
    node: usize,
    object: bool,
    /// Blanks at the start of the line on which it opens; read only when going by indentation.
    indent: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Root,
    Key,
    Element,
    Value,
    After,
    Done,
}

impl<'s> Parser<'s> {
    fn new(source: &'s str, leniency: Leniency, by_indent: bool) -> Self {
        Parser {
            source,
            bytes: source.as_bytes(),
            at: 0,
            text_end: source.trim_end().len(),
            nodes: Vec::with_capacity(source.len() / 20 + 4),
            roots: Vec::new(),
            slips: Vec::new(),
            comments: Vec::new(),
            stack: Vec::new(),
            leniency,
            has_holes: !source.is_ascii() && source.contains(HOLE),
            has_expressions: template::may_quote(source),
            by_indent,
            unclosed: false,
            doubtful: Vec::new(),
            merge: Merge::None,
            comma: None,
            last_end: 0,
            last_closer: 0,
        }
    }

    fn run(&mut self) {
        if self.source.starts_with('\u{FEFF}') {
            self.at = 3;
        }
        let mut state = State::Root;
        // Every turn reads a byte or leaves a container, or it is the second without; a third would
        // be a mistake of ours, and is made harmless by reading on.
        let mut stuck = (0, 0, 0);
        while state != State::Done {
            self.skip_blank();
            let here = (self.at, self.stack.len());
            stuck = if here == (stuck.0, stuck.1) {
                (here.0, here.1, stuck.2 + 1)
            } else {
                (here.0, here.1, 0)
            };
            if stuck.2 > 6 {
                self.skip_char();
            }
            state = match (state, self.peek()) {
                (State::Root, None) => State::Done,
                (_, None) => self.end_of_text(state),
                (State::Root, Some(byte)) => self.root(byte),
                (State::Key, Some(byte)) => self.key(byte),
                (State::Element, Some(byte)) => self.element(byte),
                (State::Value, Some(byte)) => self.value(byte),
                (State::After, Some(byte)) => self.after(byte),
                (State::Done, _) => State::Done,
            };
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn rest(&self) -> &'s str {
        &self.source[self.at..]
    }

    /// At most `limit` bytes of the rest: looking ahead must not make reading quadratic.
    fn ahead(&self, limit: usize) -> &'s str {
        self.until(self.at, limit)
    }

    /// At most `limit` bytes from byte `from` on.
    fn until(&self, from: usize, limit: usize) -> &'s str {
        let mut end = self.source.len().min(from + limit);
        while !self.source.is_char_boundary(end) {
            end -= 1;
        }
        &self.source[from..end]
    }

    fn skip_char(&mut self) {
        self.at += self.rest().chars().next().map_or(0, char::len_utf8);
    }

    fn element(&mut self, byte: u8) -> State {
        match byte {
            b']' => {
                self.trailing_comma();
                self.at += 1;
                self.close(self.at)
            }
            b',' => self.extra_comma(State::Element),
            b'}' => self.wrong_closer(byte),
            _ => State::Value,
        }
    }

    fn key(&mut self, byte: u8) -> State {
        if self.by_indent && self.close_by_indent() {
            return State::Key;
        }
        match byte {
            b'}' => {
                self.trailing_comma();
                self.at += 1;
                return self.close(self.at);
            }
            b']' => return self.wrong_closer(byte),
            b',' => return self.extra_comma(State::Key),
            b':' => {
                self.slip(SlipKind::Unexpected, self.at..self.at + 1);
                self.at += 1;
                return State::Key;
            }
            _ => {}
        }
        if self.template_token(byte) {
            return State::After;
        }
        self.comma = None;
        match byte {
            b'"' => {
                self.string(true);
                self.elided_key();
            }
            b'\'' => self.string(true),
            _ if self.typographic_quote() => self.string(true),
            _ if byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80 => {
                self.bare_key()
            }
            _ => {
                self.unexpected();
                return State::After;
            }
        }
        self.colon()
    }

    /// Reads the colon between a key and its value.
    fn colon(&mut self) -> State {
        let key_end = self.at;
        self.skip_blank();
        match self.peek() {
            Some(b':') => {
                self.at += 1;
                State::Value
            }
            Some(b'=') => {
                let length = if self.rest().starts_with("=>") { 2 } else { 1 };
                self.slip(SlipKind::WrongColon, self.at..self.at + length);
                self.mend(self.at..self.at + length, ":");
                self.at += length;
                State::Value
            }
            Some(b',') if self.comma_for_colon() => {
                self.slip(SlipKind::WrongColon, self.at..self.at + 1);
                self.mend(self.at..self.at + 1, ":");
                self.at += 1;
                State::Value
            }
            None | Some(b',' | b'}' | b']') => {
                self.slip(SlipKind::MissingValue, key_end..key_end);
                self.push(key_end..key_end, Kind::Unknown);
                State::After
            }
            Some(_) => {
                self.slip(SlipKind::MissingColon, key_end..key_end);
                self.mend(key_end..key_end, ":");
                State::Value
            }
        }
    }

    /// Whether a string behind this comma is the value of the key before it, for it is no key itself.
    fn comma_for_colon(&self) -> bool {
        let Some(inside) = self.rest()[1..].trim_start().strip_prefix('"') else {
            return false;
        };
        let mut escaped = false;
        let closing = inside.find(|c: char| {
            let closes = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            closes || c == '\n'
        });
        let behind = closing.and_then(|at| inside[at..].strip_prefix('"'));
        behind.is_some_and(|behind| behind.trim_start().starts_with([',', '}']))
    }

    fn value(&mut self, byte: u8) -> State {
        match byte {
            b'"' => self.string(false),
            b'{' if !self.placeholder_ahead() => return self.open(true),
            b'[' => return self.open(false),
            b'-' | b'0'..=b'9' => self.number(),
            b',' | b'}' | b']' => {
                let at = self.last_value_gap();
                self.slip(SlipKind::MissingValue, at..at);
                self.push(at..at, Kind::Unknown);
                return State::After;
            }
            b'\'' => self.string(false),
            _ if self.typographic_quote() => self.string(false),
            _ => self.bare_value(),
        }
        self.after_value()
    }

    fn after(&mut self, byte: u8) -> State {
        let object = self.stack.last().is_some_and(|frame| frame.object);
        match byte {
            b',' => {
                self.comma = Some(self.at);
                self.at += 1;
                return if object { State::Key } else { State::Element };
            }
            b'}' if self.by_indent && self.close_by_indent() => return State::After,
            b'}' if object => {
                self.at += 1;
                return self.close(self.at);
            }
            b']' if !object => {
                self.at += 1;
                return self.close(self.at);
            }
            b'}' | b']' => return self.wrong_closer(byte),
            _ => {}
        }
        if self.template_token(byte) {
            return State::After;
        }
        if byte == b':' && self.lost_opener() {
            return State::Value;
        }
        if byte == b'{' && self.next_document() {
            return State::Root;
        }
        if self.lost_closing_quote() || self.unescaped_quote() {
            return State::After;
        }
        if self.by_indent && object && self.close_by_indent() {
            return if self.comma.is_some() {
                State::Key
            } else {
                State::After
            };
        }
        let begins = match object {
            true => {
                byte == b'"' || byte == b'\'' || self.typographic_quote() || self.bare_key_ahead()
            }
            false => matches!(
                byte,
                b'"' | b'{' | b'[' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n'
            ),
        };
        if begins {
            let at = self.last_end;
            if !self.in_incomplete() {
                self.slip(SlipKind::MissingComma, at..at);
                self.mend(at..at, ",");
            }
            return if object { State::Key } else { State::Value };
        }
        self.unexpected();
        State::After
    }
}

fn is_container(kind: Kind) -> bool {
    matches!(kind, Kind::Object | Kind::Array)
}
