use std::ops::Range;

use crate::catalog::{Role, Source};
use crate::diagnostic::Diagnostic;
use crate::json::Kind;
use crate::keywords::ConnectionKeywords;
use crate::request::{Meaning, Request, Value, pointer};
use crate::rule::{Check, Findings, rule, warning};

rule! {
    /// A connection that is not encrypted, or that trusts any server.
    ///
    /// Encryption is switched off in so many words; or it is not switched on, although the port or the host takes encrypted
    /// connections only; or the check of the server's certificate is switched off, so that anybody can answer in its place.
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "Host=db.example.com;Port=2484;Sid=ORCL;User Id=AEP_READER;Password={PASSWORD}"
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
    ///       "connectionString": "Host=db.example.com;Port=2484;Sid=ORCL;User Id=AEP_READER;Password={PASSWORD};EncryptionMethod=1"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// **How sure.** A warning: a line may be private, and a listener may have any port.
    ///
    /// **The service answers** no error of its own that is documented.
    ///
    /// **Fix.** None: whether the listener speaks TLS has to be known first.
    "disabled-encryption", Warning, Check::Request(check)
}

fn check(request: &Request<'_>, findings: &mut Findings) {
    if !request.source().is_some_and(Source::is_full) {
        return;
    }
    let json = request.json;
    for (param, value) in request
        .params()
        .filter(|(param, _)| param.role == Some(Role::Tls))
    {
        let off = match json.kind(value) {
            Kind::False => true,
            Kind::String => is_one_of(param.off, json.str(value).trim()),
            _ => false,
        };
        if off {
            let message = format!("`{}` switches encryption off", param.name);
            let finding = warning(&RULE, json.content_span(value), message);
            let finding = finding.help(format!("set it to `{}`", param.on));
            findings.report(finding.pointer(format!("{}/{}", pointer::PARAMS, param.name)));
        }
    }
    if let Some(string) = request
        .string
        .as_ref()
        .filter(|string| string.notation.is_none())
    {
        encryption(request, string, findings);
        certificates(request, string, findings);
    }
}

fn encryption(request: &Request<'_>, string: &ConnectionKeywords<'_>, findings: &mut Findings) {
    let Some(tls) = &string.dialect.tls else {
        return;
    };
    let literals = request.literals();
    let with_role = |role| literals.clone().find(|value| value.role() == Some(role));
    let port = with_role(Role::Port).filter(|value| {
        value
            .as_str()
            .trim()
            .parse()
            .is_ok_and(|port: u16| tls.ports.contains(&port))
    });
    let host = with_role(Role::Host);
    let cloud = host.and_then(|host| string.dialect.cloud(host.as_str().trim()));
    let cloud = cloud.filter(|cloud| cloud.tls);
    let on = tls.on.first().copied().unwrap_or_default();
    let set = format!("set `{}={on}`", tls.keyword.name);
    if let Some(pair) = string.pair_of(tls.keyword) {
        let own =
            |value: &&Value<'_>| matches!(value.meaning, Meaning::Keyword(of) if of == tls.keyword);
        let given = literals.clone().find(own);
        let Some(value) = given.filter(|value| is_one_of(tls.off, value.as_str().trim())) else {
            return;
        };
        let message = format!("`{}` switches encryption off", tls.keyword.name);
        let mut finding = warning(&RULE, string.text.span(string.whole(pair)), message).help(set);
        if let Some(port) = port {
            finding = finding.label(port.text.whole_span(), "this port expects it");
        } else if let Some((host, _)) = host.zip(cloud) {
            finding = finding.label(host.text.whole_span(), "this host expects it");
        }
        findings.report(request.about(value, finding));
        return;
    }
    if !string.is_reliable() || !string.swallowed.is_empty() {
        return;
    }
    if let Some(port) = port {
        let message = format!(
            "{} is a port for TLS, but encryption is not switched on",
            port.as_str().trim()
        );
        report(request, string, port, message, set, findings);
    } else if let Some((host, cloud)) = host.zip(cloud) {
        let message = "this host takes TLS only, but encryption is not switched on".to_owned();
        report(
            request,
            string,
            host,
            message,
            format!("{set}: {}", cloud.doc),
            findings,
        );
    }
}

fn certificates(request: &Request<'_>, string: &ConnectionKeywords<'_>, findings: &mut Findings) {
    let Some(checks) = &string.dialect.certificate_checks else {
        return;
    };
    let literals = request.literals();
    let switched = |keyword, values: &[&str]| {
        let own = |value: &&Value<'_>| {
            matches!(value.meaning, Meaning::Keyword(of) if of == keyword)
                && is_one_of(values, value.as_str().trim())
        };
        literals.clone().find(own)
    };
    // Without encryption there is no certificate.
    let encrypted = string.dialect.tls.as_ref().is_none_or(|tls| {
        string
            .pair_of(tls.keyword)
            .is_none_or(|_| switched(tls.keyword, tls.on).is_some())
    });
    if let Some(value) = switched(checks.keyword, checks.off).filter(|_| encrypted) {
        let message = "the check of the server's certificate is switched off".to_owned();
        let help = "leave it out, so that the certificate is checked".to_owned();
        report(request, string, value, message, help, findings);
    }
}

/// Reports on a keyword with its value.
fn report(
    request: &Request<'_>,
    string: &ConnectionKeywords<'_>,
    value: &Value<'_>,
    message: String,
    help: String,
    findings: &mut Findings,
) {
    let finding: Diagnostic = warning(&RULE, pair_span(string, value), message).help(help);
    findings.report(request.about(value, finding));
}

fn pair_span(string: &ConnectionKeywords<'_>, value: &Value<'_>) -> Range<usize> {
    match value.meaning {
        Meaning::Keyword(keyword) => string
            .pair_of(keyword)
            .map(|pair| string.text.span(string.whole(pair))),
        Meaning::Param(_) => None,
    }
    .unwrap_or_else(|| value.text.whole_span())
}

fn is_one_of(values: &[&str], text: &str) -> bool {
    values.iter().any(|value| value.eq_ignore_ascii_case(text))
}
