//! Reads the arguments of a call: what is sent where, with which headers.

use std::ops::Range;

use super::arguments::{self, Argument, Kind, Value};
use super::line::Line;
use super::looks_like_json;
use super::template::header_template;
use super::values::{Produced, Values};
use crate::extract::piece::{implied, trimmed};
use crate::extract::{Body, Call, Client, Fragment, Header, Problem, ProblemKind};
use crate::shell::Word;
use crate::text::{HOLE, Text};

mod body;
mod slips;

use slips::without_typography;

/// The requests of a curl command: one, or more with `--next`.
pub(super) fn curl<'t>(
    text: &'t Text<'_>,
    line: &Line<'_, 't>,
    values: &Values<'_, 't>,
) -> Vec<Fragment<'t>> {
    let arguments = arguments::read(&line.words[1..]);
    let requests = arguments.split(|argument| argument.kind == Kind::Option("next"));
    let mut fragments: Vec<Fragment<'t>> = requests
        .map(|arguments| {
            let mut reader = Reader::new(text, line, values);
            for argument in arguments {
                reader.argument(argument);
            }
            reader.fragment()
        })
        .collect();
    // The lines' own problems are told once.
    for later in fragments
        .iter_mut()
        .skip(1)
        .filter_map(|fragment| fragment.call.as_mut())
    {
        let own = [
            ProblemKind::TwoBodies,
            ProblemKind::NameAsBody,
            ProblemKind::EqualsInOption,
            ProblemKind::OneDash,
            ProblemKind::BodyWithoutOption,
            ProblemKind::UnquotedHeader,
        ];
        later.problems.retain(|problem| own.contains(&problem.kind));
    }
    fragments
}

/// The call of a function that passes its arguments on to curl; `known` says whether the script defines it so.
pub(super) fn wrapper<'t>(
    text: &'t Text<'_>,
    line: &Line<'_, 't>,
    values: &Values<'_, 't>,
    known: bool,
) -> Option<Fragment<'t>> {
    let arguments = arguments::read(&line.words[1..]);
    let has = |name: &str| {
        arguments
            .iter()
            .any(|argument| argument.kind == Kind::Option(name))
    };
    if !(known || has("header") || has("request")) {
        return None;
    }
    let mut reader = Reader::new(text, line, values);
    reader.headers_known = false;
    let mut body = false;
    let name = line.words[0].text.as_str();
    // What the function does to it on the way is not known.
    let hands_on = || !(known && values.is_piped_to_curl_in(name));
    let reads_json = || {
        let input = values.input(line.redirections.iter().copied(), line.input);
        hands_on() && matches!(input, Produced::Text(text, _) if looks_like_json(text.as_str()))
    };
    for argument in &arguments {
        let Some(value) = &argument.value else {
            continue;
        };
        let json = looks_like_json(value.text.as_str())
            || matches!(values.word(value.word), Produced::Text(text, _) if looks_like_json(text.as_str()));
        match argument.kind {
            Kind::Option("header" | "request" | "url") => reader.argument(argument),
            Kind::Option("data" | "data-raw" | "data-binary" | "data-ascii" | "json") if json => {
                body = true;
                reader.argument(argument);
            }
            Kind::Option("data" | "data-binary" | "data-ascii" | "json")
                if value.text.as_str() == "@-" && reads_json() =>
            {
                body = true;
                reader.argument(argument);
            }
            Kind::Positional if json && known => {
                body = true;
                reader.send(value, Argued::Literal);
            }
            Kind::Positional if value.text.as_str().starts_with("http") => {
                reader.argument(argument)
            }
            _ => {}
        }
    }
    body.then(|| reader.fragment())
}

/// How an option reads its argument.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Argued {
    /// `@` names a file.
    AtFile,
    Literal,
    /// The whole argument names a file, `-` is the standard input.
    File,
}

struct Reader<'r, 's, 't> {
    text: &'t Text<'t>,
    line: &'r Line<'s, 't>,
    values: &'r Values<'s, 't>,
    method: Option<Text<'t>>,
    /// A method that follows from an option, less than one that is written.
    implied_method: Option<Text<'t>>,
    url: Option<Text<'t>>,
    url_word: Option<usize>,
    /// With the word that holds each.
    bodies: Vec<(Body<'t>, &'s Word<'t>)>,
    headers: Vec<Header<'t>>,
    /// Those of `--json`, which a written header replaces.
    json_headers: Vec<Header<'t>>,
    headers_known: bool,
    /// Whether there may be further arguments.
    extended: bool,
    get: bool,
    /// Index into the line's words of the value of a header that is not quoted.
    parted: Range<usize>,
    /// Indices into the line's words of the last header.
    header_words: Option<std::ops::Range<usize>>,
    problems: Vec<Problem>,
}

impl<'r, 's, 't> Reader<'r, 's, 't> {
    fn new(text: &'t Text<'t>, line: &'r Line<'s, 't>, values: &'r Values<'s, 't>) -> Self {
        Reader {
            text,
            line,
            values,
            method: None,
            implied_method: None,
            url: None,
            url_word: None,
            bodies: Vec::new(),
            headers: Vec::new(),
            json_headers: Vec::new(),
            headers_known: !line.extended,
            extended: line.extended,
            get: false,
            parted: 0..0,
            header_words: None,
            problems: Vec::new(),
        }
    }

