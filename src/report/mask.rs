//! What may be seen of a file and of a text: an allow-list, and never a control character.

use std::borrow::Cow;
use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use super::Look;

/// A text without anything that a terminal would obey, that hides, or that the log of a CI job would take for a
/// command: such characters are spelled out.
pub fn safe(text: &str) -> Cow<'_, str> {
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if (is_plain || !text.contains(is_unsafe)) && !text.contains("##") && !text.contains("::") {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for (at, c) in text.char_indices() {
        let is_command = match c {
            '#' => is_second_mark(&text[..at], c),
            ':' => begins_command(&text[..at], &text[at..]),
            _ => false,
        };
        match c {
            '\n' | '\r' | '\t' => safe.extend(c.escape_default()),
            c if is_command || is_unsafe(c) => safe.extend(c.escape_unicode()),
            c => safe.push(c),
        }
    }
    Cow::Owned(safe)
}

/// Whether a workflow command begins behind `before`, if that is where a line is broken.
fn begins_command(before: &str, text: &str) -> bool {
    text.starts_with("::") && !before.ends_with(|c: char| !c.is_whitespace())
}

/// Whether a character is the second mark of the commands that may stand anywhere in a line, as in `##[error]`.
pub(super) fn is_second_mark(before: &str, c: char) -> bool {
    c == '#' && before.ends_with('#')
}

/// Whether a character steers the terminal, turns the direction of writing, breaks the line or shows nothing.
pub(super) fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Part of a line as it may be shown, and where each byte of the file stands in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Masked {
    pub text: String,
    /// Whether anything but white space and masks is in it.
    pub readable: bool,
    /// For each character its first byte in the file and in `text`; at the end a pair for what follows.
    places: Vec<(usize, usize)>,
}

impl Masked {
    /// Where a byte of the file stands in the text.
    pub(super) fn at(&self, offset: usize) -> usize {
        let index = self.places.partition_point(|&(place, _)| place < offset);
        self.places
            .get(index)
            .or(self.places.last())
            .map_or(0, |&(_, at)| at)
    }
}

/// Shows `range` of a file as far as `shown` (sorted, disjoint) allows. What may not be seen becomes
/// one mask a column, so that columns stay what they are; a tab becomes blanks up to the next stop.
pub(super) fn mask(
    bytes: &[u8],
    range: Range<usize>,
    shown: &[Range<usize>],
    look: Look,
) -> Masked {
    let mut masked = Masked {
        text: String::new(),
        readable: false,
        places: Vec::new(),
    };
    let mut next = shown.partition_point(|shown| shown.end <= range.start);
    let mut column = 0;
    for unit in units(bytes, range.clone()) {
        masked.places.push((unit.at, masked.text.len()));
        while shown.get(next).is_some_and(|shown| shown.end <= unit.at) {
            next += 1;
        }
        let visible = shown.get(next).is_some_and(|shown| shown.start <= unit.at);
        let width = unit.width(column);
        column += width;
        match unit.c {
            ' ' | '\t' => masked.text.extend(std::iter::repeat_n(' ', width)),
            _ if !visible => masked.text.extend(std::iter::repeat_n(look.mask(), width)),
            c => {
                let is_hidden = is_unsafe(c) || is_second_mark(&masked.text, c);
                masked
                    .text
                    .push(if is_hidden { stand_in(c, look) } else { c });
                masked.readable = true;
            }
        }
    }
    masked.places.push((range.end, masked.text.len()));
    masked
}

/// A character of a file, or a byte that is none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    pub at: usize,
    pub c: char,
}

impl Unit {
    /// Columns it takes when it starts in `column`.
    pub(super) fn width(self, column: usize) -> usize {
        match self.c {
            '\t' => TAB - column % TAB,
            c if is_unsafe(c) => 1,
            // A combining mark that is hidden counts for itself.
            c => c.width().unwrap_or(1).max(1),
        }
    }
}

/// Columns between tab stops.
const TAB: usize = 4;

/// The characters in `range`; what is not UTF-8 counts as one character a run.
pub(super) fn units(bytes: &[u8], range: Range<usize>) -> impl Iterator<Item = Unit> {
    let mut at = range.start;
    bytes[range].utf8_chunks().flat_map(move |chunk| {
        let start = at;
        at += chunk.valid().len() + chunk.invalid().len();
        let invalid = (!chunk.invalid().is_empty()).then_some(Unit {
            at: start + chunk.valid().len(),
            c: '\u{FFFD}',
        });
        chunk
            .valid()
            .char_indices()
            .map(move |(index, c)| Unit {
                at: start + index,
                c,
            })
            .chain(invalid)
    })
}

