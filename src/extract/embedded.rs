//! Texts inside other files: code in Markdown, scripts and bodies in YAML.

use super::{Body, Fragment, batch, curl, http, powershell, program, yaml};
use crate::code::Language;
use crate::text::Text;

/// The requests in a text whose language may be told; else it is what it looks like.
pub(super) fn read(language: &str, code: Text<'static>) -> Vec<Fragment<'static>> {
    let body = code.as_str().trim_start();
    // Lines that were there and lines that are new stand in one text.
    if matches!(language, "diff" | "patch") {
        return Vec::new();
    }
    if is_json(language, body) {
        return vec![Fragment {
            leniency: super::leniency(language),
            body: Body::Text(code),
            call: None,
        }];
    }
    if matches!(language, "yaml" | "yml") || language.is_empty() && yaml::is_likely(body) {
        return yaml::extract(&code, yaml::Use::Excerpt);
    }
    if matches!(language, "http" | "rest") && http::is_plausible(body) {
        return over_the_wire(&code);
    }
    if matches!(
        language,
        "powershell" | "pwsh" | "ps1" | "ps" | "posh" | "azurepowershell"
    ) || powershell::is_likely(body)
    {
        return powershell::extract(&code);
    }
    if matches!(language, "python" | "py" | "python3") || program::is_likely_python(body) {
        return program::extract(&code, Language::Python);
    }
    if matches!(
        language,
        "javascript" | "js" | "jsx" | "typescript" | "ts" | "tsx" | "mjs"
    ) {
        return program::extract(&code, Language::JavaScript);
    }
    if matches!(language, "bat" | "batch" | "cmd" | "dos") || batch::is_likely(body) {
        return owned(batch::extract(&code));
    }
    if curl::may_be_shell(language, body) {
        return owned(curl::extract(&code));
    }
    Vec::new()
}

/// Requests as they go over the wire. A page often leaves out what it has said before: the empty line, and headers.
fn over_the_wire(code: &Text<'_>) -> Vec<Fragment<'static>> {
    let mut fragments = Vec::new();
    http::extract(code, &mut |fragment| fragments.push(fragment.into_owned()));
    for call in fragments
        .iter_mut()
        .filter_map(|fragment| fragment.call.as_mut())
    {
        let mut names = call.headers.iter().map(|header| header.name.as_str());
        call.headers_known &= names.any(|name| name.eq_ignore_ascii_case("Authorization"));
        call.problems.clear();
    }
    fragments
}

/// Whether a text is JSON.
pub(super) fn is_json(language: &str, body: &str) -> bool {
    let json = matches!(
        language,
        "json" | "jsonc" | "json5" | "javascript" | "js" | "http"
    ) || super::looks_like_json(body);
    // A remark may head a program as well.
    let is_script = matches!(language, "javascript" | "js") && !super::looks_like_json(body);
    let begins_with_remark = body.starts_with("//") || body.starts_with("/*");
    json && (body.starts_with(['{', '[']) || begins_with_remark && !is_script)
}

fn owned(fragments: Vec<Fragment<'_>>) -> Vec<Fragment<'static>> {
    fragments.into_iter().map(Fragment::into_owned).collect()
}

/// A script that is kept in a file of another kind is run elsewhere: which files are there is not known.
pub(super) fn at_home(fragment: Fragment<'static>) -> Fragment<'static> {
    match fragment.body {
        Body::File(_) => Fragment {
            body: Body::Unknown,
            ..fragment
        },
        _ => fragment,
    }
}
