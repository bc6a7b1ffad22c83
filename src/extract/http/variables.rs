//! The variables of a file, in the places where its requests use them.

use std::collections::HashMap;
use std::ops::Range;

use super::variable;
use crate::extract::piece::{self, Line};
use crate::placeholder::{self, Filling};
use crate::text::{Decoder, Encoding, Text};

/// A variable refers to others no further than this.
const DEEPEST: usize = 4;

/// What a file gives its variables.
pub(super) struct Definitions<'s> {
    /// The place of each value; `None` where there are several.
    places: HashMap<&'s str, Option<Range<usize>>>,
    source: &'s str,
}

/// Where a value is used, and where it is written, in bytes of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Used {
    pub at: Range<usize>,
    pub defined: Range<usize>,
}

impl<'s> Definitions<'s> {
    pub(super) fn read(source: &'s str, lines: &[Line<'_>]) -> Self {
        let mut places = HashMap::new();
        for (name, value) in lines.iter().filter_map(|line| variable(*line)) {
            let name = source[name].trim();
            let value = piece::inner(source, value);
            let several = |place: &mut Option<Range<usize>>| *place = None;
            places
                .entry(name)
                .and_modify(several)
                .or_insert(Some(value));
        }
        Definitions { places, source }
    }

    /// A text of the file with the values of its variables in their places; notes where these are used.
    pub(super) fn fill<'t>(
        &self,
        file: &Text<'_>,
        text: Text<'t>,
        used: &mut Vec<Used>,
    ) -> Text<'t> {
        let written = text.as_str();
        if self.places.is_empty() || !written.contains("{{") {
            return text;
        }
        let mut decoder = Decoder::new();
        let mut copied = 0;
        for (range, name) in references(written) {
            let Some((value, place)) = self.value(name) else {
                continue;
            };
            decoder.verbatim(copied, &written[copied..range.start], Encoding::Verbatim);
            match value {
                Some(value) => decoder.escape(range.clone(), &value, Encoding::Expansion),
                None => decoder.hole(range.clone()),
            }
            copied = range.end;
            used.extend(place.map(|place| Used {
                at: text.span(range),
                defined: file.span(place),
            }));
        }
        if copied == 0 {
            return text;
        }
        decoder.verbatim(copied, &written[copied..], Encoding::Verbatim);
        decoder.finish(&text, 0, Encoding::Verbatim)
    }

    /// The value of a variable and its place, where the file has it; without a value if there is more than one, or it
    /// cannot stand in every place.
    fn value(&self, name: &str) -> Option<(Option<String>, Option<Range<usize>>)> {
        let Some(place) = self.places.get(name)? else {
            return Some((None, None));
        };
        let value = self.resolved(&self.source[place.clone()], 0)?;
        let is_plain = |c: char| !c.is_control() && !matches!(c, '"' | '\\');
        Some((
            Some(value).filter(|value| value.chars().all(is_plain)),
            Some(place.clone()),
        ))
    }

    /// A value with those of other variables in it; `None` where it is not all there.
    fn resolved(&self, value: &str, depth: usize) -> Option<String> {
        const LONGEST: usize = 4096;
        if depth > DEEPEST || value.len() > LONGEST {
            return None;
        }
        let mut resolved = String::new();
        let mut copied = 0;
        for (range, name) in references(value) {
            let place = self.places.get(name)?.clone()?;
            resolved.push_str(&value[copied..range.start]);
            resolved.push_str(&self.resolved(&self.source[place], depth + 1)?);
            copied = range.end;
        }
        resolved.push_str(&value[copied..]);
        let is_there = !resolved.is_empty()
            && resolved.len() <= LONGEST
            && placeholder::filling(&resolved) == Filling::Literal;
        is_there.then_some(resolved)
    }
}

/// Every `{{name}}` of a text, with the name.
fn references(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let open = at + text[at..].find("{{")?;
        let start = open + text[open..].len() - text[open..].trim_start_matches('{').len();
        let close = start + text[start..].find("}}")?;
        at = close + 2;
        Some((start - 2..at, text[start..close].trim()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::HOLE;

    const FILE: &str = "\
@host = a.example.com
@base = https://{{host}}/x
@twice = 1
@twice = 2
@odd = say \"it\"
@later = <your name>
@loop = {{loop}}
@empty =
";

    fn filled(text: &str) -> (String, Vec<String>) {
        let lines: Vec<_> = piece::lines(FILE).collect();
        let definitions = Definitions::read(FILE, &lines);
        let mut used = Vec::new();
        let answer = definitions.fill(&Text::file(FILE), Text::file(text), &mut used);
        let used = used
            .into_iter()
            .map(|used| format!("{}={}", &text[used.at], &FILE[used.defined]));
        (answer.as_str().replace(HOLE, "_"), used.collect())
    }

    #[test]
    fn a_value_takes_the_place_of_its_variable() {
        let (text, used) = filled("POST {{ base }}/y {{other}} {{host}}");
        assert_eq!(
            text,
            "POST https://a.example.com/x/y {{other}} a.example.com"
        );
        assert_eq!(
            used,
            ["{{ base }}=https://{{host}}/x", "{{host}}=a.example.com"]
        );
    }

    #[test]
    fn what_is_not_certain_is_unknown_or_still_to_come() {
        for (text, expected) in [
            ("a {{twice}}", "a _"),
            ("a {{odd}}", "a _"),
            ("a {{later}}", "a {{later}}"),
            ("a {{loop}}", "a {{loop}}"),
            ("a {{empty}}", "a {{empty}}"),
            ("a {{host", "a {{host"),
            ("{{{host}}}", "{a.example.com}"),
        ] {
            assert_eq!(filled(text).0, expected, "{text}");
        }
    }
}
