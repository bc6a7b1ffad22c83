//! Postman's collections, in the forms 2.0 and 2.1, and its environments.
//!
//! A request keeps its body as JSON in a string of JSON. What proves who sends it may be given by a folder around it or by
//! the collection, and scripts may change everything about it: where they may, nothing is said of what is not there.

use super::beside::Variable;
use super::piece;
use super::script::Touched;
use super::{Body, Call, Client, Fragment};
use crate::json::{Id, Json, Kind, Leniency, Slip};
use crate::text::Text;

mod auth;
mod headers;
mod url;

/// Whether an object is a collection: it says so, and lists requests or folders.
pub(super) fn is_collection(json: &Json<'_>, id: Id) -> bool {
    let info = json.get(id, "info").filter(|&info| json.is_object(info));
    let says_so = info.is_some_and(|info| {
        json.members(info).any(|(key, value)| {
            json.raw(key).starts_with("_postman_")
                || json.str(value).contains("postman.com/json/collection")
        })
    });
    says_so && json.get(id, "item").is_some()
}

/// Hands every request of a collection to `each`, in the order of the text, and answers its variables.
pub(super) fn collection(
    json: &Json<'_>,
    id: Id,
    each: &mut dyn FnMut(Fragment<'_>),
) -> Vec<Variable> {
    let mut reader = Reader {
        json,
        variables: Vec::new(),
        each,
    };
    let scope = reader.scope(Scope::default(), id);
    reader.items(id, scope);
    reader.variables
}

/// The variables of an environment; `None` where the object is none. Without a telling name it has to say what it is.
pub(super) fn environment(json: &Json<'_>, id: Id, is_named: bool) -> Option<Vec<Variable>> {
    let says_so = || {
        let mut members = json.members(id);
        members.any(|(key, _)| json.raw(key).starts_with("_postman_"))
    };
    let values = json.get(id, "values")?;
    if !is_named && !says_so() {
        return None;
    }
    let mut variables = Vec::new();
    variables_in(json, values, &mut variables);
    Some(variables)
}

/// What holds for all requests of a folder.
#[derive(Clone, Copy, Debug, Default)]
struct Scope {
    /// The object that says how the sender proves who they are.
    auth: Option<Id>,
    /// What the scripts that run before each of them may change.
    touched: Touched,
}

struct Reader<'r, 'a> {
    json: &'r Json<'a>,
    variables: Vec<Variable>,
    each: &'r mut dyn FnMut(Fragment<'_>),
}

impl Reader<'_, '_> {
    /// What holds inside a folder or a collection that stands in `outer`.
    fn scope(&mut self, outer: Scope, id: Id) -> Scope {
        let json = self.json;
        if let Some(variables) = json.get(id, "variable") {
            variables_in(json, variables, &mut self.variables);
        }
        let own = json.get(id, "auth").filter(|&auth| json.is_object(auth));
        if let Some(own) = own {
            auth::variables(json, own, &mut self.variables);
        }
        Scope {
            auth: own.or(outer.auth),
            touched: outer.touched | Touched::of(&script(json, id)),
        }
    }

    /// The requests and the folders in an object. What is read nests no deeper than the JSON reader goes.
    fn items(&mut self, id: Id, scope: Scope) {
        let json = self.json;
        let Some(items) = json.get(id, "item") else {
            return;
        };
        for item in json.elements(items) {
            if json.get(item, "item").is_some() {
                let scope = self.scope(scope, item);
                self.items(item, scope);
            } else if let Some(request) = json.get(item, "request")
                && matches!(json.kind(request), Kind::Object | Kind::String)
            {
                self.item(item, request, scope);
            }
        }
    }

    fn item(&mut self, item: Id, request: Id, scope: Scope) {
        let json = self.json;
        if let Some(variables) = json.get(item, "variable") {
            variables_in(json, variables, &mut self.variables);
        }
        let own = json
            .get(request, "auth")
            .filter(|&auth| json.is_object(auth));
        if let Some(own) = own {
            auth::variables(json, own, &mut self.variables);
        }
        self.unsent(item, request);
        let reader = Request {
            json,
            request,
            auth: own.or(scope.auth),
        };
        let mut fragment = reader.fragment();
        let touched = scope.touched | Touched::of(&script(json, item));
        let is_damaged = is_damaged(json, item);
        let around = Touched {
            headers: is_damaged || has_settings_of_headers(json, item),
            written_headers: is_damaged,
            ..Touched::default()
        };
        (touched | around).apply(&mut fragment);
        (self.each)(fragment);
    }
}

impl Reader<'_, '_> {
    /// Adds what is kept in headers that are switched off, and in those of the requests that saved answers are for: nobody
    /// sends them, and everybody who has the file reads them.
    fn unsent(&mut self, item: Id, request: Id) {
        let json = self.json;
        let is_off = |header: &Id| {
            let disabled = json.get(*header, "disabled");
            disabled.is_some_and(|disabled| json.raw(disabled) == "true")
        };
        let of = |request: Id| json.get(request, "header").map(|list| json.elements(list));
        let own = of(request).into_iter().flatten().filter(is_off);
        let answers = json.get(item, "response").map(|list| json.elements(list));
        let asked = answers
            .into_iter()
            .flatten()
            .filter_map(|answer| json.get(answer, "originalRequest"));
        let asked = asked.filter_map(of).flatten();
        for header in own.chain(asked) {
            if let Some((name, value)) = json.get(header, "key").zip(json.get(header, "value")) {
                self.variables.extend(variable(json, name, value, false));
            }
        }
    }
}

/// One request, and what holds around it.
struct Request<'r, 'a> {
    json: &'r Json<'a>,
    request: Id,
    auth: Option<Id>,
}

