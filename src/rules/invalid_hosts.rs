use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use crate::catalog::{HostForm, Role};
use crate::diagnostic::Severity;
use crate::request::{Meaning, Request};
use crate::rule::{Check, Findings, error, rule};

rule! {
    /// A host that is no host name and no address.
    ///
    /// A host is a name as RFC 1123 has it (labels of 1 to 63 letters, digits and hyphens), an IPv4 address, or an IPv6 address
    /// without brackets. What people put there besides, a port, a scheme, a path, belongs into its own place or nowhere; what
    /// the driver documents for this place (`tcp:host,1433`, `host\instance`) is right. What looks like the variable of a
    /// template tool is left alone.
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "Host=db.example.com:1521;Port=1521;Sid=ORCL;User Id=AEP_READER;Password={PASSWORD}"
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
    /// **How sure.** Sure: the driver documents a name or an address, and RFC 1123 says what a name is. An underscore is wrong and yet
    /// met in DNS; it is a warning, and so are brackets around an address and letters that are not ASCII. Where nobody but an example
    /// says that a source takes a bare name, everything is a warning.
    ///
    /// **The service answers** no error of its own that is documented.
    ///
    /// **Fix.** None: another host would be another server.
    "invalid-hosts", Error, Check::Request(check)
}

fn check(request: &Request<'_>, findings: &mut Findings) {
    // A host that the grammar of the string changes has quotes in it.
    for value in request
        .literals_for(Role::Host)
        .filter(|value| value.written.is_none())
    {
        let text = &value.text;
        let address = value.address();
        let start = address.host.start;
        let host = &text.as_str()[address.host];
        let Some(mut fault) = fault(host) else {
            continue;
        };
        if fault.swallowed == [Role::Port] && value.forms().contains(&HostForm::CommaPort) {
            fault.help = "a comma stands before a port here";
        }
        let span = text.span(start + fault.at.start..start + fault.at.end);
        let mut finding = error(&RULE, span, fault.message).help(fault.help);
        finding.severity = match value.meaning {
            Meaning::Param(param) if param.is_form_doubtful() => Severity::Warning,
            _ => fault.severity,
        };
        if findings.report(request.about(value, finding)) {
            explain_absences(request, fault.swallowed, findings);
        }
    }
}

/// What stands in the wrong place is not missing in the right one.
pub fn explain_absences(request: &Request<'_>, roles: &[Role], findings: &mut Findings) {
    for role in roles {
        let keywords = request
            .string
            .iter()
            .flat_map(|string| string.dialect.with_role(*role));
        let params = request.choice.shared_params();
        let params = params.filter(|param| param.role == Some(*role));
        let names = keywords
            .map(|keyword| keyword.name)
            .chain(params.map(|param| param.name));
        names.for_each(|name| findings.claim_absence(name));
    }
}

struct Fault {
    at: Range<usize>,
    severity: Severity,
    message: &'static str,
    help: &'static str,
    /// What of the server's address stands here with the host.
    swallowed: &'static [Role],
}

const ADDRESS: &[Role] = &[
    Role::Port,
    Role::Service,
    Role::Sid,
    Role::Database,
    Role::User,
    Role::Secret,
];
const ALONE: &str = "write the name or the address alone";
const LABELS: &str =
    "a name has labels of 1 to 63 letters, digits and hyphens, and no hyphen at their ends";

fn fault(host: &str) -> Option<Fault> {
    let fault = |at, severity, message, help| {
        Some(Fault {
            at,
            severity,
            message,
            help,
            swallowed: ADDRESS,
        })
    };
    let hard = |at, message, help| fault(at, Severity::Error, message, help);
    let soft = |at, message, help| fault(at, Severity::Warning, message, help);
    let whole = 0..host.len();
    // Nearly every host ends here.
    if is_plain_name(host) {
        return None;
    }
    if host.is_empty() || host.parse::<Ipv6Addr>().is_ok() {
        return None;
    }
    if host.contains("://") || host.starts_with("//") {
        return hard(whole, "a URL stands in the place of a host", ALONE);
    }
    if let Some((address, rest)) = host
        .strip_prefix('[')
        .and_then(|inside| inside.split_once(']'))
        && address.parse::<Ipv6Addr>().is_ok()
    {
        return match rest {
            "" => soft(
                whole,
                "an IPv6 address is written without brackets here",
                "take the brackets away",
            ),
            _ => extra(host, host.len() - rest.len()),
        };
    }
    if let Some((address, _)) = host
        .split_once('%')
        .filter(|(address, _)| address.parse::<Ipv6Addr>().is_ok())
    {
        return hard(
            address.len()..host.len(),
            "a zone stands behind the address",
            ALONE,
        );
    }
    if looks_templated(host) {
        return None;
    }
    if let Some(at) = host.rfind('@') {
        return hard(
            0..at + 1,
            "a user stands before the host",
            "user and password have places of their own",
        );
    }
    if host.matches(':').count() > 1
        && host
            .bytes()
            .all(|b| b.is_ascii_hexdigit() || matches!(b, b':' | b'.'))
    {
        return hard(whole, "this is not an IPv6 address", ALONE);
    }
    if let Some(at) = host.find([':', '/', '\\', ',']) {
        return extra(host, at);
    }
    name(host.strip_suffix('.').unwrap_or(host)).map(|(at, severity, message, help)| Fault {
        at: at.unwrap_or(whole),
        severity,
        message,
        help,
        swallowed: &[],
    })
}

