use crate::catalog::{Dialect, Role};
use crate::keywords::ConnectionKeywords;
use crate::request::{Meaning, Request, Value};
use crate::rule::{Check, Findings, rule, warning};

rule! {
    /// A service name where a SID is expected.
    ///
    /// A SID names an instance and a service name a database; the listener looks each up in a list of its own and answers
    /// `ORA-12505` where it finds none. A SID has no full stop and at most twelve characters, and the hosts of some clouds
    /// know services only. A pluggable database is always reached by its service.
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "Host=db.example.com;Port=1521;Sid=sales.example.com;User Id=AEP_READER;Password={PASSWORD}"
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
    ///       "connectionString": "Host=db.example.com;Port=1521;ServiceName=sales.example.com;User Id=AEP_READER;Password={PASSWORD}"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// **How sure.** A warning: the length is the installer's limit, and is said differently for each platform.
    ///
    /// **The service answers** no error of its own that is documented.
    ///
    /// **Fix.** None: a listener may know the name as both.
    "services-as-sids", Warning, Check::Request(check)
}

fn check(request: &Request<'_>, findings: &mut Findings) {
    let Some(string) = &request.string else {
        return;
    };
    for value in request.literals() {
        let Meaning::Keyword(keyword) = value.meaning else {
            continue;
        };
        let broken = keyword
            .limits
            .iter()
            .find(|limit| !limit.allows(value.as_str()));
        let Some(limit) = broken else { continue };
        let Some(instead) = limit.instead.and_then(|name| string.dialect.keyword(name)) else {
            continue;
        };
        // Both at once is a mistake of its own.
        if string.has(instead) {
            continue;
        }
        let pair = string
            .pair_of(keyword)
            .filter(|_| limit.forbidden.is_some());
        let span = pair.map_or_else(
            || value.text.whole_span(),
            |pair| string.text.span(string.whole(pair)),
        );
        let finding = warning(&RULE, span, limit.doc).help(format!(
            "if it is one, write `{}` for `{}`",
            instead.name, keyword.name
        ));
        findings.report(request.about(value, finding));
    }
    on_cloud_hosts(request, string, findings);
}

fn on_cloud_hosts(request: &Request<'_>, string: &ConnectionKeywords<'_>, findings: &mut Findings) {
    let literals = request.literals();
    let dialect: &Dialect = string.dialect;
    let host = literals
        .clone()
        .find(|value| value.role() == Some(Role::Host));
    let cloud = host.and_then(|host| dialect.cloud(host.as_str().trim()));
    let Some((host, cloud)) = host.zip(cloud.filter(|cloud| cloud.service_only)) else {
        return;
    };
    let has_service = dialect
        .with_role(Role::Service)
        .any(|keyword| string.has(keyword));
    let is_sid = |value: &&Value<'_>| value.role() == Some(Role::Sid);
    let Some(sid) = literals.clone().find(is_sid).filter(|_| !has_service) else {
        return;
    };
    let Meaning::Keyword(keyword) = sid.meaning else {
        return;
    };
    let Some(pair) = string.pair_of(keyword) else {
        return;
    };
    let span = string.text.span(string.whole(pair));
    let finding = warning(&RULE, span, "this host knows services only, and no SID")
        .label(host.text.whole_span(), "the host")
        .help(cloud.doc);
    findings.report(request.about(sid, finding));
}
