use crate::catalog::AuthSpec;
use crate::choose::NameState;
use crate::json::Id;
use crate::near;
use crate::request::{Request, pointer};
use crate::rule::{Check, Findings, error, listed, rule, warning};

rule! {
    /// An auth spec that the source does not have.
    ///
    /// `auth.specName` is compared letter for letter with the names that the connection spec gives
    /// its auth specs, and sister sources name the same thing differently: `ConnectionString` here,
    /// `Connection String Based Authentication` there.
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "BasicAuthentication",
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
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// Where the documentation itself has two names for one auth spec, both are taken for it, and the
    /// doubtful one is a warning.
    ///
    /// **How sure.** An error for a source whose parameters are checked; a warning for the others,
    /// whose auth specs come from one page each.
    ///
    /// **The service answers** `1415-400`.
    ///
    /// **Fix.** Writes the name that it is near, where it is near one.
    "unknown-auth-specs", Error, Check::Request(check)
}

fn check(request: &Request<'_>, findings: &mut Findings) {
    let (Some(source), Some(name)) = (request.source(), request.spec_name()) else {
        return;
    };
    if let NameState::Spelt(variant) = request.choice.name {
        return doubtful(request, variant, name, findings);
    }
    let wrong = matches!(request.choice.name, NameState::Near(_) | NameState::Unknown);
    if source.auth.is_empty() || !wrong {
        return;
    }
    let json = request.json;
    let message = format!("{} has no auth spec of this name", source.title);
    let span = json.content_span(name);
    let mut finding = if source.is_full() {
        error(&RULE, span, message)
    } else {
        warning(&RULE, span, message)
    };
    finding = finding.pointer(pointer::SPEC_NAME);
    findings.report(match request.choice.name {
        NameState::Near(near) => finding.help(format!("write `{near}`")).fix(
            format!("write `{near}`"),
            [json.text.edit(json.content_range(name), near)],
        ),
        NameState::Unknown => {
            let fits = request.choice.auth_name();
            let others = source.auth.iter().map(|variant| variant.name);
            let others = others.filter(|name| Some(*name) != fits);
            let others = near::ranked(&json.str(name), others);
            let others = listed(others.iter().map(|name| format!("`{name}`")), "and");
            finding.help(match fits {
                Some(fits) if others.is_empty() => format!("it has `{fits}`"),
                Some(fits) => format!(
                    "the parameters are those of `{fits}`; {} has {others} too",
                    source.title
                ),
                None => format!("it has {others}"),
            })
        }
        NameState::Exact | NameState::Spelt(_) | NameState::Unread => return,
    });
}

/// A name that some part of the documentation has in place of the auth spec's own.
fn doubtful(request: &Request<'_>, variant: &AuthSpec, name: Id, findings: &mut Findings) {
    let (written, own) = (request.json.str(name), variant.name);
    let message = format!("`{written}` is one of two documented names; the likelier is `{own}`");
    let finding = warning(&RULE, request.json.content_span(name), message).help(format!(
        "write `{own}`, unless your own connection spec has `{written}`"
    ));
    findings.report(finding.pointer(pointer::SPEC_NAME));
}
