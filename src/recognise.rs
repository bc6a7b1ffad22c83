//! Recognises requests: which kind an object or a call is, before anything is checked.

use std::sync::OnceLock;

use crate::catalog::{self, Catalog, RequestKind};
use crate::extract::{Body, Call};
use crate::json::{Id, Json, Kind};
use crate::near;
use crate::placeholder;
use crate::request::{known_in, name_of, pointer};

mod words;

use words::{Set, Words};

/// An object of a known kind.
#[derive(Clone, Copy, Debug)]
pub struct Recognised {
    pub kind: &'static RequestKind,
    pub node: Id,
    /// The value at the top that holds it.
    pub root: Id,
    /// It is neither the value at the top nor an item of a list there.
    pub nested: bool,
}

/// The kind that is checked.
pub fn base_connection() -> Option<&'static RequestKind> {
    static BASE: OnceLock<Option<&'static RequestKind>> = OnceLock::new();
    *BASE.get_or_init(|| {
        let connections = |kind: &&RequestKind| {
            let path = |path: &&str| name_of(path) == "connections";
            kind.paths.iter().any(path) && kind.method == "POST" && kind.spec_kinds.is_empty()
        };
        catalog::request_kinds().iter().find(connections)
    })
}

pub fn is_base_connection(kind: &RequestKind) -> bool {
    base_connection().is_some_and(|base| std::ptr::eq(base, kind))
}

/// Whether a kind is sent to the Flow Service, and not to a service beside it.
pub fn is_flow_service(kind: &RequestKind) -> bool {
    let base = catalog::endpoint().base_path;
    kind.paths.iter().any(|path| path.starts_with(base))
}

/// Every object of a known kind in a JSON text, at any depth, in the order of the text.
pub fn recognise(json: &Json<'_>, catalog: &Catalog) -> Vec<Recognised> {
    let mut found = Vec::new();
    for &root in &json.roots {
        let end = json.next(root);
        let mut id = root;
        let mut item = if json.kind(root) == Kind::Array {
            root + 1
        } else {
            end
        };
        while id < end {
            while item < id {
                item = json.next(item);
            }
            let nested = id != root && id != item;
            if json.kind(id) == Kind::Array
                && let Some(kind) = patch(json, id)
            {
                found.push(Recognised {
                    kind,
                    node: id,
                    root,
                    nested,
                });
                id = json.next(id);
                continue;
            }
            match (json.kind(id) == Kind::Object)
                .then(|| kind_of(json, id, catalog))
                .flatten()
            {
                Some(kind) => {
                    found.push(Recognised {
                        kind,
                        node: id,
                        root,
                        nested,
                    });
                    // An answer may be the frame around something else; everything else is a whole.
                    id = if is_frame(json, id, kind) {
                        id + 1
                    } else {
                        json.next(id)
                    };
                }
                None => id += 1,
            }
        }
    }
    found
}

/// Whether an object is only taken for an answer because of two common words.
fn is_frame(json: &Json<'_>, id: Id, kind: &RequestKind) -> bool {
    let lists = json.get(id, "items").is_some();
    kind.method == "GET" && !lists && json.get(id, name_of(pointer::AUTH)).is_none()
}

/// The kind of an object, by the keys it has.
pub fn kind_of(json: &Json<'_>, id: Id, catalog: &Catalog) -> Option<&'static RequestKind> {
    let words = Words::get();
    let present = words.of(json, id);
    if present != 0 && is_description(json, id) {
        return None;
    }
    for marked in words.kinds.iter().filter(|_| present != 0) {
        let there = |(set, keys): &(Set, &'static [&'static str])| {
            present & set == *set && keys.iter().all(|path| has(json, id, path))
        };
        let kind = marked.kind;
        if marked.markers.iter().any(there)
            && !kind.without.iter().any(|path| has(json, id, path))
            && spec_kind_fits(json, id, kind, catalog)
            && (kind.method != "GET" || is_answer(json, id))
        {
            return Some(kind);
        }
    }
    near_base_connection(json, id)
        .then(base_connection)
        .flatten()
}

/// Lists, etags and dates are common words: an answer of this service has some of its own as well.
fn is_answer(json: &Json<'_>, id: Id) -> bool {
    let own = [
        "id",
        "etag",
        "connectionSpec",
        "auth",
        "authSpec",
        "errorCode",
        "error_code",
        "message",
        "status",
        "statusCode",
        "sourceConnectionSpecIds",
        "sourceSpec",
        "scheduleSpec",
        "transformationSpec",
    ];
    let has_own = |id: Id| own.iter().any(|key| json.get(id, key).is_some());
    match json.get(id, "items") {
        Some(items) => {
            let first = json.elements(items).next();
            json.kind(items) == Kind::Array
                && first.is_none_or(|first| json.is_object(first) && has_own(first))
        }
        None => has_own(id),
    }
}

/// Whether a path of keys is there: a full stop steps into an object, or an array's first item.
fn has(json: &Json<'_>, id: Id, path: &str) -> bool {
    let mut at = id;
    for key in path.split('.') {
        if json.kind(at) == Kind::Array {
            let Some(first) = json.elements(at).next() else {
                return false;
            };
            at = first;
        }
        let Some(value) = json.get(at, key) else {
            return false;
        };
        at = value;
    }
    true
}

fn spec_kind_fits(json: &Json<'_>, id: Id, kind: &RequestKind, catalog: &Catalog) -> bool {
    if kind.spec_kinds.is_empty() {
        return true;
    }
    let spec = json
        .get(id, name_of(pointer::SPEC))
        .and_then(|spec| json.get(spec, name_of(pointer::SPEC_ID)));
    let foreign = spec.and_then(|spec| catalog.foreign_id(&json.str(spec)));
    foreign.is_some_and(|foreign| kind.spec_kinds.contains(&foreign.kind))
}

