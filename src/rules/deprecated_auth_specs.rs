use crate::catalog::{AuthSpec, Platform, Source};
use crate::request::{Request, pointer};
use crate::rule::{Check, Findings, listed, rule, warning};

rule! {
    /// An auth spec that the vendor ends, or has ended.
    ///
    /// Some sources had one way to authenticate and got another, and the vendor gave the first a date. Of some sources
    /// the whole is given up. The date is stated here and not compared with today's: a request that is made
    /// in time stops working at that date, and a request that is made later may be refused.
    ///
    /// ```json bad
    /// {
    ///   "name": "Customer relations",
    ///   "auth": {
    ///     "specName": "Basic Authentication",
    ///     "params": {
    ///       "environmentUrl": "https://tidewater.my.salesforce.com",
    ///       "username": "reader@tidewater.example.com",
    ///       "password": "{PASSWORD}",
    ///       "securityToken": "{SECURITY_TOKEN}"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "cfc0fee1-7dc0-40ef-b73e-d8b134c436f5", "version": "1.0" }
    /// }
    /// ```
    ///
    /// ```json good
    /// {
    ///   "name": "Customer relations",
    ///   "auth": {
    ///     "specName": "OAuth2 Client Credential",
    ///     "params": {
    ///       "environmentUrl": "https://tidewater.my.salesforce.com",
    ///       "clientId": "{CLIENT_ID}",
    ///       "clientSecret": "{CLIENT_SECRET}",
    ///       "apiVersion": "60.0"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "cfc0fee1-7dc0-40ef-b73e-d8b134c436f5", "version": "1.0" }
    /// }
    /// ```
    ///
    /// **How sure.** A warning: the vendor announces a month, and has moved one before.
    ///
    /// **The service answers** no error of its own that is documented.
    ///
    /// **Fix.** None: another auth spec takes other credentials, which only you have.
    "deprecated-auth-specs", Warning, Check::Request(check)
}

fn check(request: &Request<'_>, findings: &mut Findings) {
    // Where it stays on one of the clouds that may be meant, there is nothing to say.
    let variants = &request.choice.variants;
    let ended = variants.iter().all(|variant| variant.deprecated.is_some());
    let variant = variants
        .first()
        .filter(|_| ended && request.choice.auth_name().is_some());
    let (Some(source), Some(variant), Some(name)) =
        (request.source(), variant.copied(), request.spec_name())
    else {
        return;
    };
    let json = request.json;
    // What is wrong about the name is said elsewhere.
    let Some(reason) = variant
        .deprecated
        .filter(|_| json.is_string(name) && json.str(name) == variant.name)
    else {
        return;
    };
    let message = format!("`{}` is deprecated: {reason}", variant.name);
    let mut finding = warning(&RULE, json.content_span(name), message);
    let instead = successors(source, variant);
    if !instead.is_empty() {
        let names = instead.into_iter().map(|name| format!("`{name}`"));
        finding = finding.help(format!("use {} instead", listed(names, "or")));
    }
    findings.report(finding.pointer(pointer::SPEC_NAME));
}

/// The auth specs of the same source that stay: those for the same cloud, or else any.
fn successors(source: &'static Source, ended: &AuthSpec) -> Vec<&'static str> {
    let staying = || {
        source
            .auth
            .iter()
            .filter(|other| other.deprecated.is_none())
    };
    let here = |other: &&'static AuthSpec| {
        let clouds = [other.platform, ended.platform];
        clouds[0] == clouds[1] || clouds.contains(&Platform::Any)
    };
    let mut names: Vec<_> = staying().filter(here).map(|other| other.name).collect();
    if names.is_empty() {
        names = staying().map(|other| other.name).collect();
    }
    names.dedup();
    names
}
