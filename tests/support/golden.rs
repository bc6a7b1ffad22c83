//! Findings the way golden files have them.

use std::fmt::Write as _;
use std::ops::Range;

use connlint::diagnostic::{Diagnostic, Severity};
use connlint::file::LineIndex;

/// `line:col-line:col severity [rule] message`, then the labels and the help, for each finding.
/// Lines and columns count from 1, columns in Unicode scalars, and the end is exclusive.
pub(crate) fn golden<'d>(
    bytes: &[u8],
    findings: impl IntoIterator<Item = &'d Diagnostic>,
) -> String {
    let lines = LineIndex::new(bytes);
    let place = |span: &Range<usize>| {
        let [start, end] = [span.start, span.end].map(|at| lines.position(bytes, at));
        format!(
            "{}:{}-{}:{}",
            start.line, start.column, end.line, end.column
        )
    };
    let mut text = String::new();
    for finding in findings {
        let severity = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let (at, rule, message) = (place(&finding.span), finding.rule, &finding.message);
        let _ = writeln!(text, "{at} {severity} [{rule}] {message}");
        for label in &finding.labels {
            let _ = writeln!(text, "  label {} {}", place(&label.span), label.message);
        }
        for other in &finding.elsewhere {
            let lines = LineIndex::new(&other.file.bytes);
            let at = lines.position(&other.file.bytes, other.span.start);
            let path = &other.file.path;
            let _ = writeln!(
                text,
                "  label {path}:{}:{} {}",
                at.line, at.column, other.message
            );
        }
        if let Some(help) = &finding.help {
            let _ = writeln!(text, "  help: {help}");
        }
    }
    text
}
