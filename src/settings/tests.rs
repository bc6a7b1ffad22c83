use super::*;
use crate::catalog::embedded;
use crate::diagnostic::Severity;
use crate::file::Position;

/// `line:column message; help` of every fault.
fn faults(text: &str) -> Vec<String> {
    let (settings, mut faults) = read(text);
    faults.extend(settings.named_sources(embedded()).1);
    let said = faults.iter().map(|fault| {
        let place = Position::of(text.as_bytes(), fault.span.start);
        let help = fault.help.as_deref().unwrap_or("-");
        format!("{}:{} {}; {help}", place.line, place.column, fault.message)
    });
    said.collect()
}

fn understood(text: &str) -> Settings {
    let (settings, faults) = read(text);
    assert_eq!(faults, [], "{text}");
    settings
}

/// What holds for a file.
fn config(settings: &Settings, path: &str, flags: &Flags) -> Config {
    let (sources, faults) = settings.named_sources(embedded());
    assert_eq!(faults, []);
    let learned = Learned {
        path: "connlint.toml".to_owned(),
        catalog: embedded(),
        placeholders: settings.dialects(),
        sources,
    };
    settings.config(&settings.overrides_for(path), &learned, flags)
}

#[test]
fn everything_that_can_be_said_is_read() {
    let settings = understood(
        r#"
submission = true
platform = "aws"
sources = ["specs/*.json", "../specs.json"]
placeholders = ['\[\[\w+\]\]', { whole = "[A-Z]+_TBD" }]
include = ["requests/"]
exclude = ["archive/"]

[rules]
unreachable-hosts = "off"
placeholders = "warning"

[[overrides]]
files = ["*.draft.json"]
platform = "azure"
source = "Oracle DB"
sandbox = "dev-2"
organization = "0A1B2C3D4E5F@AdobeOrg"
rules = { plaintext-secrets = "error" }
"#,
    );
    assert_eq!(
        settings.submission.as_ref().map(|given| given.value),
        Some(true)
    );
    assert_eq!(settings.sources.len(), 2);
    assert_eq!(settings.placeholders.len(), 2);
    let [one] = &settings.overrides[..] else {
        panic!("{:?}", settings.overrides)
    };
    assert_eq!(one.rules.len(), 1);
    let config = config(&settings, "a/b.draft.json", &Flags::default());
    assert_eq!(
        config.expected.source.map(|source| source.title),
        Some("Oracle DB")
    );
    assert_eq!(config.expected.sandbox.as_deref(), Some("dev-2"));
    assert_eq!(config.platform, Some(Platform::Azure));
    assert!(config.submission && config.placeholders.is_some());
}

