//! Requests in YAML.

use super::notation::{json_string, yaml};
use super::{Call, command};

/// A mapping, between other documents.
pub(crate) fn mapping(body: &str) -> String {
    let mapping = yaml(body, 0);
    format!("# Größe\nnote: ä\n---{mapping}\n---\ntier: 2 # zwei\n")
}

/// JSON in a block of text.
pub(crate) fn text(body: &str) -> String {
    let body = body.replace('\n', "\n    ");
    format!("kind: ConfigMap\ndata:\n  größe.json: |\n    {body}\n  tier: \"2\"\n")
}

/// JSON in a string.
pub(crate) fn string(body: &str) -> String {
    format!("größe: {{ request: {}, tier: 2 }}\n", json_string(body))
}

/// A script in a block of text.
pub(crate) fn workflow(body: &str, call: &Call) -> String {
    let body = body.replace('\'', r"'\''");
    let script = format!("set -e\n{} \\\n  -d '{body}'", command(call));
    let script = script.replace('\n', "\n          ");
    format!(
        "on: push\njobs:\n  größe:\n    steps:\n      - run: |\n          {script}\n        shell: bash\n"
    )
}

/// A call that a task describes.
pub(crate) fn task(body: &str, call: &Call) -> String {
    let is_mark = |c: char| matches!(c, '\u{E000}' | '\u{E001}');
    // What stands for the program has its marks.
    let marks: Vec<char> = call.program.chars().filter(|c| is_mark(*c)).collect();
    let name = match marks[..] {
        [open, close] => format!("{open}ansible.builtin.uri{close}"),
        _ => "ansible.builtin.uri".to_owned(),
    };
    let headers: String = call.headers.iter().map(|line| header(line)).collect();
    let (url, method) = (quoted(&call.url), &call.method);
    format!(
        "- hosts: localhost\n  tasks:\n    - name: größe\n      {name}:\n        url: {url}\n        \
         method: {method}\n        headers:\n{headers}        body_format: raw\n        body:{}\n        \
         status_code: 201\n",
        yaml(body, 10)
    )
}

fn header(line: &str) -> String {
    match line.split_once(':') {
        Some((name, value)) => {
            let name = quoted(name);
            format!("          {name}: {}\n", quoted(value.trim_start()))
        }
        None => format!("          {}: ''\n", quoted(line)),
    }
}

/// In single quotes, with the marks at the ends outside.
fn quoted(text: &str) -> String {
    let is_mark = |c: char| matches!(c, '\u{E000}' | '\u{E001}');
    let inner = text.trim_matches(is_mark);
    let start = text.len() - text.trim_start_matches(is_mark).len();
    let (open, close) = (&text[..start], &text[start + inner.len()..]);
    format!("{open}'{}'{close}", inner.replace('\'', "''"))
}
