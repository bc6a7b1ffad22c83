//! A merge that nobody has finished: the marks that git leaves in a file, and between them what each side wrote.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

/// One side begins.
const OURS: &str = "<<<<<<<";
/// What both sides began with, which not everybody has git write.
const BASE: &str = "|||||||";
/// The other side begins.
const THEIRS: &str = "=======";
/// Both have ended.
const END: &str = ">>>>>>>";

/// A conflict, in bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The mark that opens it, without what stands behind it on its line.
    pub mark: Range<usize>,
    /// From where the first side ends to where the conflict does, both marks with their lines.
    pub other: Range<usize>,
}

/// Whether a line begins a conflict, if others follow.
pub fn opens(line: &str) -> bool {
    is_mark(line, OURS)
}

/// The conflict that the line at a place begins, if all of its marks are there.
pub fn at(text: &str, place: usize) -> Option<Conflict> {
    if !opens(line(text, place)) {
        return None;
    }
    let (mut start, mut is_divided) = (None, false);
    let mut at = place;
    while at < text.len() {
        let line = line(text, at);
        let divides = is_mark(line, THEIRS);
        if divides || is_mark(line, BASE) {
            start = start.or(Some(at));
            is_divided |= divides;
        } else if is_divided && is_mark(line, END) {
            return Some(Conflict {
                mark: place..place + OURS.len(),
                other: start?..at + line.len(),
            });
        }
        at += line.len() + 1;
    }
    None
}

/// The first conflict in a text.
pub fn first(text: &str) -> Option<Conflict> {
    behind(text, 0)
}

/// The conflicts in a text, in order.
pub fn all(text: &str) -> impl Iterator<Item = Conflict> + '_ {
    let next = |last: &Conflict| behind(text, last.other.end + 1);
    std::iter::successors(first(text), next)
}

/// The first conflict from the line on that begins at a place.
fn behind(text: &str, place: usize) -> Option<Conflict> {
    // Hardly any text has one.
    static MARK: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(OURS));
    MARK.find(text.as_bytes().get(place..)?)?;
    let mut place = place;
    while place < text.len() {
        let line = line(text, place);
        if opens(line) {
            // Where marks are missing behind this one they are missing behind the others, too.
            return at(text, place);
        }
        place += line.len() + 1;
    }
    None
}

/// The line that begins at a place.
pub fn line(text: &str, place: usize) -> &str {
    let rest = &text[place..];
    let end = memchr::memchr(b'\n', rest.as_bytes());
    &rest[..end.unwrap_or(rest.len())]
}

fn is_mark(line: &str, mark: &str) -> bool {
    let behind = line.strip_prefix(mark);
    behind.is_some_and(|behind| matches!(behind.as_bytes(), [] | [b' ' | b'\r', ..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conflict_has_all_of_its_marks() {
        let text = "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\nd\n";
        let found = first(text).expect("a conflict");
        assert_eq!(found.mark, 2..9);
        assert_eq!(&text[found.other], "=======\nc\n>>>>>>> x");
        let three = "<<<<<<<\r\nb\r\n||||||| 1a\r\n=======\r\n>>>>>>>\r\n";
        let found = first(three).expect("a conflict");
        assert_eq!(&three[found.other], "||||||| 1a\r\n=======\r\n>>>>>>>\r");
        assert_eq!(all(&format!("{text}{three}{text}")).count(), 3);
        for none in [
            "",
            "<<<<<<< HEAD\n",
            "<<<<<<< HEAD\n=======\n",
            "<<<<<<< HEAD\n>>>>>>> x\n=======\n",
            " <<<<<<< HEAD\n=======\n>>>>>>> x\n",
            "<<<<<<<< HEAD\n=======\n>>>>>>> x\n",
            "Title\n=======\n\ntext\n",
        ] {
            assert_eq!(first(none), None, "{none}");
        }
    }
}
