use crate::choose::IdState;
use crate::request::{Request, pointer};
use crate::rule::{Check, Findings, error, rule, warning};

rule! {
    /// A connection spec id that no source has.
    ///
    /// A UUID that differs from a known id by one or two digits is a slip. One that is like no
    /// other may belong to a source that is newer than this catalogue, or to your organisation
    /// alone, and is a warning; `--source FILE` takes what `GET /connectionSpecs` answers, and then
    /// connlint knows your sources. The id of a flow spec, of the data lake or of a provider is none of
    /// a source either.
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
    ///       "sslMode": "true"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527329", "version": "1.0" }
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
    /// **How sure.** An error near a known id; otherwise a warning, because the catalogue may be
    /// older than the service.
    ///
    /// **The service answers** `1413-400`.
    ///
    /// **Fix.** None: a UUID one digit off can still be somebody else's.
    "unknown-spec-ids", Error, Check::Request(check)
}

fn check(request: &Request<'_>, findings: &mut Findings) {
    if request.choice.mismatch.is_some() {
        return;
    }
    let Some(id) = request.spec_id() else { return };
    let span = request.json.content_span(id);
    let finding = match &request.choice.id {
        IdState::Unknown { near: Some(near) } => {
            let owner = request
                .catalog
                .owners(near)
                .next()
                .map_or("", |source| source.title);
            error(&RULE, span, "no source has this connection spec id")
                .help(format!("the nearest is `{near}`, the id of {owner}"))
        }
        IdState::Unknown { near: None } => {
            let seen = request
                .catalog
                .sources()
                .iter()
                .map(|source| source.seen)
                .max()
                .unwrap_or_default();
            let finding = warning(
                &RULE,
                span,
                format!("this connection spec id is not in the catalogue of {seen}"),
            );
            let own = "`--source` takes your own, as `GET /connectionSpecs` answers them";
            match request.choice.guess {
                Some(guess) => {
                    let id = guess.id().unwrap_or_default();
                    finding.help(format!(
                        "if the request is for {}, the id is `{id}`; {own}",
                        guess.title
                    ))
                }
                None => finding.help(own),
            }
        }
        IdState::Foreign(foreign) => {
            let message = format!(
                "this is the id of {} ({}), not of a source",
                foreign.name, foreign.kind
            );
            warning(&RULE, span, message)
        }
        _ => return,
    };
    findings.report(finding.pointer(pointer::SPEC_ID));
}
