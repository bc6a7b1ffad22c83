use crate::catalog::Keyword;
use crate::keywords::{ConnectionKeywords, Pair};
use crate::request::Request;
use crate::rule::{Check, Findings, error, rule};

rule! {
    /// A keyword that is given twice, perhaps under two names.
    ///
    /// A connection string passes through several layers. .NET lets the last of two equal keywords win,
    /// ODBC the first, and two names of one keyword are two keywords to the one and the same to the other.
    /// So one of them is not what you mean, even where both say the same today.
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "Host={HOST};Port={PORT};Sid={SID};User Id={USERNAME};Password={PASSWORD};Port=1522"
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
    /// **How sure.** Both rules are documented; the driver's manual warns of giving an option twice, and of
    /// its long and short name together.
    ///
    /// **The service answers** with nothing: it connects with one of them.
    ///
    /// **Fix.** None: which one is meant cannot be told.
    "duplicate-keywords", Error, Check::Request(check)
}

/// More are not told one by one.
const MOST: usize = 20;

fn check(request: &Request<'_>, findings: &mut Findings) {
    let Some(string) = &request.string else {
        return;
    };
    // Where a template chooses between pairs, both may stand in the text and one in the string.
    if string.incomplete {
        return;
    }
    let mut first: Vec<(&'static Keyword, &Pair)> = Vec::new();
    let mut told = 0;
    for pair in &string.pairs {
        let Some(keyword) = meaning(pair, string, &first) else {
            continue;
        };
        let earlier = first.iter().find(|(other, _)| *other == keyword);
        let Some((_, earlier)) = earlier.filter(|_| told < MOST) else {
            first.push((keyword, pair));
            continue;
        };
        told += 1;
        let name = keyword.name;
        let message = format!("`{name}` is given twice");
        let finding = error(&RULE, string.text.span(string.whole(pair)), message)
            .label(
                string.text.span(earlier.key.clone()),
                format!("`{name}` is given here first"),
            )
            .help("keep one of them: the layers of the service disagree on which one counts")
            .keyword(name)
            .pointer(string.pointer(request));
        findings.report(finding);
    }
}

/// The keyword that a pair gives, under whatever name.
fn meaning(
    pair: &Pair,
    string: &ConnectionKeywords<'_>,
    first: &[(&'static Keyword, &Pair)],
) -> Option<&'static Keyword> {
    match (pair.keyword, pair.matched) {
        (Some(keyword), matched) if matched.is_it() => Some(keyword),
        (Some(keyword), _) => string.is_other_name(pair, keyword).then_some(keyword),
        // A word for one of several, of which one is there.
        (None, _) => string
            .meanings(pair)
            .into_iter()
            .find(|keyword| first.iter().any(|(other, _)| other == keyword)),
    }
}
