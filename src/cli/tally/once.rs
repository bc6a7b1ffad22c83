//! Makes one of what was found in a file twice.

use std::mem;
use std::ops::Range;

use connlint::check::Checked;
use connlint::diagnostic::Diagnostic;
use connlint::rule::Check;
use connlint::rules;

/// Sorts by path, and makes one of what was found in a file by itself and as the body of a call.
///
/// Different files may be called the same, such as a file and what an editor pipes in under its name. What may be
/// shown of one says nothing about the bytes of the other.
pub(super) fn once(mut checked: Vec<Checked>) -> Vec<Checked> {
    checked.sort_by(|a, b| a.file.cmp(&b.file));
    let mut once: Vec<Checked> = Vec::with_capacity(checked.len());
    for mut next in checked {
        match once.last_mut().filter(|last| last.file == next.file) {
            Some(last) => {
                keep_idle(last, &mut next);
                last.findings.append(&mut next.findings);
                last.findings.sort_by(|a, b| key(a).cmp(&key(b)));
                last.findings.dedup();
                last.shown = union(mem::take(&mut last.shown), next.shown);
                if next.requests.len() > last.requests.len() {
                    last.requests = next.requests;
                }
            }
            None => once.push(next),
        }
    }
    once.retain(|checked| !checked.findings.is_empty());
    once
}

/// A comment does nothing only if it does nothing in either way in which a file was checked.
fn keep_idle(one: &mut Checked, other: &mut Checked) {
    if one.ignores.is_empty() || other.ignores.is_empty() {
        return;
    }
    let is_idle = |finding: &Diagnostic| {
        let rule = rules::rule(finding.rule);
        rule.is_some_and(|rule| matches!(rule.check, Check::Ignore(_)))
    };
    one.findings
        .retain(|finding| !is_idle(finding) || other.findings.contains(finding));
    let kept = &one.findings;
    other
        .findings
        .retain(|finding| !is_idle(finding) || kept.contains(finding));
}

fn key(finding: &Diagnostic) -> (usize, usize, &str, &str) {
    (
        finding.span.start,
        finding.span.end,
        finding.rule,
        &finding.message,
    )
}

/// Sorted, disjoint ranges of everything that is in one of two lists.
fn union(mut ranges: Vec<Range<usize>>, more: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.extend(more);
    ranges.sort_by_key(|range| range.start);
    let mut union: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match union.last_mut().filter(|last| last.end >= range.start) {
            Some(last) => last.end = last.end.max(range.end),
            None => union.push(range),
        }
    }
    union
}
