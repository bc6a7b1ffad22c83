use crate::json::Id;
use crate::keywords::ConnectionKeywords;
use crate::request::{Request, pointer};
use crate::rule::{Check, Findings, error, rule};

rule! {
    /// A required value that is empty or blank.
    ///
    /// A required string with nothing in it passes a check for its presence and fails when the
    /// connection is tried. In a connection string a keyword with nothing behind its `=` counts as
    /// absent, and takes an earlier one with it. An empty secret is a placeholder, which
    /// `--submission` reports.
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "Basic Authentication",
    ///     "params": {
    ///       "server": "",
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
    ///       "password": "",
    ///       "schema": "SALES",
    ///       "sslMode": "true"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// **How sure.** An error: the property is documented as required.
    ///
    /// **The service answers** with `400`, or when it tries the connection.
    ///
    /// **Fix.** None: the value is yours.
    "empty-values", Error, Check::Request(check)
}

fn check(request: &Request<'_>, findings: &mut Findings) {
    for (property, value) in request.envelope().filter(|(property, _)| property.required) {
        report(request, property.parent, property.name, value, findings);
    }
    if !request.source().is_some_and(|source| source.is_full()) {
        return;
    }
    for (param, value) in request.params() {
        let whole_secret = param.secret && param.dialect.is_none();
        if !whole_secret && request.choice.is_required(param.name) {
            report(request, pointer::PARAMS, param.name, value, findings);
        }
    }
    if let Some(string) = &request.string {
        keywords(request, string, findings);
    }
}

fn report(request: &Request<'_>, at: &str, name: &str, value: Id, findings: &mut Findings) {
    let json = request.json;
    if !json.is_string(value) || !json.str(value).trim().is_empty() {
        return;
    }
    let finding = error(&RULE, json.span(value), format!("`{name}` is empty"));
    findings.report(finding.pointer(format!("{at}/{name}")));
}

fn keywords(request: &Request<'_>, string: &ConnectionKeywords<'_>, findings: &mut Findings) {
    if !string.is_reliable() {
        return;
    }
    for pair in &string.pairs {
        let Some(keyword) = pair.keyword.filter(|keyword| !keyword.secret) else {
            continue;
        };
        let needed = keyword.required
            || string
                .dialect
                .one_of
                .iter()
                .any(|group| group.keywords.contains(&keyword));
        let counts = string
            .pair_of(keyword)
            .is_some_and(|last| last.key == pair.key);
        let empty = pair
            .decoded
            .as_ref()
            .is_none_or(|value| value.trim().is_empty());
        if needed && counts && empty {
            let span = string.text.span(string.whole(pair));
            let mut finding = error(&RULE, span, format!("`{}` is empty", keyword.name))
                .keyword(keyword.name)
                .help("a keyword with nothing behind its `=` counts as absent");
            finding.pointer = request.string_pointer();
            findings.report(finding);
        }
    }
}
