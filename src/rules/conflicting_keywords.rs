use crate::catalog::Keyword;
use crate::keywords::{ConnectionKeywords, Pair};
use crate::request::Request;
use crate::rule::{Check, Findings, error, rule};

rule! {
    /// Keywords that exclude each other.
    ///
    /// A database is named by its SID or by a service name, and a server by its host or by an entry of a
    /// file. The driver's manual says of each which others it excludes; with both, the connection fails or
    /// uses the one that you did not mean. A keyword with nothing behind its `=` counts as not given.
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "Host={HOST};Port={PORT};Sid={SID};ServiceName=sales;User Id={USERNAME};Password={PASSWORD}"
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
    /// **How sure.** The manual of the driver says so for each pair.
    ///
    /// **The service answers** with no code of its own: the connection fails when it is tested or first
    /// used, with the words of the driver.
    ///
    /// **Fix.** None: which one is meant cannot be told.
    "conflicting-keywords", Error, Check::Request(check)
}

type Conflict<'s> = [(&'static Keyword, &'s Pair); 2];

fn check(request: &Request<'_>, findings: &mut Findings) {
    let Some(string) = &request.string else {
        return;
    };
    // Where a template chooses between pairs, both may stand in the text and one in the string.
    if string.incomplete {
        return;
    }
    let mut conflicts = conflicts(string);
    while let Some((culprit, pair)) = most_involved(&conflicts) {
        let others: Vec<_> = conflicts
            .extract_if(.., |conflict| {
                conflict.iter().any(|(one, _)| *one == culprit)
            })
            .flatten()
            .filter(|(one, _)| *one != culprit)
            .collect();
        let names: Vec<_> = others
            .iter()
            .map(|(other, _)| format!("`{}`", other.name))
            .collect();
        // What the others have among themselves is told with it.
        conflicts.retain(|conflict| {
            !conflict
                .iter()
                .all(|(one, _)| others.iter().any(|(other, _)| other == one))
        });
        let message = format!("`{}` excludes {}", culprit.name, names.join(" and "));
        let mut finding = error(&RULE, string.text.span(string.whole(pair)), message)
            .help("keep one of them")
            .keyword(culprit.name)
            .names(
                others
                    .iter()
                    .map(|(other, _)| other.name)
                    .chain([culprit.name]),
            )
            .pointer(string.pointer(request));
        for (other, pair) in others {
            let span = string.text.span(string.whole(pair));
            finding = finding.label(span, format!("`{}` is given here", other.name));
        }
        findings.report(finding);
    }
}

/// Every two keywords that are given and exclude each other.
fn conflicts<'s>(string: &'s ConnectionKeywords<'_>) -> Vec<Conflict<'s>> {
    let groups = string.dialect.one_of.iter().map(|group| group.keywords);
    let mut found = Vec::new();
    for group in groups.chain(string.dialect.excludes.iter().copied()) {
        let given: Vec<_> = group
            .iter()
            .filter_map(|keyword| Some((*keyword, given(keyword, string)?)))
            .collect();
        for (index, one) in given.iter().enumerate() {
            let rest = given[index + 1..].iter();
            let both_vary = |other: &Pair| string.is_variable(one.1) && string.is_variable(other);
            found.extend(
                rest.filter(|other| !both_vary(other.1))
                    .map(|other| [*one, *other]),
            );
        }
    }
    found
}

/// The pair of a keyword, if it has a value.
fn given<'s>(keyword: &'static Keyword, string: &'s ConnectionKeywords<'_>) -> Option<&'s Pair> {
    let pair = string.pair_of(keyword)?;
    let empty = pair.decoded.as_deref().is_none_or(str::is_empty);
    (!empty).then_some(pair)
}

/// The keyword that most others conflict with; of two the one that stands further on.
fn most_involved<'s>(conflicts: &[Conflict<'s>]) -> Option<(&'static Keyword, &'s Pair)> {
    let involved = |keyword| {
        let of = |conflict: &&Conflict<'_>| conflict.iter().any(|(one, _)| *one == keyword);
        conflicts.iter().filter(of).count()
    };
    let all = conflicts.iter().flatten();
    all.max_by_key(|(keyword, pair)| (involved(*keyword), pair.key.start))
        .copied()
}
