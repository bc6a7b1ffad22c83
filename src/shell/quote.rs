//! The three kinds of quotes.

use std::ops::Range;

use super::word::Building;
use super::{Parser, Slip, SlipKind};
use crate::text::Encoding;

impl<'t> Parser<'t> {
    /// Reads `'…'`. Returns the content where it stands for itself, else adds it to `building`.
    pub(super) fn single_quoted(&mut self, building: &mut Building<'t>) -> Option<Range<usize>> {
        let open = self.at;
        building.open(open + 1, Encoding::ShellSingle);
        if let Some(recovered) = self.recover_single(open) {
            let mut from = open + 1;
            for splice in &recovered.splices {
                building.decoder.verbatim(
                    from,
                    &self.source[from..splice.start],
                    Encoding::ShellSingle,
                );
                if self.bytes[splice.start] == b'\\' {
                    building
                        .decoder
                        .escape(splice.clone(), "'", Encoding::ShellSingle);
                } else {
                    self.within(splice.start + 1..splice.end - 1, |parser| {
                        parser.pieces(building)
                    });
                }
                from = splice.end;
            }
            building.decoder.verbatim(
                from,
                &self.source[from..recovered.content],
                Encoding::ShellSingle,
            );
            building.slip.get_or_insert(recovered.slip);
            self.at = recovered.after;
            return None;
        }
        // An unclosed quote was recovered from above, unless the budget is spent.
        let close = self.find(open + 1..self.end, b'\'').unwrap_or(self.end);
        self.at = (close + 1).min(self.end);
        let content = open + 1..close;
        if self.prompted && self.source[content.clone()].contains("\n> ") {
            self.without_prompts(content, building);
            return None;
        }
        Some(content)
    }

    /// Adds quoted text whose lines a console began with `> `.
    fn without_prompts(&self, content: Range<usize>, building: &mut Building<'t>) {
        let mut at = content.start;
        for line in self.source[content].split_inclusive('\n') {
            let skip = if building.decoder.as_str().ends_with('\n') && line.starts_with("> ") {
                2
            } else {
                0
            };
            building
                .decoder
                .verbatim(at + skip, &line[skip..], Encoding::ShellSingle);
            at += line.len();
        }
    }

    /// Reads `"…"`. Returns the content where it stands for itself, else adds it to `building`.
    pub(super) fn double_quoted(&mut self, building: &mut Building<'t>) -> Option<Range<usize>> {
        let open = self.at;
        building.open(open + 1, Encoding::ShellDouble);
        if let Some((content, slip)) = self.unescaped_json(open) {
            building.slip.get_or_insert(slip);
            self.at = content.end + 1;
            self.raw(content, building);
            return None;
        }
        let (close, live) = self.double_end(open + 1);
        if let Some(close) = close
            && !live
        {
            if let Some((cut, slip)) = self.swallowed(open, close) {
                building.slip.get_or_insert(slip);
                self.at = cut;
                return Some(open + 1..cut);
            }
            self.at = close + 1;
            return Some(open + 1..close);
        }
        let recovered = self.recover_double(open, close);
        self.at = open + 1;
        match recovered {
            Some((cut, slip)) => {
                building.slip.get_or_insert(slip);
                self.within(open + 1..cut, |parser| parser.double_pieces(building));
                self.at = cut;
            }
            None => {
                self.double_pieces(building);
                self.at = (self.at + 1).min(self.end);
            }
        }
        None
    }

    /// Reads the inside of `"…"` up to the closing quote or the end.
    fn double_pieces(&mut self, building: &mut Building<'t>) {
        let encoding = Encoding::ShellDouble;
        while self.at < self.end {
            let rest = &self.bytes[self.at..self.end];
            let run = rest
                .iter()
                .position(|b| matches!(b, b'"' | b'\\' | b'$' | b'`'))
                .unwrap_or(rest.len());
            building
                .decoder
                .verbatim(self.at, &self.source[self.at..self.at + run], encoding);
            self.at += run;
            match self.peek(self.at) {
                b'"' => return,
                b'\\' => match self.peek(self.at + 1) {
                    escaped @ (b'"' | b'\\' | b'$' | b'`') => {
                        let text = char::from(escaped);
                        building.decoder.escape(
                            self.at..self.at + 2,
                            text.encode_utf8(&mut [0; 4]),
                            encoding,
                        );
                        self.at += 2;
                    }
                    _ => match self.line_end(self.at + 1) {
                        Some(len) => self.at += 1 + len,
                        None => {
                            building.decoder.verbatim(self.at, "\\", encoding);
                            self.at += 1;
                        }
                    },
                },
                b'$' | b'`' => self.expand(building, true),
                _ => {}
            }
        }
    }

    /// Where the `"…"` whose content begins at `at` seems to end, and whether something in it is live.
    /// A quote inside `$(…)` is taken for the end, which is why only content that is not live is cut there.
    fn double_end(&mut self, at: usize) -> (Option<usize>, bool) {
        if self.budget == 0 {
            return (None, true);
        }
        let mut live = false;
        let mut end = at;
        while end < self.end {
            match self.bytes[end] {
                b'"' => break,
                b'\\' => {
                    live = true;
                    end += 2;
                }
                byte => {
                    live |= matches!(byte, b'$' | b'`');
                    end += 1;
                }
            }
        }
        let end = end.min(self.end);
        self.budget = self.budget.saturating_sub(end - at);
        ((end < self.end).then_some(end), live)
    }

