//! A request to fill in: what a source needs, with placeholders where the values go.

use std::fmt::Write as _;

use serde_json::Value;

use crate::catalog::{self, AuthSpec, Evidence, Param, Role, Source};
use crate::placeholder;
use crate::recognise;
use crate::report::escape::escaped;
use crate::request::{name_of, pointer};
use crate::shape::Shape;

/// How a request is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The body alone.
    Json,
    /// A command for a shell.
    Curl,
    /// A file of an HTTP client.
    Http,
}

/// The request that creates a base connection; `None` where the source has no connection spec id.
pub fn sample(source: &Source, variant: &AuthSpec, form: Form) -> Option<String> {
    let body = body(source, variant)?;
    let kind = recognise::base_connection()?;
    let endpoint = catalog::endpoint();
    let path = kind.paths.first()?;
    let url = format!("{}://{}{path}", endpoint.scheme, endpoint.host);
    let headers = catalog::headers().iter().filter(|header| header.required);
    let headers = headers.map(|header| format!("{}: {}", header.name, header.example));
    let mut text = String::new();
    match form {
        Form::Json => text = body + "\n",
        Form::Curl => {
            let _ = writeln!(text, "curl -X {} \\\n  '{url}' \\", kind.method);
            for header in headers {
                let _ = writeln!(text, "  -H '{header}' \\");
            }
            // Inside single quotes nothing ends the text but a quote, which is written outside of them.
            let _ = writeln!(text, "  -d '{}'", body.replace('\'', "'\\''"));
        }
        Form::Http => {
            let _ = writeln!(text, "{} {url} HTTP/1.1", kind.method);
            for header in headers {
                let _ = writeln!(text, "{header}");
            }
            let _ = writeln!(text, "\n{body}");
        }
    }
    Some(text)
}

/// The body, in the order in which the vendor writes it.
fn body(source: &Source, variant: &AuthSpec) -> Option<String> {
    let params = needed(variant);
    let params = params.iter().map(|(param, shape)| {
        (
            param.name,
            escaped(&value(source, param, shape).to_string()),
        )
    });
    let auth = [
        (name_of(pointer::SPEC_NAME), quoted(variant.name)),
        (name_of(pointer::PARAMS), object(params, 2)),
    ];
    let spec = [
        (name_of(pointer::SPEC_ID), quoted(source.id()?)),
        (name_of(pointer::SPEC_VERSION), quoted(source.version)),
    ];
    let body = [
        (
            name_of(pointer::NAME),
            quoted(&format!("{} connection", source.title)),
        ),
        (
            name_of(pointer::DESCRIPTION),
            quoted(&format!("Base connection for {}", source.title)),
        ),
        (name_of(pointer::AUTH), object(auth.into_iter(), 1)),
        (name_of(pointer::SPEC), object(spec.into_iter(), 1)),
    ];
    Some(object(body.into_iter(), 0))
}

/// The parameters that are required. Where none is, one of several will be, and nobody says which: then all of which the
/// page is sure.
fn needed(variant: &AuthSpec) -> Vec<(&'static Param, Shape)> {
    let all = Shape::all(variant);
    let some = |wanted: &dyn Fn(&Param) -> bool| all.iter().any(|(param, _)| wanted(param));
    let required = |param: &Param| param.required;
    let sure = |param: &Param| param.evidence == Evidence::Strong;
    let is_needed: &dyn Fn(&Param) -> bool = if some(&required) {
        &required
    } else if some(&sure) {
        &sure
    } else {
        &|_| true
    };
    let mut all = all;
    all.retain(|(param, _)| is_needed(param));
    all
}

/// What stands for a value: one that is documented, else a placeholder.
fn value(source: &Source, param: &Param, shape: &Shape) -> Value {
    if let Some(dialect) = param.dialect {
        return dialect.pattern.into();
    }
    // Never one that switches encryption off.
    if !param.on.is_empty() && shape.takes_strings() {
        return param.on.into();
    }
    if let Some(documented) = shape.default_value().or(shape.values().first()) {
        return documented.clone();
    }
    if shape.takes_strings() {
        return placeholder_of(source, param.name).into();
    }
    let ports = source.ports.first();
    let port = ports.filter(|_| param.role == Some(Role::Port));
    match shape.types().first() {
        Some(&"boolean") => true.into(),
        Some(&"array") => Value::Array(Vec::new()),
        Some(&"object") => Value::Object(serde_json::Map::new()),
        Some(&"null") => Value::Null,
        _ => shape.nearest_to((*port.unwrap_or(&1)).into()),
    }
}

/// `clientSecret` becomes `{CLIENT_SECRET}`. A source's own access token is not that of the call.
fn placeholder_of(source: &Source, name: &str) -> String {
    let plain = placeholder::named(name);
    match catalog::headers()
        .iter()
        .any(|header| header.example.contains(&plain))
    {
        true => placeholder::named(&format!("{} {name}", source.slug)),
        false => plain,
    }
}

/// Members, each on a line of its own, `depth` objects deep.
fn object<'a>(members: impl Iterator<Item = (&'a str, String)>, depth: usize) -> String {
    let indent = "  ".repeat(depth + 1);
    let members: Vec<_> = members
        .map(|(name, value)| format!("\n{indent}{}: {value}", quoted(name)))
        .collect();
    match members.is_empty() {
        true => "{}".to_owned(),
        false => format!("{{{}\n{}}}", members.join(","), "  ".repeat(depth)),
    }
}

fn quoted(text: &str) -> String {
    escaped(&Value::from(text).to_string())
}
