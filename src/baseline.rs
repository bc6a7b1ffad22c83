//! A baseline: the findings that a repository had when connlint came to it, which are not shown again.
//!
//! A finding is known again by its rule, its file and its logical address, by the documented names that it lists, and by
//! how many there are of these: lines may move, and files be written anew. No value of a file is kept, nor anything made
//! of one, for a secret can be found again from its hash.

use std::collections::BTreeMap;

use crate::check::Checked;
use crate::diagnostic::Diagnostic;

mod file;
mod gone;
mod hide;

pub use gone::Gone;
pub use hide::Known;

/// What a finding is about, wherever that stands in its file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
    /// The file, as the baseline calls it: from the folder that the baseline lies in.
    pub path: String,
    pub rule: String,
    /// The place inside the request.
    pub pointer: Option<String>,
    /// The keyword inside a connection string.
    pub keyword: Option<String>,
    /// The header of the call.
    pub header: Option<String>,
    /// What a finding that sums up several things lists, sorted. The last of all, so that addresses which differ in
    /// nothing else stand together.
    pub names: Vec<String>,
}

/// How many findings there are at each address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    pub counts: BTreeMap<Address, usize>,
}

impl Baseline {
    /// The findings of a run. `name` tells what the baseline calls a file.
    pub fn of(checked: &[Checked], name: impl Fn(&str) -> String) -> Baseline {
        let mut counts = BTreeMap::new();
        for checked in checked {
            let path = name(&checked.file.path);
            for finding in &checked.findings {
                *counts.entry(Address::of(&path, finding)).or_default() += 1;
            }
        }
        Baseline { counts }
    }

    /// How many findings it has.
    pub fn findings(&self) -> usize {
        total(self.counts.values().copied())
    }

    /// The files that they are in.
    pub fn files(&self) -> Vec<&str> {
        let mut paths: Vec<&str> = self.counts.keys().map(|address| &*address.path).collect();
        paths.dedup();
        paths
    }
}

/// The sum of counts, of which a file may hold any.
pub fn total(counts: impl Iterator<Item = usize>) -> usize {
    counts.fold(0, usize::saturating_add)
}

impl Address {
    fn of(path: &str, finding: &Diagnostic) -> Address {
        let is_listed = |name: &str| finding.names.contains(&name);
        // What points at the first of those that are listed points at another one when that is mended.
        let pointer = finding.pointer.as_deref();
        let pointer = pointer.map(|pointer| match pointer.rsplit_once('/') {
            Some((place, name)) if is_listed(name) => place,
            _ => pointer,
        });
        let keyword = finding.keyword.filter(|keyword| !is_listed(keyword));
        Address {
            path: path.to_owned(),
            rule: finding.rule.to_owned(),
            pointer: pointer.map(str::to_owned),
            keyword: keyword.map(str::to_owned),
            header: finding.header.map(str::to_owned),
            names: finding.names.iter().copied().map(str::to_owned).collect(),
        }
    }

    /// Whether they differ in nothing but in what they list.
    fn is_beside(&self, other: &Address) -> bool {
        fn rest(of: &Address) -> impl PartialEq + '_ {
            (&of.path, &of.rule, &of.pointer, &of.keyword, &of.header)
        }
        rest(self) == rest(other)
    }

    /// Whether a finding that lists `names` is known where one at this address is: nothing has come to what it lists.
    /// Where this does not tell what it lists, everything is known.
    fn covers(&self, names: &[String]) -> bool {
        self.names.is_empty() || names.iter().all(|name| self.names.contains(name))
    }
}

#[cfg(test)]
mod tests;
