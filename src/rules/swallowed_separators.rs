use crate::catalog::{Dialect, Grammar};
use crate::keywords::{Swallowed, Swallowing};
use crate::request::Request;
use crate::rule::{Check, Findings, error, rule};

rule! {
    /// A `;` or a `=` that is missing, or a `;` too many, so that pieces run into one another.
    ///
    /// The grammar takes almost anything. Without its `;` a keyword becomes part of the value before it;
    /// without its `=` a piece becomes part of the keyword behind it; and a password with a `;` ends there
    /// unless it stands in quotes. What is lost in this way is not reported as missing.
    ///
    /// A keyword counts as swallowed where a known name and a `=` follow white space or one of `, & |`,
    /// outside brackets and quotes. Glued to a value it counts if it is needed and stands nowhere else, or
    /// if no value could hold it. A value that may hold pairs itself, such as a list of alternate servers,
    /// is left alone.
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "Host={HOST};Port={PORT},Sid={SID};User Id={USERNAME};Password={PASSWORD}"
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
    ///       "connectionString": "Host=db.acme.com;Port=1521;Sid=ORCL;User Id=app;Password=kite;17a"
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
    /// **How sure.** The grammar is .NET's, compared with two of its runtimes. That the driver behind it
    /// takes a quoted password with a `;` is not documented; if it is refused, only another password helps.
    ///
    /// **The service answers** with no code of its own: the connection fails when it is tested or first
    /// used, with the words of the driver.
    ///
    /// **Fix.** None: a separator can be put in by hand only, since the values around it may be secrets.
    "swallowed-separators", Error, Check::Request(check)
}

fn check(request: &Request<'_>, findings: &mut Findings) {
    let Some(string) = &request.string else {
        return;
    };
    for swallowed in &string.swallowed {
        let (message, help) = words(swallowed, string.dialect);
        let span = string.text.span(swallowed.at.clone());
        let mut finding = error(&RULE, span, message)
            .help(help)
            .pointer(string.pointer(request));
        if let Some(keyword) = swallowed.keyword {
            finding = finding.keyword(keyword.name);
        }
        let others: Vec<_> = swallowed
            .others
            .iter()
            .map(|other| string.text.span(other.clone()))
            .collect();
        for other in others.iter().take(MOST_LABELS) {
            finding = finding.label(other.clone(), "the same here");
        }
        if findings.report(finding) {
            others.into_iter().for_each(|other| findings.claim(other));
        }
    }
}

const MOST_LABELS: usize = 8;

/// Message and help.
fn words(swallowed: &Swallowed, dialect: &Dialect) -> (String, String) {
    let divider = dialect.separator();
    let name = swallowed
        .keyword
        .map(|keyword| format!("`{}`", keyword.name));
    match swallowed.kind {
        Swallowing::LostSeparator => {
            let what = name.as_deref().unwrap_or("a keyword");
            let whole = match swallowed.inside {
                Some(inside) => format!("the value of `{}`", inside.name),
                None => "the value before it".to_owned(),
            };
            let why = match swallowed.separator.filter(|c| c.is_ascii_punctuation()) {
                Some(c) => format!("a `{c}` does not divide pairs"),
                None => format!("the `{divider}` before it is missing"),
            };
            let help = format!("write a `{divider}` before {what}");
            (format!("{what} is part of {whole}: {why}"), help)
        }
        Swallowing::LostEquals => match name {
            Some(name) => (
                format!("{name} has no `=` behind it"),
                format!("write {name}, a `=` and the value"),
            ),
            None => (
                "a piece without `=` becomes part of the keyword behind it".to_owned(),
                format!("every piece between two `{divider}` is a keyword, a `=` and a value"),
            ),
        },
        Swallowing::LostQuestionMark => {
            let name = name.unwrap_or_default();
            (
                format!("the `?` before {name} is missing"),
                "write a `?` between the host and the parameters".to_owned(),
            )
        }
        Swallowing::SeparatorInSecret if dialect.grammar == Grammar::JdbcUrl => {
            let name = name.unwrap_or_default();
            (
                format!("the value of {name} ends at its `{divider}`"),
                "write `%26` for it".to_owned(),
            )
        }
        Swallowing::SeparatorInSecret => {
            let name = name.unwrap_or_default();
            (
                format!("the value of {name} ends at its `;`, because it is not quoted"),
                "put the whole value in quotes; if it is still refused, use one without `;`"
                    .to_owned(),
            )
        }
    }
}
