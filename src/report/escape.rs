//! JSON that is safe to look at.

use std::io::{self, Write};

use serde::Serialize;

use super::mask::{is_second_mark, is_unsafe};

/// JSON text in which nothing steers a terminal or hides from a reader: what would is escaped.
pub fn escaped(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    // A vector takes everything.
    let _ = write_escaped(text, &mut out);
    String::from_utf8(out).unwrap_or_default()
}

/// Writes a value of one of the formats for programs, and a line break.
pub fn write_value(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    write_escaped(&serde_json::to_string_pretty(value)?, out)?;
    writeln!(out)
}

/// Writes a value in one line.
pub(super) fn write_line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    write_escaped(&serde_json::to_string(value)?, out)?;
    writeln!(out)
}

/// The serialiser escapes only what JSON demands. What a terminal or the log of a CI job would obey or what hides can
/// only stand in strings, save for the line breaks between the lines.
fn write_escaped(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut rest = text;
    while let Some((at, c)) = rest
        .char_indices()
        .find(|&(at, c)| c != '\n' && is_unsafe(c) || is_second_mark(&rest[..at], c))
    {
        out.write_all(&rest.as_bytes()[..at])?;
        for unit in c.encode_utf16(&mut [0; 2]) {
            write!(out, "\\u{unit:04x}")?;
        }
        rest = &rest[at + c.len_utf8()..];
    }
    out.write_all(rest.as_bytes())
}