/// The picture of an unsafe character, one column wide.
fn stand_in(c: char, look: Look) -> char {
    match u32::from(c) {
        _ if !look.unicode => '?',
        code @ 0..0x20 => char::from_u32(0x2400 + code).unwrap_or('\u{FFFD}'),
        0x7F => '\u{2421}',
        _ => '\u{FFFD}',
    }
}

impl Look {
    /// What stands for a character that may not be seen.
    fn mask(self) -> char {
        if self.unicode { '•' } else { '*' }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOK: Look = Look {
        width: 80,
        colour: false,
        unicode: true,
    };

    fn text(file: &str, shown: &[(usize, usize)]) -> String {
        let shown: Vec<Range<usize>> = shown.iter().map(|&(start, end)| start..end).collect();
        mask(file.as_bytes(), 0..file.len(), &shown, LOOK).text
    }

    #[test]
    fn only_what_is_allowed_is_readable() {
        let file = r#"{"password": "Tiger 1"}"#;
        assert_eq!(text(file, &[]), "•••••••••••• •••••• •••");
        assert_eq!(
            text(file, &[(0, 13), (13, 14), (21, 23)]),
            r#"{"password": "••••• •"}"#
        );
        assert_eq!(
            mask(
                b"a",
                0..1,
                &[],
                Look {
                    unicode: false,
                    ..LOOK
                }
            )
            .text,
            "*"
        );
    }

    #[test]
    fn columns_are_kept() {
        // A wide character takes two columns, hidden or not; so does its mask.
        assert_eq!(text("漢字x", &[]), "•••••");
        assert_eq!(text("漢字x", &[(3, 6)]), "••字•");
        assert_eq!(text("a\tb", &[(0, 3)]), "a   b");
        assert_eq!(text("abcd\tb", &[(0, 6)]), "abcd    b");
        assert_eq!(text("\t\t", &[]), "        ");
    }

    #[test]
    fn offsets_are_found_again() {
        let masked = mask("ä\t漢z".as_bytes(), 0..7, &[0..2, 6..7], LOOK);
        assert_eq!(masked.text, "ä   ••z");
        let columns: Vec<usize> = [0, 2, 3, 6, 7]
            .iter()
            .map(|&at| masked.text[..masked.at(at)].chars().count())
            .collect();
        assert_eq!(columns, [0, 1, 4, 6, 7]);
        assert_eq!(masked.at(1), 2, "the middle of a character is its end");
        assert_eq!(mask(b"", 0..0, &[], LOOK).at(0), 0);
    }

    #[test]
    fn control_characters_never_pass() {
        let file = "\0\x1b[31m\u{202e}\u{200b}\u{9b}\x7f";
        assert_eq!(text(file, &[(0, file.len())]), "␀␛[31m���␡");
        assert_eq!(text(file, &[]), "••••••••••");
        assert_eq!(mask(b"\xff\xfeab", 0..4, &[], LOOK).text, "••••");
    }

    #[test]
    fn no_log_takes_it_for_a_command() {
        assert_eq!(safe("::error::b"), "\\u{3a}:error::b");
        assert_eq!(safe(" ::error::b"), " \\u{3a}:error::b");
        assert_eq!(
            safe("a ::error::b"),
            "a \\u{3a}:error::b",
            "lines are broken at blanks"
        );
        assert_eq!(safe("a::b # c"), "a::b # c");
        assert_eq!(
            safe("a##[error]b ##vso[c]"),
            "a#\\u{23}[error]b #\\u{23}vso[c]"
        );
        assert_eq!(text("a##[b]", &[(0, 6)]), "a#\u{FFFD}[b]");
    }

    #[test]
    fn messages_spell_out_what_would_be_obeyed() {
        assert_eq!(safe("plain `Ünïcode` 漢"), "plain `Ünïcode` 漢");
        assert_eq!(
            safe("a\x1b[2J\n::error::\u{202e}b\u{200b}"),
            "a\\u{1b}[2J\\n\\u{3a}:error::\\u{202e}b\\u{200b}"
        );
    }
}
