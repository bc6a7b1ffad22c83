//! Compares requests with each other, as a run of the program does with those of all its files.

use connlint::check::{Checked, across};

/// The same with what the rules say that compare base connections.
pub(crate) fn compared(mut all: Vec<Checked>) -> Vec<Checked> {
    let placed = all.iter().flat_map(|checked| checked.placed.clone());
    for (file, finding) in across(placed.collect()) {
        let of = |checked: &&mut Checked| checked.file.path == file.path;
        let checked = all.iter_mut().find(of).expect("a file of the run");
        checked.findings.push(finding);
        checked
            .findings
            .sort_by_key(|finding| (finding.span.start, finding.span.end, finding.rule));
    }
    all
}
