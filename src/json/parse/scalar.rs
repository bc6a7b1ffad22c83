//! Numbers, literals, and what people write in their place.

use super::{Kind, Parser, SlipKind};
use crate::text::HOLE;

impl Parser<'_> {
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
        if self.at == start && self.lost_opening_quote() {
            return;
        }
        let rest = self.rest();
        let length = rest
            .find([',', '}', ']', '\n', '\r', '"', '{', '['])
            .unwrap_or(rest.len());
        let closed = rest[length..].starts_with('"') && length > 0;
        let end = self.at + rest[..length].trim_end().len();
        // Blanks may stand before the quote, and not all blanks are one byte long.
        let quote = self.at + length;
        let text = &self.source[start..end];
        let placeholder = self.at > start
            || text.contains(HOLE)
            || text.starts_with(['$', '<', '%', '@', '#'])
            || text.starts_with("__");
        self.at = end.max(start);
        if closed && !placeholder {
            self.at = quote + 1;
            self.slip(SlipKind::MissingOpeningQuote, start..start);
            self.mend(start..start, "\"");
            self.push_string(start..quote + 1, 0, 1, text.contains('\\'));
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

    /// `x, y",`: the closing quote of this line shows that the opening one is missing.
    fn lost_opening_quote(&mut self) -> bool {
        let start = self.at;
        let line = self.ahead(1024).lines().next().unwrap_or("");
        let Some(quote) = line.find('"') else {
            return false;
        };
        let (text, behind) = (&line[..quote], line[quote + 1..].trim_start());
        let closes = behind.is_empty() || behind.starts_with([',', '}', ']']);
        let plain = text.contains([',', '{']) && !text.ends_with(['{', '[', ':']);
        if !closes || !plain || !text.starts_with(char::is_alphanumeric) || text.contains(HOLE) {
            return false;
        }
        self.at = start + quote + 1;
        self.slip(SlipKind::MissingOpeningQuote, start..start);
        self.mend(start..start, "\"");
        self.push_string(start..start + quote + 1, 0, 1, text.contains('\\'));
        true
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
