use std::ops::Range;

use crate::catalog::{self, Source};
use crate::diagnostic::Diagnostic;
use crate::extract::Call;
use crate::json::{Id, Kind};
use crate::keywords::ConnectionKeywords;
use crate::placeholder::{self, Filling};
use crate::request::{Request, pointer};
use crate::rule::{CallContext, Check, Findings, Rule, error, rule, warning};
use crate::text::{HOLE, Text};

rule! {
    /// A placeholder that is still to be filled in, just before the request is sent.
    ///
    /// With `--submission` a file is what will be sent, so every placeholder in it is a mistake: `{PASSWORD}`, `{{host}}`, `${HOST}`,
    /// a variable that the shell expands, a reference to where a secret is kept, a mask such as `xxxx`, an empty password.
    /// Without the option they are right, and only counted. A variable to which the file itself gives a value, as an `.http` file
    /// or a Postman collection does, is filled in.
    ///
    /// ```json bad submission
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "Host=db.example.com;Port={PORT};Sid=ORCL;User Id=AEP_READER;Password=tiger-Tall-47"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// ```json good submission
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "Host=db.example.com;Port=1521;Sid=ORCL;User Id=AEP_READER;Password=tiger-Tall-47"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// **How sure.** Sure, where the value is the placeholder, or no secret. Of a part of a secret it is a warning: a generated
    /// password can have braces of its own.
    ///
    /// **The service answers** `2100-404`, `2114-400` or `2115-400` where one stands in a header. In the body most are taken for
    /// the value itself, and the connection fails later.
    ///
    /// **Fix.** None.
    "placeholders", Error, Check::Sent(check, check_call)
}

fn check(request: &Request<'_>, findings: &mut Findings) {
    let waiting = in_body(request);
    findings.placeholders += waiting.len();
    for finding in waiting.into_iter().filter(|_| request.submission) {
        findings.report(finding);
    }
}

fn check_call(context: &CallContext<'_>, findings: &mut Findings) {
    // One call with several requests is one call.
    if !context.request.is_none_or(is_whole_body) {
        return;
    }
    let waiting = in_call(context.call, context.file);
    if context.request.is_some() {
        findings.placeholders += waiting.len();
    }
    for finding in waiting.into_iter().filter(|_| context.submission) {
        let said = |other: &Diagnostic| other.rule == RULE.id && other.span == finding.span;
        // A variable that several calls share is written once.
        let elsewhere = finding.span.end <= context.call.span.start
            || context.call.span.end <= finding.span.start;
        if !elsewhere || !findings.list.iter().any(said) {
            findings.report(finding);
        }
    }
}

fn is_whole_body(request: &Request<'_>) -> bool {
    request.json.roots.first() == Some(&request.body.node)
}

fn in_call(call: &Call<'_>, file: &str) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if let Some(url) = &call.url {
        found.extend(waiting(url, 0..url.as_str().len(), "the URL", false, file));
    }
    for header in &call.headers {
        let Some(value) = &header.value else { continue };
        let known =
            |known: &&catalog::Header| known.name.eq_ignore_ascii_case(header.name.as_str());
        let known = catalog::headers().iter().find(known);
        let prefix = match known.map(|known| known.value) {
            Some(catalog::HeaderValue::Prefix(prefix)) if value.as_str().starts_with(prefix) => {
                prefix.len()
            }
            _ => 0,
        };
        let name = known.map_or("a header".to_owned(), |known| format!("`{}`", known.name));
        let waits = waiting(value, prefix..value.as_str().len(), &name, false, file);
        found.extend(waits.map(|finding| Diagnostic {
            header: known.map(|known| known.name),
            ..finding
        }));
    }
    found
}

