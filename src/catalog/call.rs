//! What surrounds the parameters: kinds of request, the envelope, headers, the endpoint, errors, placeholders.

use super::Evidence;

/// A kind of request or answer that is recognised.
#[derive(Debug)]
pub struct RequestKind {
    /// The stem of its file in `schemas/requests/`.
    pub id: &'static str,
    /// As in "1 base connection".
    pub singular: &'static str,
    /// As in "84 base connections".
    pub plural: &'static str,
    /// The method that goes with it.
    pub method: &'static str,
    /// Paths from the root, without host and query. A longer path that continues one of them with `/` belongs to it.
    pub paths: &'static [&'static str],
    /// Lower ones are tried first.
    pub order: i64,
    /// Do the markers stand in the items of an array, rather than in one object?
    pub array: bool,
    /// Alternatives. In each, all of these keys must be there. A full stop steps into an object, and into the first
    /// item of an array.
    pub markers: &'static [&'static [&'static str]],
    /// Keys that must not be there, written likewise.
    pub without: &'static [&'static str],
    /// Where not empty, the connection spec's id must be a foreign id of one of these kinds.
    pub spec_kinds: &'static [&'static str],
    /// One line for people.
    pub doc: &'static str,
}

/// What surrounds `auth.params` in the body of a base connection.
#[derive(Debug)]
pub struct Envelope {
    /// The draft-07 JSON Schema of the body.
    pub schema: &'static str,
    /// Every property of it, outer ones first.
    pub properties: &'static [EnvelopeProperty],
    /// Keys that are welcome beside a request, although the service does not know them.
    pub companions: &'static [&'static str],
    /// Keys that the service adds to its answers.
    pub server_properties: &'static [&'static str],
}

impl Envelope {
    /// The property at this JSON pointer.
    pub fn property(&self, pointer: &str) -> Option<&'static EnvelopeProperty> {
        self.properties
            .iter()
            .find(|property| property.pointer == pointer)
    }
}

/// One property of the envelope.
#[derive(Debug)]
pub struct EnvelopeProperty {
    /// A JSON pointer, as in `/auth/specName`.
    pub pointer: &'static str,
    /// The pointer to the object around it.
    pub parent: &'static str,
    /// The last step of its pointer.
    pub name: &'static str,
    /// Must it be there, where the object around it is?
    pub required: bool,
    /// May the value be shown?
    pub public: bool,
    /// How sure it is that it is required or not.
    pub evidence: Evidence,
    pub source: &'static str,
    pub doc: &'static str,
}

/// A documented header.
#[derive(Debug)]
pub struct Header {
    /// In the documented case; the case does not matter.
    pub name: &'static str,
    /// Must a request that creates a base connection have it?
    pub required: bool,
    pub required_evidence: Evidence,
    /// May the value be shown?
    pub public: bool,
    /// Names that people write instead.
    pub aliases: &'static [&'static str],
    pub value: HeaderValue,
    /// Where the request goes, if its value says so.
    pub scope: Option<Scope>,
    /// The service's error codes when it is missing.
    pub missing: &'static [&'static str],
    /// The service's error codes when its value is wrong.
    pub invalid: &'static [&'static str],
    /// A value with a placeholder, for help.
    pub example: &'static str,
    pub source: &'static str,
    pub doc: &'static str,
}

/// Where a request goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The header's value is the name of the sandbox.
    Sandbox,
    /// It is the id of the organisation.
    Organization,
}

/// What a header's value must be like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderValue {
    Any,
    /// It begins with this, blanks included.
    Prefix(&'static str),
    /// It ends with this.
    Suffix(&'static str),
    /// One of these, whatever parameters follow.
    MediaTypes(&'static [&'static str]),
    /// No capital letters.
    LowerCase,
}

/// Where the service is reached.
#[derive(Debug)]
pub struct Endpoint {
    pub scheme: &'static str,
    /// The documented host.
    pub host: &'static str,
    /// Other hosts of the same service: stages.
    pub other_hosts: &'static [&'static str],
    /// Hosts between this prefix and `other_host_suffix` are regional ones.
    pub other_host_prefix: &'static str,
    pub other_host_suffix: &'static str,
    /// The path up to the resource.
    pub base_path: &'static str,
    /// What can follow the base path.
    pub resources: &'static [&'static str],
    pub source: &'static str,
}

impl Endpoint {
    /// Is this a host of the service, other than the documented one?
    pub fn is_other_host(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        let regional = |host: &str| {
            let rest = host.strip_prefix(self.other_host_prefix)?;
            Some(
                rest.strip_suffix(self.other_host_suffix)?
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-'),
            )
        };
        self.other_hosts.contains(&host.as_str()) || regional(&host) == Some(true)
    }
}

/// One of the service's error codes.
#[derive(Debug)]
pub struct ServiceError {
    /// As in `1413-400`: a number of the service's, and the HTTP status.
    pub code: &'static str,
    pub means: &'static str,
    /// What to look at.
    pub help: &'static str,
    /// The rules that find the cause, likeliest first.
    pub rules: &'static [&'static str],
}

/// A way to write something that is to be filled in later.
#[derive(Debug)]
pub struct PlaceholderDialect {
    pub name: &'static str,
    /// A regular expression without anchors and look-around, for one placeholder.
    pub pattern: &'static str,
    pub kind: PlaceholderKind,
    /// May it be a part of a value? Otherwise it counts only as the whole of one.
    pub part: bool,
    pub example: &'static str,
    /// Who writes it so.
    pub doc: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceholderKind {
    /// A name that something will replace.
    Variable,
    /// Where a secret is kept, or the secret encrypted.
    Reference,
    /// Something that hides a value.
    Mask,
}
