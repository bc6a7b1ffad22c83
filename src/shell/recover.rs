//! Slips in quoting that are plain enough to read on as was meant.
//!
//! A wrong quote turns the rest of a script inside out, so that its commands could not be checked. Each
//! slip is therefore decided where the quote opens, by looking at the JSON behind it, and only
//! where the shell's own reading makes no sense. All looking ahead is paid from a budget.

use std::ops::Range;

use super::{Parser, Slip, SlipKind};

/// How JSON between the quotes is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// As in `'…'`: an apostrophe ends the quotes or was forgotten about.
    Single,
    /// As in `"…"`: strings are between `\"`.
    Escaped,
    /// Without escapes.
    Raw,
}

/// A JSON value that was read to its last bracket.
struct Value {
    end: usize,
    /// Apostrophes in strings that end the quotes by mistake.
    strays: Vec<usize>,
    /// Apostrophes that leave the quotes on purpose, up to the one that opens them again: `'"$NAME"'`, `'\''`;
    /// and those after a backslash, with it, which were meant to be in the text.
    splices: Vec<Range<usize>>,
}

/// How to read on after a slip in `'…'`.
pub(super) struct Recovered {
    /// The end of what was meant to be quoted.
    pub(super) content: usize,
    /// Where reading goes on.
    pub(super) after: usize,
    pub(super) splices: Vec<Range<usize>>,
    pub(super) slip: Slip,
}

