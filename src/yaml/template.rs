//! Template syntax in YAML, which is covered before the text is parsed.

use std::borrow::Cow;
use std::ops::Range;

use crate::conflict;
use crate::template::{control_block, expression};
use crate::text::HOLE;

/// Something that a template's program replaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Template {
    pub(super) range: Range<usize>,
    pub(super) kind: Kind,
    /// Whether nobody else would tell it from a literal text.
    pub(super) is_opaque: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `{{ … }}`, `${…}` and their like, which become a part of a value.
    Expression,
    /// `{% … %}`, `<% … %>`, `{# … #}`, whose effect is open.
    Control,
    /// One or more of both that fill a line: they may put whole members there.
    Line,
    /// What one side of a merge wrote, and the marks of git around both. Who wins is open.
    Merge,
}

/// How templates begin and end.
const DELIMITERS: [(&str, &str, Kind); 8] = [
    ("${{", "}}", Kind::Expression),
    ("{{", "}}", Kind::Expression),
    ("${", "}", Kind::Expression),
    ("{%", "%}", Kind::Control),
    ("<%", "%>", Kind::Control),
    ("{#", "#}", Kind::Control),
    ("%{", "}", Kind::Control),
    ("#{", "}", Kind::Expression),
];

/// A template that is longer than this is none.
const LONGEST: usize = 1024;

/// The text with its templates covered, byte for byte, and where they stand.
pub(super) fn cover(text: &str) -> (Cow<'_, str>, Vec<Template>) {
    let templates = with_merges(text, find(text));
    if templates.is_empty() {
        return (Cow::Borrowed(text), templates);
    }
    let mut covered = text.as_bytes().to_vec();
    for template in &templates {
        let part = &mut covered[template.range.clone()];
        match template.kind {
            // A comment, or in a block of text a line of it.
            Kind::Line if !is_outdented(text, template.range.start) => {
                part.fill(b'_');
                part[0] = b'#';
            }
            // It would end the block of text that it stands in.
            Kind::Line | Kind::Merge => part.fill(b' '),
            Kind::Expression | Kind::Control => {
                part.fill(b'_');
                let mut buffer = [0; 4];
                let hole = HOLE.encode_utf8(&mut buffer).as_bytes();
                part[..hole.len()].copy_from_slice(hole);
            }
        }
    }
    // Whole characters were replaced by whole characters.
    let covered = String::from_utf8(covered).unwrap_or_default();
    (Cow::Owned(covered), templates)
}

/// Whether any template stands in a range.
pub(super) fn touches(templates: &[Template], range: &Range<usize>) -> bool {
    inside(templates, range).next().is_some()
}

/// The templates in a range, in order.
pub(super) fn inside<'t>(
    templates: &'t [Template],
    range: &Range<usize>,
) -> impl Iterator<Item = &'t Template> {
    let first = templates.partition_point(|template| template.range.end <= range.start);
    let end = range.end;
    templates[first..]
        .iter()
        .take_while(move |template| template.range.start < end)
}

fn find(text: &str) -> Vec<Template> {
    let bytes = text.as_bytes();
    let mut templates = Vec::new();
    let mut at = 0;
    while let Some(found) = memchr::memchr3(b'{', b'<', b'#', &bytes[at..]) {
        let brace = at + found;
        at = brace + 1;
        // `${` and `%{` begin before their brace.
        let start = if brace > 0 && matches!(bytes[brace - 1], b'$' | b'%') {
            brace - 1
        } else {
            brace
        };
        let before = templates
            .last()
            .map_or(0, |template: &Template| template.range.end);
        if start < before {
            continue;
        }
        if let Some(template) = template_at(text, start) {
            at = template.range.end;
            templates.push(template);
        }
    }
    lines(text, templates)
}

/// The template that begins at `start`.
fn template_at(text: &str, start: usize) -> Option<Template> {
    let rest = &text[start..text.floor_char_boundary(start.saturating_add(LONGEST))];
    // `%{http_code}` is what curl is to print.
    if rest.starts_with("%{") && control_block(rest).is_none() {
        return None;
    }
    let (open, close, kind) = DELIMITERS
        .iter()
        .find(|(open, _, _)| rest.starts_with(open))?;
    let mut end = match *open {
        "{{" => expression(rest)?,
        _ => open.len() + rest[open.len()..].find(close)? + close.len(),
    };
    let inner = &rest[open.len()..end - close.len()];
    let spans_lines = inner.contains('\n');
    match *open {
        // A default may hold a variable of its own; the braces of a shell's function are none.
        "${" if spans_lines || !is_name(inner) => return None,
        "#{" if spans_lines || !is_name(inner) => return None,
        // `{{a: 1}: 2}` is YAML, if of a kind that nobody writes.
        "{{" => end += usize::from(rest[end..].starts_with('}') && rest.starts_with("{{{")),
        _ => {}
    }
    let is_opaque = *open == "<%" || inner.contains(['{', '}']);
    Some(Template {
        range: start..start + end,
        kind: *kind,
        is_opaque,
    })
}

