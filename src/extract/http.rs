//! The files of the HTTP clients in editors: requests as they go over the wire, divided by lines that begin with `###`.
//!
//! VS Code's REST Client and the HTTP Client of JetBrains share the form, and most of what they add to it.

use std::ops::Range;

use super::beside::Variable;
use super::piece::{self, Line};
use super::script::Touched;
use super::{Body, Call, Client, Fragment, Header, HeaderTemplate, METHODS, curl};
use crate::text::Text;

mod body;
mod head;
mod variables;

use head::Head;
use variables::Definitions;
pub use variables::Used;

/// Hands every request of a file to `each`, in the order of the text, and answers the file's variables and where they are used.
pub(super) fn extract(
    text: &Text<'_>,
    each: &mut dyn FnMut(Fragment<'_>),
) -> (Vec<Variable>, Vec<Used>) {
    let lines: Vec<_> = piece::lines(text.as_str()).collect();
    let mut reader = Reader {
        text,
        variables: Vec::new(),
        definitions: Definitions::read(text.as_str(), &lines),
        used: Vec::new(),
        sets_headers: sets_headers(&lines),
        each,
    };
    for block in lines.split(|line| is_separator(*line)) {
        reader.block(block);
    }
    (reader.variables, reader.used)
}

/// Whether a text begins with a request as it goes over the wire, so that its name need not say so.
pub(super) fn is_plausible(text: &str) -> bool {
    let is_prelude = |line: &Line<'_>| {
        line.is_blank() || is_separator(*line) || is_comment(*line) || variable(*line).is_some()
    };
    let first = piece::lines(text).take(64).find(|line| !is_prelude(line));
    first.is_some_and(|line| {
        let (word, rest) = line.first_word();
        let address = &text[rest];
        METHODS.contains(&word)
            && head::is_address(address)
            && address.split_whitespace().count() <= 2
    })
}

/// The comments of a file, in bytes of the file.
pub(super) fn comments(text: &Text<'_>) -> Vec<Range<usize>> {
    let lines = piece::lines(text.as_str());
    let comments = lines.filter(|line| is_comment(*line) && !is_separator(*line));
    comments.map(|line| text.span(line.inner())).collect()
}

/// The comments that hold a mark, each with what it is about: the rest between the same separators, with what stands there
/// before it, or, where nothing follows, what stands between the next ones. In bytes of the text.
pub(super) fn commented(text: &str, mark: &str) -> Vec<(Range<usize>, Range<usize>)> {
    let lines: Vec<_> = piece::lines(text).collect();
    let blocks: Vec<_> = lines.split(|line| is_separator(*line)).collect();
    let is_said = |line: &&Line<'_>| !line.is_blank() && !is_comment(**line);
    let span = |block: &[Line<'_>]| match block {
        [first, .., last] => first.at..last.end(),
        [one] => one.at..one.end(),
        [] => 0..0,
    };
    let mut found = Vec::new();
    for (number, block) in blocks.iter().enumerate() {
        let last_said = block.iter().rposition(|line| is_said(&line));
        for (index, line) in block.iter().enumerate() {
            if !is_comment(*line) || !line.text.contains(mark) {
                continue;
            }
            let covers = match last_said.is_some_and(|last| last > index) {
                true => span(block),
                false => blocks
                    .get(number + 1)
                    .map_or(line.end()..line.end(), |next| span(next)),
            };
            found.push((line.inner(), covers));
        }
    }
    found
}

struct Reader<'r, 't> {
    text: &'r Text<'t>,
    variables: Vec<Variable>,
    definitions: Definitions<'r>,
    used: Vec<Used>,
    /// Whether a script of the file gives headers to the requests that follow.
    sets_headers: bool,
    each: &'r mut dyn FnMut(Fragment<'_>),
}

