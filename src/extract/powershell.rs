//! PowerShell: `Invoke-RestMethod`, `Invoke-WebRequest`, `curl.exe`, and bodies that are sent by something else.

use std::collections::HashSet;

use super::program::{CONTENT_TYPE, Described, Found, bodies, followed, read, string, text_body};
use super::{Body, Fragment, Header, curl};
use crate::catalog;
use crate::code::{self, Code, Kind, Language, Part};
use crate::text::{HOLE, Text};

mod native;

/// The commands that send a request.
const COMMANDS: [&str; 4] = ["Invoke-RestMethod", "Invoke-WebRequest", "irm", "iwr"];

/// Their parameters that take an argument and matter here, or begin like one that does.
const PARAMETERS: [&str; 13] = [
    "authentication",
    "body",
    "contenttype",
    "credential",
    "custommethod",
    "form",
    "headers",
    "infile",
    "method",
    "token",
    "uri",
    "websession",
    "sessionvariable",
];

/// Finds the requests in a script.
pub(super) fn extract(text: &Text<'_>) -> Vec<Fragment<'static>> {
    if !catalog::is_mentioned(text.as_str()) {
        return Vec::new();
    }
    let code = code::parse(text, Language::PowerShell);
    let mut found = Found::default();
    // These may hold arguments of every call.
    let has_defaults = text.as_str().contains("PSDefaultParameterValues");
    for token in 0..code.tokens.len() {
        if COMMANDS.iter().any(|name| code.is_word(token, name)) && begins_command(&code, token) {
            let mut call = call(&code, token);
            call.headers_known &= !has_defaults;
            let fragment = call.fragment(&code);
            found.add(code.tokens[token].start, fragment);
        }
    }
    let script = native::commands(&code, text);
    for fragment in curl::of_script(text, &script) {
        let at = fragment.call.as_ref().map_or(0, |call| call.span.start);
        let mut fragment = fragment.into_owned();
        if let Some(call) = &mut fragment.call {
            call.header_template = None;
        }
        found.add(at, fragment);
    }
    bodies(&code, &mut found);
    texts(&code, &mut found);
    found.in_order()
}

/// Whether a text of an unknown kind is PowerShell.
pub(super) fn is_likely(text: &str) -> bool {
    let has = |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    has("Invoke-RestMethod")
        || has("Invoke-WebRequest")
        || has("ConvertTo-Json")
        || has("curl.exe") && has(" `\n")
        || reads_environment(text)
}

/// Whether a variable of the environment is read as nothing else does: `$env:NAME`.
fn reads_environment(text: &str) -> bool {
    const MARK: &str = "$env:";
    let names = |rest: &str| rest.starts_with(|first: char| first.is_ascii_uppercase());
    memchr::memmem::find_iter(text.as_bytes(), MARK).any(|at| names(&text[at + MARK.len()..]))
}

fn begins_command(code: &Code<'_>, token: usize) -> bool {
    let before = token.checked_sub(1).and_then(|before| code.kind(before));
    matches!(
        before,
        None | Some(
            Kind::Newline
                | Kind::Semicolon
                | Kind::Assign
                | Kind::Open
                | Kind::Pipe
                | Kind::Word
                | Kind::Close
                | Kind::Other
        )
    )
}

/// Where a command ends that begins at a token.
pub(super) fn end_of(code: &Code<'_>, token: usize) -> usize {
    let mut at = token;
    while let Some(kind) = code.kind(at) {
        if matches!(
            kind,
            Kind::Newline | Kind::Semicolon | Kind::Pipe | Kind::Close
        ) {
            break;
        }
        at = code.after(at);
    }
    at.min(code.tokens.len())
}

fn call(code: &Code<'_>, token: usize) -> Described {
    let end = end_of(code, token);
    let mut call = Described {
        name: code.range(&(token..token + 1)),
        span: code.range(&(token..end)),
        headers_known: true,
        ..Described::default()
    };
    let mut at = token + 1;
    while at < end {
        match code.tokens[at].kind {
            Kind::Parameter => {
                let name = code.source(at).trim_start_matches('-').to_ascii_lowercase();
                at += 1;
                // `-Method:Post`
                if code.kind(at) == Some(Kind::Colon) && touches(code, at) {
                    at += 1;
                }
                if let Some(name) = parameter(&name) {
                    let value = argument(code, at, end);
                    at = value.end;
                    set(&mut call, code, name, value);
                } else if !is_switch(code, at) {
                    at = argument(code, at, end).end;
                }
            }
            Kind::Spread => {
                splat(&mut call, code, at);
                at += 1;
            }
            _ => {
                let value = argument(code, at, end);
                at = value.end.max(at + 1);
                if call.url.is_none() {
                    set(&mut call, code, "uri", value);
                }
            }
        }
    }
    // Without a method nothing is sent but a question.
    if call.method.is_none() {
        call.method = Some(("GET".to_owned(), call.name.clone()));
    }
    call
}

/// The parameter that a name, which may be cut short, is for.
fn parameter(name: &str) -> Option<&'static str> {
    PARAMETERS
        .into_iter()
        .find(|own| *own == name)
        .or_else(|| PARAMETERS.into_iter().find(|own| own.starts_with(name)))
}

