use std::borrow::Cow;
use std::collections::HashMap;

use crate::document::Document;
use crate::json::{Id, Json};
use crate::rule::{Check, Findings, error, rule};
use crate::shown;

rule! {
    /// An object that has a key twice.
    ///
    /// Of two values under one key a parser keeps the last, or the first, or refuses the request;
    /// what is sent is not what a reader of the file believes. connlint shows both places and
    /// checks the last one.
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "Basic Authentication",
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
    /// **How sure.** Certain that the key stands there twice; RFC 8259 calls what follows
    /// unpredictable.
    ///
    /// **The service answers** as if one of the two were not there.
    ///
    /// **Fix.** None: only you know which of the two is right.
    "duplicate-keys", Error, Check::Document(check)
}

fn check(document: &Document<'_>, findings: &mut Findings) {
    for &request in &document.requests {
        for id in request..document.json.next(request) {
            if document.json.is_object(id) && !document.json.is_incomplete(id) {
                object(document, id, findings);
            }
        }
    }
}

/// Few keys are compared faster than they are hashed; many would take quadratic time.
fn are_few_and_different(json: &Json<'_>, id: Id) -> bool {
    let mut keys = [""; 16];
    for (count, (key, _)) in json.members(id).enumerate() {
        let written = json.raw(key);
        if count == keys.len() || keys[..count].contains(&written) || written.contains('\\') {
            return false;
        }
        keys[count] = written;
    }
    true
}

fn object(document: &Document<'_>, id: Id, findings: &mut Findings) {
    let json = document.json;
    if are_few_and_different(json, id) {
        return;
    }
    let keys: Vec<Id> = json
        .members(id)
        .map(|(key, _)| key)
        .filter(|&key| !json.is_unknown(key))
        .collect();
    let mut first: HashMap<Cow<'_, str>, Id> = HashMap::with_capacity(keys.len());
    for key in keys {
        let Some(&before) = first.get(json.str(key).as_ref()) else {
            first.insert(json.str(key), key);
            continue;
        };
        let written = json.str(key);
        let name = if shown::is_known_name(&written, document.catalog) {
            format!("`{written}`")
        } else {
            "a key".to_owned()
        };
        let finding = error(
            &RULE,
            json.span(key),
            format!("{name} is given twice in one object"),
        )
        .label(json.span(before), "given here first")
        .help("remove one of the two; connlint checks the last");
        findings.report(finding);
    }
}
