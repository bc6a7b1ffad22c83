use crate::check::{Across, Placed, Sandbox};
use crate::rule::{Check, rule};

rule! {
    /// Two base connections for one sandbox reach the same server and database as the same user.
    ///
    /// One base connection serves any number of source connections; of two, one is forgotten when the password
    /// changes. Compared are the source, host, port, database, service and SID, schema and user; of a source that
    /// has no databases everything but the secrets, at which nobody looks. Which requests are compared stands on
    /// the page of `duplicate-names`, and at which of them a finding stands; where anything of it cannot be read, nothing
    /// is said. Two that have the same name as well are one finding, of `duplicate-names` unless that is off.
    ///
    /// ```toml
    /// [[overrides]]
    /// files = ["*"]
    /// sandbox = "prod"
    /// ```
    ///
    /// ```json bad
    /// [
    ///   {
    ///     "name": "Orders",
    ///     "auth": {
    ///       "specName": "ConnectionString",
    ///       "params": { "connectionString": "Host=db.example.com;Port=1521;Sid=ORCL;User Id=app;Password={PASSWORD}" }
    ///     },
    ///     "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    ///   },
    ///   {
    ///     "name": "Invoices",
    ///     "auth": {
    ///       "specName": "ConnectionString",
    ///       "params": { "connectionString": "Host=DB.example.com;Port=1521;Sid=ORCL;User Id=app;Password={SECRET}" }
    ///     },
    ///     "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    ///   }
    /// ]
    /// ```
    ///
    /// ```json good
    /// [
    ///   {
    ///     "name": "Orders",
    ///     "auth": {
    ///       "specName": "ConnectionString",
    ///       "params": { "connectionString": "Host=db.example.com;Port=1521;Sid=ORCL;User Id=app;Password={PASSWORD}" }
    ///     },
    ///     "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    ///   },
    ///   {
    ///     "name": "Invoices",
    ///     "auth": {
    ///       "specName": "ConnectionString",
    ///       "params": { "connectionString": "Host=db.example.com;Port=1521;Sid=ORCL;User Id=billing;Password={SECRET}" }
    ///     },
    ///     "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    ///   }
    /// ]
    /// ```
    ///
    /// **How sure.** A warning: it works, and may be meant.
    ///
    /// **The service answers** as to any other request, and makes a second connection.
    ///
    /// **Fix.** None: which of the two is used cannot be told from the requests.
    "duplicate-connections", Warning, Check::Across(Across {
        mark: |placed: &Placed| placed.server.as_ref(),
        message,
        first: "the first that does",
        other: "another that does",
        help: "one base connection is enough for everything that is read from there",
    })
}

fn message(sandbox: &Sandbox) -> String {
    format!(
        "another base connection for the sandbox `{}` reaches this server as the same user",
        sandbox.name
    )
}
