use super::invalid_headers::is_stand_in;
use super::misspelled_headers::exact;
use crate::catalog::Scope;
use crate::placeholder;
use crate::rule::{CallContext, Check, Findings, error, rule};

rule! {
    /// The sandbox or the organisation of a call is not the one that the settings give its file.
    ///
    /// Where `[[overrides]]` in `connlint.toml` say which sandbox the files of a folder are for, a call in it
    /// that names another one would make its connection in the wrong place, and nothing would say so. What a
    /// variable or a placeholder stands for is not judged, nor is a header that is not there.
    ///
    /// ```toml
    /// [[overrides]]
    /// files = ["*"]
    /// sandbox = "prod"
    /// organization = "0A1B2C3D4E5F@AdobeOrg"
    /// ```
    ///
    /// ```sh bad
    /// curl -X POST https://platform.adobe.io/data/foundation/flowservice/connections \
    ///   -H 'Authorization: Bearer {ACCESS_TOKEN}' \
    ///   -H 'x-api-key: {API_KEY}' \
    ///   -H 'x-gw-ims-org-id: {ORG_ID}' \
    ///   -H 'x-sandbox-name: dev' \
    ///   -H 'Content-Type: application/json' \
    ///   -d "$BODY"
    /// ```
    ///
    /// ```sh good
    /// curl -X POST https://platform.adobe.io/data/foundation/flowservice/connections \
    ///   -H "Authorization: Bearer $TOKEN" \
    ///   -H 'x-api-key: {API_KEY}' \
    ///   -H "x-gw-ims-org-id: $ORG_ID@AdobeOrg" \
    ///   -H 'x-sandbox-name: prod' \
    ///   -H 'Content-Type: application/json' \
    ///   -d "$BODY"
    /// ```
    ///
    /// **How sure.** As sure as the settings are.
    ///
    /// **The service answers** nothing unusual: it makes the connection in the sandbox that the header names,
    /// or `2100-404` where there is none of that name.
    ///
    /// **Fix.** None: the settings may be the mistake.
    "mismatched-sandboxes", Error, Check::Call(check)
}

fn check(context: &CallContext<'_>, findings: &mut Findings) {
    let expected = context.expected;
    for (scope, wanted, noun) in [
        (Scope::Sandbox, &expected.sandbox, "sandbox"),
        (Scope::Organization, &expected.organization, "organisation"),
    ] {
        let Some(wanted) = wanted else { continue };
        let headers = context.call.headers.iter().filter(|header| !header.implied);
        let mut own = headers.filter_map(|header| {
            let known = exact(header.name.as_str()).filter(|known| known.scope == Some(scope))?;
            Some((known, header.value.as_ref()?))
        });
        // Which of two counts, nobody can tell.
        let (Some((known, value)), None) = (own.next(), own.next()) else {
            continue;
        };
        let written = value.as_str();
        let is_told = !written.is_empty()
            && placeholder::filling(written).is_literal()
            && !is_stand_in(known, written);
        if !is_told || written.eq_ignore_ascii_case(wanted) {
            continue;
        }
        let told_by = &expected.told_by;
        let message = format!("this is not the {noun} that `{told_by}` gives this file");
        let finding = error(&RULE, value.whole_span(), message)
            .header(known.name)
            .help(format!("`{told_by}` says `{wanted}`"));
        findings.report(finding);
    }
}
