//! The strings of other languages than JSON's and the shell's, and how to write something into them.

/// How a string is written in the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quoting {
    /// A YAML scalar without quotes.
    YamlPlain,
    /// `'…'` in YAML.
    YamlSingle,
    /// `"…"` in YAML.
    YamlDouble,
    /// A YAML block after `|` whose lines are indented by so many blanks.
    YamlLiteral { indent: u16 },
    /// A YAML block after `>`, which joins its lines.
    YamlFolded,
    /// `"…"` on the command line of Windows.
    Batch,
    /// A string of Python or JavaScript, one of several lines too; a format has braces of its own.
    Escaped { quote: u8, is_format: bool },
    /// A string of PowerShell: with live `$` and back-ticks or without, between quotes or lines.
    PowerShell { live: bool, here: bool },
    /// A key without quotes.
    Name,
}

impl Quoting {
    /// The text as it has to be written there; `None` where that is impossible, or where it might then mean
    /// something else.
    pub(super) fn write(self, text: &str) -> Option<String> {
        let on_one_line = !text.contains(char::is_control);
        match self {
            // What stands around it is not known here, so that nothing is written that could be a sign, a number or
            // a word for something else than a string.
            Quoting::YamlPlain => is_plain(text).then(|| text.to_owned()),
            Quoting::YamlSingle => on_one_line.then(|| text.replace('\'', "''")),
            Quoting::YamlDouble => Some(escaped(text)),
            Quoting::YamlLiteral { indent } => {
                let break_and_indent = format!("\n{}", " ".repeat(usize::from(indent)));
                let printable = |c: char| !c.is_control() || c == '\n' || c == '\t';
                text.chars()
                    .all(printable)
                    .then(|| text.replace('\n', &break_and_indent))
            }
            Quoting::YamlFolded => on_one_line.then(|| text.to_owned()),
            // What these are depends on how many quotes there were before.
            Quoting::Batch if text.contains(['%', '!', '^', '&', '|', '<', '>']) => None,
            Quoting::Batch => on_one_line.then(|| with_backslashes(text)).flatten(),
            Quoting::Escaped { quote, is_format } => {
                let quote = char::from(quote);
                let mut out = String::with_capacity(text.len() + 8);
                for c in text.chars() {
                    match c {
                        '\n' => out.push_str("\\n"),
                        '\r' => out.push_str("\\r"),
                        '\t' => out.push_str("\\t"),
                        c if c.is_control() => return None,
                        '{' | '}' if is_format => out.extend([c, c]),
                        '$' if quote == '`' => out.push_str("\\$"),
                        c if c == quote || c == '\\' => out.extend(['\\', c]),
                        c => out.push(c),
                    }
                }
                Some(out)
            }
            // The end of a here-string is at the beginning of a line.
            Quoting::PowerShell { .. } if !on_one_line => None,
            Quoting::PowerShell { live: false, here } => Some(match here {
                true => text.to_owned(),
                false => text.replace('\'', "''"),
            }),
            Quoting::PowerShell { live: true, here } => {
                let mut out = String::with_capacity(text.len() + 8);
                for c in text.chars() {
                    if matches!(c, '$' | '`') || c == '"' && !here {
                        out.push('`');
                    }
                    out.push(c);
                }
                Some(out)
            }
            Quoting::Name => {
                let begins = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
                let name = |c: char| c.is_ascii_alphanumeric() || c == '_';
                (begins && text.chars().all(name)).then(|| text.to_owned())
            }
        }
    }
}

/// Whether a text can stand anywhere in a YAML scalar without quotes, and cannot make it anything but a string.
fn is_plain(text: &str) -> bool {
    let harmless =
        |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ';' | '=' | ' ' | '+');
    let is_word = text.contains(char::is_alphabetic)
        && !is_literal(text)
        // `0x1F`, `1e3`, `.inf` and their like.
        && !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '+'))
        || text.len() > 16 && text.contains('-');
    is_word
        && text.chars().all(harmless)
        && !text.starts_with([' ', '-', '='])
        && !text.ends_with(' ')
}

/// Whether YAML, in any version, reads a word as something else than a string.
pub(crate) fn is_literal(word: &str) -> bool {
    const LITERALS: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    LITERALS
        .iter()
        .any(|literal| literal.eq_ignore_ascii_case(word))
}

/// With a backslash before each quote, and two for each that stands there already.
fn with_backslashes(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len() + 8);
    let mut slashes = 0;
    for c in text.chars() {
        if c == '"' {
            out.extend(std::iter::repeat_n('\\', slashes + 1));
        }
        slashes = if c == '\\' { slashes + 1 } else { 0 };
        out.push(c);
    }
    // A quote may follow.
    (slashes == 0).then_some(out)
}

/// Inside the double quotes of YAML.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

/// The text that the inside of a JSON string stands for; `None` where it is not one.
pub(super) fn without_json_escapes(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        out.push(match chars.next()? {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let digits: String = chars.by_ref().take(4).collect();
                char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?
            }
            c @ ('"' | '\\' | '/') => c,
            _ => return None,
        });
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back_as_the_same() {
        let cases = [
            (Quoting::YamlSingle, "it's", Some("it''s")),
            (Quoting::YamlSingle, "a\nb", None),
            (
                Quoting::YamlDouble,
                "a\"b\\\n\u{7}",
                Some("a\\\"b\\\\\\n\\u0007"),
            ),
            (
                Quoting::YamlLiteral { indent: 2 },
                " \\\n -H",
                Some(" \\\n   -H"),
            ),
            (Quoting::YamlFolded, "a\nb", None),
            (Quoting::YamlFolded, "a: b", Some("a: b")),
        ];
        for (quoting, text, expected) in cases {
            assert_eq!(
                quoting.write(text).as_deref(),
                expected,
                "{quoting:?} {text}"
            );
        }
    }

    #[test]
    fn what_could_be_no_string_is_not_written_without_quotes() {
        for text in [
            "ConnectionString",
            "Basic Authentication",
            "db.example.com",
            "d6b52d86-f0f8-475f-89d4-ce54c8527328",
            "26d738e0-8963-47ea-aadf-c60de735468a",
        ] {
            assert!(is_plain(text), "{text}");
        }
        for text in [
            "", "1521", "1.0", "true", "No", "~", "a: b", "a #b", "- a", "\"a", "a,b", "0x1F",
            "1e3", ".inf", " a", "a ", "{a}", "*a",
        ] {
            assert!(!is_plain(text), "{text}");
        }
    }

    #[test]
    fn json_escapes_are_taken_out() {
        assert_eq!(
            without_json_escapes(r#"a\"b\\c\n\u00e4"#).as_deref(),
            Some("a\"b\\c\nä")
        );
        assert_eq!(without_json_escapes("a\\"), None);
    }
}
