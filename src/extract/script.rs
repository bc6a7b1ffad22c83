//! What a script may do to a request before it is sent.
//!
//! Nothing is run and hardly anything read: a script that speaks of a part of the request may change it. One that sets
//! variables, or asks for a token by a request of its own, changes none.

use std::ops::BitOr;

use super::{Body, Client, Fragment};

/// The parts of a request that a script may change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// It may add headers.
    pub headers: bool,
    /// It may change headers that are written.
    pub written_headers: bool,
    pub body: bool,
    pub address: bool,
    pub method: bool,
}

impl Touched {
    const ALL: Touched = Touched {
        headers: true,
        written_headers: true,
        body: true,
        address: true,
        method: true,
    };

    /// What a script may change.
    pub(super) fn of(script: &str) -> Touched {
        let script = without_remarks(script).to_ascii_lowercase();
        let holds = |words: &[&str]| words.iter().any(|word| script.contains(word));
        if holds(&["eval", "new function"]) || runs_code_from_elsewhere(&script) {
            return Touched::ALL;
        }
        let requests = || words(&script, "request").chain(words(&script, "req"));
        if requests().any(|end| is_handed_on(&script[end..])) {
            return Touched::ALL;
        }
        let names_request = requests().next().is_some();
        let names = |word| names_request && words(&script, word).next().is_some();
        let of_headers =
            |text: &str| names_request && ["header", "auth"].iter().any(|word| text.contains(word));
        Touched {
            headers: of_headers(&script),
            // A header that is added leaves the others as they are.
            written_headers: of_headers(&script.replace("headers.add(", "")),
            body: names("body") || holds(&["setbody", "getbody"]),
            address: names("url") || holds(&["seturl", "queryparams"]),
            method: names("method") || holds(&["setmethod"]),
        }
    }

    /// Takes out of a request what such a script may have changed before it is sent.
    pub(crate) fn apply(self, fragment: &mut Fragment<'_>) {
        if self.body {
            fragment.body = Body::Unknown;
        }
        let Some(call) = &mut fragment.call else {
            return;
        };
        call.headers_known &= !self.headers;
        match &mut call.client {
            Client::Postman { keeps_headers } | Client::Bruno { keeps_headers, .. } => {
                *keeps_headers &= !self.written_headers
            }
            Client::Shell | Client::Editor => {}
        }
        // An address without its method says little.
        if self.address || self.method {
            call.url = None;
        }
        if self.method {
            call.method = None;
        }
    }
}

impl BitOr for Touched {
    type Output = Touched;

    fn bitor(self, other: Touched) -> Touched {
        Touched {
            headers: self.headers | other.headers,
            written_headers: self.written_headers | other.written_headers,
            body: self.body | other.body,
            address: self.address | other.address,
            method: self.method | other.method,
        }
    }
}

/// A script without the lines that are nothing but remarks.
fn without_remarks(script: &str) -> String {
    let lines = script.lines();
    let said = lines.filter(|line| !line.trim_start().starts_with("//"));
    said.collect::<Vec<_>>().join("\n")
}

/// Where a word ends that stands in a script by itself.
fn words<'s>(script: &'s str, word: &'s str) -> impl Iterator<Item = usize> + 's {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
    script.match_indices(word).filter_map(move |(at, _)| {
        let end = at + word.len();
        let alone = !script[..at].ends_with(is_part) && !script[end..].starts_with(is_part);
        alone.then_some(end)
    })
}

/// Whether a request is given to something else as a whole, by what follows its name: `f(pm.request)`, `r = pm.request;`,
/// `pm.request.update(…)`.
fn is_handed_on(rest: &str) -> bool {
    let after = rest.trim_start();
    let line_ends = rest[..rest.len() - after.len()].contains('\n');
    match after.chars().next() {
        None | Some(')' | ',' | ';' | '}' | ']' | '[') => {
            // `pm.request['body']` names a part.
            !after.starts_with("['") && !after.starts_with("[\"")
        }
        Some('.') => after[1..].trim_start().starts_with("update("),
        Some(c) => line_ends && c.is_alphanumeric(),
    }
}

/// Whether a script takes in what cannot be seen. A library that is published knows nothing of the request that it is not
/// given; what somebody wrote for the purpose may have it at hand.
fn runs_code_from_elsewhere(script: &str) -> bool {
    script.match_indices("require").any(|(at, word)| {
        let Some(argument) = script[at + word.len()..].trim_start().strip_prefix('(') else {
            return false;
        };
        let argument = argument.trim_start();
        let name = argument.strip_prefix(['\'', '"', '`']);
        name.is_none_or(|name| !name.starts_with(|c: char| c.is_ascii_alphanumeric()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_that_leaves_the_request_alone_touches_nothing() {
        for script in [
            "",
            "pm.environment.set('now', Date.now());",
            "const uuid = require('uuid'); pm.variables.set('id', uuid.v4());",
            "pm.sendRequest({ url: u, method: 'POST', body: b }, (e, r) => pm.environment.set('t', r.json().t));",
            "// pm.request.body.update(text)\nbru.setVar('a', 1);",
            "const name = pm.info.requestName;",
            "if (pm.request.name === 'request') { bru.setVar('a', 'b'); }",
        ] {
            assert_eq!(Touched::of(script), Touched::default(), "{script}");
        }
    }

    #[test]
    fn what_is_handed_on_as_a_whole_may_be_changed_in_every_part() {
        for script in [
            "pm.require('@team/aep').prepare(pm.request);",
            "prepare(pm.request)",
            "pm.request.update({ body: x })",
            "const { body } = pm.request; body.update(x)",
            "const r = pm.request\nr.body.raw = x",
            "const { request } = pm;",
            "complete(req, 'a');",
            "pm.request[part] = x;",
            "eval(pm.globals.get('lib'))",
            "require('./lib.js')()",
            "require(src)",
            "pm.require('@team/aep')",
        ] {
            assert_eq!(Touched::of(script), Touched::ALL, "{script}");
        }
    }

    #[test]
    fn a_script_touches_the_part_that_it_speaks_of() {
        let of = |script| {
            let touched = Touched::of(script);
            let parts = [
                (touched.headers, "headers"),
                (touched.written_headers, "written"),
                (touched.body, "body"),
                (touched.address, "address"),
                (touched.method, "method"),
            ];
            let parts = parts.into_iter().filter(|(is, _)| *is);
            parts.map(|(_, part)| part).collect::<Vec<_>>().join(" ")
        };
        for (script, expected) in [
            ("pm.request.Headers.add({ key: 'a' })", "headers"),
            ("pm.request.headers.upsert({ key: 'a' })", "headers written"),
            ("req.setHeader('a', 'b')", "headers written"),
            ("pm.request.auth.type = 'noauth'", "headers written"),
            ("pm.request.body.update(text)", "body"),
            ("pm.request['body'].raw = text", "body"),
            ("req.setBody(text)", "body"),
            ("const b = req.getBody();\nb.c = 1;", "body"),
            ("pm.request.url.update('https://a')", "address"),
            ("req.setUrl('https://a')", "address"),
            ("pm.request.addQueryParams('mode=draft')", "address"),
            ("pm.request.method = 'POST';", "method"),
            ("req.setMethod('POST')", "method"),
        ] {
            assert_eq!(of(script), expected, "{script}");
        }
        let both = Touched::of("req.setBody(b)") | Touched::of("req.setUrl(u)");
        assert!(both.body && both.address && !both.method && !both.headers);
    }
}
