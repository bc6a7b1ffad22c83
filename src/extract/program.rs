//! Requests in Python and JavaScript: calls with their literals, and bodies that are sent by something else.

use std::collections::HashSet;

use super::{Body, Call, Client, Fragment, Header};
use crate::catalog;
use crate::code::{self, Code, Kind, Language, Part};
use crate::json::{self, Json, Leniency};
use crate::text::Text;

mod javascript;
mod own;
mod python;

/// Finds the requests in a program.
pub(super) fn extract(text: &Text<'_>, language: Language) -> Vec<Fragment<'static>> {
    if !catalog::is_mentioned(text.as_str()) {
        return Vec::new();
    }
    let code = code::parse(text, language);
    let mut found = Found::default();
    let own = own::names(&code);
    for token in 0..code.tokens.len() {
        let call = match language {
            Language::Python => python::call(&code, token),
            _ => javascript::call(&code, text, token),
        };
        if let Some(mut call) = call {
            let client = text.as_str()[call.name.clone()].split(['.', '(']).next();
            if client.is_some_and(|client| own.contains(client.trim())) {
                call.is_ones_own();
            }
            found.add(code.tokens[token].start, call.fragment(&code));
        }
    }
    bodies(&code, &mut found);
    if language == Language::Python {
        texts(&code, &mut found);
    }
    found.in_order()
}

/// Adds the texts that are handed to a function which is not known to send them.
fn texts(code: &Code<'_>, found: &mut Found) {
    for token in 0..code.tokens.len() {
        let Some(text) = python::handed_on(code, token) else {
            continue;
        };
        if let Body::Text(body) = text_body(code, &(text..text + 1))
            && !found.sends(body.whole_span().start)
        {
            let fragment = Fragment {
                body: Body::Text(body),
                ..Fragment::default()
            };
            found.add(code.tokens[token].start, fragment);
        }
    }
}

/// Whether a text of an unknown kind is Python: it begins with what it needs.
pub(super) fn is_likely_python(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.find(|line| !line.starts_with('#'));
    first.is_some_and(|line| line.starts_with("import ") || line.starts_with("from "))
        && !text.contains(" from '")
}

/// The fragments of a text, each with its first byte there.
#[derive(Default)]
pub(super) struct Found {
    fragments: Vec<(usize, Fragment<'static>)>,
    /// Where the bodies stand that are sent, in bytes of the file.
    sent: HashSet<usize>,
}

impl Found {
    pub(super) fn add(&mut self, at: usize, fragment: Fragment<'static>) {
        if let Body::Text(body) = &fragment.body {
            self.sent.insert(body.whole_span().start);
        }
        self.fragments.push((at, fragment));
    }

    /// Whether a body that begins here, in bytes of the file, is sent by a call.
    pub(super) fn sends(&self, start: usize) -> bool {
        self.sent.contains(&start)
    }

    pub(super) fn in_order(mut self) -> Vec<Fragment<'static>> {
        self.fragments.sort_by_key(|(at, _)| *at);
        self.fragments
            .into_iter()
            .map(|(_, fragment)| fragment)
            .collect()
    }
}

/// Adds the bodies that no call sends: objects that have all of the envelope's own objects. What a program adds to
/// them before it sends them is not known.
pub(super) fn bodies(code: &Code<'_>, found: &mut Found) {
    let mut token = 0;
    while token < code.tokens.len() {
        let part = token..code.after(token).min(code.tokens.len());
        if code.kind(token) != Some(Kind::Open) || !is_envelope(code, token) {
            token += 1;
            continue;
        }
        let body = code.json(&part, true);
        if !found.sends(body.whole_span().start) {
            let fragment = Fragment {
                body: Body::Text(body),
                ..Fragment::default()
            };
            found.add(code.tokens[token].start, fragment);
        }
        token = part.end;
    }
}

fn is_envelope(code: &Code<'_>, open: usize) -> bool {
    if !matches!(code.source(open), "{" | "@{") {
        return false;
    }
    let properties = catalog::envelope().properties;
    let holds_others = |pointer: &str| properties.iter().any(|inner| inner.parent == pointer);
    let objects = properties
        .iter()
        .filter(|property| property.parent.is_empty() && !property.pointer.is_empty())
        .filter(|property| holds_others(property.pointer));
    // Most brackets hold something else, and are left here.
    let inside = code.inside(open);
    let range = code.range(&inside);
    let mut names = objects.map(|property| property.name);
    if range.len() < 32 || inside.len() < 3 {
        return false;
    }
    let items = code.items(open);
    let entries: Vec<(String, Part)> = items.iter().filter_map(|item| named(code, item)).collect();
    // Texts about them stand under the same names elsewhere.
    let is_plain = |value: &Part| {
        value.len() == 1 && matches!(code.kind(value.start), Some(Kind::String | Kind::Number))
    };
    let mut written = false;
    let all = names.all(|name| {
        let value = entries.iter().find(|(key, _)| key == name);
        written |= value.is_some_and(|(_, value)| code.kind(value.start) == Some(Kind::Open));
        value.is_some_and(|(_, value)| !is_plain(value))
    });
    all && written
}

/// An item's key and value; `name` alone is both.
fn named(code: &Code<'_>, item: &Part) -> Option<(String, Part)> {
    match code.entry(item) {
        Some((key, value)) => Some((code.name_of(&key)?, value)),
        None if item.len() == 1 => Some((code.name_of(item)?, item.clone())),
        None => None,
    }
}

/// A call, as its arguments describe it.
#[derive(Default)]
pub(super) struct Described {
    /// The function's name, and the call with its arguments; in bytes of the text.
    pub(super) name: std::ops::Range<usize>,
    pub(super) span: std::ops::Range<usize>,
    /// In capitals, and where it is written.
    pub(super) method: Option<(String, std::ops::Range<usize>)>,
    pub(super) url: Option<Text<'static>>,
    pub(super) body: Body<'static>,
    pub(super) headers: Vec<Header<'static>>,
    pub(super) headers_known: bool,
    /// What is sent where no other header says of which type the body is.
    pub(super) content_type: Option<Header<'static>>,
}

impl Described {
    pub(super) fn fragment(self, code: &Code<'_>) -> Fragment<'static> {
        let mut headers = self.headers;
        let has_type = headers
            .iter()
            .any(|header| header.name.as_str().eq_ignore_ascii_case(CONTENT_TYPE));
        headers.extend(self.content_type.filter(|_| !has_type));
        let method = self.method;
        let call = Call {
            client: Client::default(),
            name: code.span(self.name.clone()),
            span: code.span(self.span.clone()),
            method: method.map(|(method, place)| code.implied(place, &method)),
            url: self.url,
            headers,
            headers_known: self.headers_known,
            header_template: None,
            problems: Vec::new(),
        };
        Fragment {
            body: self.body,
            call: Some(call),
            ..Fragment::default()
        }
    }

    /// The client is the program's own: it may add headers, and put something before an address.
    fn is_ones_own(&mut self) {
        self.headers_known = false;
        let is_whole = |url: &Text<'_>| url.as_str().starts_with("http");
        self.url = self.url.take().filter(is_whole);
    }

    /// The body is JSON by the way it is given.
    pub(super) fn sends_json(&mut self, code: &Code<'_>) {
        let place = || self.name.clone();
        self.content_type = Some(Header {
            name: code.implied(place(), CONTENT_TYPE),
            value: Some(code.implied(place(), "application/json")),
            implied: true,
        });
    }

    /// Takes the headers from an object. What cannot be read may be any header.
    pub(super) fn take_headers(&mut self, json: &Json<'_>) {
        let root = json.roots.first().copied();
        let Some(root) = root.filter(|&root| json.is_object(root)) else {
            self.headers_known = false;
            return;
        };
        self.headers_known &= !json.is_incomplete(root);
        for (name, value) in json.members(root) {
            let value = match json.is_string(value) {
                true => json.string(value).into_owned(),
                false => json.text.slice(json.range(value)).into_owned(),
            };
            self.headers.push(Header {
                name: json.string(name).into_owned(),
                value: Some(value),
                implied: false,
            });
        }
    }
}

pub(super) const CONTENT_TYPE: &str = "Content-Type";

/// The JSON of an expression; names that something is done to elsewhere stand for excerpts.
pub(super) fn read<'c>(code: &'c Code<'_>, part: &Part) -> Json<'c> {
    json::parse(code.json(part, false), Leniency::default())
}

/// The string that an expression stands for, as far as it is known; `None` where nothing of it is.
pub(super) fn string(code: &Code<'_>, part: &Part) -> Option<Text<'static>> {
    let json = read(code, part);
    let root = json.roots.first().copied()?;
    match json.is_string(root) {
        true => Some(json.string(root).into_owned()),
        false => None,
    }
}

/// A body that is given as a text. One with gaps for `%` or `format` is none yet.
pub(super) fn text_body(code: &Code<'_>, part: &Part) -> Body<'static> {
    let has_gaps = |text: &str| {
        ["%s", "%(", "{0}", "{{\""]
            .iter()
            .any(|gap| text.contains(gap))
    };
    match string(code, part) {
        Some(text) if has_gaps(text.as_str()) => Body::Unknown,
        Some(text) if text.as_str().trim_start().starts_with(['{', '[']) => Body::Text(text),
        _ => Body::Unknown,
    }
}

/// What a name stands for, in place of the name.
pub(super) fn followed(code: &Code<'_>, part: &Part) -> Part {
    let part = code.bare(part.clone());
    if part.len() != 1 || code.kind(part.start) != Some(Kind::Word) {
        return part;
    }
    match code.assigned(code.source(part.start)) {
        Some(assigned) if !assigned.is_touched => code.bare(assigned.value.clone()),
        _ => part,
    }
}

/// The first argument of a call of `object.function`, where an expression is one.
pub(super) fn argument_of(
    code: &Code<'_>,
    part: &Part,
    object: &str,
    function: &str,
) -> Option<Part> {
    let at = part.start;
    let is_call = part.len() > 4
        && code.is_word(at, object)
        && code.kind(at + 1) == Some(Kind::Dot)
        && code.is_word(at + 2, function)
        && code.opens(at + 3, "(")
        && code.after(at + 3) == part.end;
    is_call
        .then(|| code.items(at + 3).into_iter().next())
        .flatten()
}
