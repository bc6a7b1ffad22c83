//! What the repository promises about itself.

#[path = "support/folders.rs"]
mod folders;
#[path = "support/paths.rs"]
mod paths;
#[path = "tidy/source.rs"]
mod source;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use connlint::catalog;
use connlint::rules::RULES;
use folders::{files_below, read, root};
use paths::relative;
use regex::Regex;
use source::Source;

/// Patterns of code, and the only places where they occur.
const PLACES: [(&str, &[&str]); 15] = [
    (r"\bjsonschema\b", &["src/schema"]),
    (r"\bmiette\b", &["src/report/human"]),
    (r"\bSerialize\b", &["src/report/"]),
    (r"\bpulldown_cmark\b", &["src/extract/markdown"]),
    (r"\bgranit_parser\b", &["src/yaml"]),
    (r"\bclap\b", &["src/cli"]),
    (r"\bclap_complete\b", &["src/cli/completions"]),
    (r"\btoml::", &["src/settings/read"]),
    (r"\bglobset::", &["src/settings/globs"]),
    (r"\b(ignore|walkdir)::", &["src/discover/"]),
    (r"\bfs::", &["src/discover", "src/cli"]),
    (
        r"\b(env|process)::",
        &["src/discover", "src/cli", "src/main"],
    ),
    (r"\bthread::", &["src/discover", "src/cli"]),
    (r"\b(SystemTime|Instant)\b", &[]),
    // Everybody else asks the catalogue that the run was handed.
    (
        r"\bembedded\(\)",
        &[
            "src/catalog",
            "src/cli",
            "src/connection_specs/tests",
            "src/discover/governing",
            "src/keywords/tests",
            "src/settings/tests",
        ],
    ),
];

/// The reader of foreign notations, whose words belong to no source.
const FOREIGN_WORDS: &str = "src/notation.rs";

/// Words of JSON Schema that are names as well, and the one place of each.
const VOCABULARY: [(&str, &str); 1] = [("password", "src/connection_specs/property.rs")];

/// Words that have no plural.
const UNCOUNTABLE: [&str; 2] = ["encryption", "markup"];

#[test]
fn the_outside_world_and_heavy_crates_have_their_modules() {
    let mut failures = Vec::new();
    for (pattern, places) in PLACES {
        let pattern = Regex::new(pattern).expect("a pattern");
        for source in sources() {
            let allowed = places.iter().any(|place| source.path.starts_with(place));
            if let Some(found) = pattern.find(&source.code).filter(|_| !allowed) {
                let (path, found) = (&source.path, found.as_str());
                failures.push(format!("{path}: `{found}` may stand only in {places:?}"));
            }
        }
    }
    report(&failures);
}

#[test]
fn nothing_is_left_to_do() {
    for source in sources() {
        for word in ["todo!", "dbg!", "unimplemented!"] {
            assert!(!source.code.contains(word), "{}: holds {word}", source.path);
        }
    }
}

/// A name is told from an ordinary word by its length, a capital or a blank.
#[test]
fn names_of_the_catalogue_stand_only_in_the_data() {
    let id = Regex::new(r"(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").expect("a pattern");
    let names: BTreeSet<&str> = names()
        .into_iter()
        .filter(|name| name.len() >= 6 || name.contains(|c: char| c.is_uppercase() || c == ' '))
        .collect();
    let mut failures = Vec::new();
    for source in sources() {
        if source.path == FOREIGN_WORDS || source.is_tests() {
            continue;
        }
        for (line, string) in &source.strings {
            let quoted = string.split('`').skip(1).step_by(2);
            let name = quoted
                .chain([string.as_str()])
                .find(|part| names.contains(part));
            let name = name.or_else(|| id.find(string).map(|found| found.as_str()));
            let is_vocabulary = |name: &&str| VOCABULARY.contains(&(*name, &source.path));
            if let Some(name) = name.filter(|name| !is_vocabulary(name)) {
                failures.push(format!(
                    "{}:{line}: `{name}` belongs in schemas/",
                    source.path
                ));
            }
        }
    }
    report(&failures);
}

/// Slugs, titles, auth specs, parameters and keywords.
fn names() -> Vec<&'static str> {
    let mut names = Vec::new();
    for source in catalog::embedded().sources() {
        names.extend([source.slug, source.title]);
        for variant in source.auth {
            names.push(variant.name);
            names.extend(variant.params.iter().map(|param| param.name));
        }
    }
    for keyword in catalog::dialects()
        .iter()
        .flat_map(|dialect| dialect.keywords)
    {
        names.push(keyword.name);
        names.extend(keyword.synonyms);
    }
    names
}

#[test]
fn ids_of_rules_are_names_of_bad_things() {
    let mut seen = BTreeSet::new();
    for rule in RULES {
        let id = rule.id;
        let words: Vec<&str> = id.split('-').collect();
        let simple = |word: &&str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase());
        assert!(
            words.iter().all(simple),
            "{id}: expected words with `-` between them"
        );
        let last = words[words.len() - 1];
        assert!(
            last.ends_with('s') || UNCOUNTABLE.contains(&last),
            "{id}: expected a plural"
        );
        assert!(seen.insert(id), "{id}: given twice");
    }
}

