//! Postman's collections in the form 3.0, which keep each request in a YAML file of its own.
//!
//! Folders may add a proof of who sends it, and scripts, in files that are not read here: nothing is said of headers that are
//! not there.

use crate::extract::piece;
use crate::extract::script::Touched;
use crate::extract::{Body, Call, Client, Fragment, Header};
use crate::json::Leniency;
use crate::text::Text;
use crate::yaml::{Id, Yaml};

/// The request that a document is; `None` where it is none.
pub(super) fn read(text: &Text<'_>, yaml: &Yaml<'_>, root: Id) -> Option<Fragment<'static>> {
    let scalar = |id: Id, name: &str| yaml.get(id, name).filter(|&value| yaml.is_scalar(value));
    let kind = scalar(root, "$kind").filter(|&kind| yaml.value(kind) == "http-request")?;
    let place = yaml.range(kind);
    let implied = |written: &str| piece::implied(text, place.clone(), written);
    let (body, is_json) = body(yaml, root);
    let mut headers = yaml
        .get(root, "headers")
        .map_or_else(Vec::new, |given| headers(yaml, given));
    let has_type = |header: &Header<'_>| header.name.as_str().eq_ignore_ascii_case(CONTENT_TYPE);
    if is_json && !headers.iter().any(has_type) {
        headers.push(Header {
            name: implied(CONTENT_TYPE),
            value: Some(implied("application/json")),
            implied: true,
        });
    }
    let method = scalar(root, "method");
    let call = Call {
        client: Client::Postman {
            keeps_headers: true,
        },
        name: text.span(method.map_or(place.clone(), |id| yaml.range(id))),
        span: text.span(place.start..yaml.range(root).end.max(place.end)),
        method: Some(method.map_or_else(|| implied("GET"), |id| yaml.string(id))),
        url: scalar(root, "url").map(|id| yaml.string(id)),
        headers,
        headers_known: false,
        header_template: None,
        problems: Vec::new(),
    };
    let mut fragment = Fragment {
        // Postman takes remarks out of JSON before it sends it.
        leniency: Leniency {
            comments: true,
            ..Leniency::default()
        },
        body,
        call: Some(call),
    };
    touched(yaml, root).apply(&mut fragment);
    Some(fragment)
}

const CONTENT_TYPE: &str = "Content-Type";

/// What is sent, and whether Postman says by itself that it is JSON.
fn body(yaml: &Yaml<'_>, root: Id) -> (Body<'static>, bool) {
    let Some(body) = yaml.get(root, "body") else {
        return (Body::None, false);
    };
    let is_json = yaml
        .get(body, "type")
        .is_some_and(|kind| yaml.value(kind) == "json");
    let Some(content) = yaml.get(body, "content").filter(|_| is_json) else {
        return (Body::Unknown, is_json);
    };
    if !yaml.is_scalar(content) {
        return (Body::Unknown, true);
    }
    let text = yaml.string(content);
    let sent = match text.as_str().trim() {
        "" => Body::None,
        written if piece::is_to_come(written) => Body::Unknown,
        _ => Body::Text(text),
    };
    (sent, true)
}

/// Headers by their names, or a list of names and values.
fn headers(yaml: &Yaml<'_>, given: Id) -> Vec<Header<'static>> {
    let header = |name: Id, value: Id| {
        let readable = yaml.is_scalar(name) && yaml.is_scalar(value);
        readable.then(|| Header {
            name: yaml.string(name),
            value: Some(yaml.string(value)),
            implied: false,
        })
    };
    let by_name = yaml
        .members(given)
        .filter_map(|(name, value)| header(name, value));
    let is_on = |item: &Id| {
        let disabled = yaml.get(*item, "disabled");
        disabled.is_none_or(|disabled| yaml.value(disabled) != "true")
    };
    let listed = yaml.elements(given).filter(is_on);
    let listed = listed.filter_map(|item| header(yaml.get(item, "key")?, yaml.get(item, "value")?));
    by_name.chain(listed).collect()
}

/// What the scripts before the request may change of it.
fn touched(yaml: &Yaml<'_>, root: Id) -> Touched {
    let scripts = yaml.get(root, "scripts");
    let scripts = scripts.into_iter().flat_map(|list| yaml.elements(list));
    let before = scripts.filter(|&script| {
        let kind = yaml.get(script, "type").map_or("", |kind| yaml.value(kind));
        !kind.contains("after")
    });
    before
        .filter_map(|script| yaml.get(script, "code"))
        .map(|code| Touched::of(yaml.string(code).as_str()))
        .fold(Touched::default(), |all, one| all | one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::described;
    use crate::yaml;

    fn read_one(source: &str) -> String {
        let text = Text::file(source);
        let yaml = yaml::parse(&text);
        read(&text, &yaml, yaml.roots[0]).map_or(String::new(), |found| described(&found))
    }

    #[test]
    fn a_request_is_read_from_its_file() {
        let request = "$kind: http-request\nname: a\nmethod: POST\nurl: 'https://a.example.com/x'\nheaders:\n  - key: A\n    value: b\n  - key: C\n    value: d\n    disabled: true\nbody:\n  type: json\n  content: |-\n    {\"e\": 1}\n";
        let expected =
            "POST https://a.example.com/x | A=b, ~Content-Type=application/json ? | {\"e\": 1}\n";
        assert_eq!(read_one(request), expected);
        let by_name = request.replace(
            "  - key: A\n    value: b\n  - key: C\n    value: d\n    disabled: true\n",
            "  A: b\n",
        );
        assert_eq!(read_one(&by_name), expected);
        let scripts = format!(
            "{request}scripts:\n  - type: beforeRequest\n    code: pm.request.body.update(x)\n"
        );
        assert_eq!(read_one(&scripts), expected.replace("{\"e\": 1}", "?"));
        let after = scripts.replace("beforeRequest", "afterResponse");
        assert_eq!(read_one(&after), expected);
        let form = request.replace("type: json", "type: formdata");
        assert!(read_one(&form).ends_with("| ?\n"));
        assert_eq!(read_one("$kind: collection\nname: a\n"), "");
    }

    #[test]
    fn every_byte_of_a_body_knows_its_place() {
        let source = "$kind: http-request\nbody:\n  type: json\n  content: |-\n    {\n      \"e\": 1\n    }\n";
        let text = Text::file(source);
        let yaml = yaml::parse(&text);
        let found = read(&text, &yaml, yaml.roots[0]).expect("a request");
        let Body::Text(body) = &found.body else {
            panic!("a body")
        };
        let at = body.as_str().find("\"e\"").expect("the key");
        assert_eq!(&source[body.span(at..at + 3)], "\"e\"");
    }
}
