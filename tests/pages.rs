//! The page of each rule: it has every part, and its examples are what it says they are.

#[path = "support/across.rs"]
mod across;
#[path = "support/golden.rs"]
mod golden;
#[path = "support/settings.rs"]
mod settings;
#[path = "support/text.rs"]
mod text;

use std::io::Write as _;
use std::process::{Command, Stdio};

use across::compared;
use connlint::rule::Rule;
use connlint::rules::RULES;
use golden::golden;
use settings::{governed, settings};
use text::check_text;

/// Rules of the command line: their examples, marked `named`, are handed to the program.
const OF_THE_COMMAND_LINE: [&str; 1] = ["unrecognized-files"];

/// A fenced block of a page.
struct Example {
    /// The words behind the fence.
    words: Vec<String>,
    text: String,
    /// The `connlint.toml` that stands before it.
    settings: Option<String>,
}

impl Example {
    fn has(&self, word: &str) -> bool {
        self.words.iter().any(|known| known == word)
    }

    /// The extension of the file that it would be.
    fn language(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }
}

#[test]
fn a_page_has_every_part() {
    for rule in RULES {
        let (id, page, summary) = (rule.id, rule.page(), rule.summary());
        assert!(
            summary.len() <= 100 && summary.ends_with('.') && !summary.starts_with('`'),
            "{id}: the first line is one sentence of at most 100 characters; got {summary:?}"
        );
        for part in ["**How sure.**", "**Fix.**"] {
            let count = page.lines().filter(|line| line.starts_with(part)).count();
            assert_eq!(count, 1, "{id}: expected one paragraph {part}, got {count}");
        }
        let examples = examples(&page);
        for kind in ["bad", "good"] {
            let count = examples.iter().filter(|example| example.has(kind)).count();
            assert!(
                count > 0,
                "{id}: expected an example that is {kind}, got none"
            );
        }
        for example in &examples {
            let judged = example.has("bad") != example.has("good");
            assert!(
                judged && !example.text.trim().is_empty(),
                "{id}: expected an example that is bad or good, got {:?}",
                example.words
            );
            let known = ["bad", "good", "named", "submission", "azure", "aws"];
            let strange = example.words[1..]
                .iter()
                .find(|word| !known.contains(&word.as_str()));
            assert_eq!(strange, None, "{id}: a word that means nothing here");
        }
    }
}

#[test]
fn a_bad_example_gives_its_rule_and_nothing_else() {
    for rule in RULES {
        for (index, example) in examples(&rule.page()).iter().enumerate() {
            if example.has("bad") {
                let (ids, report) = findings(rule, example);
                assert_eq!(
                    ids,
                    [rule.id],
                    "{}, example {index}\n{}\ngot:\n{report}",
                    rule.id,
                    example.text
                );
            }
        }
    }
}

#[test]
fn a_good_example_gives_nothing_from_any_rule() {
    for rule in RULES {
        for (index, example) in examples(&rule.page()).iter().enumerate() {
            if example.has("good") {
                let (ids, report) = findings(rule, example);
                let none: [&str; 0] = [];
                assert_eq!(
                    ids, none,
                    "{}, example {index}\n{}\ngot:\n{report}",
                    rule.id, example.text
                );
            }
        }
    }
}

#[test]
fn every_rule_that_looks_at_a_text_has_an_example_to_run() {
    for rule in RULES {
        let examples = examples(&rule.page());
        let named = examples
            .iter()
            .filter(|example| example.has("named"))
            .count();
        let expected = OF_THE_COMMAND_LINE.contains(&rule.id);
        assert_eq!(
            named > 0,
            expected,
            "{}: examples that are `named`",
            rule.id
        );
    }
}

/// The ids of the findings, and the findings as a golden file has them.
fn findings(rule: &Rule, example: &Example) -> (Vec<String>, String) {
    let name = format!("example.{}", example.language());
    if OF_THE_COMMAND_LINE.contains(&rule.id) {
        let report = named(&name, &example.text);
        let ids = report.lines().map(|line| {
            let (_, rest) = line.split_once('[').expect("a rule in brackets");
            rest.split(']').next().unwrap_or_default().to_owned()
        });
        return (ids.collect(), report);
    }
    let mut config = settings(example.words.iter().map(String::as_str));
    if let Some(text) = &example.settings {
        config = governed(&config, text, &name);
    }
    let checked = check_text(&name, example.text.as_bytes(), &config);
    let checked = compared(vec![checked]).remove(0);
    let ids = checked.findings.iter().map(|found| found.rule.to_owned());
    (
        ids.collect(),
        golden(example.text.as_bytes(), &checked.findings),
    )
}

/// What the program writes about a text on standard input, one line a finding.
fn named(name: &str, text: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_connlint"));
    command.args([
        "check",
        "-",
        "--format",
        "concise",
        "--stdin-filename",
        name,
    ]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("standard input is piped");
    stdin.write_all(text.as_bytes()).expect("the program reads");
    drop(stdin);
    let output = child.wait_with_output().expect("the program ends");
    String::from_utf8(output.stdout).expect("a report is UTF-8")
}

/// The fenced blocks of a page, those of settings apart: they hold for all that follow.
fn examples(page: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut open: Option<(String, Example)> = None;
    let mut settings = None;
    for line in page.lines() {
        let marks = line.chars().take_while(|c| matches!(c, '`' | '~')).count();
        match &mut open {
            Some((fence, _)) if line.trim_end() == *fence => {
                let (_, mut example) = open.take().expect("an open block");
                if example.language() == "toml" {
                    settings = Some(example.text);
                } else {
                    example.settings.clone_from(&settings);
                    examples.push(example);
                }
            }
            Some((_, example)) => {
                example.text.push_str(line);
                example.text.push('\n');
            }
            None if marks >= 3 => {
                let words = line[marks..]
                    .split_whitespace()
                    .map(str::to_owned)
                    .collect();
                let example = Example {
                    words,
                    text: String::new(),
                    settings: None,
                };
                open = Some((line[..marks].to_owned(), example));
            }
            None => {}
        }
    }
    assert!(open.is_none(), "a block is not closed:\n{page}");
    examples
}
