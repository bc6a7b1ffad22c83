//! Addresses of which a variable holds the beginning: `"$API/connections"`.

use super::{Value, Values};
use crate::shell::Word;
use crate::text::{Decoder, Encoding, HOLE, Text};

impl<'t> Values<'_, 't> {
    /// The address that a word gives, where it begins with a variable of which the script says once what it holds, and all
    /// behind that stands for itself. `text` is the script. What the variable gives has the place of its name.
    pub(in crate::extract::curl) fn address(
        &self,
        text: &Text<'_>,
        word: &Word<'t>,
    ) -> Option<Text<'static>> {
        let raw = &self.source[word.span.clone()];
        let quoted = raw.strip_prefix('"');
        let inner = quoted.map_or(Some(raw), |quoted| quoted.strip_suffix('"'))?;
        let (name, behind) = variable(inner)?;
        if behind.is_empty() || behind.contains(['"', '\'', '\\', '$', '`']) {
            return None;
        }
        let values = self.variables.get(name)?.as_slice();
        let [
            Value {
                text: Some((value, None)),
                ..
            },
        ] = values
        else {
            return None;
        };
        let value = value.as_str();
        if !value.starts_with("http") || value.contains(HOLE) || self.changed.contains(name) {
            return None;
        }
        let start = word.span.start + usize::from(quoted.is_some());
        let end = start + inner.len() - behind.len();
        let encoding = match quoted {
            Some(_) => Encoding::ShellDouble,
            None => Encoding::ShellBare,
        };
        let mut decoder = Decoder::new();
        decoder.escape(start..end, value, Encoding::Expansion);
        decoder.verbatim(end, behind, encoding);
        Some(decoder.finish(text, start, encoding))
    }
}

/// The name of the variable that a text begins with, and what stands behind it.
fn variable(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix('$')?;
    let (name, behind) = match rest.strip_prefix('{') {
        Some(braced) => braced.split_once('}')?,
        None => {
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
            rest.split_at(end.unwrap_or(rest.len()))
        }
    };
    let is_name = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    (is_name && !name.is_empty()).then_some((name, behind))
}