/// Whether a parameter that stands before a token takes no argument.
fn is_switch(code: &Code<'_>, at: usize) -> bool {
    matches!(
        code.kind(at),
        None | Some(Kind::Parameter | Kind::Spread | Kind::Newline | Kind::Pipe | Kind::Close)
    )
}

/// Whether a token stands directly behind the one before it.
fn touches(code: &Code<'_>, at: usize) -> bool {
    at > 0 && at < code.tokens.len() && code.tokens[at].start == code.tokens[at - 1].end
}

/// The argument that begins at a token: all that stands together.
pub(super) fn argument(code: &Code<'_>, at: usize, end: usize) -> Part {
    if at >= end {
        return end..end;
    }
    let mut next = code.after(at).min(end);
    while next < end && touches(code, next) {
        next = code.after(next).min(end);
    }
    at..next
}

fn set(call: &mut Described, code: &Code<'_>, name: &str, value: Part) {
    match name {
        "uri" => call.url = word(code, &value),
        "method" | "custommethod" => {
            let written = word(code, &value).map(|text| text.as_str().to_ascii_uppercase());
            call.method = Some((written.unwrap_or_else(unknown), code.range(&value)));
        }
        "headers" => call.take_headers(&read(code, &value)),
        "body" => call.body = body(code, &value),
        "infile" | "form" => call.body = Body::Unknown,
        "contenttype" => {
            let place = code.range(&value);
            let written = word(code, &value);
            call.content_type = Some(Header {
                name: code.implied(place.clone(), CONTENT_TYPE),
                value: Some(written.unwrap_or_else(|| code.implied(place, &unknown()))),
                implied: false,
            });
        }
        _ => call.headers_known = false,
    }
}

/// What only running the script would tell.
fn unknown() -> String {
    HOLE.to_string()
}

