use std::net::IpAddr;
use std::ops::Range;

use crate::catalog::Role;
use crate::json::Kind;
use crate::request::Request;
use crate::rule::{Check, Findings, rule, warning};

rule! {
    /// A host that only your own network can reach.
    ///
    /// The service connects from its own network. It cannot reach `localhost`, an address of a private range, or a name that only
    /// your network resolves, in a URL as little as alone. A connection through a private endpoint can, so nothing is said where the
    /// request asks for one.
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "Host=192.168.1.20;Port=1521;Sid=ORCL;User Id=AEP_READER;Password={PASSWORD}"
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
    /// **How sure.** A warning: the ranges are those of RFC 1918, 6598, 3927 and 4193, but a private line to the service may exist.
    ///
    /// **The service answers** no error of its own that is documented.
    ///
    /// **Fix.** None: only you know the public name.
    "unreachable-hosts", Warning, Check::Request(check)
}

const INSIDE: &str = "a name of a private network resolves only inside it";

/// The last labels of names that are not in the public DNS.
const PRIVATE: [&str; 9] = [
    "local",
    "localdomain",
    "internal",
    "intranet",
    "lan",
    "corp",
    "home",
    "private",
    "home.arpa",
];

fn check(request: &Request<'_>, findings: &mut Findings) {
    if uses_private_link(request) {
        return;
    }
    for value in request.literals() {
        let text = value.as_str();
        let host = match value.role() {
            Some(Role::Host) => value.address().host,
            Some(Role::Url) => host_of(text),
            _ => continue,
        };
        let Some(reason) = reason(text[host.clone()].trim()) else {
            continue;
        };
        let mut params = request.choice.shared_params();
        let link = params.find(|param| param.role == Some(Role::PrivateLink));
        let mut help = "the service connects from its own network".to_owned();
        if let Some(link) = link {
            help += &format!("; with a private endpoint, set `{}`", link.name);
        }
        let finding = warning(&RULE, value.span(host), reason).help(help);
        findings.report(request.about(value, finding));
    }
}

/// Whether the database is reached through a private endpoint, or may be.
fn uses_private_link(request: &Request<'_>) -> bool {
    let json = request.json;
    request
        .params()
        .filter(|(param, _)| param.role == Some(Role::PrivateLink))
        .any(|(_, value)| match json.kind(value) {
            Kind::False => false,
            Kind::String => !json.str(value).trim().eq_ignore_ascii_case("false"),
            _ => true,
        })
}

/// Where the host stands in a URL; nowhere in a text without a scheme, which may be anything.
fn host_of(url: &str) -> Range<usize> {
    let Some(start) = url.find("://").map(|at| at + "://".len()) else {
        return 0..0;
    };
    let authority = &url[start..];
    let end = authority.find(['/', '?', '#']).unwrap_or(authority.len());
    let user = authority[..end].rfind('@').map_or(0, |at| at + 1);
    let host = &authority[user..end];
    let length = match host.find(']') {
        Some(bracket) => bracket + 1,
        None => host.find(':').unwrap_or(host.len()),
    };
    start + user..start + user + length
}

fn reason(host: &str) -> Option<&'static str> {
    let bare = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .unwrap_or(host);
    if let Ok(address) = bare.parse::<IpAddr>() {
        return of_address(address.to_canonical());
    }
    let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if !name.chars().all(plain) || !name.contains(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let under = |suffix: &str| {
        name.strip_suffix(suffix)
            .is_some_and(|before| before.ends_with('.'))
    };
    if name == "localhost" || name == "localhost.localdomain" || under("localhost") {
        return Some("`localhost` is the service's own machine, not yours");
    }
    if !name.contains('.') {
        return Some("a host of one word resolves only inside your network");
    }
    PRIVATE.iter().any(|suffix| under(suffix)).then_some(INSIDE)
}

/// Whether a name is one of the public DNS, as far as its labels tell. It has nothing but letters, digits, hyphens and
/// full stops.
pub fn is_public_name(name: &str) -> bool {
    let Some((_, last)) = name.rsplit_once('.') else {
        return false;
    };
    let ends_so = |suffix: &&str| {
        let from = suffix.len().checked_sub(last.len());
        from.is_some_and(|from| suffix.as_bytes()[from..].eq_ignore_ascii_case(last.as_bytes()))
    };
    last.bytes().all(|byte| byte.is_ascii_alphabetic())
        && !PRIVATE.iter().chain(&["localhost"]).any(ends_so)
}

fn of_address(address: IpAddr) -> Option<&'static str> {
    let (private, link_local, shared) = match address {
        IpAddr::V4(v4) => {
            let [a, b, ..] = v4.octets();
            (
                v4.is_private(),
                v4.is_link_local(),
                a == 100 && (64..128).contains(&b),
            )
        }
        IpAddr::V6(v6) => (v6.is_unique_local(), v6.is_unicast_link_local(), false),
    };
    let reasons = [
        (
            address.is_loopback(),
            "a loopback address is the service's own machine, not yours",
        ),
        (
            address.is_unspecified(),
            "this address stands for no machine",
        ),
        (
            private,
            "a private address is reachable only inside your network",
        ),
        (
            link_local,
            "a link-local address is reachable only on its own segment",
        ),
        (
            shared,
            "an address that carriers share is not reachable from outside",
        ),
    ];
    reasons
        .into_iter()
        .find(|(holds, _)| *holds)
        .map(|(_, reason)| reason)
}