    /// Reads `$'…'`.
    pub(super) fn ansi_quoted(&mut self, building: &mut Building<'t>) {
        let open = self.at;
        self.at = open + 2;
        building.open(self.at, Encoding::ShellAnsiC);
        // After an escaped NUL the shell drops the rest.
        let mut dropped = false;
        while self.at < self.end {
            let start = self.at;
            let rest = &self.bytes[start..self.end];
            let run = rest
                .iter()
                .position(|b| matches!(b, b'\'' | b'\\'))
                .unwrap_or(rest.len());
            if !dropped {
                building.decoder.verbatim(
                    start,
                    &self.source[start..start + run],
                    Encoding::ShellAnsiC,
                );
            }
            self.at += run;
            match self.peek(self.at) {
                b'\'' => {
                    self.at += 1;
                    return;
                }
                b'\\' => {
                    let start = self.at;
                    let text = self.ansi_escape();
                    dropped |= text == "\0";
                    if !dropped {
                        building
                            .decoder
                            .escape(start..self.at, &text, Encoding::ShellAnsiC);
                    }
                }
                _ => {}
            }
        }
        let span = open..open + 2;
        building.slip.get_or_insert(Slip {
            kind: SlipKind::UnclosedQuote,
            span,
            other: None,
            evident: false,
        });
    }

    /// Reads one backslash sequence of `$'…'`, and those that make up one character with it.
    fn ansi_escape(&mut self) -> String {
        let mut bytes = Vec::new();
        while self.peek(self.at) == b'\\' {
            let start = self.at;
            match self.ansi_value() {
                Value::Char(text) if bytes.is_empty() => return text,
                Value::Byte(byte @ 0..0x80) if bytes.is_empty() => {
                    return char::from(byte).to_string();
                }
                Value::Byte(byte @ 0x80..) => bytes.push(byte),
                _ => {
                    self.at = start;
                    break;
                }
            }
            match std::str::from_utf8(&bytes) {
                Ok(text) => return text.to_owned(),
                Err(error) if error.error_len().is_some() => break,
                Err(_) => {}
            }
        }
        char::REPLACEMENT_CHARACTER.to_string()
    }

    fn ansi_value(&mut self) -> Value {
        let at = self.at + 1;
        let letter = self.peek(at);
        self.at = (at + 1).min(self.end);
        let value = match letter {
            b'a' => 0x07,
            b'b' => 0x08,
            b'e' | b'E' => 0x1b,
            b'f' => 0x0c,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'v' => 0x0b,
            b'\\' | b'\'' | b'"' | b'?' => letter,
            b'0'..=b'7' => return Value::Byte(self.digits(at, 3, 8).to_le_bytes()[0]),
            b'x' if self.peek(at + 1).is_ascii_hexdigit() => {
                return Value::Byte(self.digits(at + 1, 2, 16).to_le_bytes()[0]);
            }
            b'u' | b'U' if self.peek(at + 1).is_ascii_hexdigit() => {
                let number = self.digits(at + 1, if letter == b'u' { 4 } else { 8 }, 16);
                return Value::Char(
                    char::from_u32(number)
                        .unwrap_or(char::REPLACEMENT_CHARACTER)
                        .to_string(),
                );
            }
            b'c' if self.peek(at + 1).is_ascii() && at + 1 < self.end => {
                let control = self.peek(at + 1);
                self.at = at + 2;
                if control == b'\\' && self.peek(self.at) == b'\\' {
                    self.at += 1;
                }
                if control == b'?' {
                    0x7f
                } else {
                    control.to_ascii_uppercase() & 0x1f
                }
            }
            _ => {
                self.at = if at < self.end {
                    self.after_char(at)
                } else {
                    self.end
                };
                return Value::Char(self.source[at - 1..self.at].to_owned());
            }
        };
        Value::Byte(value)
    }

    fn digits(&mut self, from: usize, most: usize, radix: u32) -> u32 {
        let mut number = 0u32;
        self.at = from;
        while self.at < from + most
            && let Some(digit) = char::from(self.peek(self.at)).to_digit(radix)
        {
            number = number.wrapping_mul(radix).wrapping_add(digit);
            self.at += 1;
        }
        number
    }

    /// Adds text that was meant as it stands, expansions apart; nothing can be written back into it.
    pub(super) fn raw(&mut self, range: Range<usize>, building: &mut Building<'t>) {
        let after = self.at;
        self.within(range, |parser| {
            while parser.at < parser.end {
                let start = parser.at;
                let run = parser.find(start..parser.end, b'$').unwrap_or(parser.end);
                building
                    .decoder
                    .verbatim(start, &parser.source[start..run], Encoding::Expansion);
                parser.at = run;
                if run < parser.end {
                    parser.expand(building, true);
                }
            }
        });
        self.at = after;
    }

    /// Runs `read` with the given part of the source as all there is, and stands at its end afterwards.
    pub(super) fn within(&mut self, range: Range<usize>, read: impl FnOnce(&mut Self)) {
        let end = std::mem::replace(&mut self.end, range.end);
        self.at = range.start;
        read(self);
        self.at = range.end;
        self.end = end;
    }
}

enum Value {
    Byte(u8),
    Char(String),
}
