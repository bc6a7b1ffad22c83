use crate::check::{Across, Placed, Sandbox};
use crate::rule::{Check, rule};

rule! {
    /// Two base connections for one sandbox have the same name.
    ///
    /// The name is all by which people tell connections apart, in the interface and in lists. Requests are
    /// compared over all files of a run, and only where it is known for which sandbox they are: from the headers of
    /// a call, or from `[[overrides]]` in `connlint.toml`. Whose sandbox it is need not be said: one `connlint.toml` is
    /// for one organisation as far as it says no other, so what it puts into a sandbox is compared over all folders;
    /// where only a call names the sandbox, requests of one folder are. Calls with different variables in the place of their
    /// organisation are never compared with each other. A placeholder is the same as itself within one file, and nowhere else,
    /// and requests on a Markdown page show how one is made and are not counted.
    ///
    /// The finding stands at the later one, in the order of their paths. The level is that of the file where it stands; a file
    /// where the rule is off is compared with others all the same, and where it is off for all later ones the finding
    /// stands at the first.
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
    ///       "params": { "connectionString": "Host=north.example.com;Port=1521;Sid=ORCL;User Id=app;Password={NORTH}" }
    ///     },
    ///     "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    ///   },
    ///   {
    ///     "name": "Orders",
    ///     "auth": {
    ///       "specName": "ConnectionString",
    ///       "params": { "connectionString": "Host=south.example.com;Port=1521;Sid=ORCL;User Id=app;Password={SOUTH}" }
    ///     },
    ///     "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    ///   }
    /// ]
    /// ```
    ///
    /// ```json good
    /// [
    ///   {
    ///     "name": "Orders, north",
    ///     "auth": {
    ///       "specName": "ConnectionString",
    ///       "params": { "connectionString": "Host=north.example.com;Port=1521;Sid=ORCL;User Id=app;Password={NORTH}" }
    ///     },
    ///     "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    ///   },
    ///   {
    ///     "name": "Orders, south",
    ///     "auth": {
    ///       "specName": "ConnectionString",
    ///       "params": { "connectionString": "Host=south.example.com;Port=1521;Sid=ORCL;User Id=app;Password={SOUTH}" }
    ///     },
    ///     "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    ///   }
    /// ]
    /// ```
    ///
    /// **How sure.** A warning: the service is not documented to refuse it.
    ///
    /// **The service answers** as to any other request, and makes a second connection.
    ///
    /// **Fix.** None: one of the two may be left out as well.
    "duplicate-names", Warning, Check::Across(Across {
        mark: |placed: &Placed| placed.name.as_ref(),
        message,
        first: "the first of this name",
        other: "another of this name",
        help: "give each a name of its own, or send one request only",
    })
}

fn message(sandbox: &Sandbox) -> String {
    format!(
        "another base connection for the sandbox `{}` has this name",
        sandbox.name
    )
}
