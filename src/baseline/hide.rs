//! Which findings of a run are known.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Address, Baseline};
use crate::check::Checked;

/// What a baseline kept quiet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// For each address in the baseline where such findings were, and how many: what lists several things may list fewer
    /// by now.
    pub quiet: BTreeMap<Address, BTreeMap<Address, usize>>,
    /// How many of the baseline are part of findings that are shown, because these list something else, too.
    pub within: BTreeMap<Address, usize>,
    /// Of those that are shown, how many stand at an address with others that are known: which of them came later, nobody
    /// can tell.
    pub unsure: usize,
}

impl Known {
    /// How many findings were kept quiet.
    pub fn findings(&self) -> usize {
        self.quiet.values().flat_map(BTreeMap::values).sum()
    }

    /// How many of them are a rule's.
    pub fn of(&self, rule: &str) -> usize {
        let quiet = self.quiet.iter();
        let quiet = quiet.filter(|(address, _)| address.rule == rule);
        quiet.flat_map(|(_, found)| found.values()).sum()
    }
}

impl Baseline {
    /// Takes the findings that are known away from those of a run. Where there are more at an address than are known, the
    /// last ones in the file stay.
    pub fn hide(&self, checked: &mut Vec<Checked>, name: impl Fn(&str) -> String) -> Known {
        let mut hiding = Hiding {
            baseline: self,
            left: self.counts.clone(),
            known: Known::default(),
        };
        for checked in &mut *checked {
            let path = name(&checked.file.path);
            let findings = checked.findings.iter();
            let found: Vec<Address> = findings.map(|one| Address::of(&path, one)).collect();
            let mut shown = hiding.shown(&found).into_iter();
            checked.findings.retain(|_| shown.next() == Some(true));
        }
        checked.retain(|checked| !checked.findings.is_empty());
        hiding.known
    }
}

struct Hiding<'b> {
    baseline: &'b Baseline,
    /// What was not found yet.
    left: BTreeMap<Address, usize>,
    known: Known,
}

impl Hiding<'_> {
    /// Of each finding of a file whether it is shown. What lists the same as before is looked for first, then what lists
    /// fewer things.
    fn shown(&mut self, found: &[Address]) -> Vec<bool> {
        let mut shown: Vec<bool> = found
            .iter()
            .map(|found| !self.is_quiet(found.clone(), found))
            .collect();
        let listing = |shown: &[bool]| -> Vec<usize> {
            let of = |&index: &usize| shown[index] && !found[index].names.is_empty();
            (0..found.len()).filter(of).collect()
        };
        for index in listing(&shown) {
            let found = &found[index];
            let fits = self.beside(found, |known| known.covers(&found.names));
            let nearest = |known: &Address| match known.names.len() {
                0 => usize::MAX,
                listed => listed,
            };
            if let Some(known) = fits.into_iter().min_by_key(nearest) {
                shown[index] = !self.is_quiet(known, found);
            }
        }
        for index in listing(&shown) {
            let names = &found[index].names;
            let shared = |known: &Address| {
                let known = known.names.iter();
                known.filter(|name| names.contains(name)).count()
            };
            let fits = self.beside(&found[index], |known| shared(known) > 0);
            if let Some(known) = fits.into_iter().min_by_key(|known| Reverse(shared(known))) {
                self.take(&known);
                *self.known.within.entry(known).or_default() += 1;
            }
        }
        let all = found.iter().zip(&shown).filter(|(_, shown)| **shown);
        let unsure = all.filter(|(found, _)| self.is_like_known(found)).count();
        self.known.unsure += unsure;
        shown
    }

    /// Keeps a finding quiet, if there is one left in the baseline.
    fn is_quiet(&mut self, known: Address, found: &Address) -> bool {
        let is_left = self.take(&known);
        if is_left {
            let quiet = self.known.quiet.entry(known).or_default();
            *quiet.entry(found.clone()).or_default() += 1;
        }
        is_left
    }

    fn take(&mut self, known: &Address) -> bool {
        match self.left.get_mut(known) {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => false,
        }
    }

    /// What is left in the baseline and differs from a finding in what it lists only.
    fn beside(&self, found: &Address, fits: impl Fn(&Address) -> bool) -> Vec<Address> {
        let all = beside(&self.left, found).filter(|&(known, left)| *left > 0 && fits(known));
        all.map(|(known, _)| known.clone()).collect()
    }

    /// Whether it would be known if there were more of it in the baseline.
    fn is_like_known(&self, found: &Address) -> bool {
        beside(&self.baseline.counts, found).any(|(known, _)| known.covers(&found.names))
    }
}

fn beside<'c>(
    counts: &'c BTreeMap<Address, usize>,
    found: &Address,
) -> impl Iterator<Item = (&'c Address, &'c usize)> {
    let first = Address {
        names: Vec::new(),
        ..found.clone()
    };
    let found = found.clone();
    let all = counts.range(first..);
    all.take_while(move |(known, _)| known.is_beside(&found))
}
