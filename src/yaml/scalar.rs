//! What scalars stand for, byte by byte.

use std::ops::Range;

use granit_parser::ScalarStyle;

use super::template;
use super::{Id, Kind, Yaml};
use crate::text::{Decoder, Encoding, Quoting};

impl Yaml<'_> {
    /// How a scalar is quoted.
    pub(super) fn quoting(&self, id: Id) -> Option<Quoting> {
        let Kind::Scalar { style, indent, .. } = &self.nodes[id].kind else {
            return None;
        };
        Some(match style {
            ScalarStyle::Plain => Quoting::YamlPlain,
            ScalarStyle::SingleQuoted => Quoting::YamlSingle,
            ScalarStyle::DoubleQuoted => Quoting::YamlDouble,
            ScalarStyle::Literal => Quoting::YamlLiteral {
                indent: u16::try_from(*indent).ok()?,
            },
            ScalarStyle::Folded => Quoting::YamlFolded,
        })
    }

    /// The range of a scalar without its quotes.
    pub(super) fn content(&self, id: Id) -> Range<usize> {
        let range = self.range(id);
        match &self.nodes[id].kind {
            Kind::Scalar {
                style: ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted,
                ..
            } if range.len() >= 2 => range.start + 1..range.end - 1,
            _ => range,
        }
    }

    /// Adds what a scalar stands for.
    pub(super) fn scalar(&self, id: Id, out: &mut Decoder) {
        let Kind::Scalar {
            style,
            value,
            indent,
        } = &self.nodes[id].kind
        else {
            return;
        };
        let Some(quoting) = self.quoting(id) else {
            return;
        };
        let content = self.content(id);
        let mut reader = Reader {
            yaml: self,
            out: Decoder::new(),
            at: content.start,
            end: content.end,
            encoding: Encoding::Quoted(quoting),
        };
        match style {
            ScalarStyle::Plain => reader.lines(|reader| reader.line()),
            ScalarStyle::SingleQuoted => reader.lines(Reader::single_quoted),
            ScalarStyle::DoubleQuoted => reader.lines(Reader::double_quoted),
            ScalarStyle::Literal => reader.literal(*indent, value),
            ScalarStyle::Folded => reader.folded(value),
        }
        // The parser has the last word. Templates were covered for it.
        let read = reader.out;
        let agrees = match template::touches(&self.templates, &content) {
            true => true,
            false => read.as_str() == value,
        };
        if agrees {
            out.append(read);
        } else {
            out.escape(self.range(id), value, Encoding::Expansion);
        }
    }
}

struct Reader<'y> {
    yaml: &'y Yaml<'y>,
    out: Decoder,
    at: usize,
    end: usize,
    encoding: Encoding,
}

