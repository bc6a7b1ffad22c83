//! The facts about the platform, embedded from `schemas/`: sources and their auth specs, the envelope of a request,
//! kinds of request, headers, the endpoint, the service's error codes, connection-string dialects, placeholders.
//!
//! The tables are `static` and made by `build.rs`, so start-up costs nothing and does not grow with the catalogue.
//! JSON Schemas are kept as text and parsed by whoever needs one. Nothing here judges; that is the rules' business.

mod call;
mod dialect;
mod source;

pub use call::{
    Endpoint, Envelope, EnvelopeProperty, Header, HeaderValue, PlaceholderDialect, PlaceholderKind,
    RequestKind, ServiceError,
};
pub use dialect::{
    CertificateChecks, Cloud, Dialect, Keyword, Level, Limit, OneOf, Tls, Values, fold,
};
pub use source::{AuthSpec, Checks, Evidence, ForeignId, Param, Platform, Role, Source};

/// Made by `build.rs`.
mod tables {
    use super::*;

    include!(concat!(env!("OUT_DIR"), "/catalog.rs"));
}

/// Every source, in the order of their slugs.
pub fn sources() -> &'static [Source] {
    &tables::SOURCES
}

/// The source of this slug, which is the stem of its file in `schemas/sources/`.
pub fn source(slug: &str) -> Option<&'static Source> {
    let index = tables::SOURCES
        .binary_search_by(|source| source.slug.cmp(slug))
        .ok()?;
    Some(&tables::SOURCES[index])
}

/// The sources that a connection spec id belongs to, whatever its case. An id can be shared by several.
pub fn owners(id: &str) -> impl Iterator<Item = &'static Source> + Clone + use<> {
    let mut lower = [0; 36];
    let fits = id.len() == lower.len();
    if fits {
        lower.copy_from_slice(id.as_bytes());
        lower.make_ascii_lowercase();
    }
    let start = tables::SOURCE_IDS.partition_point(|entry| entry.0.as_bytes() < &lower[..]);
    let same = tables::SOURCE_IDS[start..]
        .iter()
        .take_while(|entry| fits && entry.0.as_bytes() == &lower[..])
        .count();
    tables::SOURCE_IDS[start..start + same]
        .iter()
        .map(|(_, index)| &tables::SOURCES[usize::from(*index)])
}

/// Every connection spec id of every source, in lower case, sorted; shared ids appear once for each source.
pub fn source_ids() -> impl Iterator<Item = (&'static str, &'static Source)> + Clone {
    tables::SOURCE_IDS
        .iter()
        .map(|(id, index)| (*id, &tables::SOURCES[usize::from(*index)]))
}

/// What an id that is not a source's stands for: a destination, a flow spec, a provider and so on.
pub fn foreign_id(id: &str) -> Option<&'static ForeignId> {
    let found = tables::FOREIGN_IDS.binary_search_by(|foreign| lower(foreign.id).cmp(lower(id)));
    Some(&tables::FOREIGN_IDS[found.ok()?])
}

/// Every id that is known and not a source's.
pub fn foreign_ids() -> &'static [ForeignId] {
    &tables::FOREIGN_IDS
}

/// The connection-string dialects.
pub fn dialects() -> &'static [Dialect] {
    &tables::DIALECTS
}

/// The kinds of request and answer, in the order in which they are to be tried.
pub fn request_kinds() -> &'static [RequestKind] {
    &tables::REQUEST_KINDS
}

/// What surrounds `auth.params` in the body of a base connection.
pub fn envelope() -> &'static Envelope {
    &tables::ENVELOPES[0]
}

/// The documented headers.
pub fn headers() -> &'static [Header] {
    &tables::HEADERS
}

/// Where the service is reached.
pub fn endpoint() -> &'static Endpoint {
    &tables::ENDPOINTS[0]
}

/// The error codes that the service documents and a request file can cause, in order.
pub fn errors() -> &'static [ServiceError] {
    &tables::ERRORS
}

/// The error of this code, as in `1413-400`.
pub fn error_code(code: &str) -> Option<&'static ServiceError> {
    tables::ERRORS.iter().find(|error| error.code == code)
}

/// The ways to write something that is to be filled in later.
pub fn placeholder_dialects() -> &'static [PlaceholderDialect] {
    &tables::PLACEHOLDERS
}

fn lower(id: &str) -> impl Iterator<Item = u8> {
    id.bytes().map(|byte| byte.to_ascii_lowercase())
}

#[cfg(test)]
mod tests;
