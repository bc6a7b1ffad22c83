//! What kind of file a file is, by its name and by its content.

use std::borrow::Cow;

use super::{bruno, http, yaml};
use crate::code::Language;
use crate::file::{File, lower_case};
use crate::json::Leniency;

/// The extension that tells what kind of file it is: of `body.json.j2` that is `json`.
pub(super) fn extension(file: &File) -> Cow<'_, str> {
    const TEMPLATES: [&str; 13] = [
        "tmpl", "tpl", "template", "j2", "jinja", "jinja2", "mustache", "erb", "ejs", "tftpl",
        "example", "sample", "dist",
    ];
    let own = file.extension().unwrap_or_default();
    if !TEMPLATES.contains(&&*own) {
        return own;
    }
    let mut parts = file.name().rsplit('.').skip(1);
    match parts.next() {
        // A name has to be left before it.
        Some(inner) if parts.next().is_some() => lower_case(inner),
        _ => own,
    }
}

/// What a kind of file, or a fence of this language, allows beyond strict JSON.
pub(crate) fn leniency(kind: &str) -> Leniency {
    let json5 = matches!(kind, "json5" | "js" | "javascript");
    let comments = json5 || kind == "jsonc";
    Leniency {
        comments,
        trailing_commas: comments,
        json5,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    Http,
    Bruno,
    Markdown,
    Shell,
    Batch,
    Notebook,
    Program(Language),
    Yaml,
    Other,
}

/// Whether a program is a test, by the names that its runner looks for.
pub(super) fn is_test(path: &str) -> bool {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let name = name.to_ascii_lowercase();
    let mut words = name.split('.');
    let stem = words.next().unwrap_or_default();
    stem.starts_with("test_")
        || stem.ends_with("_test")
        || stem == "conftest"
        || words.any(|word| matches!(word, "test" | "tests" | "spec"))
        || folders
            .split('/')
            .any(|folder| matches!(folder, "__tests__" | "__mocks__" | "test" | "tests"))
}

/// Whether another program than the one that sends it reads a file first: its encoding is that program's business.
pub(crate) fn is_decoded_first(file: &File) -> bool {
    matches!(
        format("", &extension(file)),
        Format::Yaml | Format::Batch | Format::Notebook | Format::Program(_)
    )
}

pub(super) fn format(text: &str, extension: &str) -> Format {
    let body = text.trim_start_matches('\u{FEFF}').trim_start();
    match extension {
        "json" | "jsonc" | "json5" | "ndjson" | "jsonl" => return Format::Json,
        "md" | "markdown" | "mdx" => return Format::Markdown,
        "http" | "rest" => return Format::Http,
        "bru" => return Format::Bruno,
        "yml" | "yaml" => return Format::Yaml,
        "bat" | "cmd" => return Format::Batch,
        "ps1" | "psm1" => return Format::Program(Language::PowerShell),
        "ipynb" => return Format::Notebook,
        "py" => return Format::Program(Language::Python),
        "js" | "mjs" | "cjs" | "jsx" | "ts" | "mts" | "cts" | "tsx" => {
            return Format::Program(Language::JavaScript);
        }
        // Other languages hold commands and objects in ways of their own, which are not read.
        "toml" | "rb" | "go" | "java" | "rs" | "xml" | "html" | "tf" | "ini" | "csv" | "log" => {
            return Format::Other;
        }
        _ => {}
    }
    let fenced = || {
        body.lines()
            .map(str::trim_start)
            .any(|line| line.starts_with("```") || line.starts_with("~~~"))
    };
    // A template's own blocks may stand before everything else, and say nothing of what it makes.
    let is_template = || body.starts_with("{{") || body.starts_with("{%");
    if body.starts_with("#!") || is_shell_extension(extension) && is_template() {
        Format::Shell
    } else if looks_like_json(body) {
        Format::Json
    } else if http::is_plausible(body) {
        Format::Http
    } else if bruno::is_plausible(body) {
        Format::Bruno
    } else if fenced() {
        Format::Markdown
    } else if yaml::is_likely(body) {
        Format::Yaml
    } else if is_shell_extension(extension)
        || memchr::memmem::find(body.as_bytes(), b"curl").is_some()
    {
        Format::Shell
    } else {
        Format::Other
    }
}

fn is_shell_extension(extension: &str) -> bool {
    matches!(extension, "sh" | "bash" | "zsh" | "ksh" | "curl")
}

/// Whether a text begins the way JSON does, comments before it included.
pub(super) fn looks_like_json(body: &str) -> bool {
    let mut rest = body;
    loop {
        rest = rest.trim_start();
        if rest.starts_with("//") {
            rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
        } else if rest.starts_with("/*") {
            rest = rest.split_once("*/").map_or("", |(_, rest)| rest);
        } else {
            break;
        }
    }
    // `[ -f x ]` and `{ cmd; }` are shell.
    let inside = rest.get(1..).unwrap_or("").trim_start();
    match rest.as_bytes().first() {
        Some(b'{') => {
            inside.starts_with([
                '"', '\'', '}', '/', '“', '{', '%', '$', '.', '…', '\u{FFFC}',
            ]) || inside.is_empty()
                || bare_key(inside)
        }
        Some(b'[') => {
            inside.starts_with(['{', '[', '"', ']', '/', '\'']) && !rest.starts_with("[[")
        }
        _ => false,
    }
}

fn bare_key(inside: &str) -> bool {
    let name = inside.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
    name.len() < inside.len() && name.trim_start().starts_with(':')
}
