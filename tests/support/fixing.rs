//! Applies safe fixes, as a repair of the file would.

use connlint::diagnostic::{Diagnostic, Edit};

/// The bytes with the first safe fix of each finding applied. Of two fixes that overlap, the first
/// is applied.
pub(crate) fn fixed<'d>(
    bytes: &[u8],
    findings: impl IntoIterator<Item = &'d Diagnostic>,
) -> Vec<u8> {
    let mut fixes: Vec<&[Edit]> = findings
        .into_iter()
        .filter_map(|finding| finding.fixes.iter().find(|fix| fix.safe))
        .map(|fix| fix.edits.as_slice())
        .collect();
    fixes.sort_by_key(|edits| edits.first().map(|edit| (edit.span.start, edit.span.end)));
    let mut edits: Vec<&Edit> = Vec::new();
    for fix in fixes {
        if !fix
            .iter()
            .any(|edit| edits.iter().any(|other| overlap(edit, other)))
        {
            edits.extend(fix);
        }
    }
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut fixed = Vec::with_capacity(bytes.len());
    let mut at = 0;
    for edit in edits {
        fixed.extend_from_slice(&bytes[at..edit.span.start]);
        fixed.extend_from_slice(edit.text.as_bytes());
        at = edit.span.end;
    }
    fixed.extend_from_slice(&bytes[at..]);
    fixed
}

fn overlap(a: &Edit, b: &Edit) -> bool {
    let same_place = a.span == b.span;
    same_place || a.span.start < b.span.end && b.span.start < a.span.end
}
