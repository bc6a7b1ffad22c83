//! The facts about the platform, embedded from `schemas/`: sources and their auth specs, the envelope of a request,
//! kinds of request, headers, the endpoint, the service's error codes, connection-string dialects, placeholders.
//!
//! The tables are `static` and made by `build.rs`, so start-up costs nothing and does not grow with the catalogue.
//! JSON Schemas are kept as text and parsed by whoever needs one. Nothing here judges; that is the rules' business.
//!
//! Whom a connection spec id belongs to is asked of a [`Catalog`], which a run is handed; everything else is the same
//! for every run and stands in functions.

use std::sync::LazyLock;

use memchr::memmem::Finder;

mod call;
mod dialect;
mod handle;
mod source;
mod value;

pub use call::{
    Endpoint, Envelope, EnvelopeProperty, Header, HeaderValue, PlaceholderDialect, PlaceholderKind,
    RequestKind, Scope, ServiceError,
};
pub use dialect::{CertificateChecks, Cloud, Dialect, Grammar, Keyword, OneOf, Tls, fold};
pub use handle::Catalog;
pub use source::{AuthSpec, Checks, Evidence, ForeignId, HostForm, Param, Platform, Role, Source};
pub use value::{Level, Limit, Values};

/// Made by `build.rs`.
mod tables {
    use super::*;

    include!(concat!(env!("OUT_DIR"), "/catalog.rs"));
}

/// The sources that the vendor documents.
pub fn embedded() -> &'static Catalog {
    static EMBEDDED: Catalog =
        Catalog::of_tables(&tables::SOURCES, &tables::SOURCE_IDS, &tables::FOREIGN_IDS);
    &EMBEDDED
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

/// The header that says where a request goes.
pub fn header_of(scope: Scope) -> Option<&'static Header> {
    tables::HEADERS
        .iter()
        .find(|header| header.scope == Some(scope))
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

/// Whether a text has one of the words that requests to the service have and hardly anything else has: where it has
/// none, nobody needs to read it. The names of the envelope with a capital are such words.
pub fn is_mentioned(text: &str) -> bool {
    static WORDS: LazyLock<Vec<Finder<'static>>> = LazyLock::new(|| {
        let service = endpoint().base_path.rsplit('/').next();
        let names = envelope().properties.iter().map(|property| property.name);
        let own = names.filter(|name| name.contains(|c: char| c.is_ascii_uppercase()));
        service.into_iter().chain(own).map(Finder::new).collect()
    });
    WORDS
        .iter()
        .any(|word| word.find(text.as_bytes()).is_some())
}

#[cfg(test)]
mod tests;
