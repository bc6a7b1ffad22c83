//! Calls of `requests` and `httpx`.

use super::{Described, argument_of, followed, read, string, text_body};
use crate::code::{Code, Kind, Part};
use crate::extract::Body;

/// The call whose function's name is at `token`.
pub(super) fn call(code: &Code<'_>, token: usize) -> Option<Described> {
    let methods = ["post", "put", "patch", "request", "get", "delete"];
    let function = methods.into_iter().find(|name| code.is_word(token, name))?;
    let of_something = token >= 2 && code.kind(token - 1) == Some(Kind::Dot);
    if !of_something || !code.opens(token + 1, "(") {
        return None;
    }
    // A session, or a client of one's own, has headers and perhaps addresses of its own; others answer instead.
    let receiver = code.source(token - 2).to_ascii_lowercase();
    if receiver.contains("mock") {
        return None;
    }
    let is_of_something = token >= 3 && code.kind(token - 3) == Some(Kind::Dot);
    let is_module = matches!(receiver.as_str(), "requests" | "httpx") && !is_of_something;
    if !is_module
        && !["session", "client", "http", "requests"]
            .iter()
            .any(|word| receiver.contains(word))
    {
        return None;
    }
    let end = code.after(token + 1).min(code.tokens.len());
    let mut call = Described {
        name: code.range(&(token - 2..token + 1)),
        span: code.range(&(token - 2..end)),
        headers_known: is_module,
        ..Described::default()
    };
    let mut positional = 0;
    let is_request = function == "request";
    let method = function.to_ascii_uppercase();
    call.method = (!is_request).then(|| (method, code.range(&(token..token + 1))));
    for item in code.items(token + 1) {
        // `*arguments` and `**options` hold more of the call, nobody knows what.
        let is_spread = code.kind(item.start) == Some(Kind::Spread)
            || code.kind(item.start) == Some(Kind::Other) && code.source(item.start) == "*";
        if is_spread {
            call.headers_known = false;
            positional += 1;
            continue;
        }
        let named = item.len() > 2
            && code.kind(item.start) == Some(Kind::Word)
            && code.kind(item.start + 1) == Some(Kind::Assign);
        let (name, value) = match named {
            true => (code.source(item.start), item.start + 2..item.end),
            false => {
                let place = positional;
                positional += 1;
                let name = match (is_request, place) {
                    (true, 0) => "method",
                    (true, 1) | (false, 0) => "url",
                    // `requests.post(url, data, json)`
                    (false, 1) if function == "post" => "data",
                    _ => "",
                };
                (name, item.clone())
            }
        };
        argument(&mut call, code, name, value);
    }
    call.url = call.url.filter(|_| is_module);
    // A question without a body asks for something else.
    let asks = matches!(function, "get" | "delete");
    (!asks || !matches!(call.body, Body::None)).then_some(call)
}

/// A text that a keyword hands to a function as what is to be sent: its token.
pub(super) fn handed_on(code: &Code<'_>, token: usize) -> Option<usize> {
    let names = ["data", "body", "content", "payload"];
    let is_named = names.iter().any(|name| code.is_word(token, name));
    // `.replace(…)` may stand on the next line.
    let behind =
        (token + 3..code.tokens.len()).find(|&next| code.kind(next) != Some(Kind::Newline));
    let ends = behind.is_none_or(|behind| match code.kind(behind) {
        Some(Kind::Comma | Kind::Close) => true,
        Some(Kind::Dot | Kind::Plus | Kind::Other) => false,
        _ => code.kind(token + 3) == Some(Kind::Newline),
    });
    let is_text = is_named
        && code.kind(token + 1) == Some(Kind::Assign)
        && code.kind(token + 2) == Some(Kind::String);
    let before = token.checked_sub(1).and_then(|before| code.kind(before));
    let is_argument = matches!(before, Some(Kind::Comma | Kind::Open | Kind::Newline));
    (is_text && ends && is_argument).then_some(token + 2)
}

fn argument(call: &mut Described, code: &Code<'_>, name: &str, value: Part) {
    match name {
        "method" => {
            call.method = string(code, &value)
                .map(|method| (method.as_str().to_ascii_uppercase(), code.range(&value)));
        }
        "url" => call.url = string(code, &value),
        "json" => {
            call.body = Body::Text(code.json(&value, false));
            call.sends_json(code);
        }
        "data" | "content" => {
            let value = followed(code, &value);
            call.body = match argument_of(code, &value, "json", "dumps") {
                Some(value) => Body::Text(code.json(&value, false)),
                None => text_body(code, &value),
            };
        }
        "headers" => call.take_headers(&read(code, &value)),
        "timeout" | "verify" | "params" | "allow_redirects" | "stream" | "proxies" => {}
        // `auth=…`, `**options`
        _ => call.headers_known = false,
    }
}
