use crate::catalog::Role;
use crate::request::{Meaning, Request};
use crate::rule::{Check, Findings, rule, warning};

rule! {
    /// A path where the service needs the content of a file.
    ///
    /// A path on your own machine means nothing to the service. It takes a private key as text, and certificates as text behind
    /// `data://`.
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "Host=db.example.com;Port=1521;Sid=ORCL;User Id=AEP_READER;Password={PASSWORD};TrustStore=/etc/ssl/trust.pem"
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
    ///       "connectionString": "Host=db.example.com;Port=1521;Sid=ORCL;User Id=AEP_READER;Password={PASSWORD};TrustStore=data://{CERTIFICATE}"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// **How sure.** A warning: Data Factory documents a path for a self-hosted runtime, which Experience Platform does not offer.
    ///
    /// **The service answers** no error of its own that is documented.
    ///
    /// **Fix.** None: the content is not here.
    "unusable-files", Warning, Check::Request(check)
}

/// How the names of certificate and key stores end.
const ENDINGS: [&str; 12] = [
    ".p12",
    ".pfx",
    ".jks",
    ".pem",
    ".crt",
    ".cer",
    ".der",
    ".key",
    ".sso",
    ".ora",
    ".p7b",
    ".keystore",
];

fn check(request: &Request<'_>, findings: &mut Findings) {
    for value in request.literals() {
        if value.role() == Some(Role::File) && is_path(value.as_str().trim()) {
            let message = format!(
                "`{}` is a path, which the service cannot read",
                value.name()
            );
            let help = match value.meaning {
                Meaning::Keyword(_) => "give the content itself, behind `data://`".to_owned(),
                Meaning::Param(param) => format!("give the content itself: {}", param.doc),
            };
            let finding = warning(&RULE, value.text.whole_span(), message).help(help);
            findings.report(request.about(value, finding));
        }
    }
}

/// Whether this is a path and not the content of a file.
pub fn is_path(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    if lower.starts_with("data:")
        || value.contains("-----")
        || value.contains('\n')
        || value.len() > 1024
    {
        return false;
    }
    let bytes = value.as_bytes();
    let drive = bytes.len() > 2
        && bytes[0].is_ascii_alphabetic()
        && bytes[1] == b':'
        && matches!(bytes[2], b'\\' | b'/');
    let rooted = ["./", "../", ".\\", "..\\", "~/", "~\\", "\\\\", "file:"];
    drive
        || rooted.iter().any(|root| lower.starts_with(root))
        || ENDINGS.iter().any(|ending| lower.ends_with(ending))
        // Base64 may begin with a slash too, but is long and has few of them.
        || (value.starts_with('/') && value.len() < 256 && !value.ends_with('='))
}
