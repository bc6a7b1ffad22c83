//! The hooks for pre-commit are given the files that a walk through the folders would read.

use std::fs;
use std::path::Path;

use regex::Regex;

#[test]
fn hooks_are_given_what_is_read_in_a_folder() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = |path: &str| fs::read_to_string(root.join(path)).expect("a text");
    let hooks = text(".pre-commit-hooks.yaml");
    let pattern = Regex::new(r"files: &requests '(.*)'").expect("a pattern");
    let files = pattern.captures(&hooks).expect("the files of the hooks");
    let files = Regex::new(&files[1]).expect("a pattern");

    let names = text("src/discover/names.rs");
    let list = names.split("const EXTENSIONS: &[&str] = &[").nth(1);
    let list = list
        .and_then(|list| list.split("];").next())
        .expect("the list");
    let extensions: Vec<&str> = list.split('"').skip(1).step_by(2).collect();
    assert!(extensions.contains(&"json"), "{extensions:?}");
    for extension in &extensions {
        let names = [extension.to_string(), extension.to_uppercase()];
        for name in names.map(|extension| format!("a/b.{extension}")) {
            assert!(files.is_match(&name), "{name}");
        }
    }
    // And people are told.
    let help = text("src/cli/arguments.rs");
    let help = help.split("Opened").nth(1).expect("the sentence");
    let help = help.split("A file that").next().expect("its end");
    let told: Vec<&str> = help
        .split([' ', '\n', ',', ';', '.'])
        .filter(|word| !word.is_empty())
        .collect();
    for extension in &extensions {
        assert!(told.contains(extension), "{extension}: nobody is told");
    }
    let known = files
        .as_str()
        .trim_start_matches("(?i)")
        .split(['(', '|', ')']);
    let known = known.filter(|word| word.chars().all(char::is_alphanumeric) && !word.is_empty());
    for extension in known {
        assert!(
            extensions.contains(&extension),
            "{extension}: never read in a folder"
        );
    }
    for name in ["create", "a/b/Makefile"] {
        assert!(files.is_match(name), "{name}");
    }
    for name in [
        "a.png",
        "json",
        "a/b.rs",
        ".gitignore",
        "a/.env",
        "b.json.gz",
    ] {
        assert_eq!(files.is_match(name), name == "json", "{name}");
    }
    // Every hook takes it.
    let hooks = hooks.matches("\n- id: ").count();
    let takers = text(".pre-commit-hooks.yaml")
        .matches("files: *requests")
        .count()
        + 1;
    assert_eq!(hooks, takers);
}

/// pre-commit puts the names of files behind the options, without `--` in between.
#[test]
fn hooks_are_given_no_name_that_is_an_option() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let hooks = fs::read_to_string(root.join(".pre-commit-hooks.yaml")).expect("a text");
    let exclude = Regex::new(r"\n  exclude: '(.*)'\n").expect("a pattern");
    for hook in hooks.split("\n- id: ").skip(1) {
        let id = hook.lines().next().expect("the id");
        if hook.contains("pass_filenames: false") {
            continue;
        }
        let pattern = exclude.captures(hook).expect("what the hook leaves out");
        let pattern = Regex::new(&pattern[1]).expect("a pattern");
        for name in ["--exit-zero", "-dash.json", "-"] {
            assert!(pattern.is_match(name), "{id}: {name}");
        }
        for name in ["a-b.json", "a/-dash.json", "a/--exit-zero"] {
            assert!(!pattern.is_match(name), "{id}: {name}");
        }
    }
}
