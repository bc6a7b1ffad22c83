use crate::json::Kind;
use crate::placeholder;
use crate::request::{Request, name_of, pointer};
use crate::rule::{Check, Findings, rule, warning};

rule! {
    /// A version of the connection spec that nobody documents.
    ///
    /// Every documented request names version `1.0` of its connection spec, and no page mentions
    /// another. A version that is left out means the latest, which is fine.
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "Host={HOST};Port={PORT};Sid={SID};User Id={USERNAME};Password={PASSWORD}"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "2.0" }
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
    /// **How sure.** A warning: the fact is that every page agrees, not that the service was seen to refuse.
    ///
    /// **The service answers** `1413-400` where it does not know the version.
    ///
    /// **Fix.** None: the version may be one that is newer than this catalogue.
    "unknown-spec-versions", Warning, Check::Request(check)
}

fn check(request: &Request<'_>, findings: &mut Findings) {
    let value = request
        .spec
        .as_ref()
        .and_then(|spec| spec.value(name_of(pointer::SPEC_VERSION)));
    let Some(value) = value.filter(|&value| request.json.kind(value) == Kind::String) else {
        return;
    };
    let written = request.json.str(value);
    let Some(source) = request.source() else {
        return;
    };
    if written.trim() == source.version
        || written.trim().is_empty()
        || !placeholder::filling(&written).is_literal()
    {
        return;
    }
    let plain = |byte: u8| byte.is_ascii_digit() || byte == b'.';
    let message = match written.trim() {
        version if version.len() <= 8 && version.bytes().all(plain) => {
            format!("version `{version}` of a connection spec is not documented")
        }
        _ => "this version of a connection spec is not documented".to_owned(),
    };
    let finding = warning(&RULE, request.json.content_span(value), message);
    findings.report(finding.pointer(pointer::SPEC_VERSION).help(format!(
        "write `{}`, or leave the version out",
        source.version
    )));
}
