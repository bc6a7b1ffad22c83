//! Reading the pairs.

use std::ops::Range;

use super::{ConnectionString, Dialect, Pair, SyntaxError, SyntaxErrorKind};

pub(super) struct Parser<'a> {
    text: &'a str,
    dialect: Dialect,
    known: &'a dyn Fn(&str) -> bool,
    /// From where the last search for a closing brace stopped to behind the blanks that follow. No
    /// `}` before it closes a brace that is still to come, so many unclosed braces do not each
    /// search the same text. (Quotes need no such note: to open one closes what was open.)
    closing_brace: Range<usize>,
    /// Something stood after a NUL, and it was said.
    past_nul: bool,
    read: ConnectionString,
}

/// A key and where its `=` ends.
struct Key {
    name: String,
    span: Range<usize>,
    end: usize,
    error: Option<SyntaxError>,
}

/// A sound value and where it ends, with its quotes and without the blanks after it.
struct Value {
    text: Option<String>,
    quote: Option<char>,
    end: usize,
}

/// An error in a value, and from where to look for the next known name.
struct BadValue {
    error: SyntaxError,
    from: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str, dialect: Dialect, known: &'a dyn Fn(&str) -> bool) -> Self {
        Self {
            text,
            dialect,
            known,
            closing_brace: 0..0,
            past_nul: false,
            read: ConnectionString::default(),
        }
    }

    pub(super) fn parse(mut self) -> ConnectionString {
        let mut at = self.skip_separators(0);
        while at < self.text.len() {
            let next = match self.text.as_bytes()[at] {
                0 => self.nul_tail(at),
                _ => self.pair(at),
            };
            at = self.skip_separators(next);
        }
        self.read
    }

    /// Reads the pair whose key starts at `start`, and returns where to go on.
    fn pair(&mut self, start: usize) -> usize {
        let key = match self.key(start) {
            Ok(key) => key,
            Err(error) => {
                self.read.errors.push(error);
                return self.next_known(error.offset);
            }
        };
        let start = self.skip_blanks(key.end);
        let (value, next, error) = match self.value(start) {
            Ok(value) => {
                let next = value.end;
                (value, next, key.error)
            }
            Err(BadValue { error, from }) => {
                let next = self.next_known(from);
                let text = self.text[start..next].trim_end_matches(is_separator);
                let value = Value {
                    text: Some(text.to_owned()),
                    quote: self.opening_quote(start),
                    end: start + text.len(),
                };
                (value, next, key.error.or(Some(error)))
            }
        };
        self.read.errors.extend(error);
        if !key.name.is_empty() {
            self.read.pairs.push(Pair {
                key: key.name,
                value: value.text,
                key_span: key.span,
                value_span: start..value.end,
                quote: value.quote,
                faulty: error.is_some(),
            });
        }
        next
    }

    /// Reads the key that starts at `start`, through its `=`.
    ///
    /// A key may hold `;`, so a segment without `=` swallows the next key and only the last one
    /// can lack its `=`. After a control character a `;` ends the attempt.
    fn key(&self, start: usize) -> Result<Key, SyntaxError> {
        let mut control = None;
        let mut doubled = false;
        let mut chars = self.text[start..].char_indices();
        let divider = loop {
            match chars.next() {
                Some((at, '=')) => {
                    if self.dialect == Dialect::Odbc || !chars.as_str().starts_with('=') {
                        break Some(start + at);
                    }
                    chars.next();
                    doubled = true;
                }
                Some((_, ';')) if control.is_some() => break None,
                Some((at, c)) if is_control(c) => {
                    control.get_or_insert(start + at);
                }
                Some(_) => {}
                None => break None,
            }
        };
        let control = control.map(|offset| SyntaxError {
            kind: SyntaxErrorKind::ControlCharInKey,
            offset,
        });
        let Some(divider) = divider else {
            return Err(control.unwrap_or(SyntaxError {
                kind: SyntaxErrorKind::MissingEquals,
                offset: start,
            }));
        };
        let written = self.text[start..divider].trim_end();
        let mut name = written.to_ascii_lowercase();
        if doubled {
            name = name.replace("==", "=");
        }
        if control.is_some() {
            name.retain(|c| !is_control(c));
            name = name.trim().to_owned();
        }
        let empty = (divider == start).then_some(SyntaxError {
            kind: SyntaxErrorKind::EmptyKey,
            offset: start,
        });
        Ok(Key {
            name,
            span: start..start + written.len(),
            end: divider + 1,
            error: control.or(empty),
        })
    }

    /// Reads the value whose first character, if there is one, is at `start`.
    fn value(&mut self, start: usize) -> Result<Value, BadValue> {
        match self.opening_quote(start) {
            Some('{') => self.quoted(start, b'}', SyntaxErrorKind::UnterminatedBrace),
            Some('"') => self.quoted(start, b'"', SyntaxErrorKind::UnterminatedQuote),
            Some(_) => self.quoted(start, b'\'', SyntaxErrorKind::UnterminatedQuote),
            None => self.bare(start),
        }
    }

    /// The quote or brace at `start` that would quote a value in this dialect.
    fn opening_quote(&self, start: usize) -> Option<char> {
        match (self.dialect, self.text.as_bytes().get(start)?) {
            (Dialect::AdoNet, b'"') => Some('"'),
            (Dialect::AdoNet, b'\'') => Some('\''),
            (Dialect::Odbc, b'{') => Some('{'),
            _ => None,
        }
    }

    /// Reads a value that is quoted from `open` to `close`.
    ///
    /// After an error the next known name is looked for inside the quotes too: a quote that ends
    /// in the wrong place often has swallowed it.
    fn quoted(
        &mut self,
        open: usize,
        close: u8,
        unterminated: SyntaxErrorKind,
    ) -> Result<Value, BadValue> {
        let bytes = self.text.as_bytes();
        let bad = |kind, offset| {
            Err(BadValue {
                error: SyntaxError { kind, offset },
                from: open,
            })
        };
        let braced = close == b'}';
        let mut doubled = false;
        let mut at = open + 1;
        if braced {
            at = at.max(self.closing_brace.start);
        }
        loop {
            at += bytes[at..]
                .iter()
                .take_while(|&&byte| byte != close && byte != 0)
                .count();
            if bytes.get(at) != Some(&close) || bytes.get(at + 1) != Some(&close) {
                break;
            }
            doubled = true;
            at += 2;
        }
        let end = bytes.len().min(at + 1);
        let after = if braced {
            self.skip_blanks(end.max(self.closing_brace.end))
        } else {
            self.skip_blanks(end)
        };
        if braced {
            self.closing_brace = at..after;
        }
        match (bytes.get(at), bytes.get(after)) {
            (None, _) => return bad(unterminated, open),
            (Some(0), _) => return bad(SyntaxErrorKind::NulInQuotedValue, at),
            (_, None | Some(b';' | 0)) => {}
            _ => return bad(SyntaxErrorKind::JunkAfterQuote, after),
        }
        let inner = &self.text[open + 1..at];
        let text = match close {
            b'}' => self.text[open..end].to_owned(),
            b'"' if doubled => inner.replace("\"\"", "\""),
            _ if doubled => inner.replace("''", "'"),
            _ => inner.to_owned(),
        };
        Ok(Value {
            text: Some(text),
            quote: self.opening_quote(open),
            end,
        })
    }

    /// Reads a value without quotes.
    fn bare(&self, start: usize) -> Result<Value, BadValue> {
        let rest = &self.text[start..];
        let stop = rest
            .find(|c| c == ';' || is_control(c))
            .unwrap_or(rest.len());
        let text = rest[..stop].trim_end();
        let bad = |kind, offset| {
            Err(BadValue {
                error: SyntaxError { kind, offset },
                from: start + stop,
            })
        };
        if self.dialect == Dialect::AdoNet && text.ends_with(['"', '\'']) {
            let last = start + text.len() - 1;
            return bad(SyntaxErrorKind::UnquotedValueEndsWithQuote, last);
        }
        if !matches!(rest.as_bytes().get(stop), None | Some(b';' | 0)) {
            return bad(SyntaxErrorKind::ControlCharInValue, start + stop);
        }
        Ok(Value {
            text: (!text.is_empty()).then(|| text.to_owned()),
            quote: None,
            end: start + text.len(),
        })
    }

    /// Reads from the NUL at `start` that ends the string, and returns where to go on.
    fn nul_tail(&mut self, start: usize) -> usize {
        let tail = &self.text[start..];
        let Some(length) = tail.find(|c: char| c != '\0' && !c.is_whitespace()) else {
            return self.text.len();
        };
        let error = SyntaxError {
            kind: SyntaxErrorKind::TextAfterNul,
            offset: start + length,
        };
        if !std::mem::replace(&mut self.past_nul, true) {
            self.read.errors.push(error);
        }
        if self.starts_known(error.offset) {
            error.offset
        } else {
            self.next_known(error.offset)
        }
    }

    /// Where the next segment that starts with a known `name=` begins, after a `;` that stands at
    /// `from` or later; the end of the text when there is none.
    fn next_known(&self, from: usize) -> usize {
        let mut at = from;
        while let Some(separator) = self.text[at..].find(';') {
            at = self.skip_separators(at + separator);
            if self.starts_known(at) {
                return at;
            }
        }
        self.text.len()
    }

    fn starts_known(&self, start: usize) -> bool {
        let rest = &self.text[start..];
        let Some(divider) = rest.find(['=', ';']) else {
            return false;
        };
        let after = &rest[divider..];
        let doubled = self.dialect == Dialect::AdoNet && after.starts_with("==");
        after.starts_with('=')
            && !doubled
            && (self.known)(&rest[..divider].trim_end().to_ascii_lowercase())
    }

    fn skip_blanks(&self, start: usize) -> usize {
        self.text.len() - self.text[start..].trim_start().len()
    }

    fn skip_separators(&self, start: usize) -> usize {
        self.text.len() - self.text[start..].trim_start_matches(is_separator).len()
    }
}

fn is_separator(c: char) -> bool {
    c == ';' || c.is_whitespace()
}

fn is_control(c: char) -> bool {
    c.is_control() && !c.is_whitespace()
}
