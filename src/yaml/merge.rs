//! The members of a mapping, with those that `<<` merges into it.

use std::collections::HashSet;

use super::{Id, Kind, Yaml};

/// How deeply merges of merges are followed.
const LONGEST: usize = 8;

/// How many mappings and lists are looked at for the sake of one.
const MOST: usize = 64;

#[derive(Debug)]
pub(super) struct Members {
    /// Key and value, and whether they were merged.
    pub(super) all: Vec<(Id, Id, bool)>,
    /// Whether all that is merged can be read.
    pub(super) is_complete: bool,
}

impl Members {
    pub(super) fn of(yaml: &Yaml<'_>, id: Id) -> Members {
        let mut members = Members {
            all: yaml
                .members(id)
                .filter(|&(key, _)| !is_merge(yaml, key))
                .map(|(key, value)| (key, value, false))
                .collect(),
            is_complete: true,
        };
        let merges = yaml.members(id).filter(|&(key, _)| is_merge(yaml, key));
        let merges: Vec<Id> = merges.map(|(_, value)| value).collect();
        if merges.is_empty() {
            return members;
        }
        // What the mapping has itself counts more, and so does what was merged first.
        let mut seen: HashSet<String> = members
            .all
            .iter()
            .map(|&(key, _, _)| yaml.value(key).to_owned())
            .collect();
        for value in merges {
            members.merge(yaml, value, &mut seen, LONGEST, &mut { MOST });
        }
        members
    }

    fn merge(
        &mut self,
        yaml: &Yaml<'_>,
        id: Id,
        seen: &mut HashSet<String>,
        steps: usize,
        left: &mut usize,
    ) {
        if steps == 0 || *left == 0 {
            self.is_complete = false;
            return;
        }
        *left -= 1;
        match yaml.nodes[id].kind {
            Kind::Alias(Some(target)) => self.merge(yaml, target, seen, steps - 1, left),
            Kind::Sequence => {
                for element in yaml.elements(id) {
                    self.merge(yaml, element, seen, steps - 1, left);
                }
            }
            Kind::Mapping => {
                for (key, value) in yaml.members(id) {
                    if is_merge(yaml, key) {
                        self.merge(yaml, value, seen, steps - 1, left);
                    } else if seen.insert(yaml.value(key).to_owned()) {
                        self.all.push((key, value, true));
                    }
                }
            }
            _ => self.is_complete = false,
        }
    }
}

fn is_merge(yaml: &Yaml<'_>, key: Id) -> bool {
    yaml.value(key) == "<<" && yaml.content(key) == yaml.range(key)
}
