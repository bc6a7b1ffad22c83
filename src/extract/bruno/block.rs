//! The blocks of a file, and the entries of those that hold keys and values.

use std::ops::Range;

use crate::extract::piece::{self, Line};

/// `name { … }`, or `name [ … ]`. Positions are bytes of the text.
#[derive(Debug)]
pub(super) struct Block<'s> {
    pub(super) name: &'s str,
    /// Where its name begins.
    pub(super) at: usize,
    /// Behind its bracket.
    pub(super) opened: usize,
    /// Its lines.
    pub(super) inside: Range<usize>,
    /// Behind the bracket that closes it.
    pub(super) end: usize,
    pub(super) is_closed: bool,
}

/// A key and its value. Positions are bytes of the text.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Without the mark of one that is switched off.
    pub(super) key: Range<usize>,
    pub(super) value: Range<usize>,
    pub(super) is_enabled: bool,
}

/// The blocks of a text. What stands between them is nobody's.
pub(super) fn blocks(source: &str) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut open: Option<Block<'_>> = None;
    // Whether the line stands in a value of several lines.
    let mut quoted = false;
    for line in piece::lines(source) {
        let Some(block) = &mut open else {
            open = opening(line);
            quoted = false;
            let whole = open.take_if(|block| block.is_closed);
            blocks.extend(whole);
            continue;
        };
        let ends = line.text.starts_with(['}', ']']) && !quoted;
        if ends {
            block.inside.end = line.at;
            block.end = line.at + 1;
            block.is_closed = true;
            blocks.extend(open.take());
        } else {
            block.inside.end = line.end();
            block.end = line.end();
            quoted ^= block.has_entries() && line.text.matches("'''").count() % 2 == 1;
        }
    }
    blocks.extend(open);
    blocks
}

/// The block that a line opens.
fn opening(line: Line<'_>) -> Option<Block<'_>> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_');
    let length = line.text.find(|c| !is_name(c))?;
    let (name, rest) = line.text.split_at(length);
    let rest = rest.trim_start();
    if name.is_empty() || !rest.starts_with(['{', '[']) {
        return None;
    }
    let opened = line.end() - rest.len() + 1;
    // `vars:secret [ a, b ]`
    let is_closed = rest[1..].trim_end().ends_with([']', '}']);
    let inside = match is_closed {
        true => opened..line.at + line.text.trim_end().len() - 1,
        false => line.end()..line.end(),
    };
    Some(Block {
        name,
        at: line.at,
        opened,
        end: line.end(),
        inside,
        is_closed,
    })
}

impl Block<'_> {
    /// Whether it holds keys and values; others hold a text or a list.
    fn has_entries(&self) -> bool {
        let texts = ["body", "script", "tests", "docs"];
        let forms = ["body:form-urlencoded", "body:multipart-form", "body:file"];
        let first = self.name.split(':').next().unwrap_or_default();
        !texts.contains(&first) || forms.contains(&self.name)
    }

    /// Its name.
    pub(super) fn heading(&self) -> Range<usize> {
        self.at..self.at + self.name.len()
    }

    /// The bracket with which its text begins at the beginning of a line, so that it ends where that one is closed.
    pub(super) fn unindented(&self, source: &str) -> Option<Range<usize>> {
        let first = self.lines(source).find(|line| !line.is_blank())?;
        let is_bracket = first.text.starts_with(['{', '[']) && !first.text.starts_with("{{");
        (is_bracket && !self.has_entries()).then(|| first.at..first.at + 1)
    }

    pub(super) fn content<'s>(&self, source: &'s str) -> &'s str {
        &source[self.inside.clone()]
    }

    /// Its lines, those at the top that are empty left out.
    pub(super) fn lines<'s>(&self, source: &'s str) -> impl Iterator<Item = Line<'s>> + use<'s> {
        let start = self.inside.start;
        let content = &source[self.inside.clone()];
        // The end of the line that opens it belongs to none.
        let skipped = content.len() - content.trim_start_matches(['\r', '\n']).len();
        piece::lines(&content[skipped..]).map(move |line| Line {
            at: start + skipped + line.at,
            ..line
        })
    }

    pub(super) fn entries(&self, source: &str) -> Vec<Entry> {
        let mut entries = Vec::new();
        let mut lines = self.lines(source);
        while let Some(line) = lines.next() {
            let inner = line.inner();
            let Some((mut key, mut value)) = parts(source, inner) else {
                continue;
            };
            let written = &source[value.clone()];
            // A value, or what describes it, may go over several lines.
            if written.matches("'''").count() % 2 == 1 {
                let last = lines.by_ref().find(|line| line.text.contains("'''"));
                value.end = last.map_or(self.inside.end, |last| last.inner().end);
            } else if written == "[" {
                let last = lines.by_ref().find(|line| line.text.trim() == "]");
                value.end = last.map_or(self.inside.end, |last| last.inner().end);
            }
            let is_enabled = !source[key.clone()].starts_with('~');
            key.start += usize::from(!is_enabled);
            key.start += usize::from(source[key.clone()].starts_with('@'));
            // One that only begins with a quote keeps it: what follows may be wider than a byte.
            let quoted = source[key.clone()].strip_prefix('"');
            if quoted.is_some_and(|rest| rest.ends_with('"')) {
                key = key.start + 1..key.end - 1;
            }
            entries.push(Entry {
                value: plain(source, value),
                key,
                is_enabled,
            });
        }
        entries
    }
}

/// The key and the value of `key: value`.
fn parts(source: &str, range: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let line = &source[range.clone()];
    // A key in quotes may hold colons.
    let quoted = line.trim_start_matches('~').strip_prefix('"');
    let start = quoted.map_or(Some(0), |rest| {
        Some(line.len() - rest.len() + rest.find('"')?)
    })?;
    let colon = range.start + start + line[start..].find(':')?;
    let key = piece::inner(source, range.start..colon);
    let value = piece::inner(source, colon + 1..range.end);
    Some((key, value))
}

/// A value without its quotes and without what describes it.
fn plain(source: &str, value: Range<usize>) -> Range<usize> {
    let written = &source[value.clone()];
    let described = written
        .rfind("@description(")
        .filter(|_| written.ends_with(')'));
    let end = described.map_or(value.end, |at| value.start + at);
    let value = piece::inner(source, value.start..end);
    let written = &source[value.clone()];
    match written
        .strip_prefix("'''")
        .and_then(|rest| rest.strip_suffix("'''"))
    {
        Some(text) => piece::inner(source, value.start + 3..value.start + 3 + text.len()),
        None => value,
    }
}