/// Whether this is a name of the simplest kind: labels of letters, digits and hyphens, with a letter somewhere.
pub fn is_plain_name(host: &str) -> bool {
    let mut letters = false;
    let (mut length, mut last) = (0, b'.');
    for &byte in host.as_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => letters = true,
            b'0'..=b'9' => {}
            b'-' if length > 0 => {}
            b'.' if length > 0 && last != b'-' => {
                (length, last) = (0, byte);
                continue;
            }
            _ => return false,
        }
        (length, last) = (length + 1, byte);
        if length > 63 {
            return false;
        }
    }
    letters && length > 0 && last != b'-' && host.len() <= 253
}

/// What stands behind a host, or before it.
fn extra(host: &str, at: usize) -> Option<Fault> {
    let rest = &host[at + 1..];
    let digits = !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
    let protocol =
        host[..at].eq_ignore_ascii_case("tcp") || host[..at].eq_ignore_ascii_case("tcps");
    let (at, message) = match host.as_bytes()[at] {
        b':' if protocol => (0..at + 1, "a protocol stands before the host"),
        b':' | b',' if digits => (at..host.len(), "a port is stuck to the host"),
        b':' if rest.starts_with(|c: char| c.is_ascii_digit()) => {
            (at..host.len(), "a port and more are stuck to the host")
        }
        b'/' => (at..host.len(), "a path is stuck to the host"),
        b'\\' => (at..host.len(), "an instance is stuck to the host"),
        _ => (at..host.len(), "more than a host stands here"),
    };
    let at = if at.start == 0 && at.end == host.len() {
        0..host.len()
    } else {
        at
    };
    let swallowed = if digits { &[Role::Port] } else { ADDRESS };
    Some(Fault {
        at,
        severity: Severity::Error,
        message,
        help: ALONE,
        swallowed,
    })
}

type NameFault = (Option<Range<usize>>, Severity, &'static str, &'static str);

fn name(host: &str) -> Option<NameFault> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if let Some((at, c)) = host.char_indices().find(|(_, c)| !allowed(*c)) {
        let at = Some(at..at + c.len_utf8());
        return Some(match c.is_alphanumeric() {
            true => (
                at,
                Severity::Warning,
                "a letter of the host is not ASCII",
                "write the name in its `xn--` form",
            ),
            false => (
                at,
                Severity::Error,
                "a character that no host name has",
                LABELS,
            ),
        });
    }
    let labels = || host.split('.');
    if labels().all(|label| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_digit())) {
        let address = host.parse::<Ipv4Addr>().is_ok();
        let message = "a host of digits alone must be an IPv4 address";
        return (!address).then_some((
            None,
            Severity::Error,
            message,
            "it has four numbers from 0 to 255",
        ));
    }
    let bad = |label: &str| {
        !(1..=63).contains(&label.len()) || label.starts_with('-') || label.ends_with('-')
    };
    if host.len() > 253 || labels().any(bad) {
        return Some((None, Severity::Error, "this is not a host name", LABELS));
    }
    let at = host.find('_')?;
    Some((
        Some(at..at + 1),
        Severity::Warning,
        "an underscore in a host name",
        LABELS,
    ))
}

/// Whether a value may be the variable of a tool that is not known here, such as `$host` or `@HOST@`.
pub fn looks_templated(value: &str) -> bool {
    value.contains([
        '$', '{', '}', '<', '>', '%', '(', ')', '[', ']', '#', '~', '*', '?', '…',
    ]) || value.starts_with('@') && value.ends_with('@')
        || value.contains("...")
}
