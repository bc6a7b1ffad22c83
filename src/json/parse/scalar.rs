//! Strings, numbers, literals, and what people write in their place.

use super::{Kind, Parser, SlipKind};
use crate::json::string::escape;
use crate::text::HOLE;

impl Parser<'_> {
    pub(super) fn typographic_quote(&self) -> bool {
        matches!(
            self.rest().chars().next(),
            Some('“' | '”' | '„' | '‟' | '«' | '‘' | '’' | '＂')
        )
    }

    /// Reads a string that begins here with a quote of any kind.
    pub(super) fn string(&mut self, key: bool) {
        match self.bytes[self.at] {
            b'"' => self.double_quoted(key),
            b'\'' => self.foreign_quotes(SlipKind::SingleQuotes, |c| c == '\''),
            _ => self.foreign_quotes(SlipKind::TypographicQuotes, |c| {
                matches!(
                    c,
                    '“' | '”' | '„' | '‟' | '»' | '«' | '‘' | '’' | '＂' | '"'
                )
            }),
        }
    }

    fn double_quoted(&mut self, key: bool) {
        let start = self.at;
        let mut escaped = false;
        let mut at = start + 1;
        loop {
            // The next quote, backslash or control character; nothing else matters in a string.
            let Some(found) = self.bytes[at..]
                .iter()
                .position(|&byte| byte == b'"' || byte == b'\\' || byte < 0x20)
            else {
                return self.unterminated(start, self.bytes.len(), key);
            };
            at += found;
            match self.bytes[at] {
                b'"' => match self.expression_end(start + 1, at) {
                    Some(end) => at = end,
                    None => break,
                },
                b'\\' => {
                    match escape(self.source, at) {
                        Some((length, _)) => at += length,
                        None => {
                            let length = 1 + self.source[at + 1..]
                                .chars()
                                .next()
                                .map_or(0, char::len_utf8);
                            if self.bytes.get(at + 1).is_some_and(|byte| *byte >= 0x20) {
                                self.slip(SlipKind::BadEscape, at..at + length);
                                self.mend(at..at + 1, "\\\\");
                            }
                            at += 1;
                        }
                    }
                    escaped = true;
                }
                b'\n' | b'\r' => {
                    if !self.goes_on_after_line_break(at) {
                        return self.unterminated(start, at, key);
                    }
                    let length = if self.source[at..].starts_with("\r\n") {
                        2
                    } else {
                        1
                    };
                    self.habit(
                        SlipKind::LineBreakInString,
                        at..at + length,
                        vec![(at..at + length, "\\n".into())],
                    );
                    at += length;
                }
                control => {
                    let mend = if control == b'\t' {
                        "\\t".to_owned()
                    } else {
                        format!("\\u{control:04x}")
                    };
                    self.habit(
                        SlipKind::ControlCharacter,
                        at..at + 1,
                        vec![(at..at + 1, mend)],
                    );
                    at += 1;
                }
            }
        }
        if key
            && !self.source[at + 1..].trim_start().starts_with(':')
            && self.key_lost_its_quote(start, at)
        {
            return;
        }
        self.at = at + 1;
        self.push_string(start..at + 1, 1, 1, escaped);
    }

    /// Inside `{{ … }}` a quote belongs to the template's expression; answers where to read on.
    fn expression_end(&self, from: usize, quote: usize) -> Option<usize> {
        let before = &self.source[from..quote];
        let opened = before.rfind("{{")?;
        if before[opened..].contains("}}") {
            return None;
        }
        let line = self.until(quote, 1024).split('\n').next().unwrap_or("");
        line.find("}}").map(|found| quote + found + 2)
    }

    /// `"name: "x"`: the key's own quote is missing, so its string swallowed the colon.
    fn key_lost_its_quote(&mut self, start: usize, quote: usize) -> bool {
        let content = &self.source[start + 1..quote];
        let Some(name) = content.trim_end().strip_suffix(':') else {
            return false;
        };
        let end = start + 1 + name.trim_end().len();
        self.missing_quote(start, end);
        true
    }

    fn missing_quote(&mut self, start: usize, end: usize) {
        self.slip(SlipKind::MissingClosingQuote, end..end);
        self.mend(end..end, "\"");
        self.push_string(start..end, 1, 0, self.source[start..end].contains('\\'));
        self.at = end;
    }

    /// A line break in a string: whether the string goes on behind it, or its quote is missing.
    fn goes_on_after_line_break(&self, at: usize) -> bool {
        let next = self.until(at, 4096).trim_start();
        let first = next.lines().next().unwrap_or("");
        let Some(quote) = first.find('"') else {
            // No quote on the next line: the string may reach further, unless this line ends the way
            // lines of JSON end.
            let ends = first.trim_end();
            return !first.is_empty()
                && !ends.starts_with(['}', ']'])
                && next.contains('"')
                && !ends.ends_with(['{', '[']);
        };
        // A line that begins with a key of its own cannot be the rest of a string.
        quote > 0 && !first.starts_with(['}', ']', ','])
    }

    /// A string without its closing quote ends with its line, before the comma or brackets there.
    fn unterminated(&mut self, start: usize, line_end: usize, key: bool) {
        let line = self.source[start + 1..line_end].trim_end();
        if key && let Some(colon) = line.find(':') {
            return self.missing_quote(start, start + 1 + line[..colon].trim_end().len());
        }
        let multi_line = self.source.contains('\n');
        let mut content = line;
        if multi_line {
            content = content.strip_suffix(',').unwrap_or(content).trim_end();
        } else {
            content = content.trim_end_matches(['}', ']']).trim_end();
        }
        self.missing_quote(start, start + 1 + content.len());
    }

    /// `'…'` and `“…”`, which are read as the strings they are meant to be.
    fn foreign_quotes(&mut self, kind: SlipKind, is_quote: fn(char) -> bool) {
        let start = self.at;
        let open = self.rest().chars().next().map_or(1, char::len_utf8);
        let mut end = None;
        let mut escaped = false;
        let mut chars = self.source[start + open..].char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' => {
                    escaped = true;
                    chars.next();
                }
                '\n' => break,
                c if is_quote(c) => {
                    end = Some((start + open + at, c.len_utf8()));
                    break;
                }
                _ => {}
            }
        }
        let Some((quote, close)) = end else {
            return self.bare_value();
        };
        let whole = start..quote + close;
        if !(kind == SlipKind::SingleQuotes && self.leniency.json5) {
            let content = &self.source[start + open..quote];
            let mendable = !content.contains(['"', '\\']);
            let edits = [
                (start..start + open, "\"".to_owned()),
                (quote..quote + close, "\"".to_owned()),
            ];
            self.habit(
                kind,
                whole.clone(),
                if mendable { edits.to_vec() } else { Vec::new() },
            );
        }
        self.at = whole.end;
        self.push_string(whole, open, close, escaped);
    }

    /// A quote inside a string that should have been escaped: `"Bob "the boss" B"`.
    pub(super) fn unescaped_quote(&mut self) -> bool {
        let Some(last) = self
            .nodes
            .last()
            .filter(|node| node.kind == Kind::String && node.close == 1)
        else {
            return false;
        };
        let (start, quote) = (last.start as usize, last.end as usize - 1);
        let between = &self.source[quote + 1..self.at];
        if between.contains('\n') || self.last_end != quote + 1 || self.peek() == Some(b'"') {
            return false;
        }
        let line = self.ahead(4096).split('\n').next().unwrap_or("").trim_end();
        let content = line.trim_end_matches([',', '}', ']', ' ', '\t']);
        let Some(inside) = content
            .strip_suffix('"')
            .filter(|inside| !inside.contains("\":") && !inside.ends_with('\\'))
        else {
            return false;
        };
        let end = self.at + inside.len();
        let inner: Vec<_> = self.source[quote..end]
            .match_indices('"')
            .map(|(at, _)| quote + at)
            .collect();
        self.slip(
            SlipKind::UnescapedQuote,
            quote..inner.last().copied().unwrap_or(quote) + 1,
        );
        for at in inner {
            self.mend(at..at, "\\");
        }
        self.nodes.pop();
        if self.stack.is_empty() {
            self.roots.pop();
        }
        self.at = end + 1;
        self.push_string(start..end + 1, 1, 1, true);
        true
    }

    pub(super) fn number(&mut self) {
        let start = self.at;
        let length = self
            .rest()
            .find(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E')));
        let end = length.map_or(self.source.len(), |length| start + length);
        let behind = &self.source[end..];
        let follows = behind
            .chars()
            .next()
            .filter(|_| !behind.starts_with("{%") && !behind.starts_with("{#"));
        if follows.is_some_and(|c| {
            c.is_alphanumeric() || matches!(c, '"' | '_' | '-' | '.' | ':' | '/' | HOLE | '{' | '$')
        }) {
            return self.bare_value();
        }
        self.at = end;
        self.push(start..end, Kind::Number);
        if !is_number(&self.source[start..end]) {
            self.slip(SlipKind::BadNumber, start..end);
        }
    }

    /// Whether a name and a colon stand here.
    pub(super) fn bare_key_ahead(&self) -> bool {
        let rest = self.rest();
        let length = rest
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$')))
            .unwrap_or(0);
        length > 0
            && rest[length..]
                .trim_start_matches(['"', ' '])
                .starts_with(':')
    }

    /// A key without quotes, or with only its closing one.
    pub(super) fn bare_key(&mut self) {
        let start = self.at;
        let rest = self.rest();
        let length = rest
            .find([':', '=', '"', ',', '{', '}', '[', ']', '\n', '\''])
            .unwrap_or(rest.len());
        let name = rest[..length].trim_end().len();
        if name == 0 {
            return self.unexpected_key();
        }
        let closed = rest[length..].starts_with('"');
        let end = start + if closed { length + 1 } else { name };
        self.push_string(start..end, 0, usize::from(closed), false);
        self.at = end;
        if closed {
            self.slip(SlipKind::MissingOpeningQuote, start..start);
            self.mend(start..start, "\"");
        } else if rest[..name].contains(HOLE) {
            // The name is a splice, which another program writes.
        } else if !self.leniency.json5 {
            let edits = vec![(start..start, "\"".to_owned()), (end..end, "\"".to_owned())];
            self.habit(SlipKind::UnquotedKey, start..end, edits);
        }
    }

    fn unexpected_key(&mut self) {
        let at = self.at;
        self.unexpected();
        self.push_string(at..at, 0, 0, false);
        self.at = self.at.max(at + 1).min(self.source.len());
    }

    /// A value without quotes: a literal, a placeholder, or a string that lost them.
    pub(super) fn bare_value(&mut self) {
        let start = self.at;
        if let Some(literal) = ["true", "false", "null"]
            .into_iter()
            .find(|word| self.word_is(word))
        {
            let kind = match literal {
                "true" => Kind::True,
                "false" => Kind::False,
                _ => Kind::Null,
            };
            self.at += literal.len();
            self.push(start..self.at, kind);
            return;
        }
        for (word, meant) in [
            ("True", "true"),
            ("False", "false"),
            ("None", "null"),
            ("TRUE", "true"),
            ("FALSE", "false"),
            ("NULL", "null"),
        ] {
            if self.word_is(word) {
                self.at += word.len();
                self.slip(SlipKind::BadLiteral, start..self.at);
                self.mend(start..self.at, meant);
                self.push(start..self.at, Kind::Unknown);
                return;
            }
        }
        if self.rest().starts_with("...") || self.rest().starts_with('…') {
            self.at += 3;
            self.mark_incomplete();
            self.push(start..self.at, Kind::Unknown);
            return;
        }
        if let Some(length) = self.placeholder_length() {
            self.at += length;
        }
        let rest = self.rest();
        let length = rest
            .find([',', '}', ']', '\n', '\r', '"', '{', '['])
            .unwrap_or(rest.len());
        let closed = rest[length..].starts_with('"') && length > 0;
        let end = self.at + rest[..length].trim_end().len();
        let text = &self.source[start..end];
        let placeholder = self.at > start
            || text.contains(HOLE)
            || text.starts_with(['$', '<', '%', '@', '#'])
            || text.starts_with("__");
        self.at = end.max(start);
        if closed && !placeholder {
            self.at = end + 1;
            self.slip(SlipKind::MissingOpeningQuote, start..start);
            self.mend(start..start, "\"");
            self.push_string(start..end + 1, 0, 1, text.contains('\\'));
            return;
        }
        if self.at == start {
            self.unexpected();
            self.push(start..self.at, Kind::Unknown);
            return;
        }
        self.push(start..end, Kind::Unknown);
        if !placeholder {
            self.slip(SlipKind::UnquotedString, start..end);
            if !text.contains(['\\', '\'', '“', '”']) && !text.is_empty() {
                self.mend(start..start, "\"");
                self.mend(end..end, "\"");
            }
        }
    }

    fn word_is(&self, word: &str) -> bool {
        let rest = self.rest();
        rest.starts_with(word)
            && !rest[word.len()..].starts_with(|c: char| {
                c.is_alphanumeric() || matches!(c, '_' | '"' | '-' | '.' | HOLE)
            })
    }
}

/// The grammar of RFC 8259.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = text
        .split_once(['e', 'E'])
        .map_or((text, None), |(m, e)| (m, Some(e)));
    let (whole, fraction) = mantissa
        .split_once('.')
        .map_or((mantissa, None), |(w, f)| (w, Some(f)));
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent
            .is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}
