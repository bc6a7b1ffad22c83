//! Pieces of a text, as the readers hand them on.

use std::ops::Range;

use crate::placeholder::{self, Filling};
use crate::text::{Decoder, Encoding, Text};

/// The part of `text` in `range`, without outer blanks.
pub(super) fn trimmed<'t>(text: &Text<'t>, range: Range<usize>) -> Text<'t> {
    text.part(inner(text.as_str(), range))
}

/// A range of a text without the blanks at its ends.
pub(super) fn inner(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + part.len() - part.trim_start().len();
    start..start + part.trim().len()
}

/// A value that is not written in the text but follows from what is at `place`.
pub(super) fn implied(text: &Text<'_>, place: Range<usize>, value: &str) -> Text<'static> {
    let mut decoder = Decoder::new();
    let at = place.start;
    decoder.escape(place, value, Encoding::Expansion);
    decoder.finish(text, at, Encoding::Expansion)
}

/// Whether all of a text is still to come, as the body `{{body}}` is.
pub(super) fn is_to_come(text: &str) -> bool {
    // Looking for placeholders takes a while, and nobody gives one a longer name.
    const LONGEST: usize = 256;
    let text = text.trim();
    text.len() <= LONGEST && placeholder::filling(text) == Filling::Placeholder
}

/// A line without its end, and where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'s> {
    pub(super) at: usize,
    pub(super) text: &'s str,
}

impl<'s> Line<'s> {
    pub(super) fn end(self) -> usize {
        self.at + self.text.len()
    }

    /// The line without outer blanks.
    pub(super) fn inner(self) -> Range<usize> {
        let range = inner(self.text, 0..self.text.len());
        self.at + range.start..self.at + range.end
    }

    pub(super) fn is_blank(self) -> bool {
        self.text.trim().is_empty()
    }

    /// The first word, and where the rest begins that follows it.
    pub(super) fn first_word(self) -> (&'s str, Range<usize>) {
        let inner = self.inner();
        let text = &self.text[inner.start - self.at..inner.end - self.at];
        let word = text.split(char::is_whitespace).next().unwrap_or_default();
        let rest = text[word.len()..].trim_start();
        (word, inner.end - rest.len()..inner.end)
    }
}

/// The lines of a text. A byte-order mark at its beginning belongs to none.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let lines = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut at = text.len() - lines.len();
    lines.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        let text = line.strip_suffix('\n').unwrap_or(line);
        let text = text.strip_suffix('\r').unwrap_or(text);
        Line { at: start, text }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_know_where_they_are() {
        let text = "a\r\n  b c \n\nd";
        let found: Vec<_> = lines(text).map(|line| (line.at, line.text)).collect();
        assert_eq!(found, [(0, "a"), (3, "  b c "), (10, ""), (11, "d")]);
        let line = lines(text).nth(1).expect("a line");
        assert_eq!(&text[line.inner()], "b c");
        let (word, rest) = line.first_word();
        assert_eq!((word, &text[rest]), ("b", "c"));
    }

    #[test]
    fn a_byte_order_mark_belongs_to_no_line() {
        let found: Vec<_> = lines("\u{FEFF}GET x\na")
            .map(|line| (line.at, line.text))
            .collect();
        assert_eq!(found, [(3, "GET x"), (9, "a")]);
    }
}
