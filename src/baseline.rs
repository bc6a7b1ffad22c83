//! A baseline: the findings that a repository had when connlint came to it, which are not shown again.
//!
//! A finding is known again by its rule, its file and its logical address, and by how many there are of these: lines may
//! move, and files be written anew. No value of a file is kept, nor anything made of one, for a secret can be found
//! again from its hash.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use crate::check::Checked;
use crate::diagnostic::Diagnostic;

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
}

/// How many findings there are at each address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    pub counts: BTreeMap<Address, usize>,
}

/// What a baseline kept quiet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// How many there still are at each of its addresses, of those that it has.
    pub counts: BTreeMap<Address, usize>,
    /// Of those that are shown, how many stand at an address with others that are known: which of them came later, nobody
    /// can tell.
    pub unsure: usize,
}

impl Known {
    /// How many findings were kept quiet.
    pub fn findings(&self) -> usize {
        self.counts.values().sum()
    }

    /// How many of them are a rule's.
    pub fn of(&self, rule: &str) -> usize {
        let counts = self.counts.iter();
        let counts = counts.filter(|(address, _)| address.rule == rule);
        counts.map(|(_, count)| count).sum()
    }
}

impl Baseline {
    /// The findings of a run. `name` tells what the baseline calls a file.
    pub fn of(checked: &[Checked], name: impl Fn(&str) -> String) -> Baseline {
        let mut counts = BTreeMap::new();
        for checked in checked {
            let path = name(&checked.file.path);
            for finding in &checked.findings {
                *counts.entry(address(&path, finding)).or_default() += 1;
            }
        }
        Baseline { counts }
    }

    /// Takes the findings that are known away from those of a run. Where there are more at an address than are known, the
    /// last ones in the file stay.
    pub fn hide(&self, checked: &mut Vec<Checked>, name: impl Fn(&str) -> String) -> Known {
        let mut known = Known::default();
        for checked in &mut *checked {
            let path = name(&checked.file.path);
            checked.findings.retain(|finding| {
                let address = address(&path, finding);
                let Some(&most) = self.counts.get(&address) else {
                    return true;
                };
                let so_far = known.counts.entry(address).or_default();
                let is_more = *so_far >= most;
                match is_more {
                    true => known.unsure += 1,
                    false => *so_far += 1,
                }
                is_more
            });
        }
        checked.retain(|checked| !checked.findings.is_empty());
        known
    }

    /// What is in it and was not found. `is_seen` tells of a file whether it would have been.
    pub fn gone(&self, known: &Known, is_seen: impl Fn(&Address) -> bool) -> Baseline {
        let gone = self.counts.iter().map(|(address, &count)| {
            let found = known.counts.get(address).copied().unwrap_or(0);
            (address, count - found.min(count))
        });
        let gone = gone.filter(|&(address, count)| count > 0 && is_seen(address));
        Baseline {
            counts: gone
                .map(|(address, count)| (address.clone(), count))
                .collect(),
        }
    }

    /// The same without some others.
    pub fn without(&self, gone: &Baseline) -> Baseline {
        let left = self.counts.iter().map(|(address, count)| {
            let gone = gone.counts.get(address).copied().unwrap_or(0);
            (address.clone(), count - gone.min(*count))
        });
        Baseline {
            counts: left.filter(|(_, count)| *count > 0).collect(),
        }
    }

    /// How many findings it has.
    pub fn findings(&self) -> usize {
        self.counts.values().sum()
    }

    /// In how many files.
    pub fn files(&self) -> usize {
        let mut paths: Vec<&str> = self.counts.keys().map(|address| &*address.path).collect();
        paths.dedup();
        paths.len()
    }

    /// The file: JSON with an address a line, sorted, so that two branches seldom touch the same line.
    pub fn text(&self) -> String {
        let mut text = String::from("{\n  \"version\": 1,\n  \"findings\": [");
        for (index, (address, count)) in self.counts.iter().enumerate() {
            text.push_str(if index == 0 { "\n" } else { ",\n" });
            let _ = write!(text, "    {{ \"{PATH}\": {}", quoted(&address.path));
            let _ = write!(text, ", \"{RULE}\": {}", quoted(&address.rule));
            for (key, value) in [
                (POINTER, &address.pointer),
                (KEYWORD, &address.keyword),
                (HEADER, &address.header),
            ] {
                if let Some(value) = value {
                    let _ = write!(text, ", \"{key}\": {}", quoted(value));
                }
            }
            if *count > 1 {
                let _ = write!(text, ", \"{COUNT}\": {count}");
            }
            text.push_str(" }");
        }
        text.push_str(if self.counts.is_empty() {
            "]\n}\n"
        } else {
            "\n  ]\n}\n"
        });
        text
    }

    /// Reads such a file, strictly: what is overlooked would be shown as new, or never again. Says what is wrong with it.
    pub fn read(text: &str) -> Result<Baseline, String> {
        let value: Value = serde_json::from_str(text).map_err(|error| {
            format!(
                "line {}, column {}: it is not JSON",
                error.line(),
                error.column()
            )
        })?;
        match value.get("version") {
            Some(version) if *version == 1 => {}
            Some(_) => return Err("it is a baseline of another version".to_owned()),
            None => return Err("it is no baseline".to_owned()),
        }
        let findings = value.get("findings").and_then(Value::as_array);
        let findings = findings.ok_or("it is no baseline: it has no list of findings")?;
        let mut counts = BTreeMap::new();
        for (index, finding) in findings.iter().enumerate() {
            let (address, count) =
                entry(finding).ok_or_else(|| format!("finding {} is not understood", index + 1))?;
            // Where two branches were merged there may be two.
            let sum: &mut usize = counts.entry(address).or_default();
            *sum = (*sum).max(count);
        }
        Ok(Baseline { counts })
    }
}

const PATH: &str = "path";
const RULE: &str = "rule";
const POINTER: &str = "pointer";
const KEYWORD: &str = "keyword";
const HEADER: &str = "header";
const COUNT: &str = "count";

fn address(path: &str, finding: &Diagnostic) -> Address {
    Address {
        path: path.to_owned(),
        rule: finding.rule.to_owned(),
        pointer: finding.pointer.clone(),
        keyword: finding.keyword.map(str::to_owned),
        header: finding.header.map(str::to_owned),
    }
}

/// An address and its count; `None` where anything about it is not as it is written here.
fn entry(finding: &Value) -> Option<(Address, usize)> {
    let known = [PATH, RULE, POINTER, KEYWORD, HEADER, COUNT];
    let members = finding.as_object()?;
    if members.keys().any(|key| !known.contains(&&**key)) {
        return None;
    }
    let text = |key: &str| match members.get(key) {
        None => Some(None),
        Some(value) => value.as_str().map(|text| Some(text.to_owned())),
    };
    let count = match members.get(COUNT) {
        None => 1,
        Some(count) => usize::try_from(count.as_u64()?).ok()?,
    };
    let address = Address {
        path: text(PATH)??,
        rule: text(RULE)??,
        pointer: text(POINTER)?,
        keyword: text(KEYWORD)?,
        header: text(HEADER)?,
    };
    Some((address, count))
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

#[cfg(test)]
mod tests;
