//! The headers of a request, those included that Postman adds.

use std::ops::Range;

use super::{Request, auth, string};
use crate::extract::Header;
use crate::extract::piece::{self, lines};
use crate::json::{Id, Json, Kind};
use crate::text::Text;

pub(super) struct Headers<'r> {
    pub(super) list: Vec<Header<'r>>,
    /// Whether these are all that can matter.
    pub(super) are_all: bool,
    /// Whether those that are written are sent as they are.
    pub(super) stand: bool,
}

/// Reads them. `place` is where what is not written is said to be.
pub(super) fn read<'r>(
    request: &Request<'r, '_>,
    place: &Range<usize>,
    has_body: bool,
) -> Headers<'r> {
    let json = request.json;
    let mut headers = Headers {
        list: Vec::new(),
        are_all: true,
        stand: true,
    };
    match json.get(request.request, "header") {
        Some(id) => headers.written(json, id),
        // A request that is nothing but its address, or one that was not written in full.
        None => headers.are_all = false,
    }
    if let Some(auth) = request.auth {
        let given = auth::header(json, auth, place);
        headers.are_all &= given.is_some();
        // One that proves who sends it takes the place of one that is written.
        headers.stand = given.is_some();
        headers.list.extend(given.flatten());
    }
    let has_type = |header: &Header<'_>| header.name.as_str().eq_ignore_ascii_case(TYPE);
    if has_body && !headers.list.iter().any(has_type) && is_sent_as_json(request) {
        let text = |text| piece::implied(&json.text, place.clone(), text);
        headers.list.push(Header {
            name: text(TYPE),
            value: Some(text("application/json")),
            implied: true,
        });
    }
    headers
}

const TYPE: &str = "Content-Type";

/// Whether Postman says by itself that the body is JSON: where the user chose that.
fn is_sent_as_json(request: &Request<'_, '_>) -> bool {
    let json = request.json;
    let body = json.get(request.request, "body");
    let options = body.and_then(|body| json.get(body, "options"));
    let raw = options.and_then(|options| json.get(options, "raw"));
    let language = raw.and_then(|raw| json.get(raw, "language"));
    language.is_some_and(|language| json.key_is(language, "json"))
}

impl<'r> Headers<'r> {
    fn written(&mut self, json: &'r Json<'_>, id: Id) {
        match json.kind(id) {
            Kind::Array => {
                self.are_all &= !json.is_incomplete(id);
                for item in json.elements(id) {
                    self.item(json, item);
                }
            }
            Kind::String => self.lines(&json.string(id)),
            Kind::Null => {}
            _ => self.are_all = false,
        }
    }

    /// `{ "key": …, "value": … }`
    fn item(&mut self, json: &'r Json<'_>, item: Id) {
        let is = |key, word| json.get(item, key).is_some_and(|id| json.raw(id) == word);
        if is("disabled", "true") {
            return;
        }
        let (name, value) = (json.get(item, "key"), json.get(item, "value"));
        let Some(name) = string(json, name) else {
            self.are_all = false;
            return;
        };
        // An empty row is one that was never filled in.
        if name.as_str().trim().is_empty() {
            return;
        }
        // An older form, of which newer versions make nothing.
        if is("enabled", "false") {
            self.are_all = false;
            return;
        }
        let trimmed = |text: &Text<'r>| piece::trimmed(text, 0..text.as_str().len());
        let value = string(json, value).map(|value| trimmed(&value));
        self.list.push(Header {
            name: trimmed(&name),
            implied: value.is_none(),
            value,
        });
    }

    /// Headers in one text, as they go over the wire.
    fn lines(&mut self, text: &Text<'r>) {
        for line in lines(text.as_str()).filter(|line| !line.is_blank()) {
            let Some(colon) = line.text.find(':').map(|at| line.at + at) else {
                self.are_all = false;
                continue;
            };
            self.list.push(Header {
                name: piece::trimmed(text, line.at..colon),
                value: Some(piece::trimmed(text, colon + 1..line.end())),
                implied: false,
            });
        }
    }
}
