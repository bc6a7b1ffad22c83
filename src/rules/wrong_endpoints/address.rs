//! The address of a call, and whose it is.

use std::ops::Range;

use crate::catalog::{self, Endpoint};
use crate::extract::Call;
use crate::near;
use crate::placeholder;
use crate::rules::misspelled_headers::meant;
use crate::text::Text;

/// Who gets a call.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Addressee {
    Service,
    Other,
    /// The address cannot be read.
    Unknown,
}

/// An address taken apart, in bytes of it.
pub(super) struct Address {
    /// Empty where there is none.
    pub(super) scheme: Range<usize>,
    /// Without port and user.
    pub(super) host: Range<usize>,
    pub(super) has_port: bool,
    /// Up to the query.
    pub(super) path: Range<usize>,
}

/// Whether a call goes to the service itself, rather than to a proxy that may complete it: by its address or, where
/// that cannot be read, by a header that no other service has.
pub(in crate::rules) fn is_for_service(call: &Call<'_>) -> bool {
    match addressee(call) {
        Addressee::Service => true,
        Addressee::Other => false,
        Addressee::Unknown => call.headers.iter().any(|header| {
            let known = meant(header.name.as_str());
            known.is_some_and(|known| known.required && known.name.starts_with("x-"))
        }),
    }
}

fn addressee(call: &Call<'_>) -> Addressee {
    let endpoint = catalog::endpoint();
    let Some(url) = call.url.as_ref().map(Text::as_str) else {
        return Addressee::Unknown;
    };
    let address = address(url);
    let (host, path) = (&url[address.host.clone()], &url[address.path.clone()]);
    let known = is_service(host, endpoint) || is_near(host, endpoint);
    if known && (!is_literal(path) || is_ours(path, endpoint)) {
        Addressee::Service
    } else if known || is_literal(host) && (!address.scheme.is_empty() || host.contains('.')) {
        Addressee::Other
    } else if path.contains(endpoint.base_path) {
        Addressee::Service
    } else {
        Addressee::Unknown
    }
}

/// The parts of a path between its slashes.
pub(super) fn steps(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|step| !step.is_empty())
}

/// Takes an address apart.
pub(super) fn address(url: &str) -> Address {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let scheme = url[..end].find("://");
    let start = scheme.map_or(0, |scheme| scheme + "://".len());
    let path = url[start..end].find('/').map_or(end, |at| start + at);
    let host = url[start..path]
        .rfind('@')
        .map_or(start, |at| start + at + 1);
    let port = url[host..path].find(':').map(|at| host + at);
    Address {
        scheme: 0..scheme.unwrap_or(0),
        host: host..port.unwrap_or(path),
        has_port: port.is_some(),
        path: path..end,
    }
}

/// Whether parts of the text were left out on purpose.
pub(in crate::rules) fn is_elided(text: &str) -> bool {
    text.contains("...") || text.contains('…')
}

/// Whether all of an address, or a part of it, is what will be used; braces are also curl's own, and other programs'.
pub(super) fn is_literal(url: &str) -> bool {
    placeholder::filling(url).is_literal()
        && !is_elided(url)
        && !url.contains(['{', '}', '[', ']', '*', '%'])
}

/// Whether a path is meant for the service: a part of it is the service's, or its end. Others take the same body.
pub(super) fn is_ours(path: &str, endpoint: &Endpoint) -> bool {
    let resources = || endpoint.resources.iter().copied();
    path.contains(endpoint.base_path)
        || steps(path)
            .last()
            .is_none_or(|last| near::nearest(last, resources()).is_some())
}

/// Whether a host is one of the service's.
pub(super) fn is_service(host: &str, endpoint: &Endpoint) -> bool {
    host.eq_ignore_ascii_case(endpoint.host) || endpoint.is_other_host(host)
}

/// Whether a host of the vendor's is a slip of the service's.
pub(super) fn is_near(host: &str, endpoint: &Endpoint) -> bool {
    let domain = endpoint
        .host
        .split_once('.')
        .map_or("", |(_, domain)| domain);
    !is_service(host, endpoint)
        && host.to_ascii_lowercase().ends_with(domain)
        && near::nearest(host, [endpoint.host]).is_some()
}

/// Whether a host may be anybody's: not an address, and not a name of one's own network.
pub(super) fn is_public(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default();
    host.contains('.') && last.len() > 1 && last.bytes().all(|byte| byte.is_ascii_alphabetic())
}
