//! Compares the base connections of a run with each other.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::placed::{Mark, Placed, Sandbox};
use crate::diagnostic::{Diagnostic, Elsewhere};
use crate::file::File;
use crate::rule::Check;
use crate::rules::RULES;

/// How a rule compares base connections that will be made in one sandbox.
#[derive(Clone, Copy, Debug)]
pub struct Across {
    /// What two of them must not have in common.
    pub mark: fn(&Placed) -> Option<&Mark>,
    /// Says what is wrong with the later one.
    pub message: fn(&Sandbox) -> String,
    /// Points at the first one.
    pub label: &'static str,
    pub help: &'static str,
}

/// What the rules that compare base connections say, file by file. It does not depend on the order of what is compared.
pub fn across(mut all: Vec<Placed>) -> Vec<(Arc<File>, Diagnostic)> {
    // A body that several commands send is one request.
    all.sort_by(|a, b| place(a).cmp(&place(b)));
    all.dedup_by(|a, b| place(a) == place(b));
    let mut found = Vec::new();
    // Of two that are the same in every way, one rule speaks.
    let mut pairs: HashSet<(usize, usize)> = HashSet::new();
    let rules = RULES.iter().filter_map(|rule| match rule.check {
        Check::Across(across) => Some((rule, across)),
        _ => None,
    });
    for (number, (rule, across)) in rules.enumerate() {
        let mut firsts: HashMap<(&Sandbox, &str), usize> = HashMap::new();
        for (index, placed) in all.iter().enumerate() {
            let Some(mark) = (across.mark)(placed) else {
                continue;
            };
            let first = *firsts.entry((&placed.sandbox, &mark.text)).or_insert(index);
            if first == index || !pairs.insert((first, index)) {
                continue;
            }
            let Some(severity) = placed.levels.get(number).copied().flatten() else {
                continue;
            };
            if placed.silenced.contains(&rule.id) {
                continue;
            }
            let message = (across.message)(&placed.sandbox);
            let mut finding =
                Diagnostic::new(rule.id, severity, mark.span.clone(), message).help(across.help);
            finding.request = Some(placed.request);
            finding.pointer.clone_from(&mark.pointer);
            finding.keyword = mark.keyword;
            let other = &all[first];
            if let Some(mark) = (across.mark)(other) {
                finding = match other.file == placed.file {
                    true => finding.label(mark.span.clone(), across.label),
                    false => finding.elsewhere(Elsewhere {
                        file: Arc::clone(&other.file),
                        span: mark.span.clone(),
                        message: across.label.to_owned(),
                        shown: Vec::new(),
                    }),
                };
            }
            found.push((Arc::clone(&placed.file), finding));
        }
    }
    found
}

fn place(placed: &Placed) -> (&str, usize, usize, &Sandbox) {
    let span = &placed.span;
    (&placed.file.path, span.start, span.end, &placed.sandbox)
}
