//! What a scalar without quotes stands for.

use super::{Kind, TagKind, Yaml};
use crate::text::is_literal;
use granit_parser::ScalarStyle;

/// What is to be made of a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    String,
    /// A number, `true`, `false`, `null`, as JSON writes them.
    Same,
    /// A literal that JSON writes like this.
    Literal(&'static str),
    /// The versions of YAML read it in different ways, or its tag says something else.
    Unknown,
}

impl Yaml<'_> {
    pub(super) fn word(&self, id: super::Id) -> Word {
        let node = &self.nodes[id];
        let Kind::Scalar { style, value, .. } = &node.kind else {
            return Word::Unknown;
        };
        match node.tag {
            TagKind::Custom => Word::Unknown,
            TagKind::String => Word::String,
            TagKind::None if *style != ScalarStyle::Plain => Word::String,
            // The parser writes `~` for nothing.
            TagKind::None if node.range.is_empty() => Word::Literal("null"),
            TagKind::None => plain(value),
        }
    }
}

fn plain(value: &str) -> Word {
    match value {
        "true" | "false" | "null" => Word::Same,
        "True" | "TRUE" => Word::Literal("true"),
        "False" | "FALSE" => Word::Literal("false"),
        "Null" | "NULL" | "~" => Word::Literal("null"),
        _ if is_number(value) => Word::Same,
        _ if is_literal(value) || looks_like_a_number(value) => Word::Unknown,
        _ => Word::String,
    }
}

/// Whether all versions of YAML, and JSON, read a number, and the same one.
fn is_number(value: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let value = value.strip_prefix('-').unwrap_or(value);
    let (whole, fraction) = value
        .split_once('.')
        .map_or((value, None), |(whole, fraction)| (whole, Some(fraction)));
    digits(whole) && (whole == "0" || !whole.starts_with('0')) && fraction.is_none_or(digits)
}

/// Whether some version of YAML reads a number, a date or a time: `0x1F`, `1_000`, `1e3`, `.5`, `12:30`, `2026-11-23`.
fn looks_like_a_number(value: &str) -> bool {
    let unsigned = value.strip_prefix(['-', '+']).unwrap_or(value);
    let digit = |c: char| c.is_ascii_digit();
    let special = matches!(
        unsigned.to_ascii_lowercase().as_str(),
        ".inf" | ".nan" | "inf" | "nan"
    );
    let numeric = unsigned.starts_with(digit)
        || unsigned
            .strip_prefix('.')
            .is_some_and(|rest| rest.starts_with(digit));
    let sign = |c: char| c.is_ascii_digit() || matches!(c, '_' | '.' | ':' | '-' | '+' | ' ');
    let letters = |c: char| {
        sign(c)
            || matches!(c, 'e' | 'E' | 'x' | 'o' | 'b' | 'T' | 't' | 'Z')
            || c.is_ascii_hexdigit()
    };
    let prefixed = ["0x", "0X", "0o", "0b"]
        .iter()
        .any(|p| unsigned.starts_with(p));
    let exponent = unsigned
        .split_once(['e', 'E'])
        .is_some_and(|(mantissa, rest)| mantissa.chars().all(sign) && rest.chars().all(sign));
    let dated = unsigned.len() > 10
        && unsigned.as_bytes()[4] == b'-'
        && unsigned.chars().all(letters)
        && unsigned.contains(':');
    special
        || numeric
            && (unsigned.chars().all(sign) && !is_dotted(unsigned) || prefixed || exponent || dated)
}

/// An address or a version, which is nothing but a string: `10.0.0.1`, `1.2.3`.
fn is_dotted(value: &str) -> bool {
    value.matches('.').count() > 1
        && value
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_every_version_reads_alike_is_known() {
        for same in ["1521", "-1", "1.0", "0", "true", "null"] {
            assert_eq!(plain(same), Word::Same, "{same}");
        }
        for unknown in [
            "yes",
            "Off",
            "y",
            "01521",
            "0x1F",
            "1_000",
            "1e3",
            "+1",
            ".5",
            "1.",
            "12:30:45",
            "2026-11-23",
            "2026-11-23T10:00:00Z",
            ".inf",
        ] {
            assert_eq!(plain(unknown), Word::Unknown, "{unknown}");
        }
        for string in [
            "10.0.0.1",
            "1.2.3",
            "orders",
            "26d738e0-8963-47ea-aadf-c60de735468a",
            "1521x",
            "0e000000-8963-47ea-aadf-c60de735468a",
            "db.example.com",
            "truex",
            "1 day",
        ] {
            assert_eq!(plain(string), Word::String, "{string}");
        }
        assert_eq!(plain("True"), Word::Literal("true"));
    }
}
