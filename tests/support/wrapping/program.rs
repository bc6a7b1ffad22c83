//! Requests in programs, and on the command line of Windows.

use super::Call;

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
