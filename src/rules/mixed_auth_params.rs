use crate::catalog::{AuthSpec, Source};
use crate::json::Id;
use crate::near;
use crate::object::{Match, Member};
use crate::request::{Request, pointer};
use crate::rule::{Check, Findings, error, rule};

rule! {
    /// Parameters of another auth spec of the same source.
    ///
    /// A source has an auth spec for each way to log in, often one for each cloud, and each has
    /// parameters of its own. A connection string under `Basic Authentication`, or a server and a
    /// port under `ConnectionString`, is one mistake, not one for each parameter.
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
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
    /// ```json good
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "Host={HOST};Port={PORT};Sid={SID};User Id={USERNAME};Password={PASSWORD}"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// **How sure.** An error: both auth specs and their parameters are documented.
    ///
    /// **The service answers** with `400` about the parameters of the auth spec that is named.
    ///
    /// **Fix.** None that is safe: either the name or the parameters are the mistake.
    "mixed-auth-params", Error, Check::Request(check)
}

fn check(request: &Request<'_>, findings: &mut Findings) {
    let Some(source) = request.source().filter(|source| source.is_full()) else {
        return;
    };
    let fits = request.choice.auth_name();
    match (request.choice.told, fits, request.spec_name()) {
        (Some(told), Some(fits), Some(name)) => exchanged(request, told, fits, name, findings),
        (None, Some(auth), _) => mixed(request, source, auth, findings),
        _ => {}
    }
}

/// All parameters are those of another auth spec than the one that is named.
fn exchanged(
    request: &Request<'_>,
    told: &AuthSpec,
    fits: &str,
    name: Id,
    findings: &mut Findings,
) {
    let json = request.json;
    let message = format!(
        "the parameters are those of `{fits}`, not of `{}`",
        told.name
    );
    let mut finding = error(&RULE, json.content_span(name), message).pointer(pointer::SPEC_NAME);
    let mut members = request.params.iter().flat_map(|params| &params.members);
    if let Some(member) = members.find(|member| told.param(&json.str(member.key)).is_none()) {
        finding = finding.label(json.span(member.key), format!("a parameter of `{fits}`"));
    }
    let wanted: Vec<_> = told
        .params
        .iter()
        .filter(|param| param.required)
        .map(|param| format!("`{}`", param.name))
        .collect();
    let help = format!(
        "name `{fits}`, or give the parameters of `{}`: {}",
        told.name,
        wanted.join(", ")
    );
    findings.report(finding.help(help));
}

/// Some parameters are those of another auth spec.
fn mixed(request: &Request<'_>, source: &'static Source, auth: &str, findings: &mut Findings) {
    let json = request.json;
    // Where a template decides what is sent, there can be the parameters of several auth specs, each for itself.
    let params = request.params.as_ref();
    let Some(params) = params.filter(|params| !json.is_incomplete(params.node)) else {
        return;
    };
    let owner = |key: Id| {
        let written = json.str(key);
        let others = source.auth.iter().filter(|other| other.name != auth);
        let mut owners = others.filter_map(|other| Some((other, other.param(&written)?.name)));
        owners.next()
    };
    // A name of another auth spec can be near one of this.
    let strange = |member: &&Member| !matches!(member.matched, Match::Exact | Match::Spelt);
    let members = params.members.iter().filter(strange);
    let strangers: Vec<_> = members
        .filter_map(|member| owner(member.key).map(|owner| (member.key, owner)))
        .collect();
    let Some((&(first, (owner, _)), others)) = strangers.split_first() else {
        return;
    };
    let message = format!(
        "`{}` is a parameter of `{}`, not of `{auth}`",
        json.str(first),
        owner.name
    );
    let mut finding = error(&RULE, json.span(first), message)
        .pointer(pointer::PARAMS)
        .names(strangers.iter().map(|(_, (_, name))| *name));
    for &(key, (owner, _)) in others {
        finding = finding.label(
            json.span(key),
            format!("a parameter of `{}` too", owner.name),
        );
        findings.claim(json.span(key));
    }
    let help = match called_otherwise(request, source, auth, &json.str(first)) {
        Some(name) if others.is_empty() => format!("write `{name}`, as `{auth}` calls it"),
        _ => "give the parameters of one auth spec only".to_owned(),
    };
    findings.report(finding.help(help));
}

/// The parameter that another auth spec calls by a like name, where it is missing.
fn called_otherwise(
    request: &Request<'_>,
    source: &'static Source,
    auth: &str,
    written: &str,
) -> Option<&'static str> {
    let own = source.auth.iter().find(|own| own.name == auth)?;
    let params = request.params.as_ref()?;
    let missing = own.params.iter().filter(|param| param.required);
    let is_given = |name: &str| {
        let certain = |member: &&Member| matches!(member.matched, Match::Exact | Match::Spelt);
        let mut given = params.members.iter().filter(certain);
        given.any(|member| member.name == Some(name))
    };
    let missing = missing.filter(|param| !is_given(param.name));
    near::nearest(written, missing.map(|param| param.name))
}
