//! The inside of JSON strings.

use crate::text::{Decoder, Encoding};

/// Reads the escapes of `raw`, which begins at byte `base` of the parent text. A backslash that
/// begins no escape stands for itself, as the reader's recovery from that mistake.
pub(crate) fn unescape(raw: &str, base: usize, out: &mut Decoder) {
    let bytes = raw.as_bytes();
    let mut plain = 0;
    let mut at = 0;
    while let Some(backslash) = memchr::memchr(b'\\', &bytes[at..]).map(|found| found + at) {
        let Some((length, decoded)) = escape(raw, backslash) else {
            at = backslash + 1;
            continue;
        };
        out.verbatim(base + plain, &raw[plain..backslash], Encoding::JsonString);
        let mut buffer = [0; 4];
        out.escape(
            base + backslash..base + backslash + length,
            decoded.encode_utf8(&mut buffer),
            Encoding::JsonString,
        );
        at = backslash + length;
        plain = at;
    }
    out.verbatim(base + plain, &raw[plain..], Encoding::JsonString);
}

/// Length in bytes and meaning of the escape at `at`; `None` where there is none.
pub(crate) fn escape(raw: &str, at: usize) -> Option<(usize, char)> {
    let decoded = match raw.as_bytes().get(at + 1)? {
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return unicode_escape(raw, at),
        _ => return None,
    };
    Some((2, decoded))
}

fn unicode_escape(raw: &str, at: usize) -> Option<(usize, char)> {
    let unit = hex4(raw, at)?;
    if let Some(c) = char::from_u32(unit) {
        return Some((6, c));
    }
    // Half of a pair; without its other half it means nothing, which is no error to a parser.
    match (unit, hex4(raw, at + 6)) {
        (0xD800..0xDC00, Some(low @ 0xDC00..0xE000)) => {
            let scalar = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
            char::from_u32(scalar).map(|c| (12, c))
        }
        _ => Some((6, char::REPLACEMENT_CHARACTER)),
    }
}

fn hex4(raw: &str, at: usize) -> Option<u32> {
    let escape = raw.as_bytes().get(at..at + 6)?;
    let digits = escape.strip_prefix(b"\\u")?;
    digits.iter().try_fold(0, |value, &digit| {
        Some(value * 16 + char::from(digit).to_digit(16)?)
    })
}