#[test]
fn each_rule_has_its_file_and_each_file_its_rule() {
    let files: BTreeSet<String> = files_below(&root().join("src/rules"))
        .iter()
        .map(|path| relative(path, &root().join("src/rules")))
        .filter(|path| !path.contains('/'))
        .collect();
    let ids: BTreeSet<String> = RULES
        .iter()
        .map(|rule| format!("{}.rs", rule.id.replace('-', "_")))
        .collect();
    assert_eq!(
        files, ids,
        "src/rules: the files (left) and the rules (right)"
    );
}

#[test]
fn the_services_errors_name_rules_that_there_are() {
    let mut failures = Vec::new();
    for error in catalog::errors() {
        let named = error.rules.iter();
        let unknown = named.filter(|id| RULES.iter().all(|rule| rule.id != **id));
        failures
            .extend(unknown.map(|id| format!("schemas/errors.json: {}: no rule {id}", error.code)));
    }
    report(&failures);
}

#[test]
fn sources_say_where_they_were_read() {
    for source in catalog::embedded().sources() {
        let slug = source.slug;
        let pages = source.pages.iter().all(|page| page.ends_with(".md"));
        assert!(
            !source.pages.is_empty() && pages,
            "schemas/sources/{slug}.json: expected pages, got {:?}",
            source.pages
        );
        assert!(
            !source.seen.is_empty(),
            "schemas/sources/{slug}.json: when was it read?"
        );
    }
}

#[test]
fn files_are_short() {
    const MOST: usize = 400;
    let mut failures = Vec::new();
    for source in sources().iter().filter(|source| !source.is_tests()) {
        let (path, lines) = (&source.path, source.lines());
        if lines > MOST {
            failures.push(format!(
                "{path}: expected at most {MOST} lines, got {lines}"
            ));
        }
    }
    if let Ok(page) = fs::read_to_string(root().join("README.md")) {
        let lines = page.lines().count();
        if lines >= 150 {
            failures.push(format!(
                "README.md: expected fewer than 150 lines, got {lines}"
            ));
        }
    }
    report(&failures);
}

#[test]
fn every_source_file_is_declared_beside_its_folder() {
    for source in sources() {
        let path = Path::new(&source.path);
        let stem = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .expect("a name");
        assert_ne!(
            stem, "mod",
            "{}: expected `foo.rs` beside `foo/`",
            source.path
        );
        let folder = path.parent().expect("a folder");
        let parents = match folder == Path::new("src") {
            true if ["lib", "main"].contains(&stem) => continue,
            true => vec![root().join("src/lib.rs"), root().join("src/main.rs")],
            false => vec![root().join(folder).with_extension("rs")],
        };
        let declared = parents.iter().any(|parent| {
            parent.exists() && Source::read(parent).text.contains(&format!("mod {stem};"))
        });
        assert!(declared, "{}: not declared in {parents:?}", source.path);
    }
    for path in files_below(&root().join("tests")) {
        assert!(
            !path.ends_with("mod.rs"),
            "{}: expected another name",
            path.display()
        );
    }
}

/// What is named must be in the repository, or it is lost with somebody's machine.
#[test]
fn what_is_named_is_there() {
    let outside = [["..", "shared"].join("/"), ["", "work", ""].join("/")];
    let fixture = Regex::new(r"\bfixtures/[A-Za-z0-9_./-]*").expect("a pattern");
    let mut failures = Vec::new();
    for path in texts() {
        let bytes = read(&path);
        let text = String::from_utf8_lossy(&bytes);
        let name = relative(&path, root());
        let machine = outside.iter().filter(|outside| text.contains(*outside));
        failures.extend(machine.map(|outside| format!("{name}: names {outside}")));
        let named = fixture
            .find_iter(&text)
            .map(|found| found.as_str().trim_end_matches(['.', '-']));
        let missing = named.filter(|named| !root().join(named).exists());
        failures.extend(missing.map(|named| format!("{name}: names {named}, which is not there")));
    }
    failures.dedup();
    report(&failures);
}

fn sources() -> Vec<Source> {
    let files = files_below(&root().join("src"));
    let rust = files
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    rust.map(|path| Source::read(path)).collect()
}

/// Sources, schemas and pages; not the fixtures, which are other people's files.
fn texts() -> Vec<std::path::PathBuf> {
    let mut texts: Vec<_> = ["src", "tests", "schemas", "benches", ".github"]
        .iter()
        .flat_map(|folder| files_below(&root().join(folder)))
        .collect();
    // In a second working tree of the repository `.git` is a file, and names the first one.
    texts.extend(
        folders::entries(root())
            .into_iter()
            .filter(|path| path.is_file() && !path.ends_with(".git")),
    );
    texts
}

fn report(failures: &[String]) {
    assert!(
        failures.is_empty(),
        "{} wrong:\n{}",
        failures.len(),
        failures.join("\n")
    );
}
