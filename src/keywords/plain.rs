//! A connection string whose placeholders are covered, so that what stands in them is not structure.

use std::borrow::Cow;
use std::ops::Range;

use crate::placeholder::{self, Filling};
use crate::template;
use crate::text::HOLE;

/// Covers placeholders: no name holds it, and the grammar gives it no meaning.
pub(super) const COVER: &str = "~";

/// As long as the text, byte for byte.
pub(super) struct Plain<'t> {
    text: &'t str,
    covered: Cow<'t, str>,
    parts: Vec<Range<usize>>,
}

impl<'t> Plain<'t> {
    /// Covers the placeholders of a text that is `filling`.
    pub(super) fn of(text: &'t str, filling: Filling) -> Plain<'t> {
        let mut parts: Vec<Range<usize>> = Vec::new();
        let found = match filling {
            Filling::Literal => Vec::new(),
            _ => placeholder::parts(text),
        };
        for part in found {
            if parts.last().is_none_or(|last| last.end <= part.start) {
                parts.push(part);
            }
        }
        let mut covered = Cow::Borrowed(text);
        for part in &parts {
            let cover = COVER.repeat(part.len());
            covered.to_mut().replace_range(part.clone(), &cover);
        }
        Plain {
            text,
            covered,
            parts,
        }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.covered
    }

    /// Whether there are no placeholders.
    pub(super) fn is_literal(&self) -> bool {
        self.parts.is_empty()
    }

    /// The placeholders that touch a range.
    pub(super) fn parts_in(&self, range: &Range<usize>) -> &[Range<usize>] {
        let from = self.parts.partition_point(|part| part.end <= range.start);
        let to = self.parts.partition_point(|part| part.start < range.end);
        &self.parts[from..to.max(from)]
    }

    /// Whether a template decides what belongs to the text (`{% if … %}`, `%{ if … }`, `{{#tls}}`, `{{ end }}`).
    pub(super) fn holds_statement(&self) -> bool {
        const WORDS: [&str; 8] = [
            "if", "else", "end", "range", "with", "each", "unless", "for",
        ];
        self.parts.iter().any(|part| {
            let text = &self.text[part.clone()];
            let inside = text
                .trim_start_matches('{')
                .trim_start_matches(['-', '~', ' ']);
            let word = |word: &&str| {
                inside
                    .strip_prefix(*word)
                    .is_some_and(|rest| rest.starts_with([' ', '}', '-', '~', 'i']))
            };
            template::control_block(text).is_some()
                || (text.starts_with("{{")
                    && (inside.starts_with(['#', '/', '^']) || WORDS.iter().any(word)))
        })
    }

    /// Whether a range is one placeholder or several, and nothing else.
    pub(super) fn is_all_placeholder(&self, range: &Range<usize>) -> bool {
        let covered: usize = self.parts_in(range).iter().map(Range::len).sum();
        !range.is_empty() && covered == range.len()
    }

    /// The placeholder that ends at a place.
    pub(super) fn part_before(&self, at: usize) -> Option<Range<usize>> {
        let index = self.parts.partition_point(|part| part.end < at);
        self.parts.get(index).filter(|part| part.end == at).cloned()
    }

    /// Whether a placeholder is one for people to fill in (`{HOST}`), so that it stands for a word. What
    /// a program fills in may be anything, and empty.
    pub(super) fn is_for_people(&self, part: &Range<usize>) -> bool {
        is_for_people(&self.text[part.clone()])
    }
}

/// Whether a value is the documentation's kind of placeholder.
pub(super) fn is_for_people(text: &str) -> bool {
    let inside = |open, close| {
        text.strip_prefix(open)
            .and_then(|rest: &str| rest.strip_suffix(close))
    };
    inside('{', '}')
        .or_else(|| inside('<', '>'))
        .is_some_and(|name| {
            name.starts_with(char::is_alphabetic) && !name.contains(['{', '}', '<', '>', HOLE])
        })
}