fn in_body(request: &Request<'_>) -> Vec<Diagnostic> {
    let json = request.json;
    // Most values hold no sign of a placeholder, and most requests no value that does.
    let mut waiting_nodes = Vec::new();
    let mut look_at = |id: Id| {
        let may_wait = match json.kind(id) {
            Kind::String => may_wait(json.raw(id)) && !is_filled_in(request, id),
            Kind::Unknown => true,
            _ => false,
        };
        if may_wait {
            waiting_nodes.push(id);
        }
    };
    let body = request.body.node;
    for id in body..json.next(body) {
        json.members(id).for_each(|(_, value)| look_at(value));
        json.elements(id).for_each(&mut look_at);
    }
    if waiting_nodes.is_empty() {
        return Vec::new();
    }
    let known = known_values(request);
    let mut found = Vec::new();
    for id in waiting_nodes {
        let text = match json.kind(id) {
            Kind::String => json.string(id),
            _ => json.text.slice(json.range(id)),
        };
        let place = known.iter().find(|known| known.id == id);
        let before = found.len();
        match place.and_then(|place| place.pairs.as_ref()) {
            Some(pairs) => in_pairs(request, &text, pairs, &mut found),
            None => {
                let name = place.map_or("a value".to_owned(), |place| format!("`{}`", place.name));
                let secret = place.is_some_and(|place| place.secret);
                found.extend(waiting(
                    &text,
                    0..text.as_str().len(),
                    &name,
                    secret,
                    request.file,
                ));
                if place.is_some_and(|place| place.needed_secret) && text.as_str().trim().is_empty()
                {
                    found.push(error(&RULE, json.span(id), format!("{name} is empty")));
                }
            }
        }
        for finding in &mut found[before..] {
            finding.pointer = place.map(|place| format!("{}/{}", place.at, place.name));
        }
    }
    found
}

/// A cheap test that spares most values the expensive one.
fn may_wait(raw: &str) -> bool {
    let trimmed = raw.trim();
    trimmed.is_empty()
        || memchr::memchr2(b'\\', b'=', raw.as_bytes()).is_some()
        || placeholder::could_hold_one(trimmed)
}

/// Whether a value is the connection string, and all there.
fn is_filled_in(request: &Request<'_>, id: Id) -> bool {
    let is_whole = |string: &ConnectionKeywords<'_>| {
        let mut values = string.pairs.iter().map(|pair| pair.decoded.as_deref());
        let is_there =
            |value: &str| !value.trim().is_empty() && !placeholder::could_hold_one(value);
        string.is_literal
            && !string.pairs.is_empty()
            && values.all(|value| value.is_some_and(is_there))
    };
    request.string_node == Some(id) && request.string.as_ref().is_some_and(is_whole)
}

/// A value whose place is known.
struct Known {
    id: Id,
    at: &'static str,
    name: &'static str,
    secret: bool,
    /// It is a secret that must be there.
    needed_secret: bool,
    /// What a connection string consists of.
    pairs: Option<Vec<Pair>>,
}

/// A keyword of a connection string, in bytes of it.
struct Pair {
    keyword: Option<&'static str>,
    whole: Range<usize>,
    value: Range<usize>,
    secret: bool,
    needed_secret: bool,
    literals: &'static [&'static str],
}

fn known_values(request: &Request<'_>) -> Vec<Known> {
    let full = request.source().is_some_and(Source::is_full);
    let mut known = Vec::new();
    for at in [pointer::BODY, pointer::AUTH, pointer::SPEC, pointer::PARAMS] {
        for member in request
            .object(at)
            .into_iter()
            .flat_map(|object| &object.members)
        {
            let Some(name) = member.name else { continue };
            let mut params = request.choice.shared_params();
            let param = params.find(|param| at == pointer::PARAMS && param.name == name);
            known.push(Known {
                id: member.value,
                at,
                name,
                secret: param.is_some_and(|param| param.secret),
                needed_secret: full
                    && param.is_some_and(|param| param.secret && request.choice.is_required(name)),
                pairs: param.and_then(|param| pairs(request, param, member.value)),
            });
        }
    }
    known
}

/// The pairs of a connection string that can be taken apart.
fn pairs(request: &Request<'_>, param: &'static catalog::Param, id: Id) -> Option<Vec<Pair>> {
    if !request.json.is_string(id) {
        return None;
    }
    // Another member may be near the name of the parameter.
    let own = request.params.as_ref()?.value(param.name) == Some(id);
    let own = own && param.dialect.is_some();
    let string = request.string.as_ref().filter(|_| own)?;
    let pairs = string.pairs.iter().map(|pair| Pair {
        keyword: pair.keyword.map(|keyword| keyword.name),
        whole: string.whole(pair),
        value: string.inside(pair),
        secret: pair.keyword.is_some_and(|keyword| keyword.secret),
        needed_secret: pair
            .keyword
            .is_some_and(|keyword| keyword.secret && keyword.required),
        literals: pair.keyword.map_or(&[], |keyword| keyword.literals),
    });
    Some(pairs.collect()).filter(|pairs: &Vec<_>| !pairs.is_empty())
}

