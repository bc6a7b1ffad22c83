use crate::catalog::{Dialect, Role};
use crate::request::Request;
use crate::rule::{Check, Findings, error, rule};

rule! {
    /// A connection string in another driver's notation.
    ///
    /// Most sources take pairs of a keyword and a value, with a `;` between them. A JDBC URL, an Easy
    /// Connect name, a TNS descriptor, a string for ODP.NET, ODBC or libpq, or a piece of JSON says the
    /// same in words that the driver behind the service does not read; where the source takes a JDBC URL
    /// (Snowflake's), it is the pairs that it does not read. The whole of it is one mistake, so nothing else
    /// in it is checked.
    ///
    /// What stands in such a string is hidden, but for its scheme and its host: credentials can be anywhere
    /// in it.
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "jdbc:oracle:thin:@//db.example.com:1521/sales"
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
    /// **How sure.** The documentation of each source gives one form only; that of Oracle DB links to a manual
    /// (ODP.NET's) that shows another. What is one driver's keyword is no sign of another driver there.
    ///
    /// **The service answers** with no code of its own: the connection fails when it is tested or first
    /// used, with the words of the driver. It often says that the format of the initialization string does
    /// not conform to the specification.
    ///
    /// **Fix.** None by itself. In Oracle's notations `host:port:name` has a SID behind its last colon; `host:port/name` has a
    /// service name.
    "foreign-connection-strings", Error, Check::Request(check)
}

fn check(request: &Request<'_>, findings: &mut Findings) {
    let Some(string) = &request.string else {
        return;
    };
    let Some(notation) = &string.notation else {
        return;
    };
    let message = format!("the connection string is written as {}", notation.name);
    let span = string.text.span(notation.at.clone());
    let finding = error(&RULE, span, message)
        .help(help(string.dialect))
        .pointer(string.pointer(request));
    findings.report(finding);
    findings.claim(string.text.whole_span());
}

/// The documented pattern, and the other way of naming a database.
fn help(dialect: &'static Dialect) -> String {
    let mut help = format!("write `{}`", dialect.pattern);
    let named = |role| dialect.with_role(role).next();
    if let (Some(service), Some(sid)) = (named(Role::Service), named(Role::Sid)) {
        let (service, sid) = (service.name, sid.name);
        help.push_str(&format!(", or `{service}` in place of `{sid}`"));
    }
    help
}