impl Reader<'_, '_> {
    /// A text with the values of variables in their places.
    fn filled<'x>(&mut self, text: Text<'x>) -> Text<'x> {
        self.definitions.fill(self.text, text, &mut self.used)
    }

    /// What stands between two separators: one request at most.
    fn block(&mut self, lines: &[Line<'_>]) {
        let mut at = 0;
        let mut touched = Touched {
            headers: self.sets_headers,
            ..Touched::default()
        };
        // The request comes behind variables, remarks and what is done before it is sent.
        let first = loop {
            let Some(line) = lines.get(at) else { return };
            if let Some((name, value)) = variable(*line) {
                let text = |range| piece::trimmed(self.text, range).into_owned();
                self.variables.push(Variable {
                    name: text(name),
                    value: text(value),
                    secret: false,
                    is_usable: true,
                });
                at += 1;
            } else if line.is_blank() || is_comment(*line) || is_directive(*line) {
                at += 1;
            } else if line.text.starts_with(['<', '>']) {
                let end = script_end(lines, at);
                if line.text.starts_with('<') {
                    touched = touched | by_script(&lines[at..end]);
                }
                at = end;
            } else {
                break *line;
            }
        };
        if first.first_word().0 == "curl" {
            let command = self
                .text
                .part(first.at..lines.last().map_or(first.end(), |line| line.end()));
            return curl::extract(&command)
                .into_iter()
                .for_each(&mut *self.each);
        }
        let Some(mut head) = Head::read(self.text, &lines[at..]) else {
            return;
        };
        let mut body = body::read(self.text, &lines[at + head.lines..]);
        let headers = head.headers.into_iter().map(|header| Header {
            name: self.filled(header.name),
            value: header.value.map(|value| self.filled(value)),
            ..header
        });
        head.headers = headers.collect();
        head.url = self.filled(head.url);
        if let Body::Text(text) = body.body {
            body.body = Body::Text(self.filled(text));
        }
        if head.is_query() && matches!(body.body, Body::Text(_)) {
            body.body = Body::Unknown;
        }
        let end = body.end.unwrap_or(head.end);
        let headers_known = head.is_whole && !head.headers.is_empty() && !touched.headers;
        let call = Call {
            client: Client::Editor,
            name: self.text.span(head.name),
            span: self.text.span(first.inner().start..end),
            method: Some(head.method),
            url: Some(head.url),
            header_template: template(self.text, head.end).filter(|_| headers_known),
            headers: head.headers,
            headers_known,
            problems: head.problems,
        };
        let mut fragment = Fragment {
            body: body.body,
            call: Some(call),
            ..Fragment::default()
        };
        touched.apply(&mut fragment);
        (self.each)(fragment);
    }
}

/// How a further header is written behind the last.
fn template(text: &Text<'_>, at: usize) -> Option<HeaderTemplate> {
    let before = match text.as_str()[at..].starts_with("\r\n") {
        true => "\r\n",
        false => "\n",
    };
    // Where the wrapping takes something off each line, it is not known how to put it back.
    let next = at..(at + before.len()).min(text.as_str().len());
    if text.span(next.clone()).len() != next.len() {
        return None;
    }
    let edit = text.edit(at..at, before)?;
    (edit.text == before).then(|| HeaderTemplate {
        at: edit.span.start,
        before: before.to_owned(),
        after: String::new(),
    })
}

fn is_separator(line: Line<'_>) -> bool {
    line.text.starts_with("###")
}

fn is_comment(line: Line<'_>) -> bool {
    let text = line.text.trim_start();
    text.starts_with('#') || text.starts_with("//")
}

/// What runs the requests of another file, or makes them known.
fn is_directive(line: Line<'_>) -> bool {
    matches!(line.first_word().0, "import" | "run") && !line.text.contains("://")
}

/// The name and the value of `@name = value`.
fn variable(line: Line<'_>) -> Option<(Range<usize>, Range<usize>)> {
    let start = line.inner().start;
    let rest = line.text[start - line.at..].strip_prefix('@')?;
    let equals = start + 1 + rest.find('=')?;
    let name = start + 1..equals;
    let written = line.text[name.start - line.at..equals - line.at].trim();
    let is_name = !written.is_empty() && !written.contains(char::is_whitespace);
    is_name.then_some((name, equals + 1..line.end()))
}

/// The line behind a script that begins in a line, or behind the name of one.
fn script_end(lines: &[Line<'_>], start: usize) -> usize {
    if !is_inline_script(lines[start]) {
        return start + 1;
    }
    let closes = |line: &Line<'_>| line.text.contains("%}");
    let length = lines[start..].iter().position(closes);
    length.map_or(lines.len(), |length| start + length + 1)
}

fn is_inline_script(line: Line<'_>) -> bool {
    line.text[1..].trim_start().starts_with("{%")
}

/// What a script, or the file that holds one, may change of the request behind it. Only headers are given from afar.
fn by_script(script: &[Line<'_>]) -> Touched {
    let inline = script.first().is_some_and(|line| is_inline_script(*line));
    let lines: Vec<_> = script.iter().map(|line| line.text).collect();
    match inline {
        true => Touched::of(&lines.join("\n")),
        false => Touched {
            headers: true,
            written_headers: true,
            ..Touched::default()
        },
    }
}

/// Whether a script sets headers for all requests that follow, wherever it stands.
fn sets_headers(lines: &[Line<'_>]) -> bool {
    let mut lines = lines.iter();
    lines.any(|line| line.text.contains("global.headers"))
}

/// Something is sent, or is not, or cannot be read.
struct Sent<'t> {
    body: Body<'t>,
    /// Where it ends.
    end: Option<usize>,
}

#[cfg(test)]
mod tests;
