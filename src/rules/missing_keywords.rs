use crate::catalog::Keyword;
use crate::keywords::{ConnectionKeywords, Pair};
use crate::object::Match;
use crate::request::Request;
use crate::rule::{Check, Findings, error, rule};

rule! {
    /// A connection string without a keyword that it needs.
    ///
    /// Where the server is, which database, who logs in and with what must be there. Oracle DB needs a SID or a
    /// service name, for without either the driver tries the SID `ORCL`, and a port, for which the manuals
    /// give different defaults; other drivers have one. What may be missing because something else went wrong is not reported: a keyword that was swallowed, misspelt, or put into
    /// another's value (`Port=1521/sales`). A keyword with nothing behind its `=` is there, but empty.
    ///
    /// Nothing is said where a placeholder may stand for several pairs, as in `Host={HOST};{REST}`.
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "Host={HOST};Sid={SID};User Id={USERNAME};Password={PASSWORD}"
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
    /// **How sure.** The documentation lists them, and the driver's manual says what takes the place of
    /// each.
    ///
    /// **The service answers** with no code of its own: the connection fails when it is tested or first
    /// used, with the words of the driver.
    ///
    /// **Fix.** None: the values are not known.
    "missing-keywords", Error, Check::Request(check)
}

fn check(request: &Request<'_>, findings: &mut Findings) {
    let Some(string) = &request.string else {
        return;
    };
    let single = string.missing().into_iter().map(|keyword| vec![keyword]);
    let groups = string.missing_groups().into_iter();
    let groups = groups.map(|group| group.keywords.to_vec());
    let mut absent: Vec<_> = single.chain(groups).collect();
    if absent.is_empty() {
        return;
    }
    let misplaced = string.misplaced();
    let told = |keywords: &[&'static Keyword]| {
        keywords.iter().any(|keyword| {
            misplaced.holds(keyword.role) || findings.is_absence_claimed(keyword.name)
        })
    };
    absent.retain(|keywords| !told(keywords));
    let Some(first) = absent.first().and_then(|keywords| keywords.first()) else {
        return;
    };
    let names: Vec<_> = absent.iter().map(|keywords| names(keywords)).collect();
    let (message, help) = match &names[..] {
        [only] => (format!("{only} is missing"), help(&absent[0], string)),
        [rest @ .., last] => (
            format!("{} and {last} are missing", rest.join(", ")),
            format!("the pattern is `{}`", string.dialect.pattern),
        ),
        [] => return,
    };
    let mut finding = error(&RULE, string.text.whole_span(), message)
        .help(help)
        .keyword(first.name)
        .names(absent.iter().flatten().map(|keyword| keyword.name))
        .pointer(string.pointer(request));
    if let ([only], Some(stranger)) = (&names[..], only_stranger(string)) {
        let span = string.text.span(stranger.key.clone());
        findings.claim(span.clone());
        finding = finding.label(span, format!("an unknown keyword; is {only} meant?"));
    }
    for keyword in absent.iter().flatten() {
        findings.claim_absence(keyword.name);
    }
    findings.note(finding);
}

fn names(keywords: &[&'static Keyword]) -> String {
    let names: Vec<_> = keywords
        .iter()
        .map(|keyword| format!("`{}`", keyword.name))
        .collect();
    names.join(" or ")
}

/// What to add, as the documented pattern has it.
fn help(keywords: &[&'static Keyword], string: &ConnectionKeywords<'_>) -> String {
    let dialect = string.dialect;
    let documented = keywords
        .iter()
        .find_map(|keyword| dialect.pattern_of(keyword));
    match documented {
        Some(pair) => format!("add `{pair}`"),
        None => format!("the pattern is `{}`", string.dialect.pattern),
    }
}

/// The only keyword that nobody knows: it may be the one that is missing.
fn only_stranger<'s>(string: &'s ConnectionKeywords<'_>) -> Option<&'s Pair> {
    let mut strangers = string
        .pairs
        .iter()
        .filter(|pair| pair.matched == Match::Unknown && string.meanings(pair).is_empty());
    strangers.next().filter(|_| strangers.next().is_none())
}
