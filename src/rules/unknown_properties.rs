use crate::catalog;
use crate::json::Id;
use crate::near;
use crate::placeholder::{self, Filling};
use crate::request::{Request, pointer};
use crate::rule::{Check, Findings, rule, warning};
use crate::shown;

rule! {
    /// A property that nobody documents.
    ///
    /// The service is not documented to read it. It may be ignored, or be a part of something else
    /// that was pasted into the request. `$schema` and `_comment` are welcome beside a request.
    ///
    /// ```json bad
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
    ///       "sslMode": "true",
    ///       "timezone": "UTC"
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
    ///       "sslMode": "true"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" },
    ///   "_comment": "owned by the data team"
    /// }
    /// ```
    ///
    /// **How sure.** A warning: the documentation may be older than the service.
    ///
    /// **The service answers** nothing about it, as far as is known, or `400`.
    ///
    /// **Fix.** None.
    "unknown-properties", Warning, Check::Request(check)
}

fn check(request: &Request<'_>, findings: &mut Findings) {
    for at in [pointer::BODY, pointer::AUTH, pointer::SPEC, pointer::PARAMS] {
        let Some(object) = request.object(at) else {
            continue;
        };
        let full = request.source().is_some_and(|source| source.is_full())
            && !request.choice.variants.is_empty();
        // What a project keeps beside a request in its own configuration is its own affair.
        if request.json.is_incomplete(object.node)
            || (at == pointer::BODY && request.nested)
            || (at == pointer::PARAMS && !full)
        {
            continue;
        }
        for member in object.unknown() {
            report(request, at, member.key, findings);
        }
    }
}

fn report(request: &Request<'_>, at: &str, key: Id, findings: &mut Findings) {
    let written = request.json.str(key);
    let envelope = catalog::envelope();
    let welcome = envelope.companions.contains(&written.as_ref())
        || (at == pointer::BODY && envelope.server_properties.contains(&written.as_ref()));
    if welcome || request.json.is_unknown(key) || placeholder::filling(&written) != Filling::Literal
    {
        return;
    }
    let name = if shown::is_known_name(&written, request.catalog) {
        format!("`{written}`")
    } else {
        "this property".to_owned()
    };
    let message = match request.choice.auth_name().filter(|_| at == pointer::PARAMS) {
        Some(auth) => format!("{name} is not a parameter of `{auth}`"),
        None if at.is_empty() => format!("{name} is not documented for a base connection"),
        None => format!(
            "{name} is not documented in `{}`",
            at[1..].replace('/', ".")
        ),
    };
    let mut finding = warning(&RULE, request.json.span(key), message).pointer(at.to_owned());
    if at == pointer::PARAMS && request.choice.auth_name().is_some() {
        let params = request.choice.all_params();
        let names = near::ranked(&written, params.iter().map(|param| param.name));
        finding = finding.help(format!("its parameters include `{}`", names.join("`, `")));
    }
    findings.report(finding);
}