/// Whether an object describes an envelope rather than being one: a JSON Schema, an OpenAPI file, the labels of a form.
fn is_description(json: &Json<'_>, id: Id) -> bool {
    let objects = [pointer::AUTH, pointer::SPEC];
    let is_label = |at: &&str| {
        let part = json.get(id, name_of(at));
        part.is_some_and(|part| {
            json.is_string(part) && placeholder::filling(&json.str(part)).is_literal()
        })
    };
    objects.iter().all(is_label)
        || objects.iter().any(|at| {
            json.get(id, name_of(at)).is_some_and(|part| {
                ["properties", "$ref", "allOf", "oneOf"]
                    .iter()
                    .any(|key| json.get(part, key).is_some())
                    || names_a_type(json, part, at)
            })
        })
}

/// Whether an object says of what JSON type a value is, and has nothing that stands in the place that it describes.
fn names_a_type(json: &Json<'_>, part: Id, at: &str) -> bool {
    let types = ["object", "string"];
    let is_type = |value: Id| json.is_string(value) && types.contains(&&*json.str(value));
    json.get(part, "type").is_some_and(is_type)
        && known_in(at)
            .iter()
            .all(|known| json.get(part, known.name).is_none())
}

/// Two of the envelope's places, with slips of the fingers in their names.
fn near_base_connection(json: &Json<'_>, id: Id) -> bool {
    let base = base_connection();
    if base.is_some_and(|base| base.without.iter().any(|path| has(json, id, path))) {
        return false;
    }
    let place = |object: Id, parent: &str, at: &str| {
        let known = known_in(parent);
        json.members(object).find_map(|(key, value)| {
            let written = json.str(key);
            let exact = written == name_of(at);
            // `.auth` and its like are put aside in YAML, for others to refer to.
            if written.starts_with('.') {
                return None;
            }
            let near = || {
                near::nearest(&written, known.iter().map(|known| known.name)) == Some(name_of(at))
            };
            (exact || (written.len() < 24 && near())).then_some(value)
        })
    };
    // Only an object that holds objects can be one; most objects are left here.
    if !json.members(id).any(|(_, value)| json.is_object(value)) {
        return false;
    }
    let auth = place(id, pointer::BODY, pointer::AUTH).filter(|&auth| json.is_object(auth));
    let spec = place(id, pointer::BODY, pointer::SPEC).filter(|&spec| json.is_object(spec));
    let name = auth.and_then(|auth| place(auth, pointer::AUTH, pointer::SPEC_NAME));
    let params = auth
        .and_then(|auth| place(auth, pointer::AUTH, pointer::PARAMS))
        .filter(|&params| json.is_object(params));
    // `auth` and `params` are words that others use as well.
    let distinctive = spec.is_some() || name.is_some();
    let places = [
        auth.is_some(),
        spec.is_some(),
        name.is_some(),
        params.is_some(),
    ];
    distinctive && places.iter().filter(|there| **there).count() >= 2
}

/// An array of changes.
fn patch(json: &Json<'_>, id: Id) -> Option<&'static RequestKind> {
    let first = json
        .elements(id)
        .next()
        .filter(|&first| json.is_object(first))?;
    let marked = |kind: &&RequestKind| {
        kind.markers
            .iter()
            .any(|keys| keys.iter().all(|key| json.get(first, key).is_some()))
    };
    catalog::request_kinds()
        .iter()
        .filter(|kind| kind.array)
        .find(marked)
}

/// What a call is for, by its method and its URL, where the URL can be read.
pub fn kind_of_call(call: &Call<'_>, body: &Body<'_>) -> Option<&'static RequestKind> {
    let url = call.url.as_ref()?.as_str();
    let sends = !matches!(body, Body::None);
    let method = call
        .method
        .as_ref()
        .map(|method| method.as_str().to_ascii_uppercase());
    let method = method
        .as_deref()
        .unwrap_or(if sends { "POST" } else { "GET" });
    let path = path_of(url);
    let base = catalog::endpoint().base_path;
    let belongs = |kind_path: &str| {
        let at = path
            .find(kind_path)
            .filter(|_| kind_path.starts_with("/data"));
        at.is_some_and(|at| {
            matches!(
                path[at + kind_path.len()..].bytes().next(),
                None | Some(b'/')
            )
        })
    };
    let ours = path.contains(base);
    let kinds = || catalog::request_kinds().iter();
    if sends
        && let Some(kind) = kinds().find(|kind| {
            kind.method == method
                && kind.spec_kinds.is_empty()
                && kind.paths.iter().any(|path| belongs(path))
        })
    {
        return Some(kind);
    }
    if ours {
        return kinds().find(|kind| kind.markers.is_empty());
    }
    (path.starts_with("/data/") && !is_nearly_ours(path))
        .then(|| kinds().find(|kind| kind.id == "platform-service"))
        .flatten()
}

/// Whether a path is a slip of one of the service's, rather than another service's.
fn is_nearly_ours(path: &str) -> bool {
    let endpoint = catalog::endpoint();
    let resources = endpoint.resources.iter();
    let paths: Vec<String> = resources
        .map(|resource| format!("{}/{resource}", endpoint.base_path))
        .collect();
    near::nearest(path, paths.iter().map(String::as_str)).is_some()
}

/// The path of a URL, without host, query and fragment.
pub fn path_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.find('/').map_or("", |at| &rest[at..]);
    path.split(['?', '#'])
        .next()
        .unwrap_or_default()
        .trim_end_matches('/')
}
