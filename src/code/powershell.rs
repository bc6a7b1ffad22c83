//! What PowerShell writes in its own way: variables, parameters, strings, here-strings.

use super::lex::Lexer;
use super::quoted::{Reader, closed_len};
use super::{Code, Kind, Part, Quoted};
use crate::text::{Decoder, Encoding, Quoting};

impl<'t> Lexer<'_, 't> {
    /// Reads a token that other languages do not have; answers whether there is one.
    pub(super) fn powershell(&mut self, first: u8) -> bool {
        let rest = self.rest();
        match first {
            b'`' => {
                let line_break = rest[1..].trim_start_matches(['\r', ' ', '\t']);
                if line_break.starts_with('\n') {
                    // The line goes on.
                    self.at += rest.len() - line_break.len() + 1;
                } else {
                    let len = 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
                    self.push(Kind::Other, len);
                }
            }
            b'\'' | b'"' => self.powershell_string(first),
            b'@' => match rest.as_bytes().get(1) {
                Some(b'{' | b'(') => self.push(Kind::Open, 2),
                Some(&quote @ (b'\'' | b'"')) if begins_here_string(rest) => {
                    self.here_string(quote)
                }
                Some(byte) if byte.is_ascii_alphabetic() || *byte == b'_' => {
                    let len = 1 + name_len(&rest[1..]);
                    self.push(Kind::Spread, len);
                }
                _ => self.push(Kind::Other, 1),
            },
            b'$' => {
                let len = variable_len(rest);
                match len {
                    // `$(…)`
                    0 => self.push(Kind::Other, 1),
                    _ => self.push(Kind::Word, len),
                }
            }
            b'-' => {
                let name = name_len(&rest[1..]);
                let alone = self.source[..self.at]
                    .chars()
                    .next_back()
                    .is_none_or(|c| c.is_whitespace() || "(){};|,".contains(c));
                match alone && name > 0 {
                    true => self.push(Kind::Parameter, 1 + name),
                    false => self.push(Kind::Other, 1),
                }
            }
            _ if first.is_ascii_alphabetic() || first == b'_' => {
                let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
                let len = rest.find(|c| !word(c)).unwrap_or(rest.len());
                self.push(Kind::Word, len);
            }
            _ => return false,
        }
        true
    }

    fn powershell_string(&mut self, quote: u8) {
        let mut reader = self.reader(1, quoting(quote, false));
        let open = self.at..reader.at;
        let doubled = if quote == b'\'' { "''" } else { "\"\"" };
        let closed = loop {
            let rest = reader.rest();
            match rest.as_bytes().first() {
                None => break false,
                _ if rest.starts_with(doubled) => reader.decoded(2, &doubled[..1]),
                Some(&byte) if byte == quote => break true,
                _ if quote == b'\'' => reader.plain(&['\'']),
                _ => live(&mut reader),
            }
        };
        let len = usize::from(closed);
        self.end(open, reader, len, quoting(quote, false), closed);
    }

    /// `@'` … `'@` and `@"` … `"@`, whose first and last line break are no part of them.
    fn here_string(&mut self, quote: u8) {
        let rest = self.rest();
        let first = rest.find('\n').map_or(rest.len(), |end| end + 1);
        let mut reader = self.reader(first, quoting(quote, true));
        let open = self.at..reader.at;
        let closing = |rest: &str| {
            let line = rest.strip_prefix('\r').unwrap_or(rest).strip_prefix('\n')?;
            let close = line.strip_prefix(char::from(quote))?.strip_prefix('@')?;
            Some(rest.len() - close.len())
        };
        // An empty one is closed by its first line.
        let at_once = reader
            .rest()
            .starts_with(&format!("{}@", char::from(quote)));
        let end = loop {
            if at_once {
                break Some(2);
            }
            let rest = reader.rest();
            let len = closing(rest);
            match rest.as_bytes().first() {
                None => break None,
                _ if len.is_some() => break len,
                Some(b'\r') if rest.starts_with("\r\n") => reader.decoded(2, "\n"),
                _ if quote == b'\'' => reader.plain(&['\r', '\n']),
                _ => live(&mut reader),
            }
        };
        let len = end.unwrap_or(0);
        self.end(open, reader, len, quoting(quote, true), end.is_some());
    }

    fn reader(&self, from: usize, quoting: Quoting) -> Reader<'t> {
        Reader {
            source: self.source,
            at: self.at + from,
            content: Decoder::new(),
            encoding: Encoding::Quoted(quoting),
        }
    }

    fn end(
        &mut self,
        open: std::ops::Range<usize>,
        reader: Reader<'_>,
        len: usize,
        quoting: Quoting,
        closed: bool,
    ) {
        let (at, content) = (reader.at, reader.content);
        if !closed {
            return self.push(Kind::Other, (at - self.at).max(1));
        }
        let quoted = Quoted {
            open,
            content,
            close: at..at + len,
            quoting: Some(quoting),
        };
        self.push_string(quoted, at + len);
    }
}

