//! What was found and, above all, what was looked at: "no findings" is never said of what was not checked.

use super::{Run, Totals};
use crate::catalog::RequestKind;
use crate::recognise::is_base_connection;

/// The run in a few lines, each a statement of its own.
pub fn summary(run: &Run) -> Vec<String> {
    let mut lines = Vec::new();
    match findings_of(run) {
        Some(findings) => lines.push(findings),
        None if !run.totals.checked.is_empty() => lines.push(no_findings(run).to_owned()),
        None => {}
    }
    lines.extend(looked_at(run));
    if !run.unread.is_empty() {
        // Sorted by path; of one path several things can be said.
        let paths = run.unread.chunk_by(|a, b| a.path == b.path).count();
        lines.push(format!("not read: {}", count(paths, "path")));
    }
    lines
}

/// What was read, and what was checked of it.
pub(super) fn looked_at(run: &Run) -> Vec<String> {
    let totals = &run.totals;
    let files = count(totals.files, "file");
    let mut lines = Vec::new();
    if !totals.checked.is_empty() {
        lines.push(format!("checked: {} in {files}", list(&totals.checked)));
    } else if totals.files == 0 {
        let skipped = match totals.skipped {
            0 => String::new(),
            n => format!(
                "; {} cannot hold a request, going by name or content",
                count(n, "file")
            ),
        };
        lines.push(format!("nothing checked: no file was read{skipped}"));
    } else if totals.unchecked.is_empty() {
        lines.push(format!(
            "nothing checked: no Flow Service request in {files}"
        ));
    } else {
        let unread = totals
            .unchecked
            .iter()
            .any(|(kind, _)| is_base_connection(kind));
        let what = match unread {
            true => "whose body can be read",
            false => "of a kind that is checked",
        };
        lines.push(format!("nothing checked: no request {what} in {files}"));
    }
    if !totals.unchecked.is_empty() {
        lines.push(format!(
            "recognised, not checked: {}",
            list(&totals.unchecked)
        ));
    }
    if totals.passed_over > 0 && totals.passed_over < totals.files {
        lines.push(format!(
            "passed over: {} without a Flow Service request",
            count(totals.passed_over, "file")
        ));
    }
    if totals.known > 0 {
        let known = count(totals.known, "finding");
        lines.push(format!("not shown: {known}, known to the baseline"));
    }
    if totals.placeholders > 0 && !run.config.submission {
        let placeholders = count(totals.placeholders, "placeholder");
        lines.push(format!(
            "{placeholders}, fine in a repository; --submission reports them"
        ));
    }
    lines
}

/// What is said where nothing is shown.
pub(super) fn no_findings(run: &Run) -> &'static str {
    match run.totals.known {
        0 => "no findings",
        _ => "no new findings",
    }
}

/// How many findings there are, and in how many files, if any.
pub(super) fn findings_of(run: &Run) -> Option<String> {
    let Totals {
        errors,
        warnings,
        fixable,
        ..
    } = run.totals;
    let counts = [(errors, "error"), (warnings, "warning")];
    let counts: Vec<String> = counts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, name)| count(*n, name))
        .collect();
    let fixable = if fixable > 0 {
        format!(" ({fixable} with a safe fix)")
    } else {
        String::new()
    };
    let files = count(run.checked.len(), "file");
    (!counts.is_empty()).then(|| format!("{}{fixable} in {files}", counts.join(", ")))
}

fn list(kinds: &[(&'static RequestKind, usize)]) -> String {
    let kinds = kinds
        .iter()
        .map(|(kind, n)| format!("{n} {}", if *n == 1 { kind.singular } else { kind.plural }));
    kinds.collect::<Vec<_>>().join(", ")
}

/// A number of things, in words.
pub(super) fn count(n: usize, name: &str) -> String {
    format!("{n} {name}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::request_kinds;
    use crate::config::Config;
    use crate::discover::Unread;
    use crate::report::Look;

    fn run(totals: Totals) -> Run {
        let look = Look {
            width: 80,
            colour: false,
            unicode: true,
        };
        Run {
            checked: Vec::new(),
            unread: Vec::new(),
            totals,
            config: Config::default(),
            look,
        }
    }

    #[test]
    fn what_was_checked_is_always_said() {
        let kinds = request_kinds();
        let mut run = run(Totals {
            files: 412,
            passed_over: 1,
            checked: vec![(&kinds[0], 84)],
            unchecked: vec![(&kinds[1], 76), (&kinds[0], 1)],
            placeholders: 61,
            ..Totals::default()
        });
        run.unread.push(Unread::new("a".to_owned(), "gone"));
        let expected = [
            "no findings".to_owned(),
            format!("checked: 84 {} in 412 files", kinds[0].plural),
            format!(
                "recognised, not checked: 76 {}, 1 {}",
                kinds[1].plural, kinds[0].singular
            ),
            "passed over: 1 file without a Flow Service request".to_owned(),
            "61 placeholders, fine in a repository; --submission reports them".to_owned(),
            "not read: 1 path".to_owned(),
        ];
        assert_eq!(summary(&run), expected);
    }

    #[test]
    fn no_findings_is_never_said_of_nothing() {
        let kinds = request_kinds();
        assert_eq!(
            summary(&run(Totals::default())),
            ["nothing checked: no file was read"]
        );
        let skipped = Totals {
            skipped: 2,
            ..Totals::default()
        };
        assert_eq!(
            summary(&run(skipped)),
            [
                "nothing checked: no file was read; 2 files cannot hold a request, going by name or content"
            ]
        );
        let none = Totals {
            files: 3,
            passed_over: 3,
            ..Totals::default()
        };
        assert_eq!(
            summary(&run(none)),
            ["nothing checked: no Flow Service request in 3 files"]
        );
        let others = Totals {
            files: 1,
            unchecked: vec![(&kinds[0], 1)],
            ..Totals::default()
        };
        assert_eq!(
            summary(&run(others))[0],
            "nothing checked: no request of a kind that is checked in 1 file"
        );
        let base = kinds.iter().find(|kind| is_base_connection(kind));
        let unread = Totals {
            files: 1,
            unchecked: vec![(base.expect("the kind"), 1)],
            ..Totals::default()
        };
        assert_eq!(
            summary(&run(unread))[0],
            "nothing checked: no request whose body can be read in 1 file"
        );
    }
}
