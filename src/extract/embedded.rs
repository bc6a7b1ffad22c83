//! Texts inside other files: code in Markdown, scripts and bodies in YAML.

use super::{Body, Fragment, curl, yaml};
use crate::text::Text;

/// The requests in a text whose language may be told; else it is what it looks like.
pub(super) fn read(language: &str, code: Text<'static>) -> Vec<Fragment<'static>> {
    let body = code.as_str().trim_start();
    let json = matches!(
        language,
        "json" | "jsonc" | "json5" | "javascript" | "js" | "http"
    ) || super::looks_like_json(body);
    if json
        && (body.starts_with('{')
            || body.starts_with('[')
            || body.starts_with("//")
            || body.starts_with("/*"))
    {
        return vec![Fragment {
            leniency: super::leniency(language),
            body: Body::Text(code),
            call: None,
        }];
    }
    if matches!(language, "yaml" | "yml") || language.is_empty() && yaml::is_likely(body) {
        return yaml::extract(&code, true);
    }
    if memchr::memmem::find(body.as_bytes(), b"curl").is_some()
        || matches!(language, "bash" | "sh" | "shell" | "zsh" | "console")
    {
        return curl::extract(&code)
            .into_iter()
            .map(Fragment::into_owned)
            .collect();
    }
    Vec::new()
}
