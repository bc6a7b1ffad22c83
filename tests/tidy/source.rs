//! Rust sources, taken apart far enough to tell code, strings and comments from each other.

use std::path::Path;

use super::folders::{read, root};
use super::paths::relative;

/// A source file.
pub(crate) struct Source {
    /// From the root of the package, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
    /// The code without comments and without what stands in strings, tests at the end left out.
    pub(crate) code: String,
    /// What stands in its strings, with the line it begins on, tests at the end left out.
    pub(crate) strings: Vec<(usize, String)>,
}

impl Source {
    pub(crate) fn read(path: &Path) -> Source {
        let text = String::from_utf8(read(path)).expect("sources are UTF-8");
        let (mut code, mut strings) = (String::new(), Vec::new());
        take_apart(without_tests(&text), &mut code, &mut strings);
        Source {
            path: relative(path, root()),
            text,
            code,
            strings,
        }
    }

    /// How many lines it has, tests at the end left out.
    pub(crate) fn lines(&self) -> usize {
        without_tests(&self.text).lines().count()
    }

    /// Whether it holds nothing but tests.
    pub(crate) fn is_tests(&self) -> bool {
        self.path.starts_with("src/") && self.path.ends_with("/tests.rs")
    }
}

fn without_tests(text: &str) -> &str {
    let end = text.find("\n#[cfg(test)]\nmod tests");
    end.map_or(text, |end| &text[..end])
}

fn take_apart(text: &str, code: &mut String, strings: &mut Vec<(usize, String)>) {
    let mut rest = text;
    let mut line = 1;
    while let Some(first) = rest.chars().next() {
        let raw = raw_string(rest).filter(|_| !code.ends_with(is_word));
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some((start, end, length)) = raw {
            strings.push((line, rest[start..end].to_owned()));
            code.push_str("\"\"");
            length
        } else if first == '"' {
            let end = closing(&rest[1..], '"') + 1;
            strings.push((line, unescaped(&rest[1..end])));
            code.push_str("\"\"");
            end + 1
        } else if first == '\'' && is_character(rest) {
            code.push_str("' '");
            closing(&rest[1..], '\'') + 2
        } else {
            code.push(first);
            first.len_utf8()
        };
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Of `r"…"` and `r#"…"#`: first and last byte of the content, and the length of the whole.
fn raw_string(text: &str) -> Option<(usize, usize, usize)> {
    let hashes = text
        .strip_prefix('r')?
        .bytes()
        .take_while(|&byte| byte == b'#')
        .count();
    let start = 2 + hashes;
    let content = text[1 + hashes..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    let end = start + content.find(&close)?;
    Some((start, end, end + close.len()))
}

/// Where the quote is that ends a text.
fn closing(text: &str, quote: char) -> usize {
    let mut escaped = false;
    let end = text.find(|c| {
        let ends = c == quote && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    end.expect("a quote is closed")
}

/// Tells `'x'` from a lifetime.
fn is_character(text: &str) -> bool {
    text.starts_with("'\\") || text.chars().nth(2) == Some('\'')
}

fn unescaped(text: &str) -> String {
    text.replace("\\\"", "\"").replace("\\\\", "\\")
}
