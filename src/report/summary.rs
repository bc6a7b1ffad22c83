//! What was found and, above all, what was looked at: "no findings" is never said of what was not checked.

use super::{Run, Totals};
use crate::catalog::RequestKind;

/// The run in a few lines, each a statement of its own.
pub fn summary(run: &Run) -> Vec<String> {
    let totals = &run.totals;
    let mut lines = vec![findings(run)];
    if !totals.checked.is_empty() {
        lines.push(format!(
            "checked: {} in {}",
            list(&totals.checked),
            count(totals.files, "file")
        ));
    }
    if !totals.unchecked.is_empty() {
        lines.push(format!(
            "recognised, not checked: {}",
            list(&totals.unchecked)
        ));
    }
    if totals.passed_over > 0 && !totals.checked.is_empty() {
        lines.push(format!(
            "passed over: {} without a Flow Service request",
            count(totals.passed_over, "file")
        ));
    }
    if totals.placeholders > 0 && !run.config.submission {
        let placeholders = count(totals.placeholders, "placeholder");
        lines.push(format!(
            "{placeholders}, fine in a repository; --submission reports them"
        ));
    }
    if !run.unread.is_empty() {
        lines.push(format!("not read: {}", count(run.unread.len(), "path")));
    }
    lines
}

fn findings(run: &Run) -> String {
    let Totals {
        errors,
        warnings,
        fixable,
        files,
        ..
    } = run.totals;
    let counts = [(errors, "error"), (warnings, "warning")];
    let counts: Vec<String> = counts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, name)| count(*n, name))
        .collect();
    if !counts.is_empty() {
        let with = run
            .checked
            .iter()
            .filter(|checked| !checked.findings.is_empty())
            .count();
        let fixable = if fixable > 0 {
            format!(", {fixable} with a safe fix")
        } else {
            String::new()
        };
        return format!("{} in {}{fixable}", counts.join(", "), count(with, "file"));
    }
    if run.totals.checked.is_empty() {
        let why = match (files, run.totals.unchecked.is_empty()) {
            (0, _) => "no file was read".to_owned(),
            (_, true) => format!("no Flow Service request in {}", count(files, "file")),
            (_, false) => format!(
                "no request of a kind that is checked in {}",
                count(files, "file")
            ),
        };
        return format!("nothing checked: {why}");
    }
    "no findings".to_owned()
}

fn list(kinds: &[(&'static RequestKind, usize)]) -> String {
    let kinds = kinds
        .iter()
        .map(|(kind, n)| format!("{n} {}", if *n == 1 { kind.singular } else { kind.plural }));
    kinds.collect::<Vec<_>>().join(", ")
}

fn count(n: usize, name: &str) -> String {
    format!("{n} {name}{}", if n == 1 { "" } else { "s" })
}
