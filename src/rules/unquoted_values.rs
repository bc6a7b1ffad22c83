use std::ops::Range;

use crate::catalog::Grammar;
use crate::connection_string::SyntaxErrorKind as Kind;
use crate::keywords::{ConnectionKeywords, Pair};
use crate::placeholder;
use crate::request::Request;
use crate::rule::{Check, Findings, error, rule, warning};

rule! {
    /// A value that has to stand in quotes and does not.
    ///
    /// A value may hold almost anything, but not everywhere. One that begins or ends with a quote, or
    /// begins with a `=`, is taken for something else, and the string is refused or reads as another one;
    /// blanks around a value are dropped without a word. All of it is right inside `'…'` or `"…"`.
    ///
    /// Blanks matter in secrets only, and where the other pairs are not written with blanks as well.
    ///
    /// ```json bad submission
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "Host=db.acme.com;Port=1521;Sid=ORCL;User Id=app;Password=kite17'"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// ```json bad submission
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "Host=db.acme.com;Port=1521;Sid=ORCL;User Id=app;Password==kite17"
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
    ///       "connectionString": "Host={HOST};Port={PORT};Sid={SID};User Id={USERNAME};Password='{PASSWORD}'"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// **How sure.** The grammar was compared with two of .NET's runtimes; Microsoft's own page calls a
    /// value right that ends in a quote, and both runtimes refuse it. Blanks are a warning: most often they
    /// do not belong to the password.
    ///
    /// **The service answers** with no code of its own: the connection fails when it is tested or first
    /// used, with the words of the driver. Where blanks were dropped, the login is denied.
    ///
    /// **Fix.** None: it would write the secret.
    "unquoted-values", Error, Check::Request(check)
}

/// More are not told one by one.
const MOST: usize = 20;

fn check(request: &Request<'_>, findings: &mut Findings) {
    // A URL knows no quotes.
    let pairs = |string: &&ConnectionKeywords<'_>| string.dialect.grammar == Grammar::AdoNet;
    let Some(string) = request.string.as_ref().filter(pairs) else {
        return;
    };
    let mut report = |pair: &Pair, at: Range<usize>, is_error: bool, what: &str, help: &str| {
        let keyword = pair.keyword;
        let value = keyword.map_or("a value".to_owned(), |keyword| {
            format!("the value of `{}`", keyword.name)
        });
        let level = if is_error { error } else { warning };
        let mut finding = level(&RULE, string.text.span(at), format!("{value} {what}"))
            .help(help)
            .pointer(string.pointer(request));
        finding.keyword = keyword.map(|keyword| keyword.name);
        findings.report(finding);
    };
    let errors = string.errors.iter();
    let at_fault = errors.filter_map(|wrong| Some((wrong, string.unquoted(wrong)?)));
    for (wrong, pair) in at_fault.take(MOST) {
        let at = wrong.offset..wrong.offset + 1;
        if wrong.kind == Kind::UnquotedValueEndsWithQuote {
            let help = "put the whole value in the other quotes, or remove the quote";
            report(pair, at, true, "ends with a quote that nothing opens", help);
        } else {
            let help = "close the quote, or put the whole value in the other quotes";
            report(
                pair,
                at,
                true,
                "begins with a quote that nothing closes",
                help,
            );
        }
    }
    let equals = string.pairs.iter().filter(|pair| pair.leading_equals);
    for pair in equals.take(MOST) {
        let at = pair.key.end..pair.value.start + 1;
        let what = "begins with `=`, so that the keyword goes on instead";
        let help = "write one `=`, or put a value that begins with `=` in quotes";
        report(pair, at, true, what, help);
    }
    for pair in &string.pairs {
        if let Some(at) = dropped_blanks(pair, string) {
            let help = "remove the blanks, or put the value in quotes if they belong to it";
            report(pair, at, false, "loses the blanks around it", help);
        }
    }
}

/// A secret and the blanks around it, where these may be meant.
fn dropped_blanks(pair: &Pair, string: &ConnectionKeywords<'_>) -> Option<Range<usize>> {
    string
        .value(pair)
        .filter(|value| value.is_secret() && pair.quote.is_none())
        .filter(|value| placeholder::filling(value.as_str()).is_literal())?;
    let (before, after) = string.blanks(pair);
    let others = || string.pairs.iter().filter(|other| other.key != pair.key);
    let same_before = || others().any(|other| !string.blanks(other).0.is_empty());
    let same_after = || others().any(|other| !string.blanks(other).1.is_empty());
    let start = match before.is_empty() || same_before() {
        true => pair.value.start,
        false => before.start,
    };
    let end = match after.is_empty() || same_after() {
        true => pair.value.end,
        false => after.end,
    };
    Some(start..end).filter(|all| *all != pair.value)
}
