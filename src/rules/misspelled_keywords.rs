use crate::catalog::Keyword;
use crate::keywords::{ConnectionKeywords, Pair};
use crate::object::Match;
use crate::request::Request;
use crate::rule::{Check, Findings, error, rule, warning};

rule! {
    /// A keyword that is another driver's, or a slip away from a known one.
    ///
    /// The driver refuses a keyword that it does not know. Each driver has its own words: what is `Server`
    /// and `UID` elsewhere is `Host` and `User Id` for Oracle DB. The names that a driver documents in other
    /// places, such as `HostName` or `Service Name`, are accepted, in any case and with blanks or without.
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "Hsot={HOST};Port={PORT};Sid={SID};User Id={USERNAME};Password={PASSWORD}"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "Host={HOST};Port={PORT};Sid={SID};User Id={USERNAME};Pwd={PASSWORD}"
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
    ///       "connectionString": "Host={HOST};Port={PORT};Sid={SID};User Id={USERNAME};Password={PASSWORD}"
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
    ///       "connectionString": "HostName={HOST};Port={PORT};Service Name={SERVICE};UserId={USERNAME};Password={PASSWORD}"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// **How sure.** A keyword that the documentation spells in two ways is a warning. Of the near ones: nothing else is as near. Of the other drivers' words: some layers
    /// may translate a few of them; no page promises it.
    ///
    /// **The service answers** with no code of its own: the connection fails when it is tested or first
    /// used, with the words of the driver. It says that the keyword is not supported, or that the one that
    /// is meant is missing.
    ///
    /// **Fix.** Writes the documented keyword. Where a word can mean two keywords, as `Database` can, there
    /// is none.
    "misspelled-keywords", Error, Check::Request(check)
}

fn check(request: &Request<'_>, findings: &mut Findings) {
    let Some(string) = &request.string else {
        return;
    };
    let near = |pair: &&Pair| pair.matched == Match::Misspelled;
    for pair in string.pairs.iter().filter(near) {
        let Some(keyword) = pair.keyword else {
            continue;
        };
        let name = keyword.name;
        let message = if string.is_alias(pair, keyword) {
            format!("this is another driver's word for `{name}`")
        } else {
            format!("`{name}` is misspelled")
        };
        let mut finding = error(&RULE, string.text.span(pair.key.clone()), message)
            .help(format!("write `{name}`"))
            .keyword(name)
            .pointer(string.pointer(request));
        if is_sure(pair, keyword, string) {
            let edit = string.text.edit(pair.key.clone(), name);
            finding = finding.fix(format!("write `{name}`"), [edit]);
        }
        findings.report(finding);
    }
    for pair in string
        .pairs
        .iter()
        .filter(|pair| pair.matched == Match::Spelt)
    {
        doubtful(request, string, pair, findings);
    }
    for (pair, keywords) in string.ambiguous() {
        if keywords.iter().any(|keyword| string.has(keyword)) {
            continue;
        }
        let names: Vec<_> = keywords
            .iter()
            .map(|keyword| format!("`{}`", keyword.name))
            .collect();
        let names = names.join(" or ");
        let message = format!("this is another driver's word, here for {names}");
        let finding = error(&RULE, string.text.span(pair.key.clone()), message)
            .help(format!("write {names}, whichever names the database"))
            .pointer(string.pointer(request));
        findings.report(finding);
    }
}

/// A keyword that some part of the documentation writes in another way.
fn doubtful(
    request: &Request<'_>,
    string: &ConnectionKeywords<'_>,
    pair: &Pair,
    findings: &mut Findings,
) {
    let Some(keyword) = pair.keyword else {
        return;
    };
    let name = keyword.name;
    let message = format!("this is one of two documented names; the likelier is `{name}`");
    let finding = warning(&RULE, string.text.span(pair.key.clone()), message)
        .help(format!("write `{name}`"))
        .keyword(name)
        .pointer(string.pointer(request));
    findings.report(finding);
}

/// What stands behind a secret may be a piece of it, and a fix must not change it.
fn is_sure(pair: &Pair, keyword: &'static Keyword, string: &ConnectionKeywords<'_>) -> bool {
    !pair.behind_secret || keyword.required || string.is_other_name(pair, keyword)
}
