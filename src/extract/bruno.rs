//! Bruno's files: one request each, in blocks between braces; the variables of an environment; what a folder or a whole
//! collection adds to its requests.

use std::ops::Range;

use super::beside::{Beside, Variable};
use super::piece::{self, Line};
use super::script::Touched;
use super::steps;
use super::{Body, Call, Client, Fragment, Header, Problem, ProblemKind};
use crate::json::Leniency;
use crate::near;
use crate::text::{Decoder, Encoding, Text};

mod block;
mod inherited;

use block::{Block, Entry, blocks};
pub use inherited::Inherited;

const METHODS: [&str; 9] = [
    "get", "post", "put", "patch", "delete", "head", "options", "connect", "trace",
];

/// The names of other blocks.
const NAMES: [&str; 22] = [
    "assert",
    "auth",
    "auth:apikey",
    "auth:basic",
    "auth:bearer",
    "auth:oauth2",
    "body",
    "body:json",
    "body:text",
    "docs",
    "headers",
    "http",
    "meta",
    "params:path",
    "params:query",
    "query",
    "script:post-response",
    "script:pre-request",
    "tests",
    "vars",
    "vars:pre-request",
    "vars:secret",
];

/// Hands the request of a file to `each`, if it holds one, and answers what stands beside it.
pub(super) fn extract(text: &Text<'_>, each: &mut dyn FnMut(Fragment<'_>)) -> Beside<'static> {
    let file = File {
        text,
        blocks: blocks(text.as_str()),
    };
    let fragment = file.request();
    let only_variables = fragment.is_none();
    if let Some(fragment) = fragment {
        each(fragment);
    }
    Beside {
        variables: file.variables(only_variables),
        used: Vec::new(),
        only_variables,
        notation: file.notation(),
        looks_like: Some(match only_variables {
            true => "the settings of a Bruno collection",
            false => "a request to another service",
        }),
        frame: None,
    }
}

/// Whether a text begins as one of Bruno's does, so that its name need not say so.
pub(super) fn is_plausible(text: &str) -> bool {
    let first = piece::lines(text).find(|line| !line.is_blank());
    first.is_some_and(|line| matches!(line.text.trim_end(), "meta {" | "vars {" | "vars:secret ["))
}

/// The remarks in the bodies of a file, in bytes of the file.
pub(super) fn comments(text: &Text<'_>) -> Vec<Range<usize>> {
    let blocks = blocks(text.as_str());
    let bodies = blocks.iter().filter(|block| block.name.starts_with("body"));
    let lines = bodies.flat_map(|block| block.lines(text.as_str()));
    let comments = lines.filter(|line| line.text.trim_start().starts_with("//"));
    comments.map(|line| text.span(line.inner())).collect()
}

struct File<'f, 't> {
    text: &'f Text<'t>,
    blocks: Vec<Block<'f>>,
}

impl<'f, 't> File<'f, 't> {
    fn entries(&self, block: &Block<'_>) -> Vec<Entry> {
        block.entries(self.text.as_str())
    }

