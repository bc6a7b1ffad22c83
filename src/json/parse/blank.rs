//! What stands between values: white space, comments, a template's control blocks, indentation.

use super::{INCOMPLETE, Parser, SlipKind};
use crate::template;
use crate::text::HOLE;

/// Whether a comment stands for something that is not shown: `// …`, `/* more parameters */`.
fn says_left_out(comment: &str) -> bool {
    const WORDS: [&str; 6] = ["more", "omitted", "other", "remaining", "rest", "snip"];
    let mut words = comment.split(|c: char| !c.is_ascii_alphabetic());
    comment.contains("...")
        || comment.contains('…')
        || words.any(|word| WORDS.iter().any(|known| known.eq_ignore_ascii_case(word)))
}

impl Parser<'_> {
    pub(super) fn skip_blank(&mut self) {
        // Before most tokens there is nothing.
        if !matches!(self.peek(), Some(b'"' | b':' | b',' | b'}' | b']')) {
            self.skip_blanks();
        }
    }

    fn skip_blanks(&mut self) {
        let bytes = self.bytes;
        let mut at = self.at;
        loop {
            at += bytes[at..]
                .iter()
                .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
                .count();
            self.at = at;
            let skipped = match bytes.get(at) {
                Some(b'/' | b'#') => self.comment(),
                Some(b'{') => {
                    matches!(bytes.get(at + 1), Some(b'%' | b'#')) && self.control_block()
                }
                Some(b'<') => match bytes.get(at + 1) {
                    Some(b'%') => self.control_block(),
                    Some(b'<') => self.conflict(),
                    _ => false,
                },
                Some(b'%') => bytes.get(at + 1) == Some(&b'{') && self.control_block(),
                Some(b'|' | b'=') => self.conflict(),
                Some(0xC2 | 0xE2 | 0xE3 | 0xEF) => self.wide_blank(),
                _ => false,
            };
            if !skipped {
                return;
            }
            at = self.at;
        }
    }

    /// A no-break space or a byte-order mark between tokens: another rule names them.
    fn wide_blank(&mut self) -> bool {
        let blank =
            self.rest().chars().next().filter(|&c| {
                c != HOLE && (c.is_whitespace() || c == '\u{FEFF}' || c == '\u{200B}')
            });
        self.at += blank.map_or(0, char::len_utf8);
        blank.is_some()
    }

    fn comment(&mut self) -> bool {
        let rest = self.rest();
        let length = if rest.starts_with("//")
            || (rest.starts_with('#') && self.first_on_line() && !rest.starts_with("#{"))
        {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else {
            return false;
        };
        let range = self.at..self.at + rest[..length].trim_end().len();
        if says_left_out(&rest[..length]) {
            self.comma = None;
            self.mark_incomplete();
            self.comments.push(range);
        } else if !self.leniency.comments || rest.starts_with('#') {
            self.habit(SlipKind::Comment, range, Vec::new());
        } else {
            self.comments.push(range);
        }
        self.at += length;
        true
    }

    /// `{% … %}`, `{# … #}`, `<% … %>` and `%{ if … }`: what they leave of the container is known only to the template's program.
    fn control_block(&mut self) -> bool {
        let Some(length) = template::control_block(self.rest()) else {
            return false;
        };
        self.at += length;
        self.mark_incomplete();
        true
    }

    /// A placeholder, an elision or a splice where a key or a comma belongs: the container holds
    /// something unknown.
    pub(super) fn template_token(&mut self, byte: u8) -> bool {
        let rest = self.rest();
        let length = match byte {
            b'.' if rest.starts_with("...") => 3,
            b'{' | b'<' | b'$' | b'%' | b'@' | b'#' | b'_' => match self.placeholder_length() {
                Some(length) if !self.is_key(length) => length,
                _ => return false,
            },
            0xE2 if rest.starts_with('…') => '…'.len_utf8(),
            0xEF if rest.starts_with(HOLE) => HOLE.len_utf8(),
            _ => return false,
        };
        self.at += length;
        self.comma = None;
        self.mark_incomplete();
        true
    }

    /// Whether what is `length` bytes long stands before a colon.
    fn is_key(&self, length: usize) -> bool {
        self.source[self.at + length..]
            .trim_start()
            .starts_with(':')
    }

    pub(super) fn mark_incomplete(&mut self) {
        if let Some(frame) = self.stack.last() {
            let node = frame.node;
            self.nodes[node].flags |= INCOMPLETE;
        }
    }

    /// Length of the placeholder that begins here: `{NAME}`, `{{…}}`, `${…}`, `<NAME>`, `<%= … %>`, `%NAME%`, …
    pub(super) fn placeholder_length(&self) -> Option<usize> {
        let line = self.ahead(256).lines().next().unwrap_or("");
        let to = |end: &str, from: usize| {
            line.get(from..)?
                .find(end)
                .map(|found| from + found + end.len())
        };
        if line.starts_with("${{") {
            return to("}}", 3);
        }
        if line.starts_with("<%") {
            return to("%>", 2);
        }
        if line.starts_with("<<") {
            return to(">>", 2);
        }
        if line.starts_with("$[") {
            return to("]", 2);
        }
        if line.starts_with("{{{") {
            return to("}}}", 3);
        }
        if line.starts_with("{{") {
            return template::expression(line);
        }
        if line.starts_with("${") || line.starts_with("#{") {
            let length = template::interpolation(line)?;
            return Some(if line[length..].starts_with('#') {
                length + 1
            } else {
                length
            });
        }
        if line.starts_with("$(") {
            return to(")", 2);
        }
        if line.starts_with("@@") {
            return to("@@", 2);
        }
        if line.starts_with("__") {
            return to("__", 2).filter(|&length| length > 4);
        }
        let name = |from: usize| {
            let text = line.get(from..).unwrap_or("");
            text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ')))
                .unwrap_or(text.len())
        };
        let closed = |close: char| {
            let length = name(1);
            (length > 0 && line[1 + length..].starts_with(close)).then_some(length + 2)
        };
        match line.as_bytes().first()? {
            b'{' => closed('}').filter(|length| !line[1..length - 1].trim().is_empty()),
            b'<' => closed('>'),
            b'%' => closed('%'),
            b'$' => Some(name(1))
                .filter(|&length| length > 0)
                .map(|length| 1 + line[1..1 + length].trim_end().len()),
            _ => None,
        }
    }

    /// Whether the brace here begins a placeholder and no object.
    pub(super) fn placeholder_ahead(&self) -> bool {
        // Behind the brace of nearly every object there is one of these, and in no placeholder.
        let next = self.bytes.get(self.at + 1);
        !matches!(next, Some(b'"' | b'}' | b'\n' | b'\r')) && self.placeholder_length().is_some()
    }

    pub(super) fn first_on_line(&self) -> bool {
        let line = self.source[..self.at].rsplit('\n').next().unwrap_or("");
        line.trim_start_matches([' ', '\t', '\r', '\u{FEFF}'])
            .is_empty()
    }

    /// Blanks at the start of the line that holds byte `at`.
    pub(super) fn indent_of(&self, at: usize) -> usize {
        let start = self.source[..at].rfind('\n').map_or(0, |found| found + 1);
        self.bytes[start..]
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count()
    }

    /// Ends the innermost container if what stands here is indented no deeper than the line it opens on.
    pub(super) fn close_by_indent(&mut self) -> bool {
        let Some(byte) = self
            .peek()
            .filter(|_| self.first_on_line() && self.stack.len() > 1)
        else {
            return false;
        };
        let (here, frame) = (self.indent_of(self.at), &self.stack[self.stack.len() - 1]);
        let closes = matches!(byte, b'}' | b']');
        if !(here < frame.indent || (here == frame.indent && !closes)) {
            return false;
        }
        let mut mend = self.closer().to_owned();
        if self.comma.is_none() && !closes {
            // The line that is missing held the comma as well; reading goes on as if it were there.
            mend.push(',');
            self.comma = Some(self.at);
        }
        self.close_implied(Some(&mend));
        true
    }
}