/// Whether a text begins like the name of a variable.
fn is_name(inner: &str) -> bool {
    inner.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '#' | '!'))
}

/// The same with the marks of conflicts, and their other sides, in the place of what stands in them.
fn with_merges(text: &str, mut templates: Vec<Template>) -> Vec<Template> {
    let merges = conflict::all(text).flat_map(|merge| {
        let start = merge.mark.start;
        [
            start..start + conflict::line(text, start).len(),
            merge.other,
        ]
    });
    let merges: Vec<Range<usize>> = merges.collect();
    if merges.is_empty() {
        return templates;
    }
    templates.retain(|one| {
        let behind = merges.partition_point(|merge| merge.end <= one.range.start);
        let next = merges.get(behind);
        next.is_none_or(|next| one.range.end <= next.start)
    });
    templates.extend(merges.into_iter().map(|range| Template {
        range,
        kind: Kind::Merge,
        is_opaque: true,
    }));
    templates.sort_by_key(|template| template.range.start);
    templates
}

/// Makes one template of those that fill a line.
fn lines(text: &str, templates: Vec<Template>) -> Vec<Template> {
    let mut all: Vec<Template> = Vec::with_capacity(templates.len());
    let mut rest = templates.into_iter().peekable();
    // A line may hold thousands: it is looked at once.
    let (mut line_start, mut looked_at) = (0, 0);
    while let Some(first) = rest.next() {
        let since = &text[looked_at..first.range.start];
        line_start = since
            .rfind('\n')
            .map_or(line_start, |at| looked_at + at + 1);
        looked_at = first.range.start;
        let begins = all
            .last()
            .is_none_or(|last| last.range.end <= line_start.max(1))
            && text[line_start..first.range.start]
                .trim_matches(is_blank)
                .is_empty();
        let mut end = first.range.end;
        let mut run = vec![first];
        // The templates that follow with nothing but blanks between them.
        while let Some(next) = rest.peek()
            && begins
            && text[end..next.range.start]
                .trim_matches([' ', '\t'])
                .is_empty()
        {
            end = next.range.end;
            run.extend(rest.next());
        }
        let behind = text[end..].trim_start_matches([' ', '\t', '\r']);
        let fills = behind.is_empty() || behind.starts_with('\n');
        let start = run[0].range.start;
        if begins && fills {
            all.push(Template {
                range: start..end,
                kind: Kind::Line,
                is_opaque: run.iter().any(|template| template.is_opaque),
            });
        } else {
            all.extend(run);
        }
    }
    all
}

/// A byte-order mark may stand before everything else.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{FEFF}'
}

/// Whether the line of a template is indented less than the line before it.
fn is_outdented(text: &str, at: usize) -> bool {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let start = text[..at].rfind('\n').map_or(0, |found| found + 1);
    // Far above there is nothing to learn.
    let mut before = text[..start].rsplit('\n').take(64);
    let line = before.find(|line| !line.trim().is_empty());
    line.is_some_and(|line| at - start < indent(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(text: &str) -> String {
        let (covered, _) = cover(text);
        assert_eq!(covered.len(), text.len(), "{text}");
        covered.replace(HOLE, "@")
    }

    #[test]
    fn templates_are_covered_byte_for_byte() {
        for (text, expected) in [
            ("a: 1", "a: 1"),
            ("a: {{ x }}", "a: @____"),
            ("a: {{{ x }}}", "a: @______"),
            ("a: ${{ secrets.X }}", "a: @_____________"),
            ("a: ${X:-y}", "a: @____"),
            ("a: ${X", "a: ${X"),
            ("a: {b: ${X}}", "a: {b: @_}"),
            ("a: #{X}#", "a: @_#"),
            ("a: {{ä}}", "a: @___"),
            ("a: x{% if b %}y", "a: x@_______y"),
            ("a: b # {c}", "a: b # {c}"),
            ("a:\n  {{- if x }}\n  b: 1", "a:\n  #__________\n  b: 1"),
            ("a: |\n  b\n{{ end }}\n  c", "a: |\n  b\n         \n  c"),
            ("{{a}} {{b}}\nc: 1", "#__________\nc: 1"),
            ("{{a}}: 1", "@__: 1"),
            ("\u{FEFF}{{a}}\nb: 1", "\u{FEFF}#____\nb: 1"),
            (
                "a:\n  %{ if x }\n  b: %{http_code}",
                "a:\n  #________\n  b: %{http_code}",
            ),
        ] {
            assert_eq!(covered(text), expected, "{text}");
        }
    }
}
