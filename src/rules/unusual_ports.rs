use crate::catalog::{self, Role, Source};
use crate::request::Request;
use crate::rule::{Check, Findings, rule, warning};

rule! {
    /// Another database's port.
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
    for value in request.literals_for(Role::Port) {
        let port = value.as_str().trim();
        let digits = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
        let Ok(port) = port.parse::<u16>() else {
            continue;
        };
        if !digits || source.ports.contains(&port) {
            continue;
        }
        let others: Vec<_> = catalog::sources()
            .iter()
            .filter(|other| other.ports.contains(&port))
            .take(3)
            .collect();
        if others.is_empty() {
            continue;
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
        let finding = warning(&RULE, value.text.whole_span(), message).help(help);
        findings.report(request.about(value, finding));
    }
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
