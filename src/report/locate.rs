//! Lines and columns of many places in one file.

use std::collections::HashMap;
use std::sync::Arc;

use crate::check::Checked;
use crate::diagnostic::Elsewhere;
use crate::file::{File, LineIndex, Position};

/// Finds positions in a file without counting its lines anew, however long they are.
pub(super) struct Locator<'a> {
    pub bytes: &'a [u8],
    pub lines: LineIndex,
    /// Characters before each block.
    blocks: Vec<usize>,
}

/// Bytes a block. Counting through one takes less time than writing a finding.
const BLOCK: usize = 1024;

impl<'a> Locator<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let mut count = 0;
        let blocks = bytes.chunks(BLOCK).map(|block| {
            let before = count;
            count += characters(block);
            before
        });
        Locator {
            bytes,
            lines: LineIndex::new(bytes),
            blocks: blocks.collect(),
        }
    }

    /// The same as [`LineIndex::position`].
    pub(super) fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.bytes.len());
        let line = self.lines.line_of(offset);
        let mut start = self.lines.line(self.bytes, line).start;
        if line == 0 && self.bytes[..offset].starts_with(b"\xEF\xBB\xBF") {
            start = 3;
        }
        Position {
            line: line + 1,
            column: self.before(offset) - self.before(start) + 1,
        }
    }

    /// Characters before a byte.
    fn before(&self, offset: usize) -> usize {
        let block = (offset / BLOCK).min(self.blocks.len().saturating_sub(1));
        self.blocks.get(block).map_or(0, |before| {
            before + characters(&self.bytes[block * BLOCK..offset])
        })
    }
}

/// The other files in which findings have places, each with its lines counted once.
#[derive(Default)]
pub(super) struct Others<'a> {
    /// By address: two files may be called the same.
    locators: HashMap<*const File, Locator<'a>>,
}

impl<'a> Others<'a> {
    pub(super) fn of(checked: &'a [Checked]) -> Self {
        let mut others = Others::default();
        let findings = checked.iter().flat_map(|checked| &checked.findings);
        for place in findings.flat_map(|finding| &finding.elsewhere) {
            let new = || Locator::new(&place.file.bytes);
            let locator = others.locators.entry(Arc::as_ptr(&place.file));
            locator.or_insert_with(new);
        }
        others
    }

    pub(super) fn locator(&self, place: &Elsewhere) -> Option<&Locator<'a>> {
        self.locators.get(&Arc::as_ptr(&place.file))
    }
}

/// Bytes that start a character; the others continue one.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_those_of_the_line_index() {
        let long = format!("a\n{}ß\nend", "xä".repeat(2000));
        for text in [
            "\u{FEFF}aä\n漢b\r\n\nend",
            "",
            "x",
            "ä\u{FEFF}b",
            &long,
            &"y".repeat(2 * BLOCK),
        ] {
            let bytes = text.as_bytes();
            let locator = Locator::new(bytes);
            for offset in 0..=bytes.len() + 1 {
                assert_eq!(
                    locator.position(offset),
                    locator.lines.position(bytes, offset),
                    "offset {offset}"
                );
                assert_eq!(Position::of(bytes, offset), locator.position(offset));
            }
        }
    }
}
