use crate::rule::{Check, rule};

rule! {
    /// A file that was named on the command line and holds no Flow Service request.
    ///
    /// "No findings" must not be said of a file that was not checked. Where you name files, or pipe
    /// one in, and none of them holds a request, connlint says so, and what the file looks like. In
    /// a folder such files are passed over and counted. A hook names every staged file, and so has
    /// `--skip-unrecognized`.
    ///
    /// ```json bad named
    /// { "compilerOptions": { "strict": true } }
    /// ```
    ///
    /// ```json good
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "Basic Authentication",
    ///     "params": {
    ///       "server": "db.example.com",
    ///       "port": "1521",
    ///       "database": "ORCL",
    ///       "username": "app",
    ///       "password": "{PASSWORD}",
    ///       "schema": "SALES",
    ///       "sslMode": "true"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// **How sure.** A warning: connlint may not know this kind of request, or the way it is
    /// wrapped.
    ///
    /// **The service answers** nothing, for nothing would be sent.
    ///
    /// **Fix.** None.
    "unrecognized-files", Warning, Check::Elsewhere
}
