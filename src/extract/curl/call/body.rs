//! What a command sends, and the slips on the way.

use super::super::arguments::Value;
use super::super::looks_like_json;
use super::super::values::Produced;
use super::{Argued, Reader};
use crate::extract::{Body, Problem, ProblemKind};
use crate::shell::{Slip, SlipKind};
use crate::text::HOLE;

impl<'s, 't> Reader<'_, 's, 't> {
    /// Notes a body.
    pub(super) fn send(&mut self, value: &Value<'s, 't>, argued: Argued) {
        let body = self.sent(value, argued);
        self.bodies.push((body, value.word));
    }

    pub(super) fn sent(&mut self, value: &Value<'s, 't>, argued: Argued) -> Body<'t> {
        let raw = value.text.as_str();
        let path = match argued {
            Argued::AtFile => raw.strip_prefix('@').map(|_| 1),
            Argued::Literal => None,
            Argued::File => Some(0),
        };
        if let Some(at) = path {
            let path = match argued {
                Argued::File => self.value_text(value),
                _ => value.text.slice(at..raw.len()).into_owned(),
            };
            if let Some(produced) = self.values.file_at(value.word) {
                return self.produced(produced);
            }
            if matches!(path.as_str(), "-" | "." | "/dev/stdin") {
                let input = self
                    .values
                    .input(self.line.redirections.iter().copied(), self.line.input);
                return self.produced(input);
            }
            let produced = self.values.named(path);
            return self.produced(produced);
        }
        if value.glued {
            return if value.text.as_str() == HOLE.encode_utf8(&mut [0; 4]) {
                Body::Unknown
            } else {
                Body::Text(value.text.clone())
            };
        }
        // `{a,b}` is two words.
        if value.word.splits && value.word.expansion.is_none() && !value.word.quoted {
            return Body::Unknown;
        }
        let produced = self.values.word(value.word);
        // What comes from elsewhere may begin with `@` too.
        if let Produced::Text(text, _) = &produced
            && argued == Argued::AtFile
            && text.as_str().starts_with('@')
        {
            let path = text.slice(1..text.as_str().len()).into_owned();
            let produced = self.values.named(path);
            return self.produced(produced);
        }
        self.produced(produced)
    }

    pub(super) fn produced(&mut self, produced: Produced<'t>) -> Body<'t> {
        match produced {
            Produced::Text(text, slip) => {
                if let Some(slip) = slip {
                    self.slip(&slip);
                }
                Body::Text(text)
            }
            Produced::File(path) => Body::File(path),
            Produced::Unknown => Body::Unknown,
        }
    }

    pub(super) fn slip(&mut self, slip: &Slip) {
        let kind = match slip.kind {
            SlipKind::UnclosedQuote => ProblemKind::UnclosedQuote,
            SlipKind::UnescapedJson => ProblemKind::UnescapedJson,
            SlipKind::StrayApostrophe => ProblemKind::StrayApostrophe,
        };
        self.headers_known &= slip.evident;
        let other = slip.other.clone().map(|other| self.text.span(other));
        let problem = Problem {
            kind,
            span: self.text.span(slip.span.clone()),
            other,
        };
        if !self.line.foreign && !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    /// The one body that is sent; curl joins several with `&`, as fields of a form.
    pub(super) fn body(&mut self) -> Body<'t> {
        let mut bodies = std::mem::take(&mut self.bodies);
        let json =
            |body: &Body<'_>| matches!(body, Body::Text(text) if looks_like_json(text.as_str()));
        if let [(first, first_word), rest @ ..] = bodies.as_slice()
            && !rest.is_empty()
        {
            if !json(first) && !rest.iter().any(|(body, _)| json(body)) {
                return Body::Unknown;
            }
            for (_, word) in rest {
                let span = self.text.span(word.span.clone());
                let other = Some(self.text.span(first_word.span.clone()));
                self.problems.push(Problem {
                    kind: ProblemKind::TwoBodies,
                    span,
                    other,
                });
            }
        }
        if let [(Body::Text(text), word)] = bodies.as_slice()
            && is_file_name(text.as_str())
            && !self.line.foreign
        {
            self.problems.push(Problem {
                kind: ProblemKind::NameAsBody,
                span: self.text.span(word.span.clone()),
                other: None,
            });
            return Body::Unknown;
        }
        let body = match bodies.drain(..).next() {
            Some((body, _)) => body,
            None if self.extended => Body::Unknown,
            None => Body::None,
        };
        match &body {
            // Another shell's escapes were not read.
            Body::Text(text)
                if self.line.foreign && (!json(&body) || text.as_str().contains(HOLE)) =>
            {
                Body::Unknown
            }
            // With `-G` fields go into the URL; an object there is a mistake and stays a body.
            _ if self.get && !json(&body) => Body::None,
            _ => body,
        }
    }
}

/// Whether a body is nothing but the name of a JSON file, or of standard input.
fn is_file_name(body: &str) -> bool {
    if body == "-" {
        return true;
    }
    let part_of_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '~');
    let stem = body.strip_suffix(".json").unwrap_or_default();
    !stem.is_empty() && stem.chars().all(part_of_name)
}
