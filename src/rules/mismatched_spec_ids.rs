use std::ops::Range;

use crate::catalog::Source;
use crate::choose::{Mismatch, NameState, Owner};
use crate::json::Id;
use crate::keywords::Pair;
use crate::object::Match;
use crate::request::{Request, pointer};
use crate::rule::{Check, Findings, error, listed, rule, warning};

rule! {
    /// The connection spec id of another source than everything else in the request says.
    ///
    /// The id decides which source the service connects to, and it is the one thing in a request
    /// that nobody can read. The documentation's own request for Oracle DB on AWS carries the id of
    /// MySQL, and people copy it. connlint weighs what else there is: the parameters and the
    /// keywords of a connection string are strong evidence; a port, a host and a name are weak, and
    /// two of them are needed.
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "Basic Authentication",
    ///     "params": {
    ///       "server": "db.example.com",
    ///       "port": "1521",
    ///       "database": "ORCL",
    ///       "username": "app",
    ///       "password": "{PASSWORD}",
    ///       "schema": "SALES",
    ///       "sslMode": "true"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "26d738e0-8963-47ea-aadf-c60de735468a", "version": "1.0" }
    /// }
    /// ```
    ///
    /// ```json good
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "Basic Authentication",
    ///     "params": {
    ///       "server": "db.example.com",
    ///       "port": "1521",
    ///       "database": "ORCL",
    ///       "username": "app",
    ///       "password": "{PASSWORD}",
    ///       "schema": "SALES",
    ///       "sslMode": "true"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// Where `[[overrides]]` in `connlint.toml` say what the requests of a folder connect, the id of
    /// another source is a mistake there, whatever else the request says. One that cannot be read is then
    /// taken for the id of that source.
    ///
    /// ```toml
    /// [[overrides]]
    /// files = ["*"]
    /// source = "oracle"
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": { "connectionString": "{CONNECTION_STRING}" }
    ///   },
    ///   "connectionSpec": { "id": "26d738e0-8963-47ea-aadf-c60de735468a", "version": "1.0" }
    /// }
    /// ```
    ///
    /// **How sure.** An error: the owner of the id does not take what is in the request, and one other source does and
    /// knows more of it. A warning where several do, and neither the name nor the description points at the owner: help
    /// names them.
    /// What the settings say of a folder is sure by itself.
    ///
    /// **The service answers** with `400` about parameters that you never meant, or `1415-400`
    /// about the auth spec.
    ///
    /// **Fix.** None that is safe: the id may be right and all the rest wrong.
    "mismatched-spec-ids", Error, Check::Request(check)
}

fn check(request: &Request<'_>, findings: &mut Findings) {
    let (Some(mismatch), Some(id)) = (&request.choice.mismatch, request.spec_id()) else {
        return;
    };
    if let Some((source, told_by)) = &mismatch.told {
        return told_otherwise(request, mismatch, source, told_by, id, findings);
    }
    let Some(source) = request.source() else {
        return somebody_elses(request, mismatch, id, findings);
    };
    let json = request.json;
    let message = format!(
        "this spec id is {}, but the request is {}",
        whose(mismatch.owner),
        possessive(source.title)
    );
    let mut finding = error(&RULE, json.content_span(id), message).pointer(pointer::SPEC_ID);
    if let Some((span, label)) = evidence(request, mismatch, source) {
        finding = finding.label(span, label);
    }
    let page = source.page().rsplit('/').next().unwrap_or_default();
    let seen = match source.seen {
        "" => String::new(),
        month => format!(", seen {month}"),
    };
    let mut help = format!(
        "the id of {} is `{}` ({page}{seen})",
        source.title,
        source.id().unwrap_or_default()
    );
    let written = json.str(id);
    if let Some((_, note)) = source
        .misprints
        .iter()
        .find(|(misprint, _)| *misprint == written)
    {
        help.push_str("; ");
        help.push_str(note);
    }
    findings.report(finding.help(help));
}

/// The request may well be for the owner of the id; the settings say that what lies here is for another source.
fn told_otherwise(
    request: &Request<'_>,
    mismatch: &Mismatch,
    source: &Source,
    told_by: &str,
    id: Id,
    findings: &mut Findings,
) {
    let message = format!(
        "this spec id is {}, but `{told_by}` says that this file is for {}",
        whose(mismatch.owner),
        source.title
    );
    let wanted = source
        .id()
        .map(|id| format!("the id of {} is `{id}`", source.title));
    let mend = format!("or mend the `source` of these files in `{told_by}`");
    let help = wanted.map_or(mend.clone(), |wanted| format!("{wanted}; {mend}"));
    let span = request.json.content_span(id);
    findings.report(
        error(&RULE, span, message)
            .pointer(pointer::SPEC_ID)
            .help(help),
    );
}

