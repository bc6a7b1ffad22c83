//! The address of a request: as one text, in pieces, or both.

use crate::extract::steps;
use crate::json::{Id, Json, Kind};
use crate::text::{Decoder, Encoding, Text};

/// Reads it; `None` where it cannot be told which address is used.
pub(super) fn read<'r>(json: &'r Json<'_>, id: Id) -> Option<Text<'r>> {
    match json.kind(id) {
        Kind::String => return Some(steps::filled_in(json.string(id), |_| None)),
        Kind::Object => {}
        _ => return None,
    }
    written(json, id).map(|url| steps::filled_in(url, |name| step(json, id, name)))
}

/// The value of a step of the address, where it is given once.
fn step(json: &Json<'_>, id: Id, name: &str) -> Option<String> {
    let variables = json.get(id, "variable")?;
    let is_named = |item: &Id| {
        let key = json.get(*item, "key").or_else(|| json.get(*item, "id"));
        key.is_some_and(|key| json.key_is(key, name))
    };
    let mut named = json.elements(variables).filter(is_named);
    let (Some(only), None) = (named.next(), named.next()) else {
        return None;
    };
    let is_disabled = json
        .get(only, "disabled")
        .is_some_and(|id| json.raw(id) == "true");
    let value = json.get(only, "value").filter(|&id| json.is_string(id))?;
    (!is_disabled).then(|| json.str(value).into_owned())
}

/// The address as it is written.
fn written<'r>(json: &'r Json<'_>, id: Id) -> Option<Text<'r>> {
    let raw = json.get(id, "raw").filter(|&raw| json.is_string(raw));
    let pieces = Pieces::read(json, id);
    match (raw, pieces) {
        (Some(raw), None) => Some(json.string(raw)),
        (None, pieces) => Some(pieces?.finish(json)),
        (Some(raw), Some(pieces)) => {
            // Where somebody changed one and not the other, Postman shows one and sends the other.
            let raw = json.string(raw);
            let written = raw.as_str().split(['?', '#']).next().unwrap_or_default();
            let agrees = written
                .trim_end_matches('/')
                .ends_with(pieces.address().trim_end_matches('/'));
            agrees.then_some(raw)
        }
    }
}

/// An address put together from its pieces.
struct Pieces {
    text: Decoder,
    /// Bytes of the text where it begins.
    place: usize,
}

impl Pieces {
    fn read(json: &Json<'_>, id: Id) -> Option<Pieces> {
        let get = |key| json.get(id, key);
        let host = get("host")?;
        let mut pieces = Pieces {
            text: Decoder::new(),
            place: json.content_range(host).start,
        };
        if let Some(protocol) = get("protocol").filter(|&id| json.is_string(id)) {
            pieces.place = json.content_range(protocol).start;
            pieces.written(json, protocol);
            pieces.mark("://", json.content_range(protocol).end);
        }
        pieces.list(json, host, ".")?;
        if let Some(port) = get("port").filter(|&id| json.is_string(id)) {
            pieces.mark(":", json.content_range(port).start);
            pieces.written(json, port);
        }
        if let Some(path) = get("path") {
            let at = json.content_range(path).start;
            let is_rooted = json.is_string(path) && json.raw(path).starts_with('/');
            pieces.mark(if is_rooted { "" } else { "/" }, at);
            pieces.list(json, path, "/")?;
        }
        pieces.query(json, get("query"));
        Some(pieces)
    }

    /// The pieces of a host or a path: a text, or a list of them.
    fn list(&mut self, json: &Json<'_>, id: Id, divider: &str) -> Option<()> {
        if json.is_string(id) {
            self.written(json, id);
            return Some(());
        }
        for (index, item) in json.elements(id).enumerate() {
            let item = match json.kind(item) {
                Kind::String => item,
                _ => json.get(item, "value").filter(|&id| json.is_string(id))?,
            };
            if index > 0 {
                self.mark(divider, json.content_range(item).start);
            }
            self.written(json, item);
        }
        (json.kind(id) == Kind::Array && !json.is_incomplete(id)).then_some(())
    }

    fn query(&mut self, json: &Json<'_>, query: Option<Id>) {
        let mut mark = "?";
        for item in query.into_iter().flat_map(|query| json.elements(query)) {
            let text = |key| json.get(item, key).filter(|&id| json.is_string(id));
            let is_off = json
                .get(item, "disabled")
                .is_some_and(|id| json.raw(id) == "true");
            if let (Some(key), false) = (text("key"), is_off) {
                self.mark(mark, json.content_range(key).start);
                self.written(json, key);
                if let Some(value) = text("value") {
                    self.mark("=", json.content_range(value).start);
                    self.written(json, value);
                }
                mark = "&";
            }
        }
    }

    fn written(&mut self, json: &Json<'_>, id: Id) {
        json.decode(id, &mut self.text);
    }

    /// Something that stands in the address and not in the file.
    fn mark(&mut self, mark: &str, at: usize) {
        self.text.escape(at..at, mark, Encoding::Expansion);
    }

    /// Up to the query.
    fn address(&self) -> &str {
        let all = self.text.as_str();
        all.split(['?', '#']).next().unwrap_or(all)
    }

    fn finish(self, json: &Json<'_>) -> Text<'static> {
        self.text
            .finish(&json.text, self.place, Encoding::JsonString)
    }
}
