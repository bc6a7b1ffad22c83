//! Requests in programs, and on the command line of Windows.

use super::Call;
use super::notation::{javascript, json_string, powershell, python};

pub(crate) fn batch(body: &str, call: &Call) -> String {
    let mut text = format!(
        "@echo off\r\nrem größe\r\n{} -sS -X {} \"{}\"",
        call.program, call.method, call.url
    );
    for header in &call.headers {
        text += &format!(" ^\r\n  -H \"{}\"", header.replace('"', "\\\""));
    }
    let mut escaped = String::new();
    let mut slashes = 0;
    for c in body.chars() {
        if c == '"' {
            escaped.extend(std::iter::repeat_n('\\', slashes + 1));
        }
        slashes = if c == '\\' { slashes + 1 } else { 0 };
        escaped.extend(Some(c).filter(|c| *c != '\n'));
    }
    format!("{text} ^\r\n  -d \"{escaped}\"\r\n")
}

/// A call with a body that stands in a here-string.
pub(crate) fn here_string(body: &str, call: &Call) -> String {
    format!(
        "# größe\n$body = @'\n{body}\n'@\n{}\n",
        cmdlet(call, "$body")
    )
}

/// A call with a hashtable.
pub(crate) fn hashtable(body: &str, call: &Call) -> String {
    let body = powershell(body);
    format!(
        "# größe\n$body = {body}\n{}\n",
        cmdlet(call, "($body | ConvertTo-Json -Depth 8)")
    )
}

fn cmdlet(call: &Call, body: &str) -> String {
    let name = in_place_of(&call.program, "Invoke-RestMethod");
    let headers: String = headers(call)
        .map(|(name, value)| format!("\n    {} = {}", single(name), single(value)))
        .collect();
    let (method, url) = (&call.method, single(&call.url));
    format!("{name} -Method {method} `\n  -Uri {url} `\n  -Headers @{{{headers}\n  }} -Body {body}")
}

/// `requests.post` with a literal, or with another method.
pub(crate) fn python_call(body: &str, call: &Call) -> String {
    let body = python(body);
    format!(
        "import json\nimport requests\n\ngröße = 1\n{}",
        request(call, &format!("data=json.dumps({body})"))
    )
}

/// The same with a text.
pub(crate) fn python_text(body: &str, call: &Call) -> String {
    let body = body.replace('\\', "\\\\").replace("\'\'\'", "\\\'\\\'\\\'");
    let sent = request(call, "data=body");
    format!("import requests\n\nbody = \'\'\'{body}\'\'\'  # größe\n{sent}")
}

fn request(call: &Call, body: &str) -> String {
    let name = in_place_of(&call.program, "requests.request");
    let headers: String = headers(call)
        .map(|(name, value)| format!("{}: {}, ", double(name), double(value)))
        .collect();
    let (method, url) = (double(&call.method), double(&call.url));
    format!("{name}({method}, {url}, headers={{{headers}}}, timeout=60,\n  {body})\n")
}

pub(crate) fn fetch(body: &str, call: &Call) -> String {
    let name = in_place_of(&call.program, "fetch");
    let headers: String = headers(call)
        .map(|(name, value)| format!("{}: {}, ", double(name), double(value)))
        .collect();
    let (method, url, body) = (double(&call.method), double(&call.url), javascript(body));
    format!(
        "// größe\nconst answer = await {name}({url}, {{\n  method: {method},\n  headers: {{ {headers} }},\n  \
         body: JSON.stringify({body}),\n}});\n"
    )
}

/// The cells of a notebook.
pub(crate) fn notebook(body: &str, call: &Call) -> String {
    let program = python_call(body, call);
    let lines: Vec<String> = program.split_inclusive('\n').map(json_string).collect();
    let lines = lines.join(",\n    ");
    format!(
        "{{\n \"cells\": [\n  {{\"cell_type\": \"markdown\", \"source\": [\"# Größe\"]}},\n  \
         {{\"cell_type\": \"code\", \"outputs\": [], \"source\": [\n    {lines}\n  ]}}\n ],\n \
         \"metadata\": {{\"kernelspec\": {{\"language\": \"python\"}}}},\n \"nbformat\": 4\n}}\n"
    )
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{E000}' | '\u{E001}')
}

/// Another name with the marks of the program's.
fn in_place_of(program: &str, name: &str) -> String {
    let marks: Vec<char> = program.chars().filter(|c| is_mark(*c)).collect();
    match marks[..] {
        [open, close] => format!("{open}{name}{close}"),
        _ => name.to_owned(),
    }
}

fn headers(call: &Call) -> impl Iterator<Item = (&str, &str)> {
    call.headers
        .iter()
        .map(|line| line.split_once(':').unwrap_or((line, "")))
        .map(|(name, value)| (name, value.trim_start()))
}

fn single(text: &str) -> String {
    around(text, "'", &|inner| inner.replace('\'', "''"))
}

fn double(text: &str) -> String {
    around(text, "\"", &|inner| {
        inner.replace('\\', "\\\\").replace('"', "\\\"")
    })
}

/// In quotes, with the marks at the ends outside.
fn around(text: &str, quote: &str, escape: &dyn Fn(&str) -> String) -> String {
    let inner = text.trim_matches(is_mark);
    let start = text.len() - text.trim_start_matches(is_mark).len();
    let (open, close) = (&text[..start], &text[start + inner.len()..]);
    format!("{open}{quote}{}{quote}{close}", escape(inner))
}