fn in_pairs(request: &Request<'_>, text: &Text<'_>, pairs: &[Pair], found: &mut Vec<Diagnostic>) {
    for pair in pairs {
        let value = &text.as_str()[pair.value.clone()];
        let name = pair
            .keyword
            .map_or("a value".to_owned(), |name| format!("`{name}`"));
        let mut finding = waiting(text, pair.value.clone(), &name, pair.secret, request.file);
        finding = finding.filter(|_| !pair.literals.contains(&value));
        if pair.needed_secret && value.trim().is_empty() {
            finding = Some(error(
                &RULE,
                text.span(pair.whole.clone()),
                format!("{name} is empty"),
            ));
        }
        found.extend(finding.map(|mut finding| {
            finding.keyword = pair.keyword;
            finding
        }));
    }
    // Those that stand between the values.
    for part in placeholder::parts(text.as_str()) {
        let inside = |pair: &Pair| pair.value.start < part.end && part.start < pair.value.end;
        if !pairs.iter().any(inside) {
            found.extend(waiting(
                text,
                part,
                "the connection string",
                false,
                request.file,
            ));
        }
    }
}

/// What waits in a range of a text, if anything does: the first placeholder, or the whole mask.
///
/// A generated password can hold what looks like a placeholder: of a part of a secret nobody can be sure.
fn waiting(
    text: &Text<'_>,
    range: Range<usize>,
    name: &str,
    secret: bool,
    file: &str,
) -> Option<Diagnostic> {
    let value = &text.as_str()[range.clone()];
    let span_of = |part: Range<usize>| text.span(range.start + part.start..range.start + part.end);
    let part = placeholder::parts(value).into_iter().find(|part| {
        value[part.clone()] != *HOLE.encode_utf8(&mut [0; 4])
            || is_variable(file, span_of(part.clone()))
    })?;
    let is_part = part.len() < value.trim().len();
    let (rule, message) = match placeholder::filling(value) {
        Filling::Mask => (
            error as Level,
            format!("{name} is masked, and still to be filled in"),
        ),
        _ if secret && is_part => (
            warning as Level,
            format!("this part of {name} looks like a placeholder"),
        ),
        _ => (error as Level, format!("{name} is still to be filled in")),
    };
    Some(rule(&RULE, span_of(part), message))
}

/// Makes a finding of a level.
type Level = fn(&Rule, Range<usize>, String) -> Diagnostic;

/// Whether a splice is `$NAME` or `${NAME}`, and the script does not set it itself. What a command puts there is
/// not known.
fn is_variable(file: &str, span: Range<usize>) -> bool {
    let name = file
        .get(span.clone())
        .and_then(|source| source.strip_prefix('$'));
    let name = name.map(|name| {
        name.strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'))
            .unwrap_or(name)
    });
    name.is_some_and(|name| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.bytes().all(is_word)
            && !is_set(file, span.start, name)
    })
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether a script sets a variable before a place: at its beginning, or not far before.
fn is_set(file: &str, place: usize, name: &str) -> bool {
    const NEAR: usize = 8192;
    let bytes = file.as_bytes();
    [
        &bytes[..place.min(NEAR)],
        &bytes[place.saturating_sub(NEAR)..place],
    ]
    .iter()
    .any(|text| {
        memchr::memmem::find_iter(text, name).any(|at| {
            let (before, after) = (&text[..at], &text[at + name.len()..]);
            let alone = before
                .last()
                .is_none_or(|&byte| !is_word(byte) && !matches!(byte, b'$' | b'{'));
            let line = before
                .rsplit(|&byte| byte == b'\n')
                .next()
                .unwrap_or_default()
                .trim_ascii_start();
            let takes = line.starts_with(b"read ") || line.starts_with(b"for ");
            match after {
                [b'=', ..] => alone,
                [b':', b'=', ..] => before.ends_with(b"${"),
                _ => alone && takes && after.first().is_none_or(|&byte| !is_word(byte)),
            }
        })
    })
}
