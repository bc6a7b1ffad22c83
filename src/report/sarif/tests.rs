use std::sync::Arc;

use super::*;
use crate::config::Config;
use crate::diagnostic::Severity;
use crate::file::File;
use crate::report::{Look, Totals};

/// A run with as many warnings and errors in each of some files.
fn run(paths: &[&str], warnings: usize, errors: usize) -> Run {
    let rule = RULES[0].id;
    let finding = |severity| Diagnostic::new(rule, severity, 1..2, "wrong");
    let checked = |path: &&str| {
        let file = Arc::new(File {
            path: (*path).to_owned(),
            bytes: "äöü".into(),
        });
        let warnings = std::iter::repeat_n(finding(Severity::Warning), warnings);
        let errors = std::iter::repeat_n(finding(Severity::Error), errors);
        Checked::new(file, warnings.chain(errors).collect())
    };
    Run {
        checked: paths.iter().map(checked).collect(),
        unread: Vec::new(),
        totals: Totals::default(),
        config: Config::default(),
        look: Look {
            width: 80,
            colour: false,
            unicode: true,
        },
    }
}

/// The levels of the results, each by its first letter, and what is said of them.
fn written(run: &Run, most: usize) -> (String, Vec<String>) {
    let [run] = log(run, most).runs;
    let levels = run
        .results
        .iter()
        .map(|result| &result.level[..1])
        .collect();
    let [invocation] = run.invocations;
    let said = invocation.tool_execution_notifications;
    (
        levels,
        said.into_iter().map(|said| said.message.text).collect(),
    )
}

#[test]
fn errors_come_first_where_there_is_no_room_for_all() {
    let run = run(&["a", "b"], 2, 1);
    assert_eq!(written(&run, 6), ("wwewwe".to_owned(), Vec::new()));
    let said = |n| {
        vec![format!(
            "{n} of 6 findings are in this report, errors first, because GitHub takes no more"
        )]
    };
    assert_eq!(written(&run, 5), ("wwewe".to_owned(), said(5)));
    assert_eq!(written(&run, 3), ("wee".to_owned(), said(3)));
    assert_eq!(written(&run, 1), ("e".to_owned(), said(1)));
}

#[test]
fn what_is_taken_and_not_kept_is_said() {
    let (levels, said) = written(&run(&["a"], KEPT, 1), TAKEN);
    assert_eq!(levels.len(), KEPT + 1);
    assert_eq!(
        said,
        ["GitHub keeps 5000 of the 5001 findings in this report"]
    );
    assert_eq!(written(&run(&["a"], KEPT, 0), TAKEN).1, [""; 0]);
}

#[test]
fn paths_are_uris() {
    for (path, uri, is_relative) in [
        ("a/b.json", "a/b.json", true),
        (
            "50 %, & ä#?.json",
            "50%20%25%2C%20%26%20%C3%A4%23%3F.json",
            true,
        ),
        ("a:b.json", "a%3Ab.json", true),
        ("../a.json", "../a.json", true),
        ("-", "-", true),
        ("/etc/a.json", "file:///etc/a.json", false),
        ("C:/a:b.json", "file:///C:/a%3Ab.json", false),
        ("x1:b", "x1%3Ab", true),
    ] {
        let got = artifact(path);
        assert_eq!(
            (&*got.uri, got.uri_base_id.is_some()),
            (uri, is_relative),
            "{path}"
        );
    }
}

#[test]
fn brackets_are_no_link() {
    assert_eq!(
        message("`[a](1)` is `[b]`").text,
        "`\\[a\\](1)` is `\\[b\\]`"
    );
    assert_eq!(message("`[a]` (1)").text, "`[a]` (1)");
}

#[test]
fn a_fix_of_what_takes_no_column_is_left_out() {
    let mut run = run(&["a"], 0, 0);
    let finding = |(span, text): (Range<usize>, &str)| {
        let edit = Edit {
            span,
            text: text.to_owned(),
            secret: false,
        };
        Diagnostic::new(RULES[0].id, Severity::Error, 3..4, "wrong").fix("write it", [Some(edit)])
    };
    let file = Arc::new(File {
        path: "a".to_owned(),
        bytes: "\u{FEFF}x".into(),
    });
    let edits = [(0..3, ""), (3..4, ""), (4..4, "y")];
    run.checked = vec![Checked::new(file, edits.map(finding).into())];
    let [run] = log(&run, 9).runs;
    let fixes: Vec<usize> = run.results.iter().map(|one| one.fixes.len()).collect();
    assert_eq!(fixes, [0, 1, 1]);
}
