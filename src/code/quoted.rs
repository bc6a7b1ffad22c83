//! The strings of Python and JavaScript.

use super::lex::Lexer;
use super::{Kind, Quoted};
use crate::text::{Decoder, Encoding, Quoting};

impl Lexer<'_, '_> {
    /// A string after a prefix of so many letters.
    pub(super) fn python_string(&mut self, prefix: usize) {
        let rest = self.rest();
        let letters = rest[..prefix].to_ascii_lowercase();
        let quote = &rest[prefix..prefix + 1];
        let triple = rest[prefix..].starts_with(&quote.repeat(3));
        let delimiter = quote.repeat(if triple { 3 } else { 1 });
        let is_raw = letters.contains('r');
        let is_format = letters.contains('f');
        let quoting = match is_raw {
            true => None,
            false => Some(Quoting::Escaped {
                quote: quote.as_bytes()[0],
                is_format,
            }),
        };
        let mut reader = Reader {
            source: self.source,
            at: self.at + prefix + delimiter.len(),
            content: Decoder::new(),
            encoding: quoting.map_or(Encoding::Expansion, Encoding::Quoted),
        };
        let open = self.at..reader.at;
        let closed = loop {
            let rest = reader.rest();
            match rest.as_bytes().first() {
                None => break false,
                Some(b'\n') if !triple => break false,
                _ if rest.starts_with(&delimiter) => break true,
                Some(b'\\') if is_raw => reader.verbatim(1 + second_len(rest)),
                Some(b'\\') => reader.escape(true),
                Some(b'{' | b'}') if is_format => reader.format_field(),
                _ => reader.plain(&['\\', '\n', '{', '}', '\'', '"']),
            }
        };
        self.close(
            open,
            reader.at,
            delimiter.len(),
            reader.content,
            quoting,
            closed,
        );
    }

    pub(super) fn javascript_string(&mut self, quote: u8) {
        // What a tag makes of a template is its own affair.
        let tagged = quote == b'`'
            && self.code.tokens.last().is_some_and(|last| {
                last.end == self.at && matches!(last.kind, Kind::Word | Kind::Close)
            });
        let quoting = Quoting::Escaped {
            quote,
            is_format: false,
        };
        let mut reader = Reader {
            source: self.source,
            at: self.at + 1,
            content: Decoder::new(),
            encoding: Encoding::Quoted(quoting),
        };
        let open = self.at..reader.at;
        let closed = loop {
            let rest = reader.rest();
            match rest.as_bytes().first() {
                None => break false,
                Some(b'\n') if quote != b'`' => break false,
                Some(&byte) if byte == quote => break true,
                Some(b'\\') => reader.escape(false),
                Some(b'$') if quote == b'`' && rest.starts_with("${") => {
                    let len = closed_len(&rest[1..], ['{', '}'], '\\') + 1;
                    reader.hole(len);
                }
                _ => reader.plain(&['\\', '\n', '$', '\'', '"', '`']),
            }
        };
        let quoting = Some(quoting).filter(|_| !tagged);
        self.close(
            open,
            reader.at,
            1,
            reader.content,
            quoting,
            closed && !tagged,
        );
    }

    /// Ends a string at `end`, where its delimiter stands if it is closed.
    fn close(
        &mut self,
        open: std::ops::Range<usize>,
        end: usize,
        delimiter: usize,
        content: Decoder,
        quoting: Option<Quoting>,
        closed: bool,
    ) {
        if !closed {
            // Nothing that could be read; the line is lost.
            let len = (end - self.at).max(1);
            return self.push(Kind::Other, len);
        }
        let close = end..end + delimiter;
        let after = close.end;
        let quoted = Quoted {
            open,
            content,
            close,
            quoting,
        };
        self.push_string(quoted, after);
    }
}

pub(super) struct Reader<'t> {
    pub(super) source: &'t str,
    pub(super) at: usize,
    pub(super) content: Decoder,
    pub(super) encoding: Encoding,
}

