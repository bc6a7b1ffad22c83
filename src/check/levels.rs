//! The levels of findings.

use crate::config::Config;
use crate::diagnostic::Diagnostic;

/// Gives findings the levels that the user wants, and sorts them.
pub(super) fn apply(findings: &mut Vec<Diagnostic>, config: &Config) {
    findings.retain_mut(|finding| match config.level(finding.rule) {
        None => true,
        Some(None) => false,
        Some(Some(level)) => {
            finding.severity = level;
            true
        }
    });
    findings.sort_by(|a, b| {
        (a.span.start, a.span.end, a.rule).cmp(&(b.span.start, b.span.end, b.rule))
    });
    // An alias of YAML is checked wherever it is used, and written once.
    findings.dedup_by(|a, b| (a.rule, &a.span, &a.message) == (b.rule, &b.span, &b.message));
}
