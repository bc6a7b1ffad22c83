use super::invalid_values::{list, strings};
use crate::json::Kind;
use crate::request::Request;
use crate::rule::{Check, Findings, error, rule, warning};
use crate::schema::ViolationKind;

rule! {
    /// A value of another JSON type than the documented one.
    ///
    /// Parameters are strings, ports and switches too, in nearly every documented request. A number
    /// or a literal in place of a string may be converted by the service or not; an array or an
    /// object is refused. Where the documentation contradicts itself (`sslMode` is called a boolean
    /// and sent as `"true"`), both pass.
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "Basic Authentication",
    ///     "params": {
    ///       "server": [
    ///         "db.example.com"
    ///       ],
    ///       "port": "1521",
    ///       "database": "ORCL",
    ///       "username": "app",
    ///       "password": "{PASSWORD}",
    ///       "schema": "SALES",
    ///       "sslMode": "true"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// ```json good
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "Basic Authentication",
    ///     "params": {
    ///       "server": "db.example.com",
    ///       "port": "1521",
    ///       "database": "ORCL",
    ///       "username": "app",
    ///       "password": "{PASSWORD}",
    ///       "schema": "SALES",
    ///       "sslMode": true
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// **How sure.** An error where the shape cannot be meant; a warning where a number or a
    /// literal stands for a string, because nobody says that the service refuses it.
    ///
    /// **The service answers** with `400`.
    ///
    /// **Fix.** Puts a number or a literal into quotes, where it is a documented value then.
    "wrong-types", Error, Check::Request(check)
}

fn check(request: &Request<'_>, findings: &mut Findings) {
    let json = request.json;
    for refused in &request.refused {
        let (Some(value), ViolationKind::WrongType(wanted)) = (refused.value, &refused.kind) else {
            continue;
        };
        let scalar = matches!(json.kind(value), Kind::Number | Kind::True | Kind::False);
        let quotable = scalar && wanted.iter().any(|kind| kind == "string");
        let message = format!(
            "`{}` must be {}, not {}",
            refused.property,
            wanted_name(wanted),
            found_name(json.kind(value))
        );
        let span = json.span(value);
        let mut finding = if quotable {
            warning(&RULE, span, message)
        } else {
            error(&RULE, span, message)
        };
        finding = finding.pointer(format!("{}/{}", refused.object, refused.property));
        let others = request.refused.iter().find_map(|other| match &other.kind {
            ViolationKind::NotOneOf(options) if other.value == Some(value) => {
                Some(strings(options))
            }
            _ => None,
        });
        // In quotes it would still be none of these.
        let others = others.filter(|options| !options.iter().any(|one| *one == json.str(value)));
        if let Some(options) = others {
            let options = list(options.iter().map(String::as_str));
            finding = finding.help(format!("it is {options}"));
        } else if quotable {
            let range = json.range(value);
            let quotes =
                [range.start..range.start, range.end..range.end].map(|at| json.text.edit(at, "\""));
            finding = finding
                .help("put it in quotes")
                .fix("put it in quotes", quotes);
        }
        findings.report(finding);
    }
}

fn wanted_name(wanted: &[String]) -> String {
    let names: Vec<_> = wanted.iter().map(|kind| article(kind)).collect();
    names.join(" or ")
}

fn article(kind: &str) -> String {
    match kind {
        "object" | "array" | "integer" => format!("an {kind}"),
        "null" => "null".to_owned(),
        _ => format!("a {kind}"),
    }
}

fn found_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "null",
        Kind::True | Kind::False => "a boolean",
        Kind::Number => "a number",
        Kind::String => "a string",
        Kind::Array => "an array",
        Kind::Object => "an object",
        Kind::Unknown => "this",
    }
}
