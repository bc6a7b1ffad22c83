//! Slips on curl's command line that the shell has nothing to do with.

use super::super::arguments::{Argument, Kind, Value};
use super::super::looks_like_json;
use super::super::values::Produced;
use super::Reader;
use crate::catalog::{self, HeaderValue};
use crate::extract::{Header, Problem, ProblemKind};
use crate::shell::Word;
use crate::text::{HOLE, Text};

impl<'s, 't> Reader<'_, 's, 't> {
    pub(super) fn problem(&mut self, kind: ProblemKind, span: std::ops::Range<usize>) {
        if !self.line.foreign {
            self.problems.push(Problem {
                kind,
                span,
                other: None,
            });
        }
    }

    /// What is wrong with how an option is written, before it is looked at what it says.
    pub(super) fn look_at_option(&mut self, argument: &Argument<'s, 't>) {
        let (Kind::Option(_), Some(value)) = (argument.kind, &argument.value) else {
            return;
        };
        let word = self.line.words[argument.word + 1];
        let written = word.text.as_str();
        if argument.one_dash {
            self.problem(ProblemKind::OneDash, word.text.whole_span());
        } else if value.glued
            && written.starts_with("--")
            && let Some(at) = written.find('=')
        {
            self.problem(ProblemKind::EqualsInOption, word.text.span(at..at + 1));
        }
    }

    /// JSON that no option takes, so that curl takes it for a URL. Answers whether this is some.
    pub(super) fn take_stray_body(&mut self, value: &Value<'s, 't>) -> bool {
        let produced = self.values.word(value.word);
        let json = matches!(&produced, Produced::Text(text, _) if looks_like_json(text.as_str()));
        if json {
            self.problem(ProblemKind::BodyWithoutOption, value.word.text.whole_span());
            let body = self.produced(produced);
            self.bodies.push((body, value.word));
        }
        json
    }

    /// `-H name: value` without quotes, which is a header that ends at its colon and a URL. Answers whether it is.
    pub(super) fn take_parted_header(&mut self, argument: &Argument<'s, 't>) -> bool {
        let Some(value) = argument.value.as_ref().filter(|value| !value.word.quoted) else {
            return false;
        };
        let Some(name) = value
            .text
            .as_str()
            .strip_suffix(':')
            .filter(|name| is_header(name))
        else {
            return false;
        };
        let next = argument.last + 2;
        let Some(parted) = self.line.words.get(next).copied() else {
            return false;
        };
        let written = parted.text.as_str();
        if written.starts_with('-') || written.contains("://") || looks_like_json(written) {
            return false;
        }
        // What follows `Bearer` belongs to it, and is a secret if it is no variable.
        let token = self.line.words.get(next + 1).copied();
        let token =
            token.filter(|token| is_scheme(name, written) && !token.text.as_str().starts_with('-'));
        let last = token.unwrap_or(parted);
        let end = self.text.span(last.span.clone()).end;
        let start = self.text.span(value.word.span.clone()).start;
        self.problem(ProblemKind::UnquotedHeader, start..end);
        let whole = |last: &Word<'t>| {
            let range = parted.span.start..last.span.end;
            self.text.slice(range).into_owned()
        };
        self.headers.push(Header {
            name: value.text.slice(0..name.len()).into_owned(),
            value: Some(token.map_or_else(|| self.values.text(parted), whole)),
            implied: false,
        });
        self.parted = next..next + 1 + usize::from(token.is_some());
        true
    }

    /// The length of a known header's name that is parted from its value by something other than a colon.
    pub(super) fn is_colonless(&self, header: &str) -> Option<usize> {
        let end = header.find([HOLE, ' ', '='])?;
        is_header(&header[..end]).then_some(end)
    }

    /// Typographic quotes and dashes, which are letters to the shell; one tells of all.
    pub(super) fn look_for_typography(&mut self) {
        let words = self.line.words.iter().skip(1);
        let marked = words.filter_map(|word| {
            // Quotes further on in the word are those of the JSON in it.
            let first = self.text.as_str()[word.span.start..].chars().next()?;
            let bare = MARKS.contains(&first) && word.text.as_str().starts_with(first);
            bare.then(|| word.text.span(0..first.len_utf8()))
        });
        let spans: Vec<_> = marked.collect();
        if let Some(first) = spans.into_iter().next() {
            self.headers_known = false;
            self.problem(ProblemKind::Typography, first);
        }
    }
}

const MARKS: [char; 7] = ['“', '”', '„', '‘', '’', '–', '—'];

/// A URL without the typographic quotes around it.
pub(super) fn without_typography(url: Text<'_>) -> Text<'_> {
    let written = url.as_str();
    let inside = written.trim_matches(MARKS);
    if inside.len() == written.len() {
        return url;
    }
    let start = written.len() - written.trim_start_matches(MARKS).len();
    url.part(start..start + inside.len())
}

/// Whether a word is the first of two that make the value of a known header, as `Bearer` is.
fn is_scheme(name: &str, word: &str) -> bool {
    catalog::headers().iter().any(|known| {
        let prefix = match known.value {
            HeaderValue::Prefix(prefix) => prefix.trim_end(),
            _ => return false,
        };
        known.name.eq_ignore_ascii_case(name) && prefix.eq_ignore_ascii_case(word)
    })
}

fn is_header(name: &str) -> bool {
    let mut known = catalog::headers().iter();
    known.any(|header| header.name.eq_ignore_ascii_case(name))
}
