use super::misspelled_headers::{exact, has, is_told};
use crate::catalog::{self, Header};
use crate::extract::Call;
use crate::rule::{CallContext, Check, Findings, error, listed, rule};

rule! {
    /// A header that every request needs is not there.
    ///
    /// Said once for all headers that a call lacks, and only where all of them can be read: a list
    /// in a variable, a file of options or a function around curl may add some.
    ///
    /// ```sh bad
    /// curl -X POST https://platform.adobe.io/data/foundation/flowservice/connections \
    ///   -H 'Authorization: Bearer {ACCESS_TOKEN}' \
    ///   -H 'x-api-key: {API_KEY}' \
    ///   -d "$BODY"
    /// ```
    ///
    /// ```sh good
    /// curl -X POST https://platform.adobe.io/data/foundation/flowservice/connections \
    ///   -H 'Authorization: Bearer {ACCESS_TOKEN}' \
    ///   -H 'x-api-key: {API_KEY}' \
    ///   -H 'x-gw-ims-org-id: {ORG_ID}' \
    ///   -H 'x-sandbox-name: {SANDBOX_NAME}' \
    ///   -H 'Content-Type: application/json' \
    ///   -d "$BODY"
    /// ```
    ///
    /// ```sh good
    /// curl -X POST https://platform.adobe.io/data/foundation/flowservice/connections \
    ///   "${HEADERS[@]}" -d "$BODY"
    /// ```
    ///
    /// **How sure.** The OpenAPI description of the Flow Service demands them all in its prose.
    /// Its schema does not mark `x-sandbox-name` as required, and another page says that the
    /// default sandbox is used without it; but the service has an error of its own for it.
    ///
    /// **The service answers** `2001-401` or `2002-401` without the organisation, `2105-400`
    /// without the sandbox, `401` or `403` without the token or the key.
    ///
    /// **Fix.** None: connlint does not know the values.
    "missing-headers", Error, Check::Call(check)
}

fn check(context: &CallContext<'_>, findings: &mut Findings) {
    if !is_told(context) {
        return;
    }
    let missing: Vec<&Header> = catalog::headers()
        .iter()
        .filter(|known| known.required && !findings.is_absence_claimed(known.name))
        .filter(|known| !has(context.call, known) && !has_sibling(context.call, known))
        .collect();
    if missing.is_empty() {
        return;
    }
    let names = listed(
        missing.iter().map(|known| format!("`{}`", known.name)),
        "and",
    );
    let message = match missing.as_slice() {
        [_] => format!("the header {names} is missing"),
        _ => format!("the headers {names} are missing"),
    };
    let lines = missing
        .iter()
        .map(|known| format!("`{}: {}`", known.name, known.example));
    let mut help = format!("add {}", listed(lines, "and"));
    let codes = missing.iter().filter_map(|known| known.missing.first());
    let codes = listed(codes.map(|code| format!("`{code}`")), "or");
    if !codes.is_empty() {
        help += &format!("; the service answers {codes}");
    }
    let finding = error(&RULE, context.call.name.clone(), message)
        .help(help)
        .names(missing.iter().map(|known| known.name));
    if findings.report(finding) {
        for known in missing {
            findings.claim_absence(known.name);
        }
    }
}

/// Whether the call names the same thing in another way: by its id instead of its name.
fn has_sibling(call: &Call<'_>, known: &Header) -> bool {
    let stem = |name: &'static str| name.rsplit_once('-').map(|(stem, _)| stem);
    let mut headers = call.headers.iter();
    headers.any(|header| {
        let other = exact(header.name.as_str());
        let stem_of = |other: &'static Header| stem(other.name).filter(|_| !other.required);
        other
            .and_then(stem_of)
            .is_some_and(|other| stem(known.name) == Some(other))
    })
}