impl<'r> Request<'r, '_> {
    fn fragment(&self) -> Fragment<'r> {
        let (json, request) = (self.json, self.request);
        let place = json.range(request);
        let method = json.get(request, "method").filter(|&id| json.is_string(id));
        // The quote that begins a request which is nothing but its address, or the brace of any other.
        let first = json.text.as_str()[place.clone()].chars().next();
        let start = place.start..place.start + first.map_or(0, char::len_utf8);
        let header = json.member(request, "header").map(|(key, _)| key);
        // Where something is missing among the headers; the method has faults of its own.
        let name = header.or(method).map(|id| json.content_range(id));
        let name = name.unwrap_or(start);
        let body = self.body();
        let headers = headers::read(self, &name, matches!(body, Body::Text(_) | Body::Unknown));
        let url = match json.is_string(request) {
            true => Some(json.string(request)),
            false => json.get(request, "url").and_then(|id| url::read(json, id)),
        };
        let call = Call {
            client: Client::Postman {
                keeps_headers: headers.stand,
            },
            name: json.text.span(name.clone()),
            span: json.text.span(place),
            method: Some(match method {
                Some(method) => json.string(method),
                None => piece::implied(&json.text, name, "GET"),
            }),
            url,
            headers: headers.list,
            headers_known: headers.are_all,
            header_template: None,
            problems: Vec::new(),
        };
        Fragment {
            // Postman takes remarks out of JSON before it sends it.
            leniency: Leniency {
                comments: true,
                ..Leniency::default()
            },
            body,
            call: Some(call),
        }
    }

    /// What is sent. Forms, files and queries are no JSON.
    fn body(&self) -> Body<'r> {
        let json = self.json;
        let Some(body) = json
            .get(self.request, "body")
            .filter(|&id| json.is_object(id))
        else {
            return Body::None;
        };
        let mode = json.get(body, "mode").map(|mode| json.str(mode));
        let is_disabled = json
            .get(body, "disabled")
            .is_some_and(|id| json.raw(id) == "true");
        let Some(mode) = mode.filter(|_| !is_disabled) else {
            return Body::None;
        };
        let Some(sent) = json.get(body, &mode) else {
            return Body::None;
        };
        if json.elements(sent).next().is_none() && json.kind(sent) == Kind::Array {
            return Body::None;
        }
        if mode != "raw" || !json.is_string(sent) || is_damaged(json, sent) {
            return Body::Unknown;
        }
        let text = json.string(sent);
        match text.as_str().trim() {
            "" => Body::None,
            written if piece::is_to_come(written) => Body::Unknown,
            _ => Body::Text(text),
        }
    }
}

/// What runs before a request, or before all those of a folder, as one text.
fn script(json: &Json<'_>, id: Id) -> String {
    let mut text = String::new();
    let Some(events) = json.get(id, "event") else {
        return text;
    };
    for event in json.elements(events) {
        let listens = json.get(event, "listen").map(|listen| json.str(listen));
        let is_disabled = json
            .get(event, "disabled")
            .is_some_and(|id| json.raw(id) == "true");
        let Some(script) = json.get(event, "script") else {
            continue;
        };
        if listens.as_deref() != Some("prerequest") || is_disabled {
            continue;
        }
        // What is kept elsewhere may do anything.
        if json.get(script, "src").is_some() {
            text.push_str("require(src)");
        }
        let lines = json.get(script, "exec").unwrap_or(script);
        for line in json
            .elements(lines)
            .chain([lines])
            .filter(|&id| json.is_string(id))
        {
            text.push_str(&json.str(line));
            text.push('\n');
        }
    }
    text
}

/// The variables in a list of them.
fn variables_in(json: &Json<'_>, list: Id, variables: &mut Vec<Variable>) {
    for item in json.elements(list) {
        let name = json.get(item, "key").or_else(|| json.get(item, "id"));
        let Some((name, value)) = name.zip(json.get(item, "value")) else {
            continue;
        };
        let kind = json.get(item, "type").map(|kind| json.str(kind));
        let is = |key, word| json.get(item, key).is_some_and(|id| json.raw(id) == word);
        let is_usable = !is("disabled", "true") && !is("enabled", "false");
        let secret = kind.as_deref() == Some("secret");
        variables.extend(
            variable(json, name, value, secret).map(|variable| Variable {
                is_usable,
                ..variable
            }),
        );
    }
}

fn variable(json: &Json<'_>, name: Id, value: Id, secret: bool) -> Option<Variable> {
    (json.is_string(name) && json.is_string(value)).then(|| Variable {
        name: json.string(name).into_owned(),
        value: json.string(value).into_owned(),
        secret,
        is_usable: false,
    })
}

/// Whether a slip of the JSON stands in a value or beside it, so that what was read may not be what was meant.
fn is_damaged(json: &Json<'_>, id: Id) -> bool {
    let range = json.range(id);
    let touches = |slip: &Slip| slip.at.start <= range.end && range.start <= slip.at.end;
    json.is_incomplete(id) || json.slips.iter().any(touches)
}

/// Whether the headers that Postman adds by itself are switched off for a request.
fn has_settings_of_headers(json: &Json<'_>, item: Id) -> bool {
    let behaviour = json.get(item, "protocolProfileBehavior");
    let disabled = behaviour.and_then(|id| json.get(id, "disabledSystemHeaders"));
    disabled.is_some_and(|disabled| json.members(disabled).next().is_some())
}

/// The text of a string; that of anything else is empty.
fn string<'r>(json: &'r Json<'_>, id: Option<Id>) -> Option<Text<'r>> {
    id.filter(|&id| json.is_string(id))
        .map(|id| json.string(id))
}

#[cfg(test)]
mod tests;
