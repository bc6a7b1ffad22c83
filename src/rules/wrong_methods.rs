use super::wrong_endpoints::address::is_for_service;
use crate::extract::is_method;
use crate::placeholder;
use crate::recognise::base_connection;
use crate::rule::{CallContext, Check, Findings, error, rule, warning};

rule! {
    /// The body of a base connection with a method that does not create one.
    ///
    /// Base connections are created with `POST`, which is what curl uses with `-d`. `PUT` is not a
    /// method of theirs, `GET` ignores the body, and `PATCH` takes a list of operations.
    ///
    /// ```sh bad
    /// curl -X PUT https://platform.adobe.io/data/foundation/flowservice/connections \
    ///   -H 'Authorization: Bearer {ACCESS_TOKEN}' \
    ///   -H 'x-api-key: {API_KEY}' \
    ///   -H 'x-gw-ims-org-id: {ORG_ID}' \
    ///   -H 'x-sandbox-name: {SANDBOX_NAME}' \
    ///   -H 'Content-Type: application/json' \
    ///   -d '{
    ///     "name": "Orders",
    ///     "auth": {
    ///       "specName": "ConnectionString",
    ///       "params": {
    ///         "connectionString": "Host={HOST};Port={PORT};Sid={SID};User Id={USERNAME};Password={PASSWORD}"
    ///       }
    ///     },
    ///     "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    ///   }'
    /// ```
    ///
    /// ```sh good
    /// curl https://platform.adobe.io/data/foundation/flowservice/connections \
    ///   -H 'Authorization: Bearer {ACCESS_TOKEN}' \
    ///   -H 'x-api-key: {API_KEY}' \
    ///   -H 'x-gw-ims-org-id: {ORG_ID}' \
    ///   -H 'x-sandbox-name: {SANDBOX_NAME}' \
    ///   -H 'Content-Type: application/json' \
    ///   -d "$BODY"
    /// ```
    ///
    /// **How sure.** The methods stand in the OpenAPI description of the Flow Service.
    ///
    /// **The service answers** `405` or `404`, a list of connections to `GET`.
    ///
    /// **Fix.** None: what was meant is not known.
    "wrong-methods", Error, Check::Call(check)
}

fn check(context: &CallContext<'_>, findings: &mut Findings) {
    let (Some(method), Some(kind)) = (&context.call.method, base_connection()) else {
        return;
    };
    let written = method.as_str();
    if written.is_empty()
        || written == kind.method
        || !placeholder::filling(written).is_literal()
        || !written.bytes().all(|byte| byte.is_ascii_alphabetic())
        || !is_for_service(context.call)
    {
        return;
    }
    let span = method.whole_span();
    if written.eq_ignore_ascii_case(kind.method) {
        let message = format!(
            "`{written}` is not `{}`: the case of methods matters",
            kind.method
        );
        findings.report(warning(&RULE, span, message).help(format!("write `{}`", kind.method)));
        return;
    }
    // Another word may be anything, a secret in the wrong place too.
    let name = match is_method(written) {
        true => format!("`{written}`"),
        false => "this method".to_owned(),
    };
    let message = format!("{name} does not create a base connection");
    let help = match written {
        "PATCH" | "PUT" => "`POST` creates one; `PATCH` with a list of operations changes one",
        _ => "`POST` creates one",
    };
    findings.report(error(&RULE, span, message).help(help));
}