    /// The blocks of a name.
    fn named(&self, name: &str) -> impl Iterator<Item = &Block<'f>> {
        self.blocks.iter().filter(move |block| block.name == name)
    }

    /// The value of a key in the first block of a name.
    fn value(&self, block: &str, key: &str) -> Option<Range<usize>> {
        let entries = self.entries(self.named(block).next()?);
        let found = entries
            .into_iter()
            .find(|entry| &self.text.as_str()[entry.key.clone()] == key)?;
        Some(found.value).filter(|value| !value.is_empty())
    }

    fn written(&self, range: Option<Range<usize>>) -> &str {
        range.map_or("", |range| &self.text.as_str()[range])
    }

    fn request(&self) -> Option<Fragment<'t>> {
        let is_method = |block: &&Block<'_>| METHODS.contains(&block.name) || block.name == "http";
        // A misspelt one is found by its address.
        let was_meant = |block: &&Block<'_>| {
            near::nearest(block.name, METHODS).is_some() && self.value(block.name, "url").is_some()
        };
        let method = self.blocks.iter().find(is_method);
        let block = method.or_else(|| self.blocks.iter().find(was_meant))?;
        let method = match block.name {
            "http" => self.text.part(self.value("http", "method")?),
            name => piece::implied(self.text, block.heading(), &name.to_ascii_uppercase()),
        };
        // Where something is missing among the headers.
        let headings = self.named("headers").chain([block]);
        let place = headings.map(Block::heading).next()?;
        let url = self.value(block.name, "url");
        let (body, is_json) = self.body(block.name);
        let mut headers = self.headers();
        let mut headers_known = self.blocks.iter().all(|block| block.is_closed);
        let mode = self.written(self.value(block.name, "auth")).to_owned();
        let given = self.auth(&mode, &place);
        headers_known &= given.is_some();
        headers.extend(given.flatten());
        let has_type =
            |header: &Header<'_>| header.name.as_str().eq_ignore_ascii_case("Content-Type");
        if is_json && !headers.iter().any(has_type) {
            headers.push(self.implied("Content-Type", "application/json", &place));
        }
        let end = self
            .blocks
            .iter()
            .map(|block| block.end)
            .max()
            .unwrap_or(place.end);
        let inherits_auth = mode == "inherit";
        let mut fragment = Fragment {
            leniency: Leniency {
                comments: true,
                ..Leniency::default()
            },
            body,
            call: Some(Call {
                client: Client::Bruno {
                    inherits_auth,
                    keeps_headers: headers_known,
                },
                name: self.text.span(place),
                span: self.text.span(block.at.min(end)..end),
                method: Some(method),
                url: url.map(|url| steps::filled_in(self.text.part(url), |name| self.step(name))),
                headers,
                headers_known,
                header_template: None,
                problems: self.problems(),
            }),
        };
        self.touched().apply(&mut fragment);
        Some(fragment)
    }

    /// The value of a step of the address.
    fn step(&self, name: &str) -> Option<String> {
        let value = self.value("params:path", name)?;
        Some(self.written(Some(value)).to_owned())
    }

    /// What the scripts before a request may change of it.
    fn touched(&self) -> Touched {
        let scripts = self.named("script:pre-request");
        let touched = scripts.map(|block| Touched::of(block.content(self.text.as_str())));
        touched.fold(Touched::default(), |all, one| all | one)
    }

    /// What keeps Bruno from reading the file as it was meant.
    fn problems(&self) -> Vec<Problem> {
        let open = self.blocks.iter().filter(|block| !block.is_closed);
        let open = open.map(|block| (ProblemKind::UnclosedBlock, block.heading()));
        let bodies = self
            .blocks
            .iter()
            .filter(|block| block.name.starts_with("body"));
        let bodies = bodies.filter_map(|block| block.unindented(self.text.as_str()));
        let bodies = bodies.map(|place| (ProblemKind::UnindentedBody, place));
        let problems = open.chain(bodies).map(|(kind, place)| Problem {
            kind,
            span: self.text.span(place),
            other: None,
        });
        problems.collect()
    }

    /// What is sent, and whether Bruno says that it is JSON.
    fn body(&self, request: &str) -> (Body<'t>, bool) {
        let mode = self.written(self.value(request, "body"));
        let (block, is_json) = match mode {
            "json" | "" => ("body:json", true),
            "text" => ("body:text", false),
            "none" => return (Body::None, false),
            _ => return (Body::Unknown, false),
        };
        let mut blocks = self.named(block).chain(self.named("body"));
        let Some(block) = blocks.next() else {
            return (Body::None, false);
        };
        if block.unindented(self.text.as_str()).is_some() {
            return (Body::Unknown, is_json);
        }
        let body = self.outdented(block);
        match body.as_str() {
            written if written.trim().is_empty() => (Body::None, is_json),
            written if piece::is_to_come(written) => (Body::Unknown, is_json),
            _ => (Body::Text(body), is_json),
        }
    }

    /// The text of a block, without the two blanks that Bruno puts before each line.
    fn outdented(&self, block: &Block<'_>) -> Text<'t> {
        let source = self.text.as_str();
        let encoding = Encoding::Indented;
        let indent = |line: &Line<'_>| if line.text.starts_with("  ") { 2 } else { 0 };
        let mut decoder = Decoder::new();
        let mut lines = block.lines(source).peekable();
        let mut start = lines
            .peek()
            .map_or(block.inside.start, |line| line.at + indent(line));
        let place = start;
        while let Some(line) = lines.next() {
            decoder.verbatim(start, &source[start..line.end()], encoding);
            if let Some(next) = lines.peek() {
                start = next.at + indent(next);
                let written = &source[line.end()..next.at];
                decoder.escape(line.end()..start, written, encoding);
            }
        }
        decoder.finish(self.text, place, encoding)
    }

    /// The headers that are written and not switched off.
    fn headers(&self) -> Vec<Header<'t>> {
        let entries = self.named("headers").flat_map(|block| self.entries(block));
        let enabled = entries.filter(|entry| entry.is_enabled && !entry.key.is_empty());
        enabled
            .map(|entry| Header {
                name: self.text.part(entry.key),
                value: Some(self.text.part(entry.value)),
                implied: false,
            })
            .collect()
    }

    /// The header with which Bruno proves who sends the request, if there is one; `None` where that cannot be told.
    fn auth(&self, mode: &str, place: &Range<usize>) -> Option<Option<Header<'t>>> {
        let block = format!("auth:{mode}");
        let part = |key| self.value(&block, key).map(|range| self.text.part(range));
        match mode {
            // What is inherited is added by whoever can look into the other files.
            "" | "none" | "inherit" => Some(None),
            "wsse" => Some(None),
            "bearer" => Some(Some(Header {
                value: part("token"),
                ..self.implied("Authorization", "", place)
            })),
            "apikey" if self.written(self.value(&block, "placement")) == "header" => {
                Some(Some(Header {
                    name: part("key")?,
                    value: part("value"),
                    implied: true,
                }))
            }
            "apikey" => Some(None),
            "oauth2" if self.written(self.value(&block, "token_placement")) == "url" => None,
            _ => Some(Some(Header {
                value: None,
                ..self.implied("Authorization", "", place)
            })),
        }
    }

    fn implied(&self, name: &str, value: &str, place: &Range<usize>) -> Header<'t> {
        let text = |text| piece::implied(self.text, place.clone(), text);
        Header {
            name: text(name),
            value: Some(text(value)).filter(|value| !value.is_empty()),
            implied: true,
        }
    }

    /// Variables, what a request proves itself with and, where there is no request, the headers of all of them.
    fn variables(&self, with_headers: bool) -> Vec<Variable> {
        let holds_some = |block: &&Block<'_>| {
            matches!(block.name, "vars" | "vars:pre-request")
                || block.name.starts_with("auth:")
                || with_headers && block.name == "headers"
        };
        let blocks = self.blocks.iter().filter(holds_some);
        let entries = blocks.flat_map(|block| {
            let is_usable = block.name.starts_with("vars") && !with_headers;
            let entries = self.entries(block).into_iter();
            entries.map(move |entry| (entry, is_usable))
        });
        entries
            .map(|(entry, is_usable)| Variable {
                is_usable: is_usable && entry.is_enabled,
                name: self.text.part(entry.key).into_owned(),
                value: self.text.part(entry.value).into_owned(),
                secret: false,
            })
            .collect()
    }

    /// Bruno's own words: the names of blocks that it knows, their braces, and the keys of those that have settled ones.
    fn notation(&self) -> Vec<Range<usize>> {
        let mut notation = Vec::new();
        for block in &self.blocks {
            notation.push(block.inside.end..block.end);
            if METHODS.contains(&block.name) || NAMES.contains(&block.name) {
                notation.push(block.at..block.opened);
            }
            if METHODS.contains(&block.name) || block.name == "meta" {
                let entries = self.entries(block).into_iter();
                let settled = entries.filter(|entry| {
                    let key = &self.text.as_str()[entry.key.clone()];
                    ["url", "body", "auth", "name", "type", "seq"].contains(&key)
                });
                notation.extend(settled.map(|entry| entry.key.start..entry.key.end + 1));
            }
        }
        notation
            .into_iter()
            .map(|range| self.text.span(range))
            .collect()
    }
}

#[cfg(test)]
mod tests;
