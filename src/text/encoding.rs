//! The ways in which a text can be wrapped, and how to write into each.

use super::Quoting;
use super::quoting::without_json_escapes;

/// How a replacement has to be written in the surrounding text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// As it is.
    Verbatim,
    /// Inside the double quotes of a JSON string.
    JsonString,
    /// A shell word: `'…'`, `"…"`, `$'…'`, no quotes at all.
    ShellSingle,
    ShellDouble,
    ShellAnsiC,
    ShellBare,
    /// A here-document whose delimiter is not quoted, so that `$` and back-ticks are live.
    HereDocument,
    /// A here-document whose delimiter is quoted, so that nothing in it is.
    QuotedHereDocument,
    /// Inside a string of another language.
    Quoted(Quoting),
    /// The same, where the string was written out as one of JSON.
    Transcribed(Quoting),
    /// Behind two blanks on every line but the first.
    Indented,
    /// Produced by an expansion: nothing can be written back.
    Expansion,
}

/// Writes `text` so that it reads back in the given wrapping; `None` where that is impossible.
pub(super) fn encode(encoding: Encoding, text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len() + 8);
    match encoding {
        Encoding::Verbatim | Encoding::QuotedHereDocument => out.push_str(text),
        Encoding::Expansion => return None,
        Encoding::Quoted(quoting) => return quoting.write(text),
        Encoding::Transcribed(quoting) => return quoting.write(&without_json_escapes(text)?),
        Encoding::Indented => out.push_str(&text.replace('\n', "\n  ")),
        Encoding::ShellSingle => out.push_str(&text.replace('\'', r"'\''")),
        Encoding::ShellAnsiC => escape_each(&mut out, text, |c| matches!(c, '\'' | '\\')),
        Encoding::ShellDouble => {
            escape_each(&mut out, text, |c| matches!(c, '"' | '\\' | '$' | '`'))
        }
        Encoding::HereDocument => escape_each(&mut out, text, |c| matches!(c, '\\' | '$' | '`')),
        Encoding::ShellBare => {
            if text.contains('\n') {
                return None;
            }
            escape_each(&mut out, text, |c| {
                !(c.is_alphanumeric() || "_./:=@%+,-".contains(c))
            });
        }
        Encoding::JsonString => {
            for c in text.chars() {
                match c {
                    '"' | '\\' => out.extend(['\\', c]),
                    '\n' => out.push_str("\\n"),
                    '\r' => out.push_str("\\r"),
                    '\t' => out.push_str("\\t"),
                    c if u32::from(c) < 0x20 => out.push_str(&format!("\\u{:04x}", u32::from(c))),
                    c => out.push(c),
                }
            }
        }
    }
    Some(out)
}

fn escape_each(out: &mut String, text: &str, special: impl Fn(char) -> bool) {
    for c in text.chars() {
        if special(c) {
            out.push('\\');
        }
        out.push(c);
    }
}
