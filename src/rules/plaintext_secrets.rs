use std::ops::Range;

use super::unusable_files::is_path;
use crate::catalog::{self, HeaderValue, Param};
use crate::connection_string::{self, Dialect};
use crate::diagnostic::Diagnostic;
use crate::extract::Client;
use crate::json::{Id, Kind};
use crate::near;
use crate::object::Member;
use crate::placeholder;
use crate::request::{Request, params_elsewhere, pointer};
use crate::rule::{CallContext, Check, Findings, VariableContext, error, rule};
use crate::secrets;
use crate::text::Text;

rule! {
    /// A secret in plain text, in a file that is kept.
    ///
    /// What is committed stays in the history, and is read by everybody who can read the repository. Placeholders, references
    /// to a vault, variables, masks and empty values are right; so is a value of which only a part is known. With
    /// `--submission` the secret has to be there, and nothing is said.
    ///
    /// The variables of API tools are looked at as well, by their names: in an environment that was exported, and in the files
    /// and collections whose requests go to the Flow Service. One that holds a connection string is looked at by its keywords,
    /// and one of an `.http` file also by what its requests use it for.
    ///
    /// ```json bad
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
    /// ```json bad
    /// {
    ///   "name": "Production",
    ///   "values": [ { "key": "CLIENT_SECRET", "value": "tiger-Tall-47", "type": "default", "enabled": true } ],
    ///   "_postman_variable_scope": "environment"
    /// }
    /// ```
    ///
    /// ```json good
    /// {
    ///   "name": "Production",
    ///   "values": [ { "key": "CLIENT_SECRET", "value": "", "type": "secret", "enabled": true } ],
    ///   "_postman_variable_scope": "environment"
    /// }
    /// ```
    ///
    /// **How sure.** Sure of what the documentation marks as a secret, or a tool was told to be one; what nobody marks is not
    /// looked at.
    ///
    /// **The service answers** no error of its own that is documented.
    ///
    /// **Fix.** None: taking the value away could lose it. It has to be replaced, and the secret changed.
    "plaintext-secrets", Error, Check::Kept(check, check_call, check_variable)
}

/// What to do with a secret that an API tool saves.
pub(crate) const KEEP: &str =
    "leave it empty here, or use a variable, and keep the value where only you can read it";

fn check(request: &Request<'_>, findings: &mut Findings) {
    if request.submission {
        return;
    }
    let params = request.params.iter().flat_map(|params| &params.members);
    let outside = request.misplaced.iter();
    let outside = outside.filter(|misplaced| misplaced.belongs == pointer::PARAMS);
    let outside = outside.map(|misplaced| misplaced.member);
    let members = params
        .copied()
        .chain(outside)
        .chain(params_elsewhere(request));
    for member in &members.collect::<Vec<_>>() {
        let params = params_of(request, member);
        if params.is_empty() || !params.iter().all(|param| param.secret) {
            continue;
        }
        let json = request.json;
        let text = match json.kind(member.value) {
            Kind::String => json.string(member.value),
            Kind::Number => json.text.slice(json.range(member.value)),
            _ => continue,
        };
        // A path is no key, whatever else is the matter with it.
        let is_file = |param: &&'static Param| param.role == Some(catalog::Role::File);
        if params.iter().all(is_file) && is_path(text.as_str().trim()) {
            continue;
        }
        let pointer = format!("{}/{}", pointer::PARAMS, params[0].name);
        let is_string =
            |param: &&'static Param| param.role == Some(catalog::Role::ConnectionString);
        if params.iter().any(|param| param.dialect.is_some()) || params.iter().all(is_string) {
            for (name, range) in in_string(request, member.value, &text, &params) {
                let Some(finding) = report(&text, range, name) else {
                    continue;
                };
                let mut finding = finding.pointer(&pointer);
                // Credentials in an address have no keyword.
                finding.keyword = (name != params[0].name).then_some(name);
                findings.note(finding);
            }
        } else if params
            .iter()
            .all(|param| param.role != Some(catalog::Role::ConnectionString))
        {
            let whole = 0..text.as_str().len();
            let finding =
                report(&text, whole, params[0].name).map(|finding| finding.pointer(&pointer));
            finding
                .into_iter()
                .for_each(|finding| findings.note(finding));
        }
    }
}

