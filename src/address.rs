//! Where a server is, in the forms that its driver takes: `host`, and where the data say so `host:port`,
//! `tcp:host,port`, `host\instance`.

use std::ops::Range;

use crate::catalog::HostForm;

/// The parts of an address, in bytes of the text that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// A name or an address, if it is right; whatever no form explains is a part of it.
    pub host: Range<usize>,
    pub port: Option<Range<usize>>,
}

impl Address {
    /// Takes a text apart, as far as `forms` allow.
    pub fn read(text: &str, forms: &[HostForm]) -> Address {
        let start = text.len() - text.trim_start().len();
        let mut host = start..start + text.trim().len();
        let mut port = None;
        if forms.contains(&HostForm::Protocol) {
            host.start += protocol(&text[host.clone()]);
        }
        let divider = match text[host.clone()].rfind([':', ',', ']']) {
            Some(at) => host.start + at,
            None => host.start,
        };
        if takes_port(&text[host.clone()], divider - host.start, forms) {
            port = Some(divider + 1..host.end);
            host.end = divider;
        }
        if forms.contains(&HostForm::Instance)
            && let Some(at) = text[host.clone()].find('\\')
            && at + 1 < host.len()
        {
            host.end = host.start + at;
        }
        Address { host, port }
    }
}

/// Length of the protocol before a host, with its colon. The words are those of SQL Server's clients.
fn protocol(text: &str) -> usize {
    const PROTOCOLS: [&str; 4] = ["tcp", "np", "lpc", "admin"];
    let Some((before, _)) = text.split_once(':') else {
        return 0;
    };
    let known = PROTOCOLS
        .iter()
        .any(|name| before.eq_ignore_ascii_case(name));
    if known { before.len() + 1 } else { 0 }
}

/// Whether a port may stand behind the mark at `at`: the last one, and the only colon outside brackets.
fn takes_port(text: &str, at: usize, forms: &[HostForm]) -> bool {
    let (before, rest) = text.split_at(at);
    if before.is_empty() || rest.len() < 2 {
        return false;
    }
    let bracketed = before.starts_with('[') && before.ends_with(']');
    match rest.as_bytes()[0] {
        b':' => {
            forms.contains(&HostForm::ColonPort)
                && (bracketed || !before.contains(':'))
                && !rest.starts_with("://")
        }
        b',' => forms.contains(&HostForm::CommaPort) && !before.contains(','),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [HostForm; 4] = [
        HostForm::Protocol,
        HostForm::Instance,
        HostForm::CommaPort,
        HostForm::ColonPort,
    ];

    fn parts<'t>(text: &'t str, forms: &[HostForm]) -> (&'t str, Option<&'t str>) {
        let read = Address::read(text, forms);
        (&text[read.host], read.port.map(|port| &text[port]))
    }

    #[test]
    fn every_form_is_taken_apart() {
        for (text, host, port) in [
            ("db.example.com", "db.example.com", None),
            (" db.example.com ", "db.example.com", None),
            ("db.example.com,1433", "db.example.com", Some("1433")),
            ("tcp:db.example.com, 1433", "db.example.com", Some(" 1433")),
            ("db.example.com:50000", "db.example.com", Some("50000")),
            ("db.example.com\\SALES", "db.example.com", None),
            ("db.example.com\\SALES,1433", "db.example.com", Some("1433")),
            ("[2001:db8::1]:50000", "[2001:db8::1]", Some("50000")),
            ("2001:db8::1", "2001:db8::1", None),
            ("https://db.example.com", "https://db.example.com", None),
            ("", "", None),
            (",", ",", None),
            ("h,", "h,", None),
        ] {
            assert_eq!(parts(text, &ALL), (host, port), "{text}");
        }
    }

    #[test]
    fn a_form_that_is_not_taken_stays_with_the_host() {
        for text in ["db.example.com:1521", "tcp:db,1433", "db\\SALES"] {
            assert_eq!(parts(text, &[]), (text, None));
        }
    }
}
