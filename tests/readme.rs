//! The README shows what the program really prints.

use std::path::Path;
use std::process::Command;

/// The fenced blocks of a language, in order.
fn blocks<'t>(text: &'t str, language: &str) -> Vec<&'t str> {
    let open = format!("```{language}\n");
    let parts = text.split(open.as_str()).skip(1);
    parts
        .filter_map(|part| part.split("\n```").next())
        .collect()
}

#[test]
fn the_readme_shows_a_file_and_what_is_said_of_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).expect("the README is there");
    let readme = readme.replace("\r\n", "\n");
    let file = "fixtures/readme/orders.json";
    let shown = std::fs::read_to_string(root.join(file)).expect("the file is there");
    assert_eq!(blocks(&readme, "json"), [shown.trim_end()]);

    let output = Command::new(env!("CARGO_BIN_EXE_connlint"))
        .current_dir(root)
        .args(["check", file, "--color", "never"])
        .env("LC_ALL", "C.UTF-8")
        .output()
        .expect("the program runs");
    let findings = String::from_utf8(output.stdout).expect("it prints text");
    let summary = String::from_utf8(output.stderr).expect("it prints text");
    let said = format!("{}\n\n{}", findings.trim_end(), summary.trim_end());
    assert_eq!(blocks(&readme, "text"), [said.as_str()]);
    assert_eq!(output.status.code(), Some(1));
}
