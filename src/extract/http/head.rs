//! The first line of a request, and its headers.

use std::ops::Range;

use crate::extract::piece::{self, Line};
use crate::extract::{Header, METHODS, Problem, ProblemKind};
use crate::placeholder::{self, Filling};
use crate::text::{Decoder, Encoding, Text};

use super::is_comment;

/// A request up to its body.
pub(super) struct Head<'t> {
    pub(super) method: Text<'t>,
    pub(super) url: Text<'t>,
    /// The method, or the address where there is none.
    pub(super) name: Range<usize>,
    pub(super) headers: Vec<Header<'t>>,
    /// Whether every line could be read.
    pub(super) is_whole: bool,
    pub(super) problems: Vec<Problem>,
    /// How many lines it takes, the empty one behind it included.
    pub(super) lines: usize,
    /// Where the last of them ends that says something.
    pub(super) end: usize,
}

impl<'t> Head<'t> {
    /// Reads the first of the lines as a request's; `None` where it is none.
    pub(super) fn read(text: &Text<'t>, lines: &[Line<'_>]) -> Option<Head<'t>> {
        let first = *lines.first()?;
        let (word, rest) = first.first_word();
        let known = METHODS
            .iter()
            .find(|known| known.eq_ignore_ascii_case(word));
        let whole = first.inner();
        let (method, address) = match known {
            Some(_) if rest.is_empty() => return None,
            Some(_) => (Some(whole.start..whole.start + word.len()), rest),
            // One that is misspelt is sent as it stands.
            None if is_like_method(word) && is_address(&text.as_str()[rest.clone()]) => {
                (Some(whole.start..whole.start + word.len()), rest)
            }
            None => (None, whole),
        };
        let address = without_version(text.as_str(), address);
        if method.is_none() && !is_address(&text.as_str()[address.clone()]) {
            return None;
        }
        let further = further(&lines[1..]);
        let name = method.clone().unwrap_or_else(|| address.clone());
        let mut head = Head {
            method: match (method, known) {
                (Some(range), Some(known)) if text.as_str()[range.clone()] == **known => {
                    text.part(range)
                }
                (Some(range), None) => text.part(range),
                // The clients write it in capitals themselves, and take `GET` where there is none.
                (_, known) => piece::implied(text, name.clone(), known.unwrap_or(&"GET")),
            },
            url: address_text(text, address.clone(), &further),
            name,
            headers: Vec::new(),
            is_whole: true,
            problems: Vec::new(),
            lines: 1 + further.len(),
            end: further.last().map_or(first.end(), |range| range.end),
        };
        head.headers(text, lines);
        Some(head)
    }

    /// Whether the client makes a query for GraphQL of the body.
    pub(super) fn is_query(&self) -> bool {
        let mut headers = self.headers.iter();
        headers.any(|header| header.name.as_str().eq_ignore_ascii_case("X-Request-Type"))
    }

    fn headers(&mut self, text: &Text<'t>, lines: &[Line<'_>]) {
        while let Some(line) = lines.get(self.lines) {
            let inner = line.inner();
            let written = &text.as_str()[inner.clone()];
            if written.is_empty() {
                self.lines += 1;
                return;
            }
            // A script, or the file of a body, needs no empty line before it.
            if written.starts_with(['<', '>']) {
                return;
            }
            if is_comment(*line) {
                self.lines += 1;
                continue;
            }
            let stands_for_more = piece::is_to_come(written)
                || written.starts_with("...")
                || written.starts_with('…')
                || written.starts_with('[') && written.ends_with(']');
            let colon = colon(written).map(|at| inner.start + at);
            let name = inner.start..colon.unwrap_or(inner.end);
            let is_body = written.starts_with(['{', '[']) && !is_filled_in(text, &name);
            if !stands_for_more && is_body {
                self.problems.push(Problem {
                    kind: ProblemKind::NoEmptyLine,
                    span: text.span(inner.start..inner.start + 1),
                    other: None,
                });
                return;
            }
            if stands_for_more || name.is_empty() {
                self.is_whole = false;
            } else {
                self.headers.push(Header {
                    name: piece::trimmed(text, name),
                    value: colon.map(|colon| piece::trimmed(text, colon + 1..inner.end)),
                    implied: false,
                });
            }
            self.end = line.end();
            self.lines += 1;
        }
    }
}

/// The colon behind the name of a header. A variable for the name may hold colons of its own.
fn colon(written: &str) -> Option<usize> {
    let variable = written.starts_with("{{").then(|| written.find("}}"));
    let start = variable.flatten().unwrap_or_default();
    Some(start + written[start..].find(':')?)
}

/// Whether the name of a header is in a variable, as in `{{header}}: value`; JSON looks otherwise.
fn is_filled_in(text: &Text<'_>, name: &Range<usize>) -> bool {
    let name = text.as_str()[name.clone()].trim_end();
    name.ends_with('}')
        && !name.contains(['"', '\''])
        && placeholder::filling(name) != Filling::Literal
}

/// Whether a word is written as methods are.
fn is_like_method(word: &str) -> bool {
    (3..=8).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether a text may be an address: a whole one, one behind a variable, or the path of one.
pub(super) fn is_address(text: &str) -> bool {
    let word = text.split(char::is_whitespace).next().unwrap_or_default();
    word.contains("://") || word.starts_with("{{") || word.starts_with('/') && word.len() > 1
}

/// An address without the version of the protocol behind it.
fn without_version(text: &str, range: Range<usize>) -> Range<usize> {
    let written = &text[range.clone()];
    let last = written
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or(written);
    let is_version = last.len() < written.len()
        && last
            .get(..5)
            .is_some_and(|start| start.eq_ignore_ascii_case("HTTP/"));
    match is_version {
        true => piece::inner(text, range.start..range.end - last.len()),
        false => range,
    }
}

/// The lines in which an address goes on.
fn further(lines: &[Line<'_>]) -> Vec<Range<usize>> {
    let goes_on = |line: &&Line<'_>| {
        let written = line.text.trim_start();
        let indented = written.len() < line.text.len();
        written.starts_with(['?', '&']) || indented && written.starts_with('/')
    };
    let lines = lines.iter().take_while(goes_on);
    lines.map(|line| line.inner()).collect()
}

/// An address that may go over several lines.
fn address_text<'t>(text: &Text<'t>, first: Range<usize>, further: &[Range<usize>]) -> Text<'t> {
    if further.is_empty() {
        return text.part(first);
    }
    let mut decoder = Decoder::new();
    let place = first.start;
    for range in std::iter::once(&first).chain(further) {
        let range = without_version(text.as_str(), range.clone());
        decoder.verbatim(range.start, &text.as_str()[range], Encoding::Verbatim);
    }
    decoder.finish(text, place, Encoding::Verbatim)
}
