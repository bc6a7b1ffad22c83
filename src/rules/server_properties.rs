use std::ops::Range;

use crate::catalog;
use crate::json::{Id, Json};
use crate::request::Request;
use crate::rule::{Check, Findings, rule, warning};

rule! {
    /// Properties that the service adds, in a request.
    ///
    /// A request that was made from an answer of the service carries what the service put there:
    /// ids, dates, authors, states. They say nothing in a request, and `id` makes people believe
    /// that they update something. All of them are one finding.
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
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" },
    ///   "state": "enabled"
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
    /// **How sure.** A warning: no page says that they are refused. An object with `etag` or
    /// `createdAt` that no call sends is taken for a saved answer, and nothing is said of it.
    ///
    /// **The service answers** as if they were not there, as far as is known.
    ///
    /// **Fix.** Removes them.
    "server-properties", Warning, Check::Request(check)
}

fn check(request: &Request<'_>, findings: &mut Findings) {
    // A project's own configuration has ids and states of its own.
    if request.nested {
        return;
    }
    let json = request.json;
    let members: Vec<(Id, Id)> = json.members(request.body.node).collect();
    let known = |key: Id| {
        let mut all = catalog::envelope().server_properties.iter().copied();
        all.find(|known| *known == json.str(key))
    };
    let server = |key: Id| known(key).is_some();
    let keys: Vec<Id> = members
        .iter()
        .map(|&(key, _)| key)
        .filter(|&key| server(key))
        .collect();
    let Some((&first, others)) = keys.split_first() else {
        return;
    };
    let names: Vec<_> = keys
        .iter()
        .take(3)
        .map(|&key| format!("`{}`", json.str(key)))
        .collect();
    let more = if keys.len() > 3 { " and others" } else { "" };
    let verb = if keys.len() == 1 { "is" } else { "are" };
    let message = format!(
        "{}{more} {verb} added by the service, not sent to it",
        names.join(", ")
    );
    let mut finding = warning(&RULE, json.span(first), message)
        .help("was this made from an answer? leave out what the service adds")
        .names(keys.iter().filter_map(|&key| known(key)));
    for &other in others {
        finding = finding.label(json.span(other), "this too");
        findings.claim(json.span(other));
    }
    let kept = members.iter().filter(|&&(key, _)| !server(key)).count();
    let edits = removals(json, &members, &server);
    // A comment is never deleted, nor anything else that is not a member.
    let clean = edits
        .iter()
        .all(|range| only_members(json, &members, range));
    if kept > 0 && clean {
        finding = finding.fix(
            "remove what the service adds",
            edits.into_iter().map(|range| json.text.edit(range, "")),
        );
    }
    findings.report(finding);
}

/// Whether a range holds nothing but members, commas and blanks.
fn only_members(json: &Json<'_>, members: &[(Id, Id)], range: &Range<usize>) -> bool {
    let inside = |at: usize| {
        members
            .iter()
            .any(|&(key, value)| (json.range(key).start..json.range(value).end).contains(&at))
    };
    let text = &json.text.as_str()[range.clone()];
    let mut chars = text.char_indices();
    chars.all(|(at, c)| c == ',' || c.is_whitespace() || inside(range.start + at))
}

/// The ranges to remove, each with the comma that goes with it.
fn removals(
    json: &Json<'_>,
    members: &[(Id, Id)],
    server: &dyn Fn(Id) -> bool,
) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut at = 0;
    while at < members.len() {
        if !server(members[at].0) {
            at += 1;
            continue;
        }
        let run = members[at..]
            .iter()
            .take_while(|(key, _)| server(*key))
            .count();
        let start = json.range(members[at].0).start;
        ranges.push(match (members.get(at + run), at.checked_sub(1)) {
            (Some(&(next, _)), _) => start..json.range(next).start,
            (None, Some(before)) => {
                json.range(members[before].1).end..json.range(members[at + run - 1].1).end
            }
            (None, None) => start..json.range(members[at + run - 1].1).end,
        });
        at += run;
    }
    ranges
}