fn whose(owner: Owner) -> String {
    match owner {
        Owner::Source(source) => possessive(source.title),
        Owner::Foreign(foreign) => format!("that of {} ({})", foreign.name, foreign.kind),
    }
}

/// Everything but the id fits several sources, and nothing says which one is meant.
fn somebody_elses(request: &Request<'_>, mismatch: &Mismatch, id: Id, findings: &mut Findings) {
    const MOST: usize = 3;
    let json = request.json;
    let owner = mismatch.owner.title();
    let message = format!(
        "this spec id is {}, but the request is another source's",
        possessive(owner)
    );
    // All that is known against the owner is that its page is silent.
    let mut finding = warning(&RULE, json.content_span(id), message).pointer(pointer::SPEC_ID);
    let named = |name: &Id| match mismatch.owner {
        Owner::Source(source) => source.auth.iter().any(|own| own.name == json.str(*name)),
        Owner::Foreign(_) => false,
    };
    let name = request.spec_name().filter(|name| !named(name));
    let shown = name.map(|name| (name, "auth spec"));
    let shown = shown.or(mismatch.shown_by.map(|key| (key, "parameter")));
    if let Some((node, kind)) = shown {
        let label = format!("`{}` is no {kind} of {owner}", json.str(node));
        finding = finding.label(json.span(node), label);
    }
    let fit = mismatch.candidates.iter().take(MOST);
    let fit = fit.filter_map(|source| Some(format!("{} (`{}`)", source.title, source.id()?)));
    let more = match mismatch.candidates.len() > MOST {
        true => ", among others",
        false => "",
    };
    findings.report(finding.help(format!("everything else fits {}{more}", listed(fit, "and"))));
}

/// What in the request shows whose it is.
fn evidence(
    request: &Request<'_>,
    mismatch: &Mismatch,
    source: &'static Source,
) -> Option<(Range<usize>, String)> {
    let json = request.json;
    let title = source.title;
    let name = request
        .spec_name()
        .filter(|_| matches!(request.choice.name, NameState::Exact));
    if let (Owner::Source(owner), Some(name)) = (mismatch.owner, name) {
        let written = json.str(name);
        if !owner.auth.iter().any(|variant| variant.name == written) {
            let label = format!(
                "`{written}` is an auth spec of {title}, not of {}",
                owner.title
            );
            return Some((json.span(name), label));
        }
    }
    let Some(key) = mismatch.shown_by else {
        let label = format!("this and the parameters are those of {title}");
        let whole = || name.map(|name| (json.span(name), label));
        return word(request, mismatch.owner, source).or_else(whole);
    };
    let not = match mismatch.owner {
        Owner::Source(owner) => format!(", not of {}", owner.title),
        Owner::Foreign(_) => String::new(),
    };
    Some((
        json.span(key),
        format!("`{}` is a parameter of {title}{not}", json.str(key)),
    ))
}

/// A keyword of the connection string that the owner's has not.
fn word(
    request: &Request<'_>,
    owner: Owner,
    source: &'static Source,
) -> Option<(Range<usize>, String)> {
    let Owner::Source(owner) = owner else {
        return None;
    };
    let string = request.string.as_ref()?;
    let text = string.text.as_str();
    if let Some(end) = string.dialect.after_scheme(text) {
        let label = format!("so begins a connection string of {}", source.title);
        return Some((string.text.span(0..end), label));
    }
    let own = |written: &str| {
        let params = owner.auth.iter().flat_map(|variant| variant.params);
        let mut dialects = params.filter_map(|param| param.dialect);
        dialects.any(|dialect| dialect.keyword(written).is_some())
    };
    let foreign = |pair: &&Pair| pair.matched == Match::Exact && !own(&text[pair.key.clone()]);
    let pair = string.pairs.iter().find(foreign)?;
    let label = format!(
        "`{}` is a keyword of {}, not of {}",
        pair.keyword?.name, source.title, owner.title
    );
    Some((string.text.span(pair.key.clone()), label))
}

fn possessive(title: &str) -> String {
    if title.ends_with('s') {
        format!("{title}'")
    } else {
        format!("{title}'s")
    }
}
