//! The same call gives the same findings, whichever tool keeps it: the same rules, about the same text, each at its own place.

#[path = "support/folders.rs"]
mod folders;
#[path = "support/paths.rs"]
mod paths;
#[path = "support/text.rs"]
mod text;
#[allow(dead_code, reason = "others try every wrapping")]
#[path = "support/wrapping.rs"]
mod wrapping;

use std::path::Path;

use connlint::config::Config;
use connlint::diagnostic::Diagnostic;
use folders::{files_below, root};
use paths::relative;
use text::check_text;
use wrapping::{Call, Wrapping};

/// A command for curl, and the files of the tools.
const KEPT: [Wrapping; 4] = [
    Wrapping::HereDocument,
    Wrapping::Editor,
    Wrapping::Postman,
    Wrapping::Bruno,
];

/// Tools take remarks out of a body, curl does not; the name of the file tells what a body alone allows. A collection is no
/// body.
const OTHERWISE: [&str; 3] = ["comment", ".jsonc", "of-a-collection"];

/// A finding by its rule, its message, the text that it is about, and what would be written instead.
fn described(finding: &Diagnostic, file: &str, wrapping: Wrapping) -> String {
    let written = |text: &str| match wrapping {
        Wrapping::Postman => unescaped(text),
        // The two blanks at the beginning of each line are Bruno's.
        Wrapping::Bruno => text.replace("\n  ", "\n"),
        _ => text.to_owned(),
    };
    let mut all = format!("{} {}", finding.rule, finding.message);
    // Where something is missing around the body there is nothing that all of them have.
    let about = match finding.rule {
        "missing-headers" => String::new(),
        // Bruno writes it small.
        "wrong-methods" => written(&file[finding.span.clone()]).to_uppercase(),
        _ => written(&file[finding.span.clone()]),
    };
    all += &format!(" [{about}]");
    for label in &finding.labels {
        all += &format!(
            " + {} [{}]",
            label.message,
            written(&file[label.span.clone()])
        );
    }
    for edit in finding.fixes.iter().flat_map(|fix| &fix.edits) {
        let old = written(&file[edit.span.clone()]);
        all += &format!(" / [{old}] -> [{}]", written(&edit.text));
    }
    all
}

/// A piece of a string of JSON, read.
fn unescaped(text: &str) -> String {
    serde_json::from_str(&format!("\"{text}\"")).unwrap_or_else(|_| text.to_owned())
}

fn findings(body: &str, call: &Call, wrapping: Wrapping) -> Vec<String> {
    let file = wrapping.wrap(body, call);
    let checked = check_text(wrapping.file(), file.as_bytes(), &Config::default());
    let found = checked.findings.iter();
    let mut found: Vec<_> = found
        .map(|finding| described(finding, &file, wrapping))
        .collect();
    found.sort();
    found
}

fn compare(what: &str, body: &str, call: &Call) -> usize {
    let expected = findings(body, call, KEPT[0]);
    for wrapping in &KEPT[1..] {
        let found = findings(body, call, *wrapping);
        assert_eq!(
            found,
            expected,
            "{what}, {wrapping:?}:\n{}",
            wrapping.wrap(body, call)
        );
    }
    expected.len()
}

#[test]
fn a_body_gives_the_same_findings_in_every_tool() {
    let call = Call::new(false);
    let (mut bodies, mut count) = (0, 0);
    for path in files_below(&root().join("fixtures/rules")) {
        let shown = relative(&path, root());
        let is_json = path
            .extension()
            .is_some_and(|extension| extension == "json");
        if !is_json
            || shown.contains(".fixed.")
            || OTHERWISE.iter().any(|part| shown.contains(part))
        {
            continue;
        }
        if let Some(body) = body(&path) {
            count += compare(&shown, &body, &call);
            bodies += 1;
        }
    }
    assert!(
        bodies > 200 && count > 200,
        "{bodies} bodies, {count} findings"
    );
}

/// A file as a body: an object, in UTF-8, without the line ends of Windows.
fn body(path: &Path) -> Option<String> {
    let text = String::from_utf8(folders::read(path)).ok()?;
    let text = text.trim();
    (text.starts_with('{') && !text.contains('\r')).then(|| text.to_owned())
}

#[test]
fn a_call_gives_the_same_findings_in_every_tool() {
    let body = r#"{
  "name": "Anna's orders",
  "auth": {
    "specName": "ConnectionString",
    "params": { "connectionString": "Host=db.example.com;Port=1521;Sid=ORCL;User Id=app;Password={PASSWORD}" }
  },
  "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
}"#;
    let right = Call::new(false);
    assert_eq!(compare("right", body, &right), 0);
    let mut calls = Vec::new();
    for at in 0..right.headers.len() {
        let mut call = right.clone();
        call.headers.remove(at);
        calls.push(call);
    }
    let headers = [
        (0, "Authorization: Token {ACCESS_TOKEN}"),
        (0, "authorization: bearer {ACCESS_TOKEN}"),
        (0, "Authorization: Bearer eyJhbGciOi.J9eyJp.c2lnbg"),
        (1, "api-key: {API_KEY}"),
        (2, "x-gw-ims-org: {ORG_ID}"),
        (2, "x-gw-ims-org-id: 0A1B2C3D4E5F"),
        (3, "x-sandbox-name: Prod"),
        (3, "x-sandbox-name: prod"),
        (4, "Content-Type: text/plain"),
    ];
    for (at, header) in headers {
        let mut call = right.clone();
        call.headers[at] = header.to_owned();
        calls.push(call);
    }
    for url in [
        "http://platform.adobe.io/data/foundation/flowservice/connections",
        "https://platform.adobe.io/data/foundation/flowservice/sourceConnections",
        "https://platform-stage.adobe.io/data/foundation/flowservice/connections",
        "https://platform.adobe.io/data/foundation/flowservice/connections?mode=draft",
        "{{host}}/data/foundation/flowservice/connections",
    ] {
        calls.push(Call {
            url: url.to_owned(),
            ..right.clone()
        });
    }
    calls.push(Call {
        method: "PUT".to_owned(),
        ..right.clone()
    });
    let count: usize = calls
        .iter()
        .map(|call| compare(&format!("{call:?}"), body, call))
        .sum();
    assert!(count >= 15, "{count} findings");
}
