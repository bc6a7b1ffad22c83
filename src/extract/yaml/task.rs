//! Ansible's module for HTTP: a call that is described by a mapping.

use crate::extract::piece;
use crate::extract::{Body, Call, Client, Fragment, Header};
use crate::text::Text;
use crate::yaml::{Id, Yaml};

/// A call, and the node that holds its body.
pub(super) struct Task {
    pub(super) fragment: Fragment<'static>,
    pub(super) body: Option<Id>,
}

/// Reads the value of a key as a call, where the key names the module.
pub(super) fn read(text: &Text<'_>, yaml: &Yaml<'_>, key: Id, value: Id) -> Option<Task> {
    let module = yaml.value(key).rsplit('.').next();
    if module != Some("uri") || !yaml.is_mapping(value) {
        return None;
    }
    let scalar = |name: &str| yaml.get(value, name).filter(|&id| yaml.is_scalar(id));
    let place = yaml.range(key);
    let implied = |written: &str| piece::implied(text, place.clone(), written);
    // What is merged into the task may be any part of the call.
    let is_merged = yaml.get(value, "<<").is_some();
    let url = scalar("url");
    if url.is_none() && !is_merged {
        return None;
    }
    let method = match scalar("method") {
        Some(id) => Some(yaml.string(id)),
        None => (!is_merged).then(|| implied("GET")),
    };
    let body = yaml.get(value, "body");
    let sent = match body {
        None if is_merged => Body::Unknown,
        None if yaml.get(value, "src").is_some() => Body::Unknown,
        None => Body::None,
        Some(id) if !yaml.is_scalar(id) => Body::Text(yaml.json_of(id)),
        Some(id) if yaml.value(id).trim_start().starts_with(['{', '[']) => {
            Body::Text(yaml.string(id))
        }
        Some(_) => Body::Unknown,
    };
    let mut headers = Vec::new();
    // Defaults of the module may stand anywhere above.
    let mut headers_known = !is_merged && !text.as_str().contains("module_defaults");
    if let Some(given) = yaml.get(value, "headers") {
        headers_known &= yaml.is_mapping(given);
        for (name, value) in yaml.members(given) {
            let readable = yaml.is_scalar(name) && yaml.is_scalar(value);
            headers_known &= readable && yaml.value(name) != "<<";
            if readable {
                headers.push(Header {
                    name: yaml.string(name),
                    value: Some(yaml.string(value)),
                    implied: false,
                });
            }
        }
    }
    let is_json = scalar("body_format").is_some_and(|id| yaml.value(id) == "json");
    let has_type = |header: &Header<'_>| header.name.as_str().eq_ignore_ascii_case(CONTENT_TYPE);
    if is_json && !headers.iter().any(has_type) {
        headers.push(Header {
            name: implied(CONTENT_TYPE),
            value: Some(implied("application/json")),
            implied: true,
        });
    }
    let call = Call {
        client: Client::default(),
        name: text.span(place.clone()),
        span: text.span(place.start..yaml.range(value).end),
        method,
        url: url.map(|id| yaml.string(id)),
        headers,
        headers_known,
        header_template: None,
        problems: Vec::new(),
    };
    let fragment = Fragment {
        body: sent,
        call: Some(call),
        ..Fragment::default()
    };
    Some(Task { fragment, body })
}

const CONTENT_TYPE: &str = "Content-Type";
