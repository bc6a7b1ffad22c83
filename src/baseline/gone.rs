//! What a baseline has and a run did not find.

use super::{Address, Baseline, Known};

/// Findings of a baseline at one address that are no longer there, or of which a part is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    pub address: Address,
    pub count: usize,
    /// Where they are by now, if they list fewer things.
    pub left: Option<Address>,
}

impl Gone {
    /// The names that are gone.
    pub fn names(&self) -> Vec<&str> {
        let left: &[String] = self.left.as_ref().map_or(&[], |left| &left.names);
        let names = self.address.names.iter();
        let names = names.filter(|name| !left.contains(name));
        names.map(String::as_str).collect()
    }

    /// Whether nothing is gone, and the baseline only did not say what is listed.
    pub fn is_untold(&self) -> bool {
        self.left.is_some() && self.address.names.is_empty()
    }
}

impl Baseline {
    /// What is in it and was not found. `is_seen` tells of a file whether it would have been.
    pub fn gone(&self, known: &Known, is_seen: impl Fn(&Address) -> bool) -> Vec<Gone> {
        let mut gone = Vec::new();
        for (address, &count) in self.counts.iter().filter(|(address, _)| is_seen(address)) {
            let quiet = || known.quiet.get(address).into_iter().flatten();
            let within = known.within.get(address).copied().unwrap_or(0);
            let found = within + quiet().map(|(_, count)| count).sum::<usize>();
            if count > found {
                gone.push(Gone {
                    address: address.clone(),
                    count: count - found,
                    left: None,
                });
            }
            let less = quiet().filter(|(found, _)| *found != address);
            gone.extend(less.map(|(found, &count)| Gone {
                address: address.clone(),
                count,
                left: Some(found.clone()),
            }));
        }
        gone
    }

    /// The same without what is gone.
    pub fn without(&self, gone: &[Gone]) -> Baseline {
        let mut counts = self.counts.clone();
        for gone in gone {
            if let Some(count) = counts.get_mut(&gone.address) {
                *count -= gone.count.min(*count);
            }
            if let Some(left) = &gone.left {
                let left = counts.entry(left.clone()).or_default();
                *left = left.saturating_add(gone.count);
            }
        }
        counts.retain(|_, count| *count > 0);
        Baseline { counts }
    }
}
