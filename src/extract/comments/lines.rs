//! Comments of languages that are read line by line: of programs, of YAML and the scripts in it, of batch files.
//!
//! Which strings a language has is not asked: what stands behind its sign and speaks to connlint is meant for it.

use std::ops::Range;

use super::{Comments, MARK, before_on_line};
use crate::extract::{Body, Fragment, extract, piece};
use crate::file::File;
use crate::json;
use crate::text::Text;

/// A comment on a line of its own is about the next call, member or item; one behind something is about its line, and about
/// the call that ends there.
pub(super) fn read(file: &File, text: &Text<'_>, signs: &[&str], comments: &mut Comments) {
    let source = text.as_str();
    let mut found = piece::lines(source).filter_map(|line| {
        let comment = within(line.text, signs)?;
        Some(line.at + comment.start..line.at + comment.end)
    });
    let Some(first) = found.next() else { return };
    let places = Places::read(file, text);
    for comment in std::iter::once(first).chain(found) {
        let before = before_on_line(source, comment.start);
        let covers = match before.trim().is_empty() {
            true => places.next(source, comment.end),
            false => places.on_line(comment.start - before.len()..comment.start),
        };
        comments.add(text, comment, covers);
    }
}

/// A comment in a line that speaks to connlint. One that goes on in the next line is none.
fn within(line: &str, signs: &[&str]) -> Option<Range<usize>> {
    let start = start(line, signs)?;
    let end = match line[start..].starts_with("/*") {
        true => start + line[start..].find("*/")? + "*/".len(),
        false => line.trim_end().len(),
    };
    Some(start..end)
}

/// Where a comment begins in a line that speaks to connlint: behind a blank, or at the beginning.
fn start(line: &str, signs: &[&str]) -> Option<usize> {
    let before = line[..line.find(MARK)?].trim_end();
    signs.iter().find_map(|sign| {
        let at = before.len().checked_sub(sign.len())?;
        let written = before.get(at..)?;
        // `@REM` is the same to a batch file.
        let rest = before[..at].strip_suffix('@').unwrap_or(&before[..at]);
        let begins = rest.is_empty() || rest.ends_with(char::is_whitespace);
        (begins && written.eq_ignore_ascii_case(sign)).then_some(rest.len())
    })
}

/// What a comment can be about, in bytes of the file.
#[derive(Default)]
struct Places {
    /// Sorted by where they begin.
    calls: Vec<Range<usize>>,
    /// Bodies, and what is in them; sorted likewise, the longest first.
    values: Vec<Range<usize>>,
}

impl Places {
    fn read(file: &File, text: &Text<'_>) -> Places {
        let mut places = Places::default();
        extract(file, text, &mut |fragment| places.add(&fragment));
        places.calls.sort_by_key(|place| place.start);
        let from_outside = |place: &Range<usize>| (place.start, std::cmp::Reverse(place.end));
        places.values.sort_by_key(from_outside);
        places
    }

    fn add(&mut self, fragment: &Fragment<'_>) {
        let mut values = Vec::new();
        if let Some(call) = &fragment.call {
            self.calls.push(call.span.clone());
            let written = call.headers.iter().filter(|header| !header.implied);
            values.extend(written.map(|header| {
                let name = header.name.whole_span();
                let value = header.value.as_ref().map(Text::whole_span);
                name.start..value.map_or(name.end, |value| value.end)
            }));
        }
        if let Body::Text(body) = &fragment.body {
            let json = json::parse(body.clone(), fragment.leniency);
            values.extend(json.roots.iter().map(|&root| json.span(root)));
            for id in 0..json.len() {
                let members = json.members(id);
                values
                    .extend(members.map(|(key, value)| json.span(key).start..json.span(value).end));
                values.extend(json.elements(id).map(|item| json.span(item)));
            }
        }
        self.values
            .extend(values.into_iter().filter(|place| place.start < place.end));
    }

    /// The first that begins after a place.
    fn next(&self, source: &str, after: usize) -> Range<usize> {
        let first = |places: &[Range<usize>]| places.partition_point(|place| place.start < after);
        let call = self.calls.get(first(&self.calls));
        let values = &self.values[first(&self.values)..];
        let Some(longest) = values.first() else {
            return call.cloned().unwrap_or(after..after);
        };
        if let Some(call) = call.filter(|call| call.start <= longest.start) {
            return call.clone();
        }
        // Without brackets an object begins where its first member does, which is meant; of an item the dash says that it is.
        let is_item = before_on_line(source, longest.start)
            .trim_start()
            .starts_with('-');
        let same = values
            .iter()
            .take_while(|place| place.start == longest.start);
        let chosen = if is_item { Some(longest) } else { same.last() };
        chosen.unwrap_or(longest).clone()
    }

    /// A line up to a comment, with the call that ends there.
    fn on_line(&self, line: Range<usize>) -> Range<usize> {
        // More calls do not stand in one another.
        const MOST_NESTED: usize = 64;
        let last = self.calls.partition_point(|call| call.start < line.end);
        let mut calls = self.calls[last.saturating_sub(MOST_NESTED)..last].iter();
        let ends = calls.find(|call| call.end > line.start && call.end <= line.end);
        let start = ends.map_or(line.start, |call| call.start.min(line.start));
        start..line.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_begins_with_a_sign_of_its_language() {
        for (line, signs, expected) in [
            ("# connlint: x", &["#"][..], Some(0)),
            ("  a: b  # connlint: x", &["#"], Some(8)),
            ("a#connlint: x", &["#"], None),
            ("// connlint: x", &["#"], None),
            ("rem connlint: x", &["REM", "::"], Some(0)),
            ("@REM connlint: x", &["REM", "::"], Some(0)),
            (":: connlint: x", &["REM", "::"], Some(0)),
            ("harem connlint: x", &["REM", "::"], None),
            ("ä connlint: x", &["#"], None),
            ("connlint: x", &["#"], None),
            ("nothing", &["#"], None),
        ] {
            assert_eq!(start(line, signs), expected, "{line}");
        }
        let line = "f(); /* connlint: x */ g();";
        assert_eq!(within(line, &["/*"]), Some(5..22));
        assert_eq!(within("/* connlint: x", &["/*"]), None);
    }
}
