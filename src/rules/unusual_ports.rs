use crate::catalog::{Catalog, Param, Role, Source};
use crate::json::{Id, Kind};
use crate::request::{Request, pointer};
use crate::rule::{Check, Findings, rule, warning};

rule! {
    /// Another source's port.
    ///
    /// The port is one that another source usually has, and not one of this source's. A listener may have any port, so nothing is
    /// said of ports that are nobody's.
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "Host=db.example.com;Port=3306;Sid=ORCL;User Id=AEP_READER;Password={PASSWORD}"
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
    ///       "connectionString": "Host=db.example.com;Port=1526;Sid=ORCL;User Id=AEP_READER;Password={PASSWORD}"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// **How sure.** A warning: usual is all that a port can be.
    ///
    /// **The service answers** no error of its own that is documented.
    ///
    /// **Fix.** None: either the port or the source is the mistake.
    "unusual-ports", Warning, Check::Request(check)
}

fn check(request: &Request<'_>, findings: &mut Findings) {
    let Some(source) = request.source().filter(|source| !source.ports.is_empty()) else {
        return;
    };
    for (value, range) in request.ports() {
        let port = &value.as_str()[range.clone()];
        if let Some((message, help)) = verdict(request.catalog, source, port) {
            let finding = warning(&RULE, value.span(range), message).help(help);
            findings.report(request.about(value, finding));
        }
    }
    let json = request.json;
    let is_number = |param: &Param, id: Id| {
        param.role == Some(Role::Port) && source.is_full() && json.kind(id) == Kind::Number
    };
    for (param, id) in request.params().filter(|&(param, id)| is_number(param, id)) {
        if let Some((message, help)) = verdict(request.catalog, source, json.raw(id)) {
            let finding = warning(&RULE, json.span(id), message).help(help);
            findings.report(finding.pointer(format!("{}/{}", pointer::PARAMS, param.name)));
        }
    }
}

/// What is to be said of a port, if it is another source's: the message and the help.
fn verdict(catalog: &Catalog, source: &Source, port: &str) -> Option<(String, String)> {
    let port = port.trim();
    let digits = port.bytes().all(|byte| byte.is_ascii_digit());
    let port = port.parse::<u16>().ok().filter(|_| digits)?;
    if source.ports.contains(&port) {
        return None;
    }
    let others: Vec<_> = catalog
        .sources()
        .iter()
        .filter(|other| other.ports.contains(&port))
        .take(3)
        .collect();
    if others.is_empty() {
        return None;
    }
    let titles: Vec<_> = others.iter().map(|other| other.title).collect();
    let message = format!(
        "port {port} is usual for {}, not for {}",
        titles.join(" and "),
        source.title
    );
    let ids: Vec<_> = others.iter().filter_map(|other| id_of(other)).collect();
    let help = format!(
        "{} usually has {}; the spec id of {}",
        source.title,
        usual(source),
        ids.join(", of ")
    );
    Some((message, help))
}

fn id_of(source: &Source) -> Option<String> {
    Some(format!("{} is `{}`", source.title, source.id()?))
}

fn usual(source: &Source) -> String {
    let ports: Vec<_> = source.ports.iter().map(u16::to_string).collect();
    match &ports[..] {
        [before @ .., last] if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        _ => ports.concat(),
    }
}
