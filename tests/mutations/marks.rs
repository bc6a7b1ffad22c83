//! Marks around what was changed in a text.

use std::ops::Range;

/// No other text has these.
pub(crate) const OPEN: char = '\u{E000}';
pub(crate) const CLOSE: char = '\u{E001}';

/// A text with marks around it. An empty text marks a point.
pub(crate) fn marked(text: &str) -> String {
    format!("{OPEN}{text}{CLOSE}")
}

/// A text without its marks, and what was marked in it.
pub(crate) fn unmarked(text: &str) -> (String, Vec<Range<usize>>) {
    let (mut plain, mut marks, mut open) =
        (String::with_capacity(text.len()), Vec::new(), Vec::new());
    for c in text.chars() {
        match c {
            OPEN => open.push(plain.len()),
            CLOSE => marks.push(open.pop().expect("a mark is opened first")..plain.len()),
            _ => plain.push(c),
        }
    }
    assert!(open.is_empty(), "a mark is not closed: {text}");
    (plain, marks)
}
