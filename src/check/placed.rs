//! Base connections of which it is known where they will be made, with what can be compared of them.

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use super::Run;
use crate::catalog::{Header, Role, Scope, Source};
use crate::config::{Config, Expected};
use crate::diagnostic::{Diagnostic, Severity};
use crate::extract::{self, Call};
use crate::file::File;
use crate::ignores::{self, Ignore};
use crate::json::Json;
use crate::placeholder::{self, Filling};
use crate::request::{Request, Value, name_of, pointer};
use crate::rule::Check;
use crate::rules::{RULES, invalid_headers, misspelled_headers};
use crate::text::{HOLE, Text};

/// A base connection, and the sandbox in which it will be made.
///
/// Secrets are never looked at, and nothing is kept of what may hold one.
#[derive(Clone, Debug)]
pub struct Placed {
    pub file: Arc<File>,
    /// Number of the request in its file.
    pub request: usize,
    /// Bytes of the file.
    pub span: Range<usize>,
    pub sandbox: Sandbox,
    /// What it is called.
    pub name: Option<Mark>,
    /// Which server it reaches, which database there, as whom.
    pub server: Option<Mark>,
    /// The levels of the rules that compare such connections, by the order of the rules. Where all are off, others are
    /// compared with it all the same.
    pub levels: Vec<Option<Severity>>,
    /// Rules that a comment keeps from speaking of it.
    pub silenced: Vec<&'static str>,
}

/// A sandbox that is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sandbox {
    pub name: String,
    pub organization: Organization,
    /// The variable that a call has in the place of its organisation, where nothing else tells that.
    pub variable: Option<String>,
}

/// Whose sandbox it is. Two sandboxes of one name are the same only if this is the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Organization {
    /// In lower case.
    Id(String),
    /// The organisation that these settings are for, whichever that is.
    Settings(String),
    /// The organisation that the files of this folder are for.
    Folder(String),
}

/// Something to compare, and its place in the file.
#[derive(Clone, Debug)]
pub struct Mark {
    pub text: String,
    pub span: Range<usize>,
    pub pointer: Option<String>,
    pub keyword: Option<&'static str>,
}

impl Placed {
    /// The level of a rule, by its number among those that compare.
    pub(super) fn level(&self, number: usize) -> Option<Severity> {
        self.levels.get(number).copied().flatten()
    }

    /// Notes which rules a comment keeps from speaking of it.
    pub(super) fn silence(&mut self, ignores: &mut [Ignore]) {
        for rule in RULES {
            let Check::Across(across) = rule.check else {
                continue;
            };
            let span = (across.mark)(self).map(|mark| mark.span.clone());
            if span.is_some_and(|span| ignores::is_silenced(rule.id, &span, ignores)) {
                self.silenced.push(rule.id);
            }
        }
    }
}

impl Run<'_> {
    /// Keeps what can be compared with other requests, where it is known which sandbox this one is for.
    pub(super) fn place(&mut self, request: &Request<'_>, contents: &str) {
        let expected = &self.config.expected;
        let target = match (request.call, &self.sent_to) {
            (None, Some(sandbox)) => Some(sandbox.clone()),
            (call, _) => sandbox(call, expected, &self.file),
        };
        // A page shows how a request is made, perhaps one that lies beside it.
        let kept = target
            .filter(|_| !extract::is_page(&self.file, contents))
            .map(|sandbox| placed(request, sandbox, &self.file, levels(self.config)));
        self.placed.extend(kept);
    }
}

/// Where the requests of a call go, as far as anybody says so.
pub(super) fn sandbox(
    call: Option<&Call<'_>>,
    expected: &Expected,
    file: &File,
) -> Option<Sandbox> {
    let told = |scope| call.and_then(|call| written(call, scope));
    let name = told(Scope::Sandbox);
    let by_settings = expected.sandbox.clone();
    let organization = told(Scope::Organization).or(expected.organization.clone());
    let organization = match organization {
        Some(id) => Organization::Id(id.to_ascii_lowercase()),
        None if name.is_none() || name == by_settings => {
            Organization::Settings(expected.told_by.clone())
        }
        None => {
            let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            Organization::Folder(folder.to_owned())
        }
    };
    let variable = match organization {
        Organization::Id(_) => None,
        _ => call.and_then(|call| variable(call, Scope::Organization, file)),
    };
    Some(Sandbox {
        name: name.or(by_settings)?,
        organization,
        variable,
    })
}

/// A header that stands in a call once, and its value.
fn header<'c, 'f>(call: &'c Call<'f>, scope: Scope) -> Option<(&'static Header, &'c Text<'f>)> {
    let mut own = call.headers.iter().filter_map(|header| {
        let known = misspelled_headers::exact(header.name.as_str())?;
        (known.scope == Some(scope)).then_some((known, header.value.as_ref()?))
    });
    own.next().filter(|_| own.next().is_none())
}

/// The letters of a header's value as they stand in the file, by which one variable is told from another however it is
/// quoted.
fn variable(call: &Call<'_>, scope: Scope, file: &File) -> Option<String> {
    let (_, value) = header(call, scope)?;
    let written = String::from_utf8_lossy(file.bytes.get(value.whole_span())?);
    let letters = written.chars().filter(|c| c.is_alphanumeric() || *c == '_');
    Some(letters.collect())
}

