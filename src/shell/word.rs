//! Words: runs of quoted and bare pieces up to a blank or an operator.

use super::{Expansion, Parser, Slip, Word};
use crate::text::{Decoder, Encoding, Text};

/// What a bare byte means inside a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Plain,
    /// Quotes, expansions, patterns.
    Special,
    /// May end the word.
    Boundary,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Plain; 256];
    let specials = *b"\\'\"$`{*";
    let mut index = 0;
    while index < specials.len() {
        classes[specials[index] as usize] = Class::Special;
        index += 1;
    }
    let boundaries = *b" \t\n\r;&|<>()";
    index = 0;
    while index < boundaries.len() {
        classes[boundaries[index] as usize] = Class::Boundary;
        index += 1;
    }
    classes
};

/// A word under construction.
pub(super) struct Building<'t> {
    pub(super) decoder: Decoder,
    pub(super) quoted: bool,
    pub(super) splits: bool,
    pub(super) slip: Option<Slip>,
    /// The last expansion, and how many there are.
    expansion: Option<Expansion<'t>>,
    expansions: usize,
    /// Where the word would stand if it is empty, and in which quotes.
    place: Option<(usize, Encoding)>,
}

impl<'t> Building<'t> {
    pub(super) fn new() -> Self {
        Building {
            decoder: Decoder::new(),
            quoted: false,
            splits: false,
            slip: None,
            expansion: None,
            expansions: 0,
            place: None,
        }
    }

    pub(super) fn open(&mut self, place: usize, encoding: Encoding) {
        self.quoted |= encoding != Encoding::ShellBare;
        self.place.get_or_insert((place, encoding));
    }

    pub(super) fn expand(&mut self, source: std::ops::Range<usize>, expansion: Expansion<'t>) {
        self.decoder.hole(source);
        self.expansion = Some(expansion);
        self.expansions += 1;
    }

    fn slipped(&mut self, slip: Option<Slip>) {
        self.slip = self.slip.take().or(slip);
    }
}

