//! Strings, and the quotes that people lose around them.

use super::scan::plain_bytes;
use super::{Kind, Parser, SlipKind};
use crate::json::string::escape;
use crate::template;

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
            at += plain_bytes(&self.bytes[at..]);
            if at == self.bytes.len() {
                return self.unterminated(start, at, key);
            }
            match self.bytes[at] {
                b'"' => match self
                    .has_expressions
                    .then(|| self.expression_end(start + 1, at))
                {
                    Some(Some(end)) => at = end,
                    _ => break,
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
                control @ 0..0x20 => {
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
                // `plain_bytes` stops at nothing else.
                _ => at += 1,
            }
        }
        if key
            && self.bytes.get(at + 1) != Some(&b':')
            && !self.source[at + 1..].trim_start().starts_with(':')
            && self.key_lost_its_quote(start, at)
        {
            return;
        }
        self.at = at + 1;
        self.push_string(start..at + 1, 1, 1, escaped);
    }

    /// Inside a template's expression a quote belongs to that; answers where to read on.
    fn expression_end(&self, from: usize, quote: usize) -> Option<usize> {
        let before = &self.source[from..quote];
        let ends = template::quoting(before)?;
        let line = self.until(quote, 1024).split('\n').next().unwrap_or("");
        let end = line.find(ends)?;
        // Quotes of an expression come in pairs; the string's own closing quote would be left over.
        let quotes = line[..end].bytes().filter(|byte| *byte == b'"').count();
        quotes.is_multiple_of(2).then_some(quote + end + ends.len())
    }

    /// `"name: "x"`: the key's own quote is missing, so its string swallowed the colon.
    fn key_lost_its_quote(&mut self, start: usize, quote: usize) -> bool {
        let content = &self.source[start + 1..quote];
        let content = content.trim_end().trim_end_matches(['{', '[']).trim_end();
        let Some(name) = content.strip_suffix(':') else {
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
        let next = self.behind_comments(self.until(at, 4096));
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

    /// A text without the white space at its beginning, and without the comments there on lines of their own.
    fn behind_comments<'s>(&self, text: &'s str) -> &'s str {
        let mut rest = text.trim_start();
        while self.leniency.comments && rest.starts_with("//") {
            rest = rest
                .split_once('\n')
                .map_or("", |(_, rest)| rest.trim_start());
        }
        rest
    }

    /// A string without its closing quote ends with its line, before the comma, brackets or comment there.
    fn unterminated(&mut self, start: usize, line_end: usize, key: bool) {
        let line = self.source[start + 1..line_end].trim_end();
        let comment = if self.leniency.comments {
            line.find(" //")
        } else {
            None
        };
        let line = comment.map_or(line, |at| line[..at].trim_end());
        if key && let Some(colon) = line.find(':') {
            return self.missing_quote(start, start + 1 + line[..colon].trim_end().len());
        }
        let content = line.strip_suffix(',').unwrap_or(line).trim_end();
        let content = without_closers(content, self.stack.len());
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

    /// `"a,"b": 1`: the string swallowed its comma, and the quote of the next key closes it.
    pub(super) fn lost_closing_quote(&mut self) -> bool {
        let Some(last) = self
            .nodes
            .last()
            .filter(|node| (node.kind, node.open, node.close) == (Kind::String, 1, 1))
        else {
            return false;
        };
        let (start, quote) = (last.start as usize, last.end as usize - 1);
        if self.at != quote + 1 || !self.stack.last().is_some_and(|frame| frame.object) {
            return false;
        }
        let content = self.source[start + 1..quote].trim_end();
        let ahead = self.ahead(200);
        let name = ahead.find('"').filter(|&end| {
            ahead[..end]
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$')
        });
        let key_follows =
            name.is_some_and(|end| end > 0 && ahead[end + 1..].trim_start().starts_with(':'));
        let Some(value) = content.strip_suffix(',').filter(|_| key_follows) else {
            return false;
        };
        // The object in which the next key stands is still open.
        let value = without_closers(value.trim_end(), self.stack.len() - 1);
        self.nodes.pop();
        self.missing_quote(start, start + 1 + value.len());
        // The comma and the quote behind it are read again, as what they are.
        true
    }

    /// A quote inside a string that should have been escaped: `"Bob "the boss" B"`.
    pub(super) fn unescaped_quote(&mut self) -> bool {
        let Some(last) = self
            .nodes
            .last()
            .filter(|node| node.kind == Kind::String && (node.open, node.close) == (1, 1))
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
        let inside = content.strip_suffix('"').map(str::len);
        let is_inside =
            |len: &usize| !line[..*len].contains("\":") && !line[..*len].ends_with('\\');
        let within_line = || Some(closing_quote(line)?).filter(|_| !self.bare_key_ahead());
        let inside = inside.filter(is_inside).or_else(within_line);
        let Some(len) = inside.filter(is_inside) else {
            return false;
        };
        let end = self.at + len;
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
}

/// The first quote of a line behind which an object ends or goes on with its next key.
fn closing_quote(line: &str) -> Option<usize> {
    let mut quotes = memchr::memchr_iter(b'"', line.as_bytes());
    quotes.find(|&at| {
        let behind = line[at + 1..].trim_start();
        let next = behind.strip_prefix(',').map(str::trim_start);
        let key = next.and_then(|next| next.strip_prefix('"')?.split_once('"'));
        let is_key = key.is_some_and(|(_, behind)| behind.trim_start().starts_with(':'));
        is_key || behind.starts_with('}')
    })
}

/// The content of a string without the brackets at its end that nothing in it opens, at most so many of them: they were
/// meant for what stands around it. Those of a placeholder are its own.
fn without_closers(content: &str, most: usize) -> &str {
    let count = |brackets: [char; 2]| content.matches(brackets).count();
    let stray = count(['}', ']']).saturating_sub(count(['{', '[']));
    let mut rest = content;
    for _ in 0..stray.min(most) {
        match rest.strip_suffix(['}', ']']) {
            Some(shorter) => rest = shorter.trim_end(),
            None => break,
        }
    }
    rest
}