#[test]
fn what_is_not_understood_is_a_fault_in_its_place() {
    for (text, expected) in [
        (
            "exlude = []",
            "1:1 there is no key `exlude`; write `exclude`",
        ),
        (
            "\n  colour = 1",
            "2:3 there is no such key here; there are `submission`, `platform`, `sources`, `placeholders`, `include`, \
             `exclude`, `rules` and `overrides`",
        ),
        (
            "sandbox = \"prod\"",
            "1:1 `sandbox` holds for some files only; write it below `[[overrides]]`, with the `files`",
        ),
        (
            "unreachable-hosts = \"off\"",
            "1:1 `unreachable-hosts` is a rule, not a key; write it below `[rules]`",
        ),
        (
            "submission = \"yes\"",
            "1:14 `submission` must be `true` or `false`, not a string; for example `submission = true`",
        ),
        (
            "platform = \"asure\"",
            "1:12 there is no platform `asure`; write `azure`",
        ),
        (
            "platform = \"gcp\"",
            "1:12 there is no such platform; there are `azure` and `aws`",
        ),
        (
            "platform = 1",
            "1:12 `platform` must be `azure` or `aws`, not a number; for example `platform = \"azure\"`",
        ),
        (
            "[rules]\nmissing-header = \"off\"",
            "2:1 there is no rule `missing-header`; write `missing-headers`",
        ),
        (
            "[rules]\nnaming = \"off\"",
            "2:1 there is no rule of this name; `connlint rules` lists them",
        ),
        (
            "[rules]\nmissing-headers = \"wraning\"",
            "2:19 there is no level `wraning`; write `warning`",
        ),
        (
            "[rules]\nmissing-headers = \"loud\"",
            "2:19 there is no such level; there are `off`, `warning` and `error`",
        ),
        (
            "rules = \"off\"",
            "1:9 `rules` must be a table of levels, not a string; -",
        ),
        (
            "exclude = \"archive\"",
            "1:11 `exclude` must be a list, not a string; for example `exclude = [\"archive/\", \"*.draft.json\"]`",
        ),
        (
            "exclude = [\"a\", 1]",
            "1:17 `exclude` must be a list of strings, not a number; for example \
             `exclude = [\"archive/\", \"*.draft.json\"]`",
        ),
        (
            "exclude = [\"a[b\"]",
            "1:12 not a glob: unclosed character class; missing ']'; -",
        ),
        (
            "exclude = [\"!a\"]",
            "1:12 a glob cannot take back what others say; -",
        ),
        (
            "exclude = [\"../a\"]",
            "1:12 a glob cannot lead out of its folder; -",
        ),
        (
            "exclude = [\"\"]",
            "1:12 an empty glob stands for nothing; -",
        ),
        (
            "exclude = [\"./\"]",
            "1:12 an empty glob stands for nothing; -",
        ),
        (
            "exclude = [\"a/./b\"]",
            "1:12 `.` is no part of a path, save at the beginning of a glob; -",
        ),
        (
            "submission = true\n<<<<<<< HEAD\n=======\nexclude = [\"a\"]\n>>>>>>> x\n",
            "2:1 a merge conflict is left here; keep one side, or what is right of both, and remove the marks",
        ),
        ("sources = [\" \"]", "1:12 this is empty; -"),
        (
            "placeholders = ['x*']",
            "1:17 this cannot be a placeholder: it matches where nothing stands; a regular expression without \
             look-around; in '…' a backslash stays one",
        ),
        (
            "placeholders = ['a', '(']",
            "1:22 this cannot be a placeholder: it is not a regular expression; a regular expression without \
             look-around; in '…' a backslash stays one",
        ),
        (
            "placeholders = [{ part = 'a' }]",
            "1:17 `placeholders` must be a list of strings and `{ whole = \"…\" }`, not a table; for example \
             `placeholders = ['!\\w+!', { whole = '[A-Z_]+_TBD' }]`",
        ),
        (
            "[[overrides]]\nsandbox = \"prod\"",
            "1:1 nothing says which files this is for; add `files = [\"…\"]`",
        ),
        (
            "[overrides]\nfiles = [\"a\"]",
            "1:1 `overrides` must be a list of tables, each below `[[overrides]]`, not a table; -",
        ),
        (
            "[[overrides]]\nfiles = [\"a\"]\nsubmission = true",
            "3:1 `submission` cannot hold for some files only; write it at the top, above all tables",
        ),
        (
            "[[overrides]]\nfiles = [\"a\"]\nsandbx = \"prod\"",
            "3:1 there is no key `sandbx`; write `sandbox`",
        ),
        (
            "[[overrides]]\nfiles = [\"a\"]\nsandbox = \"Prod\"",
            "3:11 a sandbox is named in lower-case letters, digits and `-`; -",
        ),
        (
            "[[overrides]]\nfiles = [\"a\"]\norganization = \"acme\"",
            "3:16 the id of an organisation is letters and digits, and ends in `@AdobeOrg`; -",
        ),
        (
            "[[overrides]]\nfiles = []\nsandbox = \"prod\"",
            "2:9 this is for no file at all; name some, as in `files = [\"prod/\"]`",
        ),
        (
            "[[overrides]]\nfiles = [\"prod/\"]",
            "1:1 nothing is said of these files; add `rules`, `platform`, `source`, `sandbox` or `organization`",
        ),
        (
            "[[overrides]]\nfiles = [\"a\"]\nsource = \"oracel\"",
            "3:10 there is no source of this name; the nearest is `oracle`",
        ),
        (
            "[[overrides]]\nfiles = [\"a\"]\nsource = \"?\"",
            "3:10 there is no source of this name; `connlint sources` lists them",
        ),
    ] {
        assert_eq!(faults(text), [expected], "{text}");
    }
    assert_eq!(faults("a = \nb = 1").len(), 1, "one slip, one fault");
    assert!(
        faults("a = ")[0].starts_with("1:5 this is not TOML: "),
        "{:?}",
        faults("a = ")
    );
    let two = faults("exlude = []\n[rules]\nx = \"off\"\n");
    assert_eq!(two.len(), 2, "{two:?}");
}

