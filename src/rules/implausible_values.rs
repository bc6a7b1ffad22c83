use crate::catalog::{Level, Limit};
use crate::request::{Meaning, Request, Value};
use crate::rule::{Check, Findings, error, rule, warning};

rule! {
    /// A value that the database's own limits rule out.
    ///
    /// A user name with a slash is SQL*Plus notation for user and password, `sys as sysdba` is two things at once, and a
    /// double quote cannot stand in a password. The limits are the database's; each finding says which one is broken.
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "Host=db.example.com;Port=1521;Sid=ORCL;User Id=scott/tiger;Password={PASSWORD}"
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
    ///       "connectionString": "Host=db.example.com;Port=1521;Sid=ORCL;User Id=AEP_READER;Password={PASSWORD}"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// **How sure.** As sure as each limit is: an error for what the database forbids, a warning for what is improbable.
    ///
    /// **The service answers** no error of its own that is documented.
    ///
    /// **Fix.** None: what was meant is not here.
    "implausible-values", Error, Check::Request(check)
}

fn check(request: &Request<'_>, findings: &mut Findings) {
    for value in request.literals() {
        let limits = match value.meaning {
            Meaning::Param(param) => param.limits,
            Meaning::Keyword(keyword) => keyword.limits,
        };
        let own = |limit: &&Limit| limit.instead.is_none() && !limit.allows(value.as_str());
        let Some(limit) = limits.iter().find(own) else {
            continue;
        };
        let span = span(request, value);
        let finding = match limit.level {
            Level::Error => error(&RULE, span, limit.doc),
            Level::Warning => warning(&RULE, span, limit.doc),
        };
        findings.report(request.about(value, finding));
    }
}

/// The value, with its quotes in a connection string.
fn span(request: &Request<'_>, value: &Value<'_>) -> std::ops::Range<usize> {
    let quoted = match (value.meaning, &request.string) {
        (Meaning::Keyword(keyword), Some(string)) => string
            .pair_of(keyword)
            .map(|pair| string.text.span(pair.value.clone())),
        _ => None,
    };
    quoted.unwrap_or_else(|| value.text.whole_span())
}
