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
        let own = words(&script, "req");
        let is_own = makes_a_request(&script);
        let requests = words(&script, "request")
            .filter(|end| !is_own || script[..end - "request".len()].trim_end().ends_with('.'));
        let none = Touched::default();
        own.chain(requests)
            .map(|end| Touched::by(&script[end..]))
            .fold(none, BitOr::bitor)
    }

    /// What is done to the request whose name a text follows.
    fn by(rest: &str) -> Touched {
        if is_handed_on(rest) {
            return Touched::ALL;
        }
        let Some(member) = member(rest) else {
            return Touched::default();
        };
        let none = Touched::default();
        match member {
            "headers" | "header" => Touched {
                headers: true,
                // A header that is added leaves the others as they are.
                written_headers: !rest
                    .trim_start_matches([' ', '.'])
                    .starts_with("headers.add("),
                ..none
            },
            _ if member.contains("header") || member.contains("auth") => Touched {
                headers: true,
                written_headers: true,
                ..none
            },
            "body" | "setbody" | "getbody" => Touched { body: true, ..none },
            "url" | "seturl" => Touched {
                address: true,
                ..none
            },
            _ if member.contains("queryparam") || member.contains("pathparam") => Touched {
                address: true,
                ..none
            },
            "method" | "setmethod" => Touched {
                method: true,
                ..none
            },
            _ if HARMLESS.contains(&member) => none,
            _ => Touched::ALL,
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

/// What only tells of a request, or how it is sent.
const HARMLESS: [&str; 20] = [
    "clone",
    "description",
    "disableparsingresponsejson",
    "environment",
    "getexecutionmode",
    "getexecutionplatform",
    "getmethod",
    "getname",
    "gettags",
    "gettimeout",
    "geturl",
    "id",
    "iteration",
    "name",
    "onfail",
    "setmaxredirects",
    "settimeout",
    "templatevalue",
    "tojson",
    "variables",
];

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

/// Whether `request` by itself is one that the script makes, and not the one that is sent.
fn makes_a_request(script: &str) -> bool {
    let makes_one = |keyword: &str| {
        let declared = words(script, keyword).map(|end| script[end..].trim_start());
        let mut names = declared.filter_map(|rest| rest.strip_prefix("request"));
        names.any(|rest| rest.trim_start().starts_with('='))
    };
    // It may be taken out of what Postman hands over all the same.
    !script.contains("= pm") && ["const", "let", "var"].into_iter().any(makes_one)
}

/// The member that is named behind an object: `.name`, `?.name`, `['name']`.
fn member(rest: &str) -> Option<&str> {
    let rest = rest.trim_start();
    let inner = ["?.", ".", "['", "[\""];
    let name = inner
        .iter()
        .find_map(|open| rest.strip_prefix(open))?
        .trim_start();
    let end = name.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$')));
    Some(&name[..end.unwrap_or(name.len())]).filter(|name| !name.is_empty())
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
        // `pm['request']`, `{ request: r } = pm`, `r = pm.request || {}`, and remarks before what is done with it.
        Some('\'' | '"' | '`') => after[1..].starts_with(']'),
        Some(':' | '|' | '/') => true,
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
            "if (pm.request.name) { pm.environment.set('auth_header', t); }",
            "const request = { url: u, method: 'POST', header: h, body: b };\npm.sendRequest(request, (e, r) => pm.variables.set('t', r.json().t));",
            "const tokenRequest = { auth: a };\npm.sendRequest(tokenRequest, f);",
            "console.log(req.getName());",
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
            "pm.request.rewrite(x)",
            "const { request } = pm;\nrequest.patch(x)",
            "const { request: r } = pm; r.headers.add(x)",
            "pm['request'].headers.add(x)",
            "const r = pm.request || {};\nr.body.update(x)",
            "pm.request /* c */ .headers.add(x)",
            "pm.request // c\n  .body.update(x)",
            "const request = pm['request'];\nrequest.body.raw = x;",
            "let request = {};\n({request} = pm); request.body.update(x)",
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
            ("pm.request?.headers.upsert(x)", "headers written"),
            ("pm.request.addHeader('a: b')", "headers written"),
            ("pm.request['headers'].add(x)", "headers written"),
            ("const h = req.getHeaders();", "headers written"),
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