#[test]
fn faults_quote_nothing_that_is_not_near_a_known_word() {
    let secret = "Zq3-Lm8xB5_tR1";
    for text in [
        format!("{secret} = 1"),
        format!("platform = \"{secret}\""),
        format!("sources = [{{ {secret} = 1 }}]"),
        format!("[rules]\n{secret} = \"off\""),
        format!("[rules]\nplaceholders = \"{secret}\""),
        format!("placeholders = [\"({secret}\"]"),
        format!("exclude = [\"[{secret}\"]"),
        format!("password={secret}"),
        secret.to_owned(),
        format!("\"{secret}"),
        format!("[[overrides]]\nfiles = [\"a\"]\nsource = \"{secret}\""),
        format!("[{secret}]\na = 1\n[{secret}]\n"),
    ] {
        let said = faults(&text).join("\n");
        assert!(!said.is_empty(), "{text}");
        for window in secret.as_bytes().windows(4) {
            let window = std::str::from_utf8(window).expect("ASCII");
            assert!(!said.contains(window), "{text}: {said}");
        }
    }
}

#[test]
fn globs_are_read_as_gitignore_reads_its_lines() {
    let globs = |text: &str| understood(&format!("exclude = [{text:?}]")).exclude;
    for (glob, covered, others) in [
        (
            "a.json",
            &["a.json", "x/a.json", "a.json/b"][..],
            &["ba.json"][..],
        ),
        ("*.json", &["a.json", "x/y/a.json"], &["a.jsonc"]),
        (
            "x/*.json",
            &["x/a.json"],
            &["a.json", "y/x/a.json", "x/y/a.json"],
        ),
        ("./x/*.json", &["x/a.json"], &["a.json"]),
        ("/a.json", &["a.json"], &["x/a.json"]),
        ("./a.json", &["a.json"], &["x/a.json"]),
        ("./x/", &["x/a.json"], &["x", "y/x/a.json"]),
        ("./*", &["a.json", "x/y/a.json"], &[]),
        (
            "archive/",
            &["archive/a.json", "x/archive/y/a.json"],
            &["archive", "x/archive"],
        ),
        (
            "x/archive/",
            &["x/archive/a.json"],
            &["archive/a.json", "y/x/archive/a.json"],
        ),
        (
            "x/*",
            &["x/a.json", "x/y/a.json"],
            &["a.json", "y/x/a.json"],
        ),
        ("*/*", &["x/a.json", "x/y/a.json"], &["a.json"]),
        ("x/**/a.json", &["x/a.json", "x/y/z/a.json"], &["a.json"]),
        ("{a,b}.json", &["a.json", "x/b.json"], &["c.json"]),
    ] {
        let globs = globs(glob);
        for path in covered {
            assert!(globs.cover(path), "{glob} covers {path}");
        }
        for path in others {
            assert!(!globs.cover(path), "{glob} does not cover {path}");
        }
    }
    let archive = globs("archive/");
    assert!(archive.name_folder("x/archive") && !archive.name_file("archive"));
    assert!(!archive.name_folder("archive/x") && !archive.name_file("archive/a.json"));
    for all in ["archive/*", "./archive/**", "/archive/**/*"] {
        let all = globs(all);
        assert!(all.name_folder("archive") && !all.name_file("archive/a.json"));
        assert!(!all.name_folder("x/archive"), "a path, and not a name");
    }
    let (_, specs) = super::Globs::one("spec?/*").expect("a glob");
    assert!(specs.name_file("specs/a.json") && !specs.name_file("specs"));
    assert!(globs("*.request").name_extension("x/a.request"));
    assert!(!globs("requests/**").name_extension("requests/a.request"));
}