impl Parser<'_> {
    /// Decides whether the `'` at `open` slipped.
    pub(super) fn recover_single(&mut self, open: usize) -> Option<Recovered> {
        let close = self.find(open + 1..self.end, b'\'');
        let json = self.opens_json(open + 1);
        if json && let Some(value) = self.json(open + 1, Style::Single) {
            let after = self.skip_space(value.end);
            if self.peek(after) == b'\'' {
                let stray = *value.strays.first()?;
                let kind = SlipKind::StrayApostrophe;
                let slip = Slip {
                    kind,
                    span: stray..stray + 1,
                    other: Some(open..open + 1),
                    evident: true,
                };
                let recovered = Recovered {
                    content: after,
                    after: after + 1,
                    splices: value.splices,
                    slip,
                };
                return self.is_boundary(after + 1).then_some(recovered);
            }
            let next = self.find(value.end..self.end, b'\'');
            if value.strays.is_empty() && next.is_none_or(|next| self.opens_later(value.end, next))
            {
                let slip = unclosed(open, true);
                return Some(Recovered {
                    content: value.end,
                    after: value.end,
                    splices: value.splices,
                    slip,
                });
            }
        }
        let (cut, slip) = match close {
            Some(close) => self.swallowed(open, close)?,
            None if json => (self.last_end(), unclosed(open, false)),
            None => (self.line_cut(open + 1), unclosed(open, true)),
        };
        Some(Recovered {
            content: cut,
            after: cut,
            splices: Vec::new(),
            slip,
        })
    }

    /// Decides whether the `"` at `open` slipped; `close` is the next one that is not escaped.
    /// Returns the end of what was meant to be quoted.
    pub(super) fn recover_double(
        &mut self,
        open: usize,
        close: Option<usize>,
    ) -> Option<(usize, Slip)> {
        if let Some(close) = close {
            let content = &self.source[open + 1..close];
            return if content.contains("$(") || content.contains('`') {
                None
            } else {
                self.swallowed(open, close)
            };
        }
        if self.budget == 0 {
            return None;
        }
        if !matches!(self.peek(self.skip_space(open + 1)), b'{' | b'[') {
            return Some((self.line_cut(open + 1), unclosed(open, true)));
        }
        Some(match self.json(open + 1, Style::Escaped) {
            Some(value) => (value.end, unclosed(open, true)),
            None => (self.last_end(), unclosed(open, false)),
        })
    }

    /// `"{"name": …}"`: JSON between double quotes that end at its first key. Returns what lies between the outer ones.
    pub(super) fn unescaped_json(&mut self, open: usize) -> Option<(Range<usize>, Slip)> {
        if !self.opens_members(open + 1) {
            return None;
        }
        let end = self.json(open + 1, Style::Raw)?.end;
        let close = self.skip_space(end);
        let found = self.peek(close) == b'"' && self.is_boundary(close + 1);
        let slip = Slip {
            kind: SlipKind::UnescapedJson,
            span: open..close + 1,
            other: None,
            evident: true,
        };
        found.then_some((open + 1..close, slip))
    }

    /// `{"name": …}` without any quotes around it, at the current position. Returns its end.
    pub(super) fn bare_json(&mut self) -> Option<(usize, Slip)> {
        if !self.opens_members(self.at) {
            return None;
        }
        let end = self.json(self.at, Style::Raw)?.end;
        let slip = Slip {
            kind: SlipKind::UnescapedJson,
            span: self.at..end,
            other: None,
            evident: true,
        };
        self.is_boundary(end).then_some((end, slip))
    }

    /// Whether an option, a URL or a command stands before the closing quote, so that it opens a quote and the one
    /// at `open` was never closed. Returns where it should have been.
    pub(super) fn swallowed(&self, open: usize, close: usize) -> Option<(usize, Slip)> {
        let content = &self.source[open + 1..close];
        let last = content.rfind('\n')?;
        let tail = content[last..].trim();
        let first = if self.opens_json(open + 1) {
            last
        } else {
            content.find('\n')?
        };
        let line = content[..first].trim_end_matches('\r');
        let continued = line.ends_with('\\');
        let glued = !self.is_boundary(close + 1);
        let option = tail.starts_with('-')
            && tail.len() <= 24
            && tail
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && glued;
        let url = tail.is_empty() && self.source[close + 1..self.end].starts_with("http");
        let next = self.peek(close + 1);
        let command = tail == "curl" || tail.starts_with("curl ") && tail.len() <= 64;
        let found = continued && (option || url)
            || command && (next.is_ascii_alphanumeric() || next == b'{');
        let cut = open
            + 1
            + line
                .trim_end_matches('\\')
                .trim_end_matches([' ', '\t'])
                .len();
        found.then_some((cut, unclosed(open, true)))
    }

    /// Whether the apostrophe at `next`, after JSON that ended at `end`, opens a later argument.
    fn opens_later(&self, end: usize, next: usize) -> bool {
        let between = &self.source[end..next];
        between.contains('\n')
            && !between.trim_start().starts_with(['{', '[', ','])
            && matches!(self.bytes[next - 1], b' ' | b'\t' | b'=')
            && matches!(self.peek(next + 1), b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'{' | b'[' | b'/' | b'-')
    }

    /// Whether JSON seems to begin at `at`, rather than a program between braces.
    fn opens_json(&self, at: usize) -> bool {
        let at = self.skip_space(at);
        let next = self.peek(self.skip_space(at + 1));
        match self.peek(at) {
            b'{' => next == b'"',
            b'[' => matches!(next, b'"' | b'{'),
            _ => false,
        }
    }

    /// Whether `{"name":` begins at `at`, or a list of such.
    fn opens_members(&self, at: usize) -> bool {
        let mut at = self.skip_space(at);
        if self.peek(at) == b'[' {
            at = self.skip_space(at + 1);
        }
        let quote = self.skip_space(at + 1);
        if self.peek(at) != b'{' || self.peek(quote) != b'"' {
            return false;
        }
        let limit = self.end.min(quote + 128);
        let name = self.bytes[quote + 1..limit]
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_');
        let end = quote + 1 + name.count();
        end > quote + 1 && self.peek(end) == b'"' && self.peek(self.skip_blank(end + 1)) == b':'
    }

    /// Reads JSON from `at` to its last bracket; `None` where that is not plain.
    fn json(&mut self, at: usize, style: Style) -> Option<Value> {
        let limit = self.end.min(at.saturating_add(self.budget));
        let mut value = Value {
            end: at,
            strays: Vec::new(),
            splices: Vec::new(),
        };
        let found = self.json_within(limit, style, &mut value);
        self.budget = self.budget.saturating_sub(value.end - at);
        found.then_some(value)
    }

    /// Leaves `value.end` where it stopped.
    fn json_within(&self, limit: usize, style: Style, value: &mut Value) -> bool {
        let mut open = 0usize;
        let mut string = false;
        while value.end < limit {
            let at = value.end;
            value.end += 1;
            match self.bytes[at] {
                b'\\' if style == Style::Escaped => {
                    let quote = self.peek(value.end) == b'"';
                    string ^= quote;
                    // A quote inside a string is `\\\"` there, and `\n` is `\\n`.
                    let inner = self.peek(value.end) == b'\\';
                    value.end += if inner {
                        2 + usize::from(self.peek(value.end + 1) == b'\\')
                    } else {
                        1
                    };
                }
                // In `'…'` a backslash does not escape the apostrophe, which it was meant to.
                b'\\' if string && style == Style::Single && self.peek(at + 1) == b'\'' => {
                    let stray = self.splice(at + 1, limit).is_none();
                    if stray {
                        value.strays.push(at + 1);
                        value.splices.push(at..at + 2);
                    }
                    value.end += usize::from(stray);
                }
                b'\\' if string => value.end += 1,
                b'"' if style == Style::Escaped => return false,
                b'"' => string = !string,
                b'\n' if string => return false,
                b'\'' if style == Style::Single => match self.splice(at, limit) {
                    Some(end) => {
                        value.splices.push(at..end);
                        value.end = end;
                    }
                    None if string => value.strays.push(at),
                    None => return false,
                },
                b'{' | b'[' if !string => open += 1,
                b'}' | b']' if !string => {
                    open = open.saturating_sub(1);
                    if open == 0 {
                        return true;
                    }
                }
                _ => {}
            }
        }
        value.end = limit.max(value.end.min(self.end));
        false
    }

    /// The end of a splice that leaves the single quotes at `at` and opens them again; `None` if the apostrophe
    /// at `at` does not look like one that is meant for the shell.
    fn splice(&self, at: usize, limit: usize) -> Option<usize> {
        let mut end = at + 1;
        let bare = !matches!(self.peek(end), b'"' | b'\\' | b'$' | b'`');
        while end < limit {
            match self.bytes[end] {
                b'\'' => return Some(end + 1),
                b' ' | b'\t' | b'\n' | b'\r' | b'<' | b'>' | b';' | b'&' | b'|' | b'(' | b')'
                | b',' => return None,
                b'"' | b'\\' | b'$' | b'`' if bare => return None,
                b'\\' => end = self.after_char((end + 1).min(self.end)),
                b'"' => end = self.on_line(end + 1, b'"')? + 1,
                b'`' => end = self.on_line(end + 1, b'`')? + 1,
                b'$' if self.peek(end + 1) == b'{' => end = self.on_line(end + 2, b'}')? + 1,
                b'$' if self.peek(end + 1) == b'(' => end = self.on_line(end + 2, b')')? + 1,
                _ => end += 1,
            }
        }
        None
    }

    /// Position of the next `byte` on the line, backslashes respected, within a splice's length.
    fn on_line(&self, from: usize, byte: u8) -> Option<usize> {
        let mut at = from;
        while at < self.end.min(from + 512) {
            match self.bytes[at] {
                found if found == byte => return Some(at),
                b'\n' => return None,
                b'\\' => at += 2,
                _ => at += 1,
            }
        }
        None
    }

    /// Where a quote that opens before `at` was to be closed, if it was on the same line.
    fn line_cut(&self, at: usize) -> usize {
        let line = self.source[at..self.end]
            .split('\n')
            .next()
            .unwrap_or_default()
            .trim_end();
        at + line.strip_suffix('\\').map_or(line, str::trim_end).len()
    }

    /// The end of what is there to read, without white space.
    fn last_end(&self) -> usize {
        self.source[..self.end].trim_end().len()
    }
}

fn unclosed(open: usize, evident: bool) -> Slip {
    Slip {
        kind: SlipKind::UnclosedQuote,
        span: open..open + 1,
        other: None,
        evident,
    }
}
