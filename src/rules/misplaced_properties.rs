use crate::diagnostic::Edit;
use crate::json::Id;
use crate::request::{Misplaced, Request, is_for_want_of_a_bracket, name_of, pointer};
use crate::rule::{Check, Findings, error, listed, rule, warning};

rule! {
    /// A property that stands in the wrong object.
    ///
    /// The request has two levels for the login: `auth` says which auth spec it is, and `auth.params` holds what that takes.
    /// What stands a level too high or too low is not read, and the service misses it. Properties that belong to the same place
    /// are one finding.
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "Basic Authentication",
    ///     "server": "db.example.com",
    ///     "port": "1521",
    ///     "database": "ORCL",
    ///     "username": "app",
    ///     "password": "{PASSWORD}",
    ///     "schema": "SALES",
    ///     "sslMode": "true"
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
    /// **How sure.** An error where one of them is required in the other place, and not there; otherwise a warning. The places are
    /// those of every example, and of the OpenAPI description. Of a property that stands in its own place as well nothing is said
    /// here.
    ///
    /// **The service answers** with `400`, about the property that it misses.
    ///
    /// **Fix.** Where they stand next to each other and their object is not there, it is put around them.
    "misplaced-properties", Error, Check::Request(check)
}

/// More names than this are counted.
const NAMED: usize = 3;

fn check(request: &Request<'_>, findings: &mut Findings) {
    let mut rest: &[Misplaced] = &request.misplaced;
    let mut done: Vec<(&str, &str)> = Vec::new();
    while let Some((first, later)) = rest.split_first() {
        rest = later;
        let place = (first.stands, first.belongs);
        if !done.contains(&place) {
            done.push(place);
            let same = |one: &&Misplaced| (one.stands, one.belongs) == place;
            let group: Vec<&Misplaced> = request.misplaced.iter().filter(same).collect();
            report(request, first, &group, findings);
        }
    }
}

fn report(request: &Request<'_>, first: &Misplaced, group: &[&Misplaced], findings: &mut Findings) {
    claim_absences(request, first, group, findings);
    let span = |one: &Misplaced| request.json.span(one.member.key);
    // The bracket is the mistake, and has been told.
    if is_for_want_of_a_bracket(request) {
        return group.iter().for_each(|one| findings.claim(span(one)));
    }
    let message = format!(
        "{} {} {}",
        names(group),
        if group.len() == 1 {
            "belongs"
        } else {
            "belong"
        },
        place(first)
    );
    let rule = match group.iter().any(|one| one.required) {
        true => error,
        false => warning,
    };
    let mut finding = rule(&RULE, span(first), message)
        .pointer(format!("{}/{}", first.stands, first.name))
        .names(group.iter().map(|one| one.name))
        .help(help(first, group));
    // As many as the message names.
    let shown = if group.len() > NAMED + 1 {
        NAMED
    } else {
        group.len()
    };
    for other in &group[1..shown] {
        finding = finding.label(span(other), "and this");
    }
    if let Some(edits) = around(request, first, group) {
        finding = finding.fix("put the object around them", edits);
    }
    if findings.report(finding) {
        group.iter().for_each(|one| findings.claim(span(one)));
    }
}

/// They are there, though not where they belong; so is the object around them, in a way.
fn claim_absences(
    request: &Request<'_>,
    first: &Misplaced,
    group: &[&Misplaced],
    findings: &mut Findings,
) {
    for outer in [pointer::AUTH, pointer::PARAMS] {
        if first.belongs.starts_with(outer) && request.object(outer).is_none() {
            findings.claim_absence(name_of(outer));
        }
    }
    group
        .iter()
        .for_each(|one| findings.claim_absence(one.name));
}

fn names(group: &[&Misplaced]) -> String {
    let mut names: Vec<String> = group.iter().map(|one| format!("`{}`", one.name)).collect();
    if names.len() > NAMED + 1 {
        let more = names.len() - NAMED;
        names.truncate(NAMED);
        names.push(format!("{more} more"));
    }
    listed(names, "and")
}

fn place(first: &Misplaced) -> String {
    let dotted = |at: &str| format!("`{}`", at[1..].replace('/', "."));
    let beside = first.stands.is_empty();
    match (first.belongs, first.stands) {
        (pointer::BODY, inside) => format!("to the top level, not into {}", dotted(inside)),
        (pointer::AUTH, pointer::PARAMS) => "into `auth`, not into its `params`".to_owned(),
        (belongs, _) if beside => format!("into {}, not to the top level", dotted(belongs)),
        (belongs, inside) => format!("into {}, not into {}", dotted(belongs), dotted(inside)),
    }
}

fn help(first: &Misplaced, group: &[&Misplaced]) -> String {
    let key = |name: &str| format!("\"{name}\": …");
    let (spec_name, params) = (name_of(pointer::SPEC_NAME), name_of(pointer::PARAMS));
    let inner = match first.belongs {
        pointer::PARAMS => {
            let more = if group.len() > 1 { ", …" } else { "" };
            format!("\"{params}\": {{ {}{more} }}", key(first.name))
        }
        pointer::AUTH => key(params),
        _ => return format!("close `{}` before it", first.stands[1..].replace('/', ".")),
    };
    format!(
        "write `\"{}\": {{ {}, {inner} }}`",
        name_of(pointer::AUTH),
        key(spec_name)
    )
}

/// Puts the object that is not there around its members, if nothing else stands between them.
fn around(
    request: &Request<'_>,
    first: &Misplaced,
    group: &[&Misplaced],
) -> Option<Vec<Option<Edit>>> {
    let missing = match (first.belongs, first.stands) {
        (pointer::PARAMS, pointer::AUTH) | (pointer::AUTH, pointer::BODY) => first.belongs,
        _ => return None,
    };
    // Another group of them would get an object of its own.
    let alone = request.misplaced.len() == group.len();
    if !alone || request.object(missing).is_some() {
        return None;
    }
    let object = request.object(first.stands)?;
    let keys: Vec<Id> = object.members.iter().map(|member| member.key).collect();
    let from = keys.iter().position(|&key| key == first.member.key)?;
    let own: Vec<Id> = group.iter().map(|one| one.member.key).collect();
    if keys.get(from..from + own.len())? != own {
        return None;
    }
    let json = request.json;
    let start = json.range(first.member.key).start;
    let end = json.range(group.last()?.member.value).end;
    let opener = format!("\"{}\": {{ ", name_of(missing));
    Some(vec![
        json.text.edit(start..start, &opener),
        json.text.edit(end..end, " }"),
    ])
}
