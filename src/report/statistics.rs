//! How often each rule found something.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Run;
use super::summary::count;
use crate::diagnostic::Severity;

/// A line for each rule with findings, most first, then by name: how many, which rule, at which levels.
pub fn statistics(run: &Run) -> Vec<String> {
    let mut rules: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for finding in run.checked.iter().flat_map(|checked| &checked.findings) {
        rules.entry(finding.rule).or_default()
            [usize::from(finding.severity == Severity::Warning)] += 1;
    }
    let mut rules: Vec<_> = rules.into_iter().collect();
    rules.sort_by_key(|(_, counts)| Reverse(counts.iter().sum::<usize>()));
    let number = |counts: &[usize; 2]| counts.iter().sum::<usize>().to_string();
    let digits = rules.first().map_or(0, |(_, counts)| number(counts).len());
    let width = rules.iter().map(|(rule, _)| rule.len()).max().unwrap_or(0);
    let line = |(rule, counts): &(&str, [usize; 2])| {
        let levels = [(counts[0], "error"), (counts[1], "warning")];
        let levels = levels.iter().filter(|(n, _)| *n > 0);
        let levels: Vec<String> = levels.map(|(n, name)| count(*n, name)).collect();
        format!(
            "{:>digits$}  {rule:width$}  {}",
            number(counts),
            levels.join(", ")
        )
    };
    rules.iter().map(line).collect()
}
