use crate::catalog::Evidence;
use crate::json::Id;
use crate::request::{Request, name_of, pointer, properties_in};
use crate::rule::{Check, Findings, error, listed, rule, warning};

rule! {
    /// A required property is absent.
    ///
    /// The Flow Service needs to know which source it is (`connectionSpec.id`), how to log in
    /// (`auth.specName`), and the parameters of that auth spec. Several absent properties of one
    /// object are one finding. `connectionSpec.version` may be left out. A draft (`mode=draft`) may
    /// be incomplete, and of an object of which a part is elided or filled in by a template nothing
    /// is said.
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
    ///       "schema": "SALES"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// **How sure.** An error where a table, the prose or the OpenAPI description requires the
    /// property; a warning for `name` and `auth`, which the prose requires and the OpenAPI
    /// description does not.
    ///
    /// **The service answers** with `400`, naming at most one of them.
    ///
    /// **Fix.** None: the value is yours.
    "missing-properties", Error, Check::Request(check)
}

fn check(request: &Request<'_>, findings: &mut Findings) {
    if request.is_draft() {
        return;
    }
    for at in [pointer::BODY, pointer::AUTH, pointer::SPEC, pointer::PARAMS] {
        object(request, at, findings);
    }
}

fn object(request: &Request<'_>, at: &'static str, findings: &mut Findings) {
    let Some(object) = request.object(at) else {
        return;
    };
    let missing = request
        .refused
        .iter()
        .filter(|refused| refused.object == at && refused.value.is_none())
        .filter(|refused| !findings.is_absence_claimed(&refused.property));
    let mut absent: Vec<Absent> = Vec::new();
    for refused in missing {
        // Several that are there may need the same.
        let told = absent.iter().any(|absent| absent.name == refused.property);
        absent.extend(self::absent(request, at, &refused.property).filter(|_| !told));
    }
    if absent.is_empty() {
        return;
    }
    let span = match key_of(request, at) {
        Some(key) => request.json.span(key),
        None => {
            let start = request.json.range(object.node).start;
            request.json.text.span(start..start + 1)
        }
    };
    let names: Vec<_> = absent
        .iter()
        .map(|absent| format!("`{}`", absent.name))
        .collect();
    let verb = if names.len() == 1 { "is" } else { "are" };
    let place = if at.is_empty() {
        String::new()
    } else {
        format!(" from `{}`", at[1..].replace('/', "."))
    };
    let message = format!("{} {verb} missing{place}", listed(names, "and"));
    let sure = absent
        .iter()
        .any(|absent| absent.evidence == Evidence::Strong);
    let finding = if sure {
        error(&RULE, span, message)
    } else {
        warning(&RULE, span, message)
    };
    let help: Vec<_> = absent
        .iter()
        .map(|absent| format!("`{}`: {}", absent.name, absent.doc))
        .collect();
    let names = absent.iter().map(|absent| absent.name);
    findings.note(finding.pointer(at).names(names).help(help.join("; ")));
}

struct Absent {
    name: &'static str,
    doc: String,
    evidence: Evidence,
}

fn absent(request: &Request<'_>, at: &'static str, name: &str) -> Option<Absent> {
    if at == pointer::PARAMS {
        let param = request
            .choice
            .variants
            .iter()
            .find_map(|variant| variant.param(name))?;
        return Some(Absent {
            name: param.name,
            doc: param.doc.to_owned(),
            evidence: param.evidence,
        });
    }
    let property = properties_in(at).find(|property| property.name == name)?;
    let pointer = property.pointer;
    // A program may add the name to what a project keeps in its own configuration.
    if (pointer == pointer::NAME && request.nested)
        || (pointer == pointer::AUTH
            && request.source().is_none_or(|source| source.auth.is_empty()))
    {
        return None;
    }
    let doc = match request.source() {
        Some(source) if pointer == pointer::SPEC || pointer == pointer::SPEC_ID => {
            format!(
                "{}'s id is `{}`",
                source.title,
                source.id().unwrap_or_default()
            )
        }
        Some(source) if pointer == pointer::SPEC_NAME && !source.auth.is_empty() => {
            let names: Vec<_> = source
                .auth
                .iter()
                .map(|variant| format!("`{}`", variant.name))
                .collect();
            format!("{} has {}", source.title, listed(names, "and"))
        }
        _ => property.doc.to_owned(),
    };
    Some(Absent {
        name: property.name,
        doc,
        evidence: property.evidence,
    })
}

/// The key under which the object at a pointer stands.
fn key_of(request: &Request<'_>, at: &str) -> Option<Id> {
    let parent = at.rsplit_once('/')?.0;
    request
        .object(parent)?
        .member(name_of(at))
        .map(|member| member.key)
}
