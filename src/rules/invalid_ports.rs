use super::invalid_hosts::{explain_absences, looks_templated};
use crate::catalog::{Role, Source};
use crate::json::Kind;
use crate::request::{Request, pointer};
use crate::rule::{Check, Findings, error, rule};

rule! {
    /// A port that is no number from 1 to 65535.
    ///
    /// Often a digit too many, or a service name stuck to the port by a slash, as Easy Connect has it.
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "Host=db.example.com;Port=152100;Sid=ORCL;User Id=AEP_READER;Password={PASSWORD}"
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
    /// **How sure.** Sure: TCP has no other ports.
    ///
    /// **The service answers** no error of its own that is documented.
    ///
    /// **Fix.** None: which port is meant cannot be told.
    "invalid-ports", Error, Check::Request(check)
}

const RANGE: &str = "it is a number from 1 to 65535";

fn check(request: &Request<'_>, findings: &mut Findings) {
    for (value, range) in request.ports() {
        let port = &value.as_str()[range.clone()];
        if port.is_empty() || looks_templated(port) {
            continue;
        }
        let digits = port.bytes().all(|byte| byte.is_ascii_digit());
        if digits && is_port(port) {
            continue;
        }
        let split = port
            .find(|c: char| !c.is_ascii_digit())
            .filter(|&at| is_port(&port[..at]));
        let message = match split.map(|at| port.as_bytes()[at]) {
            _ if digits => "there is no port of this number",
            Some(b'/' | b':') => "a service is stuck to the port",
            _ => "the port is not a number",
        };
        let finding = error(&RULE, value.span(range), message).help(RANGE);
        if findings.report(request.about(value, finding)) && split.is_some() {
            explain_absences(
                request,
                &[Role::Service, Role::Sid, Role::Database],
                findings,
            );
        }
    }
    if !request.source().is_some_and(Source::is_full) {
        return;
    }
    let json = request.json;
    for (param, value) in request.params() {
        let number = param.role == Some(Role::Port) && json.kind(value) == Kind::Number;
        if number
            && !json
                .raw(value)
                .parse()
                .is_ok_and(|port: f64| is_whole_port(port))
        {
            let finding =
                error(&RULE, json.span(value), "there is no port of this number").help(RANGE);
            findings.report(finding.pointer(format!("{}/{}", pointer::PARAMS, param.name)));
        }
    }
}

fn is_port(digits: &str) -> bool {
    digits.parse::<u16>().is_ok_and(|port| port > 0)
}

fn is_whole_port(port: f64) -> bool {
    (1.0..=65535.0).contains(&port) && port.fract() == 0.0
}
