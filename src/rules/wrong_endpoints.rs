use std::ops::Range;

use crate::catalog::{self, Endpoint};
use crate::recognise::base_connection;
use crate::rule::{CallContext, Check, Findings, error, rule, warning};
use crate::text::Text;

pub(super) mod address;

use address::{Address, is_literal, is_near, is_ours, is_public, is_service, steps};

rule! {
    /// A base connection that is sent to the wrong address.
    ///
    /// Base connections are created at one address, by `https:`. A path that is doubled, cut short
    /// or another resource's is refused. Another host is a warning where the path is the service's:
    /// it may be a proxy that is meant. An address with a variable or a placeholder in it is not
    /// judged, and query parameters such as `mode=draft` are fine.
    ///
    /// ```sh bad
    /// curl -X POST https://platform.adobe.io/data/foundation/flowservice/sourceConnections \
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
    /// curl -X POST 'https://platform.adobe.io/data/foundation/flowservice/connections?mode=draft' \
    ///   -H 'Authorization: Bearer {ACCESS_TOKEN}' \
    ///   -H 'x-api-key: {API_KEY}' \
    ///   -H 'x-gw-ims-org-id: {ORG_ID}' \
    ///   -H 'x-sandbox-name: {SANDBOX_NAME}' \
    ///   -H 'Content-Type: application/json' \
    ///   -d "$BODY"
    /// ```
    ///
    /// **How sure.** The address stands in the OpenAPI description of the Flow Service and in every
    /// example. Regional hosts pass.
    ///
    /// **The service answers** `404`, or complains of a body that is not the one of that address.
    ///
    /// **Fix.** `http:` becomes `https:`. Nothing else is changed.
    "wrong-endpoints", Error, Check::Call(check)
}

fn check(context: &CallContext<'_>, findings: &mut Findings) {
    let endpoint = catalog::endpoint();
    let Some(text) = context.call.url.as_ref() else {
        return;
    };
    let url = text.as_str();
    let address = address::address(url);
    let all = &url[..address.path.end];
    if !is_literal(all) {
        return;
    }
    if host_is_wrong(text, &address, endpoint, findings) {
        return;
    }
    let host = &url[address.host.clone()];
    if !is_service(host, endpoint) || !is_ours(&url[address.path.clone()], endpoint) {
        return;
    }
    insecure(context, text, &address, findings);
    let method = context.call.method.as_ref().map_or("POST", Text::as_str);
    if method.eq_ignore_ascii_case("POST") {
        path(text, &address, endpoint, findings);
    }
}

/// Whether the host is not the service's, although the path is or the name is near.
fn host_is_wrong(
    text: &Text<'_>,
    address: &Address,
    endpoint: &Endpoint,
    findings: &mut Findings,
) -> bool {
    let host = &text.as_str()[address.host.clone()];
    let span = text.span(address.host.clone());
    let wanted = format!("the service is at `{}`", endpoint.host);
    if is_near(host, endpoint) {
        let message = "the host is not the service's, but near it";
        findings.report(error(&RULE, span, message).help(wanted));
        return true;
    }
    let lower = host.to_ascii_lowercase();
    if let Some(stage) = endpoint.other_hosts.iter().find(|stage| **stage == lower) {
        let message = format!("`{stage}` is a stage of the service, not the service");
        findings.report(warning(&RULE, span, message).help(wanted));
        return false;
    }
    let path = &text.as_str()[address.path.clone()];
    if !is_service(host, endpoint) && is_public(host) && path.contains(endpoint.base_path) {
        let message = "the host is not the service's, although the path is";
        findings
            .report(warning(&RULE, span, message).help(format!("{wanted}; a proxy may be meant")));
        return true;
    }
    false
}

/// `http:`, or no scheme, which is the same to curl.
fn insecure(
    context: &CallContext<'_>,
    text: &Text<'_>,
    address: &Address,
    findings: &mut Findings,
) {
    let scheme = &text.as_str()[address.scheme.clone()];
    let secure = catalog::endpoint().scheme;
    let (place, message, title, insert) = if scheme.eq_ignore_ascii_case("http") {
        let message = "`http:` sends the token and the credentials unencrypted";
        (
            address.scheme.clone(),
            message,
            "use `https:`",
            secure.to_owned(),
        )
    } else if scheme.is_empty() && is_curl(context) && !context.file.contains("--proto-default") {
        let message = "an address without a scheme is `http:` to curl";
        (
            address.host.clone(),
            message,
            "add `https://`",
            format!("{secure}://"),
        )
    } else {
        return;
    };
    let edit = match address.has_port {
        true => None,
        false => text.edit(address.scheme.clone(), &insert),
    };
    let finding = error(&RULE, text.span(place), message);
    findings.report(finding.help(title).fix(title, [edit]));
}

fn path(text: &Text<'_>, address: &Address, endpoint: &Endpoint, findings: &mut Findings) {
    let base = endpoint.base_path;
    let expected = base_connection().and_then(|kind| kind.paths.first());
    let Some((expected, resource)) =
        expected.and_then(|path| Some((path, path.strip_prefix(base)?)))
    else {
        return;
    };
    let written = &text.as_str()[address.path.clone()];
    if steps(written).eq(steps(expected)) {
        return;
    }
    let at = |range: Range<usize>| address.path.start + range.start..address.path.start + range.end;
    let rest = written.strip_prefix(base).unwrap_or_default();
    let (range, message) = if written.matches(base).count() > 1 {
        (
            0..base.len(),
            format!("`{base}` stands in the address twice"),
        )
    } else if let Some(after) = rest.strip_prefix(resource)
        && after.starts_with('/')
    {
        let message = format!("`{resource}` is followed by something when one is created");
        (written.len() - after.len()..written.len(), message)
    } else if let Some(name) = rest.strip_prefix('/')
        && let Some(name) = name.split('/').next()
        && endpoint.resources.contains(&name)
    {
        let start = base.len();
        let message = format!("base connections are not created at `/{name}`");
        (start..start + 1 + name.len(), message)
    } else {
        let message = "this is not where base connections are created".to_owned();
        (0..written.len(), message)
    };
    let range = match range.is_empty() {
        true => address.host.clone(),
        false => at(range),
    };
    let finding = error(&RULE, text.span(range), message);
    findings.report(finding.help(format!(
        "send it to `{}://{}{expected}`",
        endpoint.scheme, endpoint.host
    )));
}

fn is_curl(context: &CallContext<'_>) -> bool {
    let name = context.file.get(context.call.name.clone());
    name.is_some_and(|name| name.trim_end_matches(['"', '\'']).ends_with("curl"))
}
