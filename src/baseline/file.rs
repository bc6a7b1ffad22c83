//! The file that a baseline is kept in.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use super::{Address, Baseline};
use crate::conflict::{self, Conflict};
use crate::file::Position;
use crate::json::{self, Leniency};
use crate::text::Text;

impl Baseline {
    /// The file: JSON with an address a line, sorted, so that two branches seldom touch the same line.
    pub fn text(&self) -> String {
        let mut text = format!("{{\n  \"{VERSION}\": 1,\n  \"{FINDINGS}\": [");
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
            if !address.names.is_empty() {
                let names = address.names.iter().map(|name| quoted(name));
                let names: Vec<String> = names.collect();
                let _ = write!(text, ", \"{NAMES}\": [{}]", names.join(", "));
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
        if text.trim().is_empty() {
            return Err("it is empty".to_owned());
        }
        let value: Value = serde_json::from_str(text).map_err(|error| match conflict::first(text) {
            Some(Conflict { mark, .. }) => format!(
                "line {}: a merge conflict is left in it; keep the lines of both sides, with a comma behind all but the last",
                Position::of(text.as_bytes(), mark.start).line
            ),
            None => format!(
                "line {}, column {}: it is not JSON",
                error.line(),
                error.column()
            ),
        })?;
        let none = "it is no baseline of connlint";
        let version = value.get(VERSION).and_then(Value::as_u64).ok_or(none)?;
        if version != 1 {
            return Err("it is a baseline of another version".to_owned());
        }
        let mut keys = value
            .as_object()
            .into_iter()
            .flat_map(|members| members.keys());
        if keys.any(|key| ![VERSION, FINDINGS].contains(&&**key)) {
            let is_report = REPORT.iter().all(|key| value.get(key).is_some());
            return Err(match is_report {
                true => format!("{none} but a report; --write-baseline writes one"),
                false => none.to_owned(),
            });
        }
        let findings = value.get(FINDINGS).and_then(Value::as_array);
        let findings = findings.ok_or_else(|| format!("{none}: it has no list of findings"))?;
        let mut counts = BTreeMap::new();
        for (index, finding) in findings.iter().enumerate() {
            let (address, count) = entry(finding).ok_or_else(|| {
                let line = line_of(text, index);
                format!("line {line}: finding {} is not understood", index + 1)
            })?;
            // Where two branches were merged there may be two.
            let sum: &mut usize = counts.entry(address).or_default();
            *sum = (*sum).max(count);
        }
        Ok(Baseline { counts })
    }
}

/// The line on which a finding stands, by its number.
fn line_of(text: &str, index: usize) -> usize {
    let json = json::parse(Text::file(text), Leniency::default());
    let list = json
        .roots
        .first()
        .and_then(|&root| json.get(root, FINDINGS));
    let finding = list.and_then(|list| json.elements(list).nth(index));
    let start = finding.map_or(0, |finding| json.span(finding).start);
    Position::of(text.as_bytes(), start).line
}

const VERSION: &str = "version";
const FINDINGS: &str = "findings";
/// What a report of findings in JSON has besides.
const REPORT: [&str; 2] = ["unread", "summary"];
const PATH: &str = "path";
const RULE: &str = "rule";
const POINTER: &str = "pointer";
const KEYWORD: &str = "keyword";
const HEADER: &str = "header";
const NAMES: &str = "names";
const COUNT: &str = "count";

/// An address and its count; `None` where anything about it is not as it is written here.
fn entry(finding: &Value) -> Option<(Address, usize)> {
    let known = [PATH, RULE, POINTER, KEYWORD, HEADER, NAMES, COUNT];
    let members = finding.as_object()?;
    if members.keys().any(|key| !known.contains(&&**key)) {
        return None;
    }
    let text = |key: &str| match members.get(key) {
        None => Some(None),
        Some(value) => value.as_str().map(|text| Some(text.to_owned())),
    };
    let mut names: Vec<String> = match members.get(NAMES) {
        None => Vec::new(),
        Some(names) => {
            let names = names.as_array()?.iter();
            let names = names.map(|name| Some(name.as_str()?.to_owned()));
            names.collect::<Option<_>>()?
        }
    };
    names.sort();
    names.dedup();
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
        names,
    };
    Some((address, count))
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