    fn argument(&mut self, argument: &Argument<'s, 't>) {
        let place = || self.line.words[argument.word + 1].span.clone();
        let name = match argument.kind {
            Kind::Option(name) => name,
            Kind::Positional => "url",
            Kind::Splice => "config",
        };
        self.look_at_option(argument);
        if argument.kind == Kind::Positional && self.parted.contains(&(argument.word + 1)) {
            return;
        }
        match (name, &argument.value) {
            ("config", _) => {
                self.headers_known = false;
                self.extended = true;
            }
            ("get", _) => {
                self.get = true;
                self.implied_method = Some(implied(self.text, place(), "GET"));
            }
            ("head", _) => self.implied_method = Some(implied(self.text, place(), "HEAD")),
            ("netrc" | "netrc-optional" | "netrc-file" | "user", _) => {
                let name = implied(self.text, place(), "Authorization");
                self.headers.push(Header {
                    name,
                    value: None,
                    implied: true,
                });
            }
            (_, None) => {}
            ("request", Some(value)) => self.method = Some(self.value_text(value)),
            ("url", Some(value))
                if argument.kind == Kind::Positional && self.take_stray_body(value) => {}
            // Of several URLs, each of which gets the same request, the first stands for all.
            ("url", Some(value)) if self.url.is_none() => {
                let begun = match value.glued {
                    true => None,
                    false => self.values.address(self.text, value.word),
                };
                let url = begun.unwrap_or_else(|| self.value_text(value));
                self.url = Some(without_typography(url));
                self.url_word = Some(argument.last + 1);
            }
            ("header", Some(value)) => {
                if !self.take_parted_header(argument) {
                    self.header(value);
                }
                self.header_words = Some(argument.word + 1..argument.last + 1);
            }
            ("oauth2-bearer", Some(value)) => {
                let name = implied(self.text, place(), "Authorization");
                self.headers.push(Header {
                    name,
                    value: Some(self.value_text(value)),
                    implied: true,
                });
            }
            ("json", Some(value)) => {
                for name in ["Content-Type", "Accept"] {
                    let value = Some(implied(self.text, place(), "application/json"));
                    let name = implied(self.text, place(), name);
                    self.json_headers.push(Header {
                        name,
                        value,
                        implied: true,
                    });
                }
                self.send(value, Argued::AtFile);
            }
            ("data" | "data-ascii" | "data-binary", Some(value)) => {
                self.send(value, Argued::AtFile)
            }
            ("data-raw", Some(value)) => self.send(value, Argued::Literal),
            ("data-urlencode" | "form" | "form-string", Some(value)) => {
                self.bodies.push((Body::Unknown, value.word))
            }
            ("upload-file", Some(value)) => {
                self.implied_method = Some(implied(self.text, place(), "PUT"));
                self.send(value, Argued::File);
            }
            _ => {}
        }
    }

    /// The text of an option's argument, a variable that is assigned once followed.
    fn value_text(&self, value: &Value<'s, 't>) -> Text<'t> {
        if value.glued {
            value.text.clone()
        } else {
            self.values.text(value.word)
        }
    }

    fn header(&mut self, value: &Value<'s, 't>) {
        let text = self.value_text(value);
        let header = text.as_str();
        let colon = header.find(':');
        let semicolon = header.trim_end().strip_suffix(';').map(str::len);
        let colonless = || self.is_colonless(header);
        let name_end = colon
            .or(semicolon)
            .or_else(colonless)
            .unwrap_or(header.len());
        if header.starts_with('@') || header[..name_end].contains(HOLE) || header.is_empty() {
            self.headers_known = false;
            return;
        }
        let value = match (colon, semicolon) {
            (Some(colon), _) => Some(trimmed(&text, colon + 1..header.len())),
            (None, Some(end)) => Some(text.slice(end..end).into_owned()),
            (None, None) => None,
        };
        self.headers.push(Header {
            name: trimmed(&text, 0..name_end),
            value,
            implied: false,
        });
    }

    fn fragment(mut self) -> Fragment<'t> {
        self.look_for_typography();
        for word in &self.line.words {
            if let Some(slip) = &word.slip {
                self.slip(slip);
            }
        }
        for (kind, span, other) in &self.line.problems {
            let (span, other) = (
                self.text.span(span.clone()),
                Some(self.text.span(other.clone())),
            );
            self.problems.push(Problem {
                kind: *kind,
                span,
                other,
            });
        }
        let body = self.body();
        self.problems.sort_by_key(|problem| problem.span.start);
        for header in std::mem::take(&mut self.json_headers) {
            if !self.headers.iter().any(|known| {
                known
                    .name
                    .as_str()
                    .eq_ignore_ascii_case(header.name.as_str())
            }) {
                self.headers.push(header);
            }
        }
        let clear = self.problems.is_empty() && !self.line.foreign && self.headers_known;
        let template = || {
            header_template(
                self.text,
                &self.line.words,
                self.header_words.clone(),
                self.url_word,
            )
        };
        let header_template = if clear { template() } else { None };
        Fragment {
            leniency: crate::json::Leniency::default(),
            body,
            call: Some(Call {
                client: Client::Shell,
                name: self.text.span(self.line.words[0].span.clone()),
                span: self.text.span(self.line.span.clone()),
                method: self.method.or(self.implied_method),
                url: self.url,
                headers: self.headers,
                headers_known: self.headers_known,
                header_template,
                problems: self.problems,
            }),
        }
    }
}