/// An argument as a text: a string, what a variable holds, or a bare word.
fn word(code: &Code<'_>, value: &Part) -> Option<Text<'static>> {
    if let Some(text) = string(code, value) {
        return Some(text);
    }
    let first = code.kind(value.start)?;
    let bare =
        !matches!(first, Kind::Open | Kind::Spread) && !code.source(value.start).starts_with('$');
    bare.then(|| code.verbatim(code.range(value)))
}

/// `@parameters`: the variable holds them by name.
fn splat(call: &mut Described, code: &Code<'_>, at: usize) {
    let name = format!("${}", code.source(at).trim_start_matches('@'));
    let given = code.assigned(&name).filter(|given| !given.is_touched);
    let given = given.map(|given| code.bare(given.value.clone()));
    let Some(given) = given.filter(|given| code.is_bracket(given, "@{")) else {
        call.headers_known = false;
        call.body = Body::Unknown;
        call.method
            .get_or_insert((unknown(), code.range(&(at..at + 1))));
        return;
    };
    for item in code.items(given.start) {
        let entry = code.entry(&item);
        let named = entry.and_then(|(key, value)| Some((code.name_of(&key)?, value)));
        match named {
            Some((key, value)) => {
                if let Some(name) = parameter(&key.to_ascii_lowercase()) {
                    set(call, code, name, value);
                }
            }
            None => call.headers_known = false,
        }
    }
}

/// What is sent: a text, or what `ConvertTo-Json` makes of an object.
fn body(code: &Code<'_>, value: &Part) -> Body<'static> {
    let value = followed(code, value);
    if let Some(object) = converted(code, &value) {
        return Body::Text(code.json(&object, false));
    }
    match code.is_bracket(&value, "@{") {
        // Fields of a form.
        true => Body::Unknown,
        false => text_body(code, &value),
    }
}

/// The object in `… | ConvertTo-Json` or `ConvertTo-Json …`.
fn converted(code: &Code<'_>, part: &Part) -> Option<Part> {
    let part = code.bare(part.clone());
    let is_it = |at: usize| code.is_word(at, "ConvertTo-Json");
    let pipe = code.find(&part, Kind::Pipe);
    if let Some(pipe) = pipe {
        let last = code.split(part.clone(), |kind| kind == Kind::Pipe);
        let [object, command] = last.as_slice() else {
            return None;
        };
        return (pipe > part.start && is_it(command.start)).then(|| object.clone());
    }
    if part.is_empty() || !is_it(part.start) {
        return None;
    }
    let mut at = part.start + 1;
    let mut object = None;
    while at < part.end {
        let is_parameter = code.kind(at) == Some(Kind::Parameter);
        let name = code.source(at).to_ascii_lowercase();
        if is_parameter && name.starts_with("-d") {
            at = argument(code, at + 1, part.end).end;
        } else if is_parameter {
            at += 1;
        } else {
            let value = argument(code, at, part.end);
            at = value.end.max(at + 1);
            object = Some(value);
        }
    }
    object
}

/// Adds what variables hold that looks like a body, where no call sends it.
fn texts(code: &Code<'_>, found: &mut Found) {
    let templates = templates(code);
    for token in 0..code.tokens.len() {
        if code.kind(token) != Some(Kind::String) {
            continue;
        }
        let text = string(code, &(token..token + 1));
        let is_body = |text: &Text<'_>| {
            text.as_str().trim_start().starts_with('{') && catalog::is_mentioned(text.as_str())
        };
        if let Some(text) = text.filter(is_body)
            && !found.sends(text.whole_span().start)
            // `'{ … }' -f $values` and its like make something else of it.
            && !matches!(code.kind(token + 1), Some(Kind::Parameter | Kind::Dot | Kind::Other | Kind::Plus | Kind::Pipe))
            && !is_expanded(code, token)
            && !is_given_to(code, token, &templates)
        {
            let fragment = Fragment {
                body: Body::Text(text),
                ..Fragment::default()
            };
            found.add(code.tokens[token].start, fragment);
        }
    }
}

/// Whether a text, or what a variable holds, is given to the method that fills in variables.
fn is_expanded(code: &Code<'_>, token: usize) -> bool {
    token >= 2 && code.opens(token - 1, "(") && code.is_word(token - 2, "ExpandString")
}

/// Variables that hold a text of which something else is made: `$text -replace …`.
fn templates(code: &Code<'_>) -> HashSet<String> {
    const MAKERS: [&str; 5] = ["-replace", "-creplace", "-ireplace", "-f", "-split"];
    let is_made = |at: usize| match code.kind(at + 1) {
        Some(Kind::Dot) => true,
        Some(Kind::Parameter) => {
            let maker = code.source(at + 1).to_ascii_lowercase();
            MAKERS.contains(&maker.as_str())
        }
        _ => is_expanded(code, at),
    };
    (0..code.tokens.len())
        .filter(|&at| code.source(at).starts_with('$') && is_made(at))
        .map(|at| code.source(at).to_ascii_lowercase())
        .collect()
}

/// Whether a text is given to one of some variables.
fn is_given_to(code: &Code<'_>, text: usize, variables: &HashSet<String>) -> bool {
    text >= 2
        && code.kind(text - 1) == Some(Kind::Assign)
        && variables.contains(&code.source(text - 2).to_ascii_lowercase())
}