impl<'t> Parser<'t> {
    /// Reads the word at the current position; an empty one where there is none.
    pub(super) fn word(&mut self) -> Word<'t> {
        let start = self.at;
        let plain = self.plain_end(start);
        if self.is_boundary(plain) {
            self.at = plain;
            return self.simple(
                start,
                self.text.wrapped(start..plain, Encoding::ShellBare),
                false,
            );
        }
        let mut building = Building::new();
        if let Some(text) = self.whole_quoted(&mut building) {
            return self.simple(start, text, true);
        }
        self.pieces(&mut building);
        let (place, encoding) = building.place.unwrap_or((start, Encoding::ShellBare));
        let whole = building.expansions == 1
            && building.decoder.as_str().len() == crate::text::HOLE.len_utf8();
        Word {
            span: start..self.at,
            expansion: if whole { building.expansion } else { None },
            text: building.decoder.finish(self.text, place, encoding),
            quoted: building.quoted,
            splits: building.splits,
            slip: building.slip.map(Box::new),
        }
    }

    fn simple(&self, start: usize, text: Text<'t>, quoted: bool) -> Word<'t> {
        Word {
            span: start..self.at,
            text,
            quoted,
            expansion: None,
            splits: false,
            slip: None,
        }
    }

    /// Reads a quoted piece at the word's beginning. Where it is the whole word and decodes nothing, as
    /// most bodies and headers, the text is returned without a copy; else it is left in `building`.
    fn whole_quoted(&mut self, building: &mut Building<'t>) -> Option<Text<'t>> {
        let (content, encoding) = match self.peek(self.at) {
            b'\'' => (self.single_quoted(building)?, Encoding::ShellSingle),
            b'"' => (self.double_quoted(building)?, Encoding::ShellDouble),
            _ => return None,
        };
        if self.is_boundary(self.at) && building.slip.is_none() {
            return Some(self.text.wrapped(content, encoding));
        }
        building
            .decoder
            .verbatim(content.start, &self.source[content], encoding);
        None
    }

    /// Reads pieces until the word ends.
    pub(super) fn pieces(&mut self, building: &mut Building<'t>) {
        loop {
            let run = self.plain_end(self.at);
            if run > self.at {
                building.open(self.at, Encoding::ShellBare);
                building
                    .decoder
                    .verbatim(self.at, &self.source[self.at..run], Encoding::ShellBare);
                self.at = run;
            }
            if self.is_boundary(self.at) {
                return;
            }
            match self.bytes[self.at] {
                b'\'' => {
                    if let Some(content) = self.single_quoted(building) {
                        building.decoder.verbatim(
                            content.start,
                            &self.source[content],
                            Encoding::ShellSingle,
                        );
                    }
                }
                b'"' => {
                    if let Some(content) = self.double_quoted(building) {
                        building.decoder.verbatim(
                            content.start,
                            &self.source[content],
                            Encoding::ShellDouble,
                        );
                    }
                }
                b'\\' => self.backslash(building),
                b'$' if self.peek(self.at + 1) == b'\'' => self.ansi_quoted(building),
                b'$' if self.peek(self.at + 1) == b'"' => {
                    self.at += 1;
                    if let Some(content) = self.double_quoted(building) {
                        building.decoder.verbatim(
                            content.start,
                            &self.source[content],
                            Encoding::ShellDouble,
                        );
                    }
                }
                b'$' | b'`' | b'<' | b'>' => self.expand(building, false),
                b'{' => self.brace(building),
                b'*' => {
                    building.splits = true;
                    self.literal(building);
                }
                _ => self.literal(building),
            }
        }
    }

    /// Reads an expansion in a word or inside `"…"`; a `$` that begins none stands for itself.
    pub(super) fn expand(&mut self, building: &mut Building<'t>, quoted: bool) {
        let start = self.at;
        building.open(
            start,
            if quoted {
                Encoding::ShellDouble
            } else {
                Encoding::ShellBare
            },
        );
        match self.expansion(quoted) {
            Some(expansion) => {
                building.splits |= !quoted && !matches!(self.bytes[start], b'<' | b'>')
                    || expansion == Expansion::List;
                building.expand(start..self.at, expansion);
            }
            None => {
                let encoding = if quoted {
                    Encoding::ShellDouble
                } else {
                    Encoding::ShellBare
                };
                self.at = self.after_char(start);
                building
                    .decoder
                    .verbatim(start, &self.source[start..self.at], encoding);
            }
        }
    }

    /// Adds the character at the current position as it is.
    fn literal(&mut self, building: &mut Building<'t>) {
        let start = self.at;
        self.at = self.after_char(start);
        building.open(start, Encoding::ShellBare);
        building
            .decoder
            .verbatim(start, &self.source[start..self.at], Encoding::ShellBare);
    }

    /// A backslash outside quotes: it continues the line, or makes the next character ordinary.
    fn backslash(&mut self, building: &mut Building<'t>) {
        let start = self.at;
        if let Some(len) = self.line_end(start + 1) {
            self.at = start + 1 + len;
            return;
        }
        let next = (start + 1).min(self.end);
        if next == self.end {
            return self.literal(building);
        }
        self.at = self.after_char(next);
        building.open(start, Encoding::ShellBare);
        building.quoted = true;
        building.decoder.escape(
            start..self.at,
            &self.source[next..self.at],
            Encoding::ShellBare,
        );
    }

    /// `{` is ordinary unless it begins `{a,b}` or `{1..9}`, or JSON that nobody quoted.
    fn brace(&mut self, building: &mut Building<'t>) {
        if let Some((end, slip)) = self.bare_json() {
            building.slipped(Some(slip));
            building.open(self.at, Encoding::Expansion);
            self.raw(self.at..end, building);
            self.at = end;
            return;
        }
        let limit = self.end.min(self.at + 256);
        let stop = self.bytes[self.at..limit]
            .iter()
            .position(|b| matches!(b, b' ' | b'\t' | b'\n' | b'}'));
        if let Some(stop) = stop
            && self.bytes[self.at + stop] == b'}'
        {
            let inner = &self.source[self.at..self.at + stop];
            building.splits |= inner.contains(',') || inner.contains("..");
        }
        self.literal(building);
    }

    /// Whether a word ends at `at`.
    pub(super) fn is_boundary(&self, at: usize) -> bool {
        if at >= self.end {
            return true;
        }
        match self.bytes[at] {
            b' ' | b'\t' | b'\n' => true,
            b'\r' => self.peek(at + 1) == b'\n',
            b'<' | b'>' => !self.conditional && self.peek(at + 1) != b'(',
            b';' | b'&' | b'|' | b'(' | b')' => !self.conditional,
            _ => false,
        }
    }

    /// The end of the run of plain bytes that begins at `at`.
    fn plain_end(&self, at: usize) -> usize {
        let run = self.bytes[at..self.end]
            .iter()
            .position(|&byte| CLASSES[usize::from(byte)] != Class::Plain);
        run.map_or(self.end, |run| at + run)
    }
}