fn check_call(context: &CallContext<'_>, findings: &mut Findings) {
    if context.submission {
        return;
    }
    for header in &context.call.headers {
        let known = catalog::headers().iter().find(|known| {
            let mut names = [known.name]
                .into_iter()
                .chain(known.aliases.iter().copied());
            !known.public && names.any(|name| near::same(name, header.name.as_str()))
        });
        let Some((known, value)) = known.zip(header.value.as_ref()) else {
            continue;
        };
        let HeaderValue::Prefix(prefix) = known.value else {
            continue;
        };
        let text = value.as_str();
        let scheme = prefix.trim_end();
        let start = match text.get(..scheme.len()) {
            Some(start) if start.eq_ignore_ascii_case(scheme) => scheme.len(),
            _ => 0,
        };
        let Some(mut finding) = report(value, start..text.len(), known.name) else {
            continue;
        };
        finding.header = Some(known.name);
        finding.help = Some(
            match header.implied && context.call.client != Client::Shell {
                true => KEEP.to_owned(),
                false => format!(
                    "write `{}: {}`, and fill it in when sending",
                    known.name, known.example
                ),
            },
        );
        // A variable that several calls share, or a call with several requests.
        if !findings
            .list
            .iter()
            .any(|other| other.rule == RULE.id && other.span == finding.span)
        {
            findings.note(finding);
        }
    }
}

fn check_variable(context: &VariableContext<'_>, findings: &mut Findings) {
    let variable = context.variable;
    let (name, value) = (variable.name.as_str(), &variable.value);
    let known = context.names.find(name).map(|start| &name[start..]);
    if context.submission {
        return;
    }
    let text = value.as_str();
    if !variable.secret && known.is_none() {
        let secrets = in_variable(text).into_iter();
        let found = secrets.filter_map(|(name, range)| report(value, range, name));
        return found.for_each(|finding| findings.note(finding.help(KEEP)));
    }
    // A switch, and a path, is no secret, whatever it is called.
    let is_switch = matches!(
        text.trim(),
        "true" | "false" | "null" | "none" | "undefined"
    );
    if is_switch || is_path(text.trim()) {
        return;
    }
    let scheme = secrets::scheme_of(name).unwrap_or_default();
    let start = match text.get(..scheme.len()) {
        Some(start) if start.eq_ignore_ascii_case(scheme) => scheme.len(),
        _ => 0,
    };
    let Some(mut finding) = report(value, start..text.len(), known.unwrap_or_default()) else {
        return;
    };
    if known.is_none() {
        finding.message =
            "a variable that is marked as secret holds its value in plain text".to_owned();
    }
    finding.help = Some(KEEP.to_owned());
    // What proves who sends a request is told of where it is sent.
    if !context.told.contains(&finding.span) {
        findings.note(finding);
    }
}