impl<'t> Reader<'t> {
    pub(super) fn rest(&self) -> &'t str {
        &self.source[self.at..]
    }

    pub(super) fn verbatim(&mut self, len: usize) {
        let text = &self.rest()[..len];
        self.content.verbatim(self.at, text, self.encoding);
        self.at += len;
    }

    pub(super) fn decoded(&mut self, len: usize, text: &str) {
        self.content
            .escape(self.at..self.at + len, text, self.encoding);
        self.at += len;
    }

    pub(super) fn hole(&mut self, len: usize) {
        let end = (self.at + len).min(self.source.len());
        self.content.hole(self.at..end);
        self.at = end;
    }

    /// Takes characters up to the next of those that mean something, at least one.
    pub(super) fn plain(&mut self, special: &[char]) {
        let rest = self.rest();
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let len = rest[first..]
            .find(special)
            .map_or(rest.len(), |len| first + len);
        self.verbatim(len);
    }

    /// A backslash and what belongs to it.
    fn escape(&mut self, python: bool) {
        let rest = self.rest();
        let coded = |from: usize, digits: usize| {
            let code = rest.get(from..from + digits)?;
            let c = char::from_u32(u32::from_str_radix(code, 16).ok()?)?;
            Some((from + digits, c))
        };
        let decoded = match rest.as_bytes().get(1) {
            Some(b'n') => Some((2, '\n')),
            Some(b't') => Some((2, '\t')),
            Some(b'r') => Some((2, '\r')),
            Some(b'b') => Some((2, '\u{8}')),
            Some(b'f') => Some((2, '\u{c}')),
            Some(b'v') => Some((2, '\u{b}')),
            Some(b'a') if python => Some((2, '\u{7}')),
            Some(b'\\') => Some((2, '\\')),
            Some(b'\'') => Some((2, '\'')),
            Some(b'"') => Some((2, '"')),
            Some(b'x') => coded(2, 2),
            Some(b'u') if rest[2..].starts_with('{') => {
                let digits = rest[3..].find('}').filter(|digits| *digits <= 6);
                digits
                    .and_then(|digits| coded(3, digits))
                    .map(|(len, c)| (len + 1, c))
            }
            Some(b'u') => coded(2, 4),
            Some(b'U') if python => coded(2, 8),
            Some(b'\n') => return self.decoded(2, ""),
            Some(b'\r') if rest[2..].starts_with('\n') => return self.decoded(3, ""),
            // By number or by name: hardly anybody does that.
            Some(b'0'..=b'7' | b'N') => return self.hole(2),
            Some(_) if python => return self.verbatim(1 + second_len(rest)),
            Some(_) => rest[1..].chars().next().map(|c| (1 + c.len_utf8(), c)),
            None => return self.verbatim(1),
        };
        match decoded {
            Some((len, c)) => {
                let mut buffer = [0; 4];
                self.decoded(len, c.encode_utf8(&mut buffer));
            }
            // Half of a pair, or no number: what it is does not matter.
            None => self.hole(2),
        }
    }

    /// `{…}` in an f-string; `{{` and `}}` are braces.
    fn format_field(&mut self) {
        let rest = self.rest();
        if rest.starts_with("{{") || rest.starts_with("}}") {
            let brace = &rest[..1];
            return self.decoded(2, brace);
        }
        match rest.starts_with('{') {
            true => self.hole(closed_len(rest, ['{', '}'], '\\')),
            false => self.verbatim(1),
        }
    }
}

/// Bytes of the second character.
fn second_len(text: &str) -> usize {
    text.chars().nth(1).map_or(0, char::len_utf8)
}

/// Length of what stands between brackets, with brackets and strings in it. One that is not closed ends with its line. `escape` is
/// what takes its meaning from a quote.
pub(super) fn closed_len(text: &str, [open, close]: [char; 2], escape: char) -> usize {
    let is_powershell = escape == '`';
    let mut depth = 0usize;
    // What ends the string or the pattern that is being read.
    let mut quote = None;
    let mut before = ' ';
    let mut characters = text.char_indices().take(2048);
    while let Some((at, c)) = characters.next() {
        match (quote, c) {
            (Some(_), _) if c == escape => {
                characters.next();
            }
            (Some(other), _) if c == other => quote = None,
            (Some(_), _) => {}
            (None, '`') if is_powershell => {
                characters.next();
            }
            (None, '\'' | '"' | '`') => quote = Some(c),
            // A pattern stands where a value does: `replace(/"/g, …)`.
            (None, '/') if !is_powershell && matches!(before, '(' | ',' | '=') => quote = Some(c),
            (None, _) if c == open => depth += 1,
            (None, _) if c == close => {
                depth -= 1;
                if depth == 0 {
                    return at + c.len_utf8();
                }
            }
            _ => {}
        }
        before = if c == ' ' { before } else { c };
    }
    let line = text.find('\n').unwrap_or(text.len());
    line.max(1).min(text.len())
}
