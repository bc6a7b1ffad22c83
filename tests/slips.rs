//! The slips of the documentation that people copy, and what is said of each: `fixtures/sources/README.md`.
//! `UPDATE=1 cargo test --test slips` writes it.
//!
//! A source's `slips` in `schemas/sources/` say what its page gets wrong, and name the case that rebuilds
//! the page's request with that slip and the rule that finds it, or say why nothing is found.

#[path = "support/disk.rs"]
mod disk;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use connlint::catalog;
use connlint::catalog::Source;
use connlint::config::Config;
use connlint::diagnostic::{Diagnostic, Severity};
use disk::check_file;
use serde_json::Value;

/// Where the vendor keeps the pages.
const PAGES: &str = "https://github.com/AdobeDocs/experience-platform.en/blob/main/";

const INTRODUCTION: &str = "\
# What the documentation's own requests get wrong

Many people's first request is the one that a page of the vendor's documentation shows. These are the slips in those requests, and
in the tables beside them, that connlint knows of, source by source, and what connlint says when somebody copies them. Each request was
rebuilt in other words, with the slip in it, in a file beside this one; the third column is what `connlint check` prints about that file.
";

const ENDS: &str = "\
## What the vendor ends

connlint says so of every request that uses one of these (`deprecated-auth-specs`). The dates are the pages'.

| source | auth spec | |
| --- | --- | --- |
";

const ORIGIN: &str = "\
The facts are in `schemas/sources/`, where each says on which page it was read and when. This page is made from them, and a test keeps it
true: `UPDATE=1 cargo test --test slips` writes it.
";

/// Something that a page gets wrong.
struct Slip {
    what: String,
    outcome: Outcome,
}

enum Outcome {
    /// A case in the source's folder, and the rule that finds it.
    Found { case: String, rule: String },
    /// Why nothing is said.
    Unseen(String),
}

#[test]
fn the_page_about_slips_says_what_is_said() {
    let mut page = String::from(INTRODUCTION);
    let known = slips();
    let (mut found, mut all) = (0, 0);
    let mut table = String::new();
    for (source, slips) in &known {
        for (index, slip) in slips.iter().enumerate() {
            all += 1;
            let title = match index {
                0 => format!("[{}]({PAGES}{})", source.title, source.page()),
                _ => String::new(),
            };
            let said = match &slip.outcome {
                Outcome::Found { case, rule } => {
                    found += 1;
                    said(source.slug, case, rule)
                }
                Outcome::Unseen(why) => cell(why),
            };
            let _ = writeln!(table, "| {title} | {} | {said} |", cell(&slip.what));
        }
    }
    let _ = write!(
        page,
        "\n{all} slips on {} pages; {found} are found, and of the others the table says why not.\n\n\
         | source | its page | connlint |\n| --- | --- | --- |\n{table}",
        known.iter().filter(|(_, slips)| !slips.is_empty()).count()
    );
    let without = known.iter().filter(|(_, slips)| slips.is_empty());
    let titles: Vec<_> = without.map(|(source, _)| source.title).collect();
    let _ = write!(
        page,
        "\nNo slip is known in the requests of {}.\n\n{ENDS}",
        listed(&titles)
    );
    for (source, _) in &known {
        for variant in source.auth {
            if let Some(reason) = variant.deprecated {
                let _ = writeln!(
                    page,
                    "| {} | `{}` | {} |",
                    source.title,
                    variant.name,
                    cell(reason)
                );
            }
        }
    }
    let _ = write!(page, "\n{ORIGIN}");

    let path = root().join("fixtures/sources/README.md");
    if std::env::var_os("UPDATE").is_some_and(|value| !value.is_empty()) {
        fs::write(&path, &page).expect("the page can be written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "{}: expected\n{page}", path.display());
}

/// What is printed of a case, and where.
fn said(slug: &str, case: &str, rule: &str) -> String {
    let shown = format!("fixtures/sources/{slug}/{case}");
    let bytes = read(&shown);
    let checked = check_file(&shown, &bytes, &Config::default());
    let findings = checked.iter().flat_map(|checked| &checked.findings);
    let own: Vec<&Diagnostic> = findings.filter(|finding| finding.rule == rule).collect();
    let [finding] = own[..] else {
        panic!("{shown}: expected one finding of {rule}, got {}", own.len())
    };
    let line = 1 + bytes[..finding.span.start]
        .iter()
        .filter(|byte| **byte == b'\n')
        .count();
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let message = cell(&finding.message);
    format!("{level}: {message} (`{rule}`), [{case}]({slug}/{case}), line {line}")
}

/// The sources that are checked in full with the slips of their pages, by title.
fn slips() -> Vec<(&'static Source, Vec<Slip>)> {
    let full = catalog::embedded()
        .sources()
        .iter()
        .filter(|source| source.is_full());
    let mut known: BTreeMap<String, _> = BTreeMap::new();
    for source in full {
        let path = format!("schemas/sources/{}.json", source.slug);
        let json: Value = serde_json::from_slice(&read(&path)).expect("a source is JSON");
        let slips = json["x-connlint"]["slips"].as_array();
        let slips = slips
            .into_iter()
            .flatten()
            .map(|slip| read_slip(&path, slip));
        known.insert(source.title.to_lowercase(), (source, slips.collect()));
    }
    known.into_values().collect()
}

fn read_slip(path: &str, slip: &Value) -> Slip {
    let text = |key: &str| slip[key].as_str().map(str::to_owned);
    let keys = slip.as_object().map_or(0, serde_json::Map::len);
    let outcome = match (text("fixture"), text("rule"), text("unseen")) {
        (Some(case), Some(rule), None) if keys == 3 => Outcome::Found { case, rule },
        (None, None, Some(why)) if keys == 2 => Outcome::Unseen(why),
        _ => panic!("{path}: expected `fixture` and `rule`, or `unseen`; got {slip}"),
    };
    let what = text("what").unwrap_or_else(|| panic!("{path}: expected `what`; got {slip}"));
    Slip { what, outcome }
}

/// Titles as a sentence lists them.
fn listed(titles: &[&str]) -> String {
    match titles {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => titles.concat(),
    }
}

/// Text in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> Vec<u8> {
    fs::read(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}