#[test]
fn the_last_that_speaks_counts_and_the_command_line_most() {
    let settings = understood(
        r#"
platform = "aws"
[rules]
placeholders = "off"
missing-headers = "warning"

[[overrides]]
files = ["prod/"]
platform = "azure"
sandbox = "prod"
rules = { placeholders = "error" }

[[overrides]]
files = ["*.json"]
sandbox = "dev"
"#,
    );
    let none = Flags::default();
    let of = |path: &str| config(&settings, path, &none);
    assert_eq!(of("a.sh").platform, Some(Platform::Aws));
    assert_eq!(of("a.sh").expected.sandbox, None);
    assert_eq!(of("a.sh").level("placeholders"), Some(None));
    assert_eq!(of("prod/a.sh").platform, Some(Platform::Azure));
    assert_eq!(of("prod/a.sh").expected.sandbox.as_deref(), Some("prod"));
    assert_eq!(
        of("prod/a.sh").level("placeholders"),
        Some(Some(Severity::Error))
    );
    assert_eq!(
        of("prod/a.sh").level("missing-headers"),
        Some(Some(Severity::Warning))
    );
    assert_eq!(of("prod/a.sh").level("invalid-hosts"), None);
    assert_eq!(of("prod/a.json").expected.sandbox.as_deref(), Some("dev"));
    let flags = Flags {
        submission: Some(true),
        platform: Some(Platform::Aws),
        levels: vec![("placeholders", None)],
        ..Flags::default()
    };
    let got = config(&settings, "prod/a.json", &flags);
    assert_eq!(got.platform, Some(Platform::Aws));
    assert_eq!(got.level("placeholders"), Some(None));
    assert!(got.submission);
}

#[test]
fn the_file_to_begin_with_says_nothing_and_its_lines_are_right() {
    let text = starter();
    assert!(understood(&text).known.is_empty(), "{text}");
    for key in keys::KEYS {
        let settings = understood(key.example);
        assert!(!settings.known.is_empty(), "{}", key.name);
        for line in key.example.lines() {
            assert!(text.contains(&format!("\n#{line}\n")), "{line}");
        }
    }
    for key in keys::OVERRIDE_KEYS {
        let other = match key.name {
            "files" => "sandbox = \"a\"\n",
            _ => "files = [\"a\"]\n",
        };
        understood(&format!("[[overrides]]\n{other}{}", key.example));
        assert!(
            text.contains(&format!("# - {}: ", key.name)),
            "{}",
            key.name
        );
    }
    assert!(
        text.lines().all(|line| line.chars().count() <= 100),
        "{text}"
    );
}

#[test]
fn only_what_is_known_is_shown() {
    let text = "platform = \"azure\" # Tall-tiger\nexclude = [\"archive/\"]\nexlude = 1\npassword = \"hidden\"\n";
    let (settings, _) = read(text);
    let mut seen = String::new();
    let ranges = shown(text, &settings);
    for (at, c) in text.char_indices() {
        let visible = c.is_whitespace() || ranges.iter().any(|range| range.contains(&at));
        seen.push(if visible { c } else { '•' });
    }
    assert_eq!(
        seen,
        "platform = \"azure\" # ••••••••••\nexclude = [\"archive/\"]\nexlude = •\n•••••••• = \"••••••\"\n"
    );
}
