use crate::keywords::Pair;
use crate::object::Match;
use crate::request::Request;
use crate::rule::{Check, Findings, rule, warning};

rule! {
    /// A keyword that no list of the driver's options has.
    ///
    /// A driver refuses an option that it does not know, or ignores it, and nothing known is near this one. Its name is
    /// not shown: behind a password that is not quoted it may be a piece of the password.
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "Host={HOST};Port={PORT};Sid={SID};User Id={USERNAME};Password={PASSWORD};Compression=on"
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
    /// **How sure.** A warning: the lists of the drivers' options may be older than the drivers, and which driver stands
    /// behind a source is not always documented.
    ///
    /// **The service answers** with no code of its own: the connection fails when it is tested or first
    /// used, with the words of the driver. It may say that the keyword is not supported, or nothing.
    ///
    /// **Fix.** None.
    "unknown-keywords", Warning, Check::Request(check)
}

/// More are not told one by one.
const MOST: usize = 20;

fn check(request: &Request<'_>, findings: &mut Findings) {
    let Some(string) = &request.string else {
        return;
    };
    let unknown = |pair: &&Pair| match pair.keyword {
        Some(keyword) => pair.matched == Match::NearPresent && !string.is_other_name(pair, keyword),
        None => string.meanings(pair).is_empty(),
    };
    for pair in string.pairs.iter().filter(unknown).take(MOST) {
        let help = match pair.keyword {
            Some(keyword) => format!("it is near `{}`, which is given as well", keyword.name),
            None if pair.behind_secret => {
                "if it is a piece of the value before it, put that value in quotes".to_owned()
            }
            None => "look for it in the manual of the driver, or remove it".to_owned(),
        };
        let span = string.text.span(pair.key.clone());
        let finding = warning(&RULE, span, "the driver documents no keyword of this name")
            .help(help)
            .pointer(string.pointer(request));
        findings.report(finding);
    }
}
