//! The reader: a state machine without recursion, so that no nesting can exhaust the stack.

use std::ops::Range;

use super::{ESCAPED, HOLED, INCOMPLETE, Json, Kind, MAX_DEPTH, Node, Slip, SlipKind};
use crate::text::{HOLE, Text};

mod blank;
mod root;
mod scalar;

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
    if parser.unclosed && text.as_str().contains('\n') {
        // A closer is missing somewhere; people indent, and that shows where.
        let mut indented = Parser::new(text.as_str(), leniency, true);
        indented.run();
        if !indented.unclosed && indented.slips.len() <= parser.slips.len() {
            parser = indented;
        }
    }
    let Parser {
        nodes,
        roots,
        mut slips,
        ..
    } = parser;
    slips.sort_by_key(|slip| slip.at.start);
    Json {
        text,
        nodes,
        roots,
        slips,
    }
}

struct Parser<'s> {
    source: &'s str,
    bytes: &'s [u8],
    at: usize,
    nodes: Vec<Node>,
    roots: Vec<usize>,
    slips: Vec<Slip>,
    stack: Vec<Frame>,
    leniency: Leniency,
    by_indent: bool,
    /// A container was still open at the end of the text, and where it should end cannot be told.
    unclosed: bool,
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
            nodes: Vec::with_capacity(source.len() / 20 + 4),
            roots: Vec::new(),
            slips: Vec::new(),
            stack: Vec::new(),
            leniency,
            by_indent,
            unclosed: false,
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

    // ---- containers ----

    fn open(&mut self, object: bool) -> State {
        let indent = if self.by_indent {
            self.indent_of(self.at)
        } else {
            0
        };
        let node = self.push(
            self.at..self.at + 1,
            if object { Kind::Object } else { Kind::Array },
        );
        self.at += 1;
        self.comma = None;
        if self.stack.len() >= MAX_DEPTH {
            return self.opaque(node);
        }
        self.stack.push(Frame {
            node,
            object,
            indent,
        });
        if object { State::Key } else { State::Element }
    }

    /// Reads over a container that is nested too deep, counting brackets outside strings.
    fn opaque(&mut self, node: usize) -> State {
        let mut depth = 1usize;
        let start = self.at - 1;
        while depth > 0 && self.at < self.bytes.len() {
            match self.bytes[self.at] {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                b'"' => {
                    while let Some(found) = memchr::memchr2(b'"', b'\\', &self.bytes[self.at + 1..])
                    {
                        self.at += found + 1;
                        if self.bytes[self.at] == b'"' {
                            break;
                        }
                        self.at = (self.at + 1).min(self.bytes.len() - 1);
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
        self.nodes[node].kind = Kind::Unknown;
        self.finish_node(node, self.at);
        if !self.slips.iter().any(|slip| slip.kind == SlipKind::TooDeep) {
            self.slip(SlipKind::TooDeep, start..start + 1);
        }
        State::After
    }

    fn close(&mut self, end: usize) -> State {
        if let Some(frame) = self.stack.pop() {
            self.finish_node(frame.node, end);
        }
        self.comma = None;
        self.after_value()
    }

    /// Ends the innermost container where its bracket is missing. `mend` is what to insert.
    fn close_implied(&mut self, mend: Option<&str>) {
        let Some(frame) = self.stack.last() else {
            return;
        };
        let (opener, at) = (self.nodes[frame.node].start as usize, self.last_end);
        self.slip(SlipKind::MissingCloser, at..at);
        if let Some(slip) = self.slips.last_mut() {
            slip.others.push(opener..opener + 1);
            slip.edits
                .extend(mend.map(|text| (at..at, text.to_owned())));
        }
        let (comma, last_end) = (self.comma, self.last_end);
        self.close(at);
        (self.comma, self.last_end) = (comma, last_end);
    }

    fn closer(&self) -> &'static str {
        if self.stack.last().is_some_and(|frame| frame.object) {
            "}"
        } else {
            "]"
        }
    }

    fn after_value(&self) -> State {
        if self.stack.is_empty() {
            State::Root
        } else {
            State::After
        }
    }

    fn end_of_text(&mut self, state: State) -> State {
        if state == State::Value && self.stack.last().is_some_and(|frame| frame.object) {
            self.push(self.at..self.at, Kind::Unknown);
        }
        if self.stack.is_empty() {
            return State::Done;
        }
        let flat = self
            .nodes
            .iter()
            .skip(self.stack[0].node + 1)
            .all(|node| !is_container(node.kind));
        let certain = self.by_indent || (flat && !self.source.contains('\n'));
        let mend: String = self
            .stack
            .iter()
            .rev()
            .map(|frame| if frame.object { "}" } else { "]" })
            .collect();
        let at = self.last_end;
        let opener = self
            .stack
            .last()
            .map_or(0, |frame| self.nodes[frame.node].start as usize);
        // A comma that the missing rest was to follow would be a second slip of the same mistake.
        let edits = match (certain, self.comma) {
            (true, Some(comma)) => vec![(comma..comma + 1, mend)],
            (true, None) => vec![(at..at, mend)],
            (false, _) => Vec::new(),
        };
        self.unclosed |= !certain;
        self.slips.push(Slip {
            kind: SlipKind::MissingCloser,
            at: at..at,
            others: vec![opener..opener + 1],
            edits,
        });
        if !certain {
            // What belongs where is a guess, so nothing may be concluded from any container.
            let root = self.stack[0].node;
            for node in self.nodes[root..]
                .iter_mut()
                .filter(|node| is_container(node.kind))
            {
                node.flags |= INCOMPLETE;
            }
        }
        while let Some(frame) = self.stack.pop() {
            self.finish_node(frame.node, at);
        }
        State::Done
    }

    /// What a bracket closes when it does not fit the innermost container.
    fn wrong_closer(&mut self, byte: u8) -> State {
        let object = byte == b'}';
        let outer_fits = self.stack.len() > 1 && self.stack[self.stack.len() - 2].object == object;
        // `[{"a": 1]` lacks a brace; `{"a": 1]` has the wrong one.
        let next = self.source[self.at + 1..].trim_start().bytes().next();
        let outer_needs_it = match next {
            None => self.stack.len() == 2,
            Some(b'}' | b']') => outer_fits && self.closes_in_turn(2),
            _ => outer_fits && self.stack.len() > 2,
        };
        if outer_needs_it && outer_fits {
            let mend = self.closer();
            self.close_implied(Some(mend));
            return State::After;
        }
        let mend = self.closer();
        self.slip(SlipKind::WrongCloser, self.at..self.at + 1);
        self.mend(self.at..self.at + 1, mend);
        self.at += 1;
        self.close(self.at)
    }

    /// Whether the brackets that follow close the containers from the `skip`-th innermost outwards.
    fn closes_in_turn(&self, skip: usize) -> bool {
        let mut frames = self.stack.iter().rev().skip(skip);
        for byte in self
            .until(self.at + 1, 4096)
            .bytes()
            .filter(|byte| !byte.is_ascii_whitespace())
        {
            match (byte, frames.next()) {
                (b'}', Some(frame)) if frame.object => {}
                (b']', Some(frame)) if !frame.object => {}
                (b'}' | b']', _) => return false,
                _ => return true,
            }
        }
        frames.next().is_none()
    }

    // ---- states ----

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
            b'"' | b'\'' => self.string(true),
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
        if self.unescaped_quote() {
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

    // ---- slips ----

    fn slip(&mut self, kind: SlipKind, at: Range<usize>) {
        if self.slips.len() >= MAX_SLIPS {
            self.slips.pop();
        }
        self.slips.push(Slip {
            kind,
            at,
            others: Vec::new(),
            edits: Vec::new(),
        });
    }

    /// Records the one way to mend the last slip.
    fn mend(&mut self, at: Range<usize>, text: &str) {
        if let Some(slip) = self.slips.last_mut() {
            slip.edits.push((at, text.to_owned()));
        }
    }

    /// Records a slip of a kind that one person makes all over a text, as one finding.
    fn habit(&mut self, kind: SlipKind, at: Range<usize>, edits: Vec<(Range<usize>, String)>) {
        match self.slips.iter_mut().find(|slip| slip.kind == kind) {
            Some(slip) => {
                slip.others.push(at);
                slip.edits.extend(edits);
            }
            None => self.slips.push(Slip {
                kind,
                at,
                others: Vec::new(),
                edits,
            }),
        }
    }

    /// Whether the innermost container has parts that cannot be read: its commas may be theirs.
    fn in_incomplete(&self) -> bool {
        self.stack
            .last()
            .is_some_and(|frame| self.nodes[frame.node].flags & INCOMPLETE != 0)
    }

    fn trailing_comma(&mut self) {
        if let Some(comma) = self.comma.take()
            && !self.leniency.trailing_commas
            && !self.in_incomplete()
        {
            self.slip(SlipKind::TrailingComma, comma..comma + 1);
            self.mend(comma..comma + 1, "");
        }
    }

    fn extra_comma(&mut self, state: State) -> State {
        if !self.in_incomplete() {
            self.slip(SlipKind::ExtraComma, self.at..self.at + 1);
            self.mend(self.at..self.at + 1, "");
        }
        self.at += 1;
        state
    }

    /// Reads over something that cannot stand here, up to where the text can go on.
    fn unexpected(&mut self) {
        let start = self.at;
        self.skip_char();
        while let Some(byte) = self.peek() {
            if matches!(byte, b',' | b'}' | b']' | b'"' | b'\n' | b'\r') {
                break;
            }
            self.skip_char();
        }
        let end = start + self.source[start..self.at].trim_end().len();
        self.slip(SlipKind::Unexpected, start..end.max(start));
        if let Some(frame) = self.stack.last() {
            let node = frame.node;
            self.nodes[node].flags |= INCOMPLETE;
        }
    }

    /// The place just after the colon that lacks its value.
    fn last_value_gap(&self) -> usize {
        self.source[..self.at].trim_end().len()
    }

    // ---- nodes ----

    fn push(&mut self, range: Range<usize>, kind: Kind) -> usize {
        let id = self.nodes.len();
        if self.stack.is_empty() {
            self.roots.push(id);
        }
        self.nodes.push(Node {
            start: range.start as u32,
            end: range.end as u32,
            next: id as u32 + 1,
            kind,
            open: 0,
            close: 0,
            flags: 0,
        });
        self.last_end = range.end;
        id
    }

    fn finish_node(&mut self, node: usize, end: usize) {
        self.nodes[node].end = end as u32;
        self.nodes[node].next = self.nodes.len() as u32;
        self.last_end = end;
        self.last_closer = end.saturating_sub(1);
    }

    fn push_string(&mut self, range: Range<usize>, open: usize, close: usize, escaped: bool) {
        let content = &self.source[range.start + open..range.end - close];
        let holed = content.contains(HOLE);
        let id = self.push(range, Kind::String);
        let node = &mut self.nodes[id];
        (node.open, node.close) = (open as u8, close as u8);
        node.flags = if escaped { ESCAPED } else { 0 } | if holed { HOLED } else { 0 };
    }
}

fn is_container(kind: Kind) -> bool {
    matches!(kind, Kind::Object | Kind::Array)
}