fn quoting(quote: u8, here: bool) -> Quoting {
    Quoting::PowerShell {
        live: quote == b'"',
        here,
    }
}

/// Whether nothing stands behind `@'` on its line.
fn begins_here_string(text: &str) -> bool {
    let line = text.split('\n').next().unwrap_or(text);
    text.contains('\n') && line[2..].trim().is_empty()
}

/// A piece of a string in which back-ticks and `$` mean something.
fn live(reader: &mut Reader<'_>) {
    let rest = reader.rest();
    match rest.as_bytes()[0] {
        b'`' => match rest.as_bytes().get(1) {
            Some(b'n') => reader.decoded(2, "\n"),
            Some(b'r') => reader.decoded(2, "\r"),
            Some(b't') => reader.decoded(2, "\t"),
            Some(b'0' | b'a' | b'b' | b'e' | b'f' | b'v' | b'u') => reader.hole(2),
            Some(b'\n') => reader.decoded(2, ""),
            Some(_) => {
                let next = rest[1..].chars().next().map_or(0, char::len_utf8);
                reader.decoded(1 + next, &rest[1..1 + next]);
            }
            None => reader.verbatim(1),
        },
        b'$' if rest.starts_with("$(") => reader.hole(1 + closed_len(&rest[1..], ['(', ')'], '`')),
        b'$' => match variable_len(rest) {
            0 => reader.verbatim(1),
            len => reader.hole(len),
        },
        _ => reader.plain(&['`', '$', '"', '\r', '\n']),
    }
}

/// Length of `$name`, `$scope:name` or `${name}`; 0 where there is none. What a workflow puts in the place of `${{ … }}`
/// before PowerShell sees it counts like a variable.
fn variable_len(text: &str) -> usize {
    let rest = &text[1..];
    if rest.starts_with("{{") {
        let line = rest.split('\n').next().unwrap_or_default();
        return line.find("}}").map_or(0, |end| end + 3);
    }
    if rest.starts_with('{') {
        let mut name = rest.bytes().take(128).take_while(|byte| *byte != b'\n');
        return name.position(|byte| byte == b'}').map_or(0, |end| end + 2);
    }
    let name = name_len(rest);
    if name == 0 {
        return match rest.as_bytes().first() {
            Some(b'_' | b'?' | b'$' | b'^') => 2,
            _ => 0,
        };
    }
    let scoped = rest[name..].strip_prefix(':').map_or(0, name_len);
    match scoped {
        0 => 1 + name,
        scoped => 2 + name + scoped,
    }
}

fn name_len(text: &str) -> usize {
    let name = |c: char| c.is_alphanumeric() || c == '_';
    text.find(|c| !name(c)).unwrap_or(text.len())
}

/// An expression without the types that are written before it and leave it as it is.
pub(super) fn without_casts(code: &Code<'_>, part: Part) -> Part {
    const KNOWN: [&str; 4] = ["string", "ordered", "pscustomobject", "hashtable"];
    let mut part = part;
    while !part.is_empty() && code.opens(part.start, "[") {
        let close = code.after(part.start);
        let of = code
            .source((part.start + 1).min(part.end - 1))
            .to_ascii_lowercase();
        let rest = code.bare(close.min(part.end)..part.end);
        // Of what is no string the cast makes one.
        let is_string = rest.len() == 1 && code.kind(rest.start) == Some(Kind::String);
        if close >= part.end || !KNOWN.contains(&of.as_str()) || of == "string" && !is_string {
            break;
        }
        part = rest;
    }
    part
}
