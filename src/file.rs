//! A file as it lies on disk, and the lines in it.

use std::borrow::Cow;
use std::ops::Range;

/// A file's name and bytes. The name is for people: different files may have the same.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct File {
    /// As shown: relative to the working directory where possible, with `/`; `-` for standard input.
    pub path: String,
    pub bytes: Vec<u8>,
}

/// A place for people: both numbers from 1, columns in Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

impl File {
    /// The text, where the file is valid UTF-8; a byte-order mark is part of it.
    pub fn text(&self) -> Result<&str, std::str::Utf8Error> {
        std::str::from_utf8(&self.bytes)
    }

    /// The part of the name after the last dot, in lower case.
    pub fn extension(&self) -> Option<Cow<'_, str>> {
        let name = self.name();
        let dot = memchr::memrchr(b'.', name.as_bytes())?;
        Some(lower_case(&name[dot + 1..]))
    }

    /// The last part of the path.
    pub fn name(&self) -> &str {
        let start = memchr::memrchr(b'/', self.path.as_bytes()).map_or(0, |slash| slash + 1);
        &self.path[start..]
    }
}

/// A word in lower case, which nearly all are.
pub(crate) fn lower_case(word: &str) -> Cow<'_, str> {
    match word.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => word.to_ascii_lowercase().into(),
        false => word.into(),
    }
}

/// Finds lines and columns in a text in logarithmic time.
#[derive(Debug)]
pub struct LineIndex {
    /// First byte of each line.
    starts: Vec<usize>,
}

impl LineIndex {
    pub fn new(bytes: &[u8]) -> Self {
        let starts = std::iter::once(0)
            .chain(memchr::memchr_iter(b'\n', bytes).map(|at| at + 1))
            .collect();
        LineIndex { starts }
    }

    /// Line of a byte offset, from 0.
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset) - 1
    }

    /// Bytes of a line (from 0), without its line break.
    pub fn line(&self, bytes: &[u8], line: usize) -> Range<usize> {
        let start = self.starts[line];
        let mut end = self
            .starts
            .get(line + 1)
            .map_or(bytes.len(), |next| next - 1);
        if end > start && bytes[end - 1] == b'\r' {
            end -= 1;
        }
        start..end.max(start)
    }

    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// Line and column of a byte offset. A byte-order mark takes no column.
    pub fn position(&self, bytes: &[u8], offset: usize) -> Position {
        let offset = offset.min(bytes.len());
        let line = self.line_of(offset);
        Position {
            line: line + 1,
            column: column(&bytes[self.starts[line]..offset], line),
        }
    }
}

impl Position {
    /// Line and column of a byte offset, counted from the beginning of the text. A byte-order mark takes no column.
    pub fn of(bytes: &[u8], offset: usize) -> Position {
        let before = &bytes[..offset.min(bytes.len())];
        let start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
        let line = memchr::memchr_iter(b'\n', before).count();
        Position {
            line: line + 1,
            column: column(&before[start..], line),
        }
    }
}

/// The column behind `before`, the beginning of a line (counted from 0).
fn column(before: &[u8], line: usize) -> usize {
    let before = match line {
        0 => before.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(before),
        _ => before,
    };
    // A byte that continues a character starts none.
    before.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() + 1
}