impl<'y> Reader<'y> {
    fn rest(&self) -> &'y str {
        &self.yaml.covered[self.at..self.end]
    }

    /// Takes bytes as they stand, templates as the file has them.
    fn take(&mut self, len: usize) {
        let range = self.at..self.at + len;
        let source = self.yaml.text.as_str();
        for template in template::inside(&self.yaml.templates, &range) {
            if template.is_opaque && template.range.start >= self.at {
                let before = self.at..template.range.start;
                self.out
                    .verbatim(before.start, &source[before], self.encoding);
                self.out.hole(template.range.clone());
                self.at = template.range.end;
            }
        }
        let left = self.at..range.end.max(self.at);
        self.out
            .verbatim(left.start, &source[left.clone()], self.encoding);
        self.at = left.end;
    }

    /// Reads lines that are joined by a blank, each with `line`, which stops before the blanks at its end.
    fn lines(&mut self, line: impl Fn(&mut Self)) {
        loop {
            line(self);
            let rest = self.rest();
            let blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
            let gap = rest.len() - rest.trim_start_matches(blank).len();
            let breaks = rest[..gap].matches('\n').count();
            if gap == 0 || breaks == 0 {
                return;
            }
            let joined = if breaks == 1 {
                " ".to_owned()
            } else {
                "\n".repeat(breaks - 1)
            };
            self.out
                .escape(self.at..self.at + gap, &joined, Encoding::Expansion);
            self.at += gap;
        }
    }

    /// How many bytes the line has from here on, without the blanks before the next one.
    fn line_len(&self) -> usize {
        let rest = self.rest();
        match rest.find('\n') {
            Some(end) => rest[..end].trim_end_matches([' ', '\t', '\r']).len(),
            None => rest.len(),
        }
    }

    fn line(&mut self) {
        self.take(self.line_len());
    }

    fn single_quoted(&mut self) {
        let mut left = self.line_len();
        while let Some(quote) = self.rest()[..left].find("''") {
            self.take(quote);
            self.out.escape(self.at..self.at + 2, "'", self.encoding);
            self.at += 2;
            left -= quote + 2;
        }
        self.take(left);
    }

    fn double_quoted(&mut self) {
        let mut line_end = self.at + self.line_len();
        while let Some(backslash) = self.yaml.covered[self.at..line_end].find('\\') {
            self.take(backslash);
            let rest = self.rest();
            let mut buffer = [0; 4];
            let goes_on = || {
                let after = rest[1..].trim_start_matches([' ', '\t', '\r']);
                after.starts_with('\n')
            };
            let (len, text) = match escape(rest) {
                Some((len, c)) => (len, &*c.encode_utf8(&mut buffer)),
                // A line that goes on without a blank.
                None if goes_on() => {
                    let after = rest[1..].trim_start_matches([' ', '\t', '\r', '\n']);
                    (rest.len() - after.len(), "")
                }
                None => return,
            };
            self.out.escape(self.at..self.at + len, text, self.encoding);
            self.at += len;
            if self.at > line_end {
                line_end = self.at + self.line_len();
            }
        }
        self.take(line_end - self.at);
    }

    /// A block after `|`, whose last line breaks are as the parser counts them.
    fn literal(&mut self, indent: usize, value: &str) {
        // The first line may be given with its indentation or without.
        let mut first = true;
        while self.at < self.end {
            let rest = self.rest();
            let blanks = rest.len() - rest.trim_start_matches(' ').len();
            let is_content = value.starts_with(&rest[..blanks]) && blanks < indent;
            let skip = match first && is_content {
                true => 0,
                false => blanks.min(indent),
            };
            first = false;
            // A template that stands further left was covered with blanks; it is none of the block's indentation.
            let ahead = self.at..self.at + skip;
            let template = template::inside(&self.yaml.templates, &ahead).next();
            self.at = template.map_or(ahead.end, |template| template.range.start.max(self.at));
            let rest = self.rest();
            let line = rest.find('\n').unwrap_or(rest.len());
            let text = rest[..line].strip_suffix('\r').map_or(line, str::len);
            self.take(text);
            if line == rest.len() {
                self.at = self.end;
                break;
            }
            if text == line {
                self.take(1);
            } else {
                self.out.escape(self.at..self.at + 2, "\n", self.encoding);
                self.at += 2;
            }
        }
        let read = self.out.as_str();
        if read.len() > value.len()
            && read.as_bytes()[value.len()..]
                .iter()
                .all(|byte| *byte == b'\n')
        {
            self.out.truncate(value.len());
        } else if value.len() == read.len() + 1 && value.ends_with('\n') {
            self.out
                .escape(self.end..self.end, "\n", Encoding::Expansion);
        }
    }

    /// A block after `>`: its words are where they are, and between them stand the blanks that the parser makes of
    /// the lines' ends.
    fn folded(&mut self, value: &str) {
        let blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
        let mut left = value;
        loop {
            let rest = self.rest();
            let gap = rest.len() - rest.trim_start_matches(blank).len();
            let joined = left.len() - left.trim_start_matches(blank).len();
            if rest[..gap] == left[..joined] {
                self.take(gap);
            } else {
                self.out
                    .escape(self.at..self.at + gap, &left[..joined], Encoding::Expansion);
                self.at += gap;
            }
            left = &left[joined..];
            let rest = self.rest();
            let word = rest.find(blank).unwrap_or(rest.len());
            if word == 0 || !left.starts_with(&rest[..word]) {
                return;
            }
            self.take(word);
            left = &left[word..];
        }
    }
}

/// Length and meaning of the escape that a text begins with.
fn escape(text: &str) -> Option<(usize, char)> {
    let coded = |digits: usize| {
        let code = text.get(2..2 + digits)?;
        let code = u32::from_str_radix(code, 16).ok()?;
        Some((2 + digits, char::from_u32(code)?))
    };
    let c = match text.as_bytes().get(1)? {
        b'0' => '\0',
        b'a' => '\u{7}',
        b'b' => '\u{8}',
        b't' | b'\t' => '\t',
        b'n' => '\n',
        b'v' => '\u{b}',
        b'f' => '\u{c}',
        b'r' => '\r',
        b'e' => '\u{1b}',
        b' ' => ' ',
        b'"' => '"',
        b'/' => '/',
        b'\\' => '\\',
        b'N' => '\u{85}',
        b'_' => '\u{a0}',
        b'L' => '\u{2028}',
        b'P' => '\u{2029}',
        b'x' => return coded(2),
        b'u' => return coded(4),
        b'U' => return coded(8),
        _ => return None,
    };
    Some((2, c))
}
