//! Calls of `fetch` and of axios.

use super::{Described, argument_of, followed, read, string, text_body};
use crate::code::{Code, Kind, Part};
use crate::extract::Body;
use crate::text::{HOLE, Text};

/// The call whose function's name is at `token`.
pub(super) fn call(code: &Code<'_>, text: &Text<'_>, token: usize) -> Option<Described> {
    let of_something = token >= 1 && code.kind(token - 1) == Some(Kind::Dot);
    let is_axios = code.is_word(token, "axios") && !of_something;
    let (open, function) = match () {
        () if code.is_word(token, "fetch") && !of_something => (token + 1, "fetch"),
        () if is_axios && code.kind(token + 1) == Some(Kind::Dot) => {
            let methods = ["post", "put", "patch", "request"];
            let function = methods
                .into_iter()
                .find(|name| code.is_word(token + 2, name))?;
            (token + 3, function)
        }
        () if is_axios => (token + 1, "request"),
        () => return None,
    };
    let named = token..open;
    let open = behind_types(code, open);
    if !code.opens(open, "(") {
        return None;
    }
    let end = code.after(open).min(code.tokens.len());
    // Defaults and interceptors may add headers to every call.
    let has_defaults = ["defaults", "interceptors"]
        .iter()
        .any(|word| text.as_str().contains(word));
    let mut call = Described {
        name: code.range(&named),
        span: code.range(&(token..end)),
        headers_known: !is_axios || !has_defaults,
        ..Described::default()
    };
    let arguments = code.items(open);
    let mut arguments = arguments.iter();
    match function {
        "fetch" => {
            call.url = string(code, arguments.next()?);
            if let Some(given) = arguments.next() {
                options(&mut call, code, given);
            }
        }
        "request" => options(&mut call, code, arguments.next()?),
        _ => {
            let method = function.to_ascii_uppercase();
            call.method = Some((method, code.range(&(token + 2..token + 3))));
            call.url = string(code, arguments.next()?);
            if let Some(data) = arguments.next() {
                body(&mut call, code, data);
            }
            if let Some(given) = arguments.next() {
                options(&mut call, code, given);
            }
        }
    }
    // Where all is said and no method, it is a question.
    if function != "post" && call.method.is_none() && call.headers_known && call.url.is_some() {
        call.method = Some(("GET".to_owned(), call.name.clone()));
    }
    Some(call)
}

/// The token behind type arguments: `<Connection>`, `<Map<string, Connection>>`.
fn behind_types(code: &Code<'_>, at: usize) -> usize {
    // Types are short.
    const LONGEST: usize = 64;
    let signs = |at: usize, sign: char| code.source(at).matches(sign).count();
    let mut open = 0;
    for token in at..code.tokens.len().min(at + LONGEST) {
        if code.kind(token) == Some(Kind::Other) {
            open += signs(token, '<');
            if open == 0 {
                break;
            }
            open = open.saturating_sub(signs(token, '>'));
        }
        if open == 0 {
            return if token > at { token + 1 } else { at };
        }
    }
    at
}

/// The object that says how a call is made.
fn options(call: &mut Described, code: &Code<'_>, given: &Part) {
    let given = followed(code, given);
    if !code.is_bracket(&given, "{") {
        call.headers_known = false;
        return;
    }
    for item in code.items(given.start) {
        let entry = code.entry(&item);
        let short = item.len() == 1;
        let Some((key, value)) = entry.or(short.then(|| (item.clone(), item.clone()))) else {
            call.headers_known = false;
            continue;
        };
        match code.name_of(&key).as_deref() {
            Some("method") => {
                let method = string(code, &value);
                let written = method.map(|method| method.as_str().to_ascii_uppercase());
                let unknown = || HOLE.to_string();
                call.method = Some((written.unwrap_or_else(unknown), code.range(&value)));
            }
            Some("url") => call.url = string(code, &value),
            Some("headers") => call.take_headers(&read(code, &value)),
            Some("body") => sent_text(call, code, &value),
            Some("data") => body(call, code, &value),
            // What these hold changes nothing about what is sent.
            Some("timeout" | "signal" | "cache" | "mode" | "redirect" | "validateStatus") => {}
            _ => call.headers_known = false,
        }
    }
}

/// What axios sends: an object as JSON, a text as it is.
fn body(call: &mut Described, code: &Code<'_>, value: &Part) {
    let value = followed(code, value);
    if code.is_bracket(&value, "{") || code.is_bracket(&value, "[") {
        call.body = Body::Text(code.json(&value, false));
        call.sends_json(code);
        return;
    }
    sent_text(call, code, &value);
    if matches!(call.body, Body::Unknown) {
        // It may well be an object.
        call.sends_json(code);
    }
}

fn sent_text(call: &mut Described, code: &Code<'_>, value: &Part) {
    let value = followed(code, value);
    call.body = match argument_of(code, &value, "JSON", "stringify") {
        Some(value) => Body::Text(code.json(&value, false)),
        None => text_body(code, &value),
    };
}