/// The value of a header that stands in a call once and can be read.
fn written(call: &Call<'_>, scope: Scope) -> Option<String> {
    let (known, value) = header(call, scope)?;
    let text = value.as_str();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '@');
    let is_told = !text.is_empty()
        && text.len() <= 256
        && text.chars().all(plain)
        && placeholder::filling(text).is_literal()
        && !invalid_headers::is_stand_in(known, text);
    is_told.then(|| text.to_owned())
}

/// What can be compared of a base connection that will be made in a sandbox.
fn placed(
    request: &Request<'_>,
    sandbox: Sandbox,
    file: &Arc<File>,
    levels: Vec<Option<Severity>>,
) -> Placed {
    Placed {
        file: Arc::clone(file),
        request: request.index,
        span: request.json.span(request.body.node),
        sandbox,
        name: name(request, file),
        server: server(request, file),
        levels,
        silenced: Vec::new(),
    }
}

/// The levels of the rules that compare connections.
fn levels(config: &Config) -> Vec<Option<Severity>> {
    let rules = RULES
        .iter()
        .filter(|rule| matches!(rule.check, Check::Across(_)));
    rules
        .map(|rule| config.level(rule.id).unwrap_or(Some(rule.severity)))
        .collect()
}

fn name(request: &Request<'_>, file: &File) -> Option<Mark> {
    let json = request.json;
    let value = request.body.value(name_of(pointer::NAME))?;
    let text = json.is_string(value).then(|| json.str(value))?;
    let mut compared = String::new();
    add(&mut compared, &text, placeholder::filling(&text), file)?;
    Some(Mark {
        text: compared,
        span: json.content_span(value),
        pointer: Some(pointer::NAME.to_owned()),
        keyword: None,
    })
}

/// The server, the database and the user, where all of them are known. Where a source has no databases, all that it takes
/// must be the same.
fn server(request: &Request<'_>, file: &File) -> Option<Mark> {
    let source = request.source().filter(|source| source.is_full())?;
    if !is_understood(request, source) {
        return None;
    }
    let is_place = |role| matches!(role, Some(Role::Database | Role::Service | Role::Sid));
    let has_databases = request.values().iter().any(|value| is_place(value.role()));
    let mut parts: Vec<(String, &Value<'_>)> = Vec::new();
    let (mut host, mut user) = (None, false);
    for value in request.values().iter().filter(|value| !value.is_secret()) {
        let name = match value.role() {
            Some(Role::Host | Role::Url) => {
                host = Some(value);
                "host".to_owned()
            }
            Some(Role::User) => {
                user = true;
                "user".to_owned()
            }
            role if is_place(role) || matches!(role, Some(Role::Port | Role::Schema)) => {
                format!("{role:?}")
            }
            _ if has_databases => continue,
            _ => value.name().to_owned(),
        };
        parts.push((name, value));
    }
    let host = host.filter(|_| user)?;
    parts.sort_by(|a, b| a.0.cmp(&b.0));
    let mut compared = source.slug.to_owned();
    for (name, value) in parts {
        let text = value.as_str();
        // `user/password` and `user:password@host` hold a secret.
        if matches!(value.role(), Some(Role::User | Role::Host | Role::Url))
            && text.contains(['@', '/', '\\'])
        {
            return None;
        }
        let folded = match value.role() {
            Some(Role::Host | Role::Url) => text.trim_end_matches('.').to_lowercase(),
            _ => text.to_owned(),
        };
        let _ = write!(compared, "\0{name}\0");
        add(&mut compared, &folded, value.filling(), file)?;
    }
    let about = request.about(host, Diagnostic::new("", Severity::Warning, 0..0, ""));
    Some(Mark {
        text: compared,
        span: host.text.whole_span(),
        pointer: about.pointer,
        keyword: about.keyword,
    })
}

/// Whether everything that a request says of its server has been read as it is meant.
fn is_understood(request: &Request<'_>, source: &Source) -> bool {
    let whole = |json: &Json<'_>, node| !json.is_incomplete(node);
    let params = request.params.as_ref();
    request.choice.auth_name().is_some()
        && request.choice.mismatch.is_none()
        && !source.auth.is_empty()
        && params.is_some_and(|params| {
            whole(request.json, params.node) && params.unknown().next().is_none()
        })
        && request.string.as_ref().is_none_or(|string| {
            string.errors.is_empty()
                && string.swallowed.is_empty()
                && string.notation.is_none()
                && string.wrapping.is_none()
                && !string.incomplete
                && string.pairs.iter().all(|pair| pair.keyword.is_some())
        })
}

/// Adds a value to a text that is compared. A file is filled in at once, so a placeholder is the same as itself within one
/// file, and nowhere else; what a shell puts in, or somebody hid, is like nothing.
fn add(compared: &mut String, text: &str, filling: Filling, file: &File) -> Option<()> {
    if text.trim().is_empty() || text.contains(HOLE) {
        return None;
    }
    compared.push_str(text.trim());
    match filling {
        Filling::Literal => Some(()),
        Filling::Placeholder | Filling::Partial => {
            compared.push_str("\0in\0");
            compared.push_str(&file.path);
            Some(())
        }
        Filling::Mask => None,
    }
}