/// What the key may be: the parameter of the variant that was chosen, or else of any that fits, or of any at all.
fn params_of(request: &Request<'_>, member: &Member) -> Vec<&'static Param> {
    let written = request.json.str(member.key);
    let name = member.name.unwrap_or(&written);
    let fitting = request
        .choice
        .variants
        .iter()
        .filter_map(|variant| variant.param(name));
    let fitting: Vec<_> = fitting.collect();
    if !fitting.is_empty() {
        return fitting;
    }
    let variants = request
        .catalog
        .sources()
        .iter()
        .flat_map(|source| source.auth);
    variants.filter_map(|variant| variant.param(name)).collect()
}

/// The secret keywords of a connection string with the places of their values.
fn in_string(
    request: &Request<'_>,
    id: Id,
    text: &Text<'_>,
    params: &[&'static Param],
) -> Vec<(&'static str, Range<usize>)> {
    let whole = text.as_str();
    let string = request
        .string
        .as_ref()
        .filter(|string| string.text.whole_span() == request.json.string(id).whole_span());
    if let Some(string) = string.filter(|string| string.notation.is_none()) {
        let secret = string.pairs.iter().filter_map(|pair| {
            let keyword = pair.keyword.filter(|keyword| keyword.secret)?;
            Some((keyword.name, string.inside(pair)))
        });
        return secret.collect();
    }
    let secret = |written: &str| {
        let mut dialects: Vec<_> = params.iter().filter_map(|param| param.dialect).collect();
        // Nobody documents the grammar of this one; a word that means a password everywhere means one here.
        if dialects.is_empty() {
            dialects.extend(catalog::dialects());
        }
        let keyword = dialects.into_iter().find_map(|dialect| {
            let keyword = dialect.keyword(written).or_else(|| dialect.alias(written));
            keyword.filter(|keyword| keyword.secret)
        });
        keyword.map(|keyword| keyword.name)
    };
    let credentials = string
        .and_then(|string| string.notation.as_ref())
        .and_then(|notation| {
            let start = notation.scheme.end;
            let end = start + whole[start..].rfind('@')?;
            let divider = start + whole[start..end].trim_start_matches('/').find(['/', ':'])?;
            let skipped = whole[start..end].len() - whole[start..end].trim_start_matches('/').len();
            Some((params[0].name, divider + skipped + 1..end))
        });
    let mut found: Vec<_> = credentials.into_iter().collect();
    if whole.contains("://") {
        let mut at = 0;
        for piece in whole.split(['?', '&', ';']) {
            if let Some((key, value)) = piece.split_once('=')
                && let Some(name) = secret(key)
            {
                found.push((name, at + piece.len() - value.len()..at + piece.len()));
            }
            at += piece.len() + 1;
        }
        return found;
    }
    let parsed = connection_string::parse(whole, Dialect::AdoNet);
    for pair in parsed.pairs {
        if let Some(name) = secret(&pair.key) {
            found.push((name, pair.inside()));
        }
    }
    found
}

/// The secret keywords of a variable that is a connection string, which is one if a dialect knows all of its keywords.
fn in_variable(text: &str) -> Vec<(&'static str, Range<usize>)> {
    // A single pair is much else as well.
    const FEWEST: usize = 3;
    if text.matches(';').count() + 1 < FEWEST || !text.contains('=') {
        return Vec::new();
    }
    let parsed = connection_string::parse(text, Dialect::AdoNet);
    let keywords = |dialect: &'static catalog::Dialect| {
        let known = parsed
            .pairs
            .iter()
            .map(|pair| Some((dialect.keyword(&pair.key)?, pair.inside())));
        known.collect::<Option<Vec<_>>>()
    };
    let known = catalog::dialects().iter().find_map(keywords);
    let known = known.filter(|known| known.len() >= FEWEST).into_iter();
    let secret = known.flatten().filter(|(keyword, _)| keyword.secret);
    secret
        .map(|(keyword, range)| (keyword.name, range))
        .collect()
}

/// A finding, if the range holds something and all of it is there.
fn report(text: &Text<'_>, range: Range<usize>, name: &str) -> Option<Diagnostic> {
    let written = &text.as_str()[range.clone()];
    let value = written.trim();
    // Somebody left a part out.
    let elided = value.contains('…') || value.starts_with("...") || value.ends_with("...");
    if value.is_empty() || elided || !placeholder::filling(value).is_literal() {
        return None;
    }
    let start = range.start + written.len() - written.trim_start().len();
    let span = text.span(start..start + value.len());
    let finding = error(
        &RULE,
        span,
        format!("`{name}` holds a secret in plain text"),
    );
    Some(finding.help(format!(
        "use a placeholder such as `{}`, and fill it in when sending",
        placeholder::named(name)
    )))
}
