//! Steps of an address that an API tool fills in before it sends it: `https://a.example.com/:kind`.

use crate::placeholder;
use crate::text::{Decoder, Encoding, Text};

/// An address with the values of such steps in their places. One whose value cannot be told is unknown.
pub(super) fn filled_in<'t>(url: Text<'t>, value: impl Fn(&str) -> Option<String>) -> Text<'t> {
    let written = url.as_str();
    let end = written.find(['?', '#']).unwrap_or(written.len());
    let host = written[..end].find("://").map_or(0, |at| at + "://".len());
    let path = written[host..end].find('/').map_or(end, |at| host + at);
    if !written[path..end].contains("/:") {
        return url;
    }
    let mut decoder = Decoder::new();
    let copied = |decoder: &mut Decoder, from: usize, text: &str| {
        decoder.verbatim(from, text, Encoding::Verbatim);
    };
    copied(&mut decoder, 0, &written[..path]);
    let mut at = path;
    for step in written[path..end].split_inclusive('/') {
        let inner = step.trim_end_matches('/');
        let range = at..at + inner.len();
        match inner.strip_prefix(':').filter(|name| !name.is_empty()) {
            None => copied(&mut decoder, at, inner),
            Some(name) => match value(name).filter(|value| is_step(value)) {
                Some(value) => decoder.escape(range.clone(), &value, Encoding::Expansion),
                None => decoder.hole(range.clone()),
            },
        }
        copied(&mut decoder, range.end, &step[inner.len()..]);
        at += step.len();
    }
    copied(&mut decoder, end, &written[end..]);
    decoder.finish(&url, 0, Encoding::Verbatim)
}

/// Whether a value is one step, as it stands.
fn is_step(value: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~');
    !value.is_empty() && value.chars().all(is_plain) && placeholder::filling(value).is_literal()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::HOLE;

    #[test]
    fn a_step_is_filled_in_where_its_value_is_told() {
        let value = |name: &str| {
            let values = [
                ("kind", "connections"),
                ("v", "{{v}}"),
                ("e", ""),
                ("d", "a/b"),
            ];
            let found = values.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        for (written, expected) in [
            (
                "https://a.example.com:8443/x",
                "https://a.example.com:8443/x",
            ),
            (
                "https://a.example.com/x/:kind",
                "https://a.example.com/x/connections",
            ),
            (
                "{{host}}/:kind/:v/:e/:d/:other/?a=/:kind",
                "{{host}}/connections/_/_/_/_/?a=/:kind",
            ),
            ("/x/:/a:kind", "/x/:/a:kind"),
        ] {
            let text = Text::file(written);
            let filled = filled_in(text, value);
            assert_eq!(filled.as_str().replace(HOLE, "_"), expected);
        }
    }

    #[test]
    fn what_is_filled_in_stands_where_the_step_does() {
        let written = "https://a.example.com/:kind/b";
        let filled = filled_in(Text::file(written), |_| Some("connections".to_owned()));
        let at = filled.as_str().find("connections").expect("the value");
        assert_eq!(&written[filled.span(at..at + "connections".len())], ":kind");
        let at = filled.as_str().find("/b").expect("the rest");
        assert_eq!(&written[filled.span(at..at + 2)], "/b");
        assert!(filled.edit(at - 2..at, "x").is_none());
        let edit = filled.edit(0..4, "http").expect("what is written");
        assert_eq!(edit.span, 0..4);
    }
}
