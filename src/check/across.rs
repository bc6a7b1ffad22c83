//! Compares the base connections of a run with each other.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::placed::{Mark, Placed, Sandbox};
use crate::diagnostic::{Diagnostic, Elsewhere};
use crate::file::File;
use crate::rule::{Check, Rule};
use crate::rules::RULES;

/// How a rule compares base connections that will be made in one sandbox.
#[derive(Clone, Copy, Debug)]
pub struct Across {
    /// What two of them must not have in common.
    pub mark: fn(&Placed) -> Option<&Mark>,
    /// Says what is wrong with the later one.
    pub message: fn(&Sandbox) -> String,
    /// Points at the first one.
    pub first: &'static str,
    /// Points at a later one, where the first one is spoken of.
    pub other: &'static str,
    pub help: &'static str,
}

/// What the rules that compare base connections say, file by file. It does not depend on the order of what is compared.
pub fn across(mut all: Vec<Placed>) -> Vec<(Arc<File>, Diagnostic)> {
    // A body that several commands send is one request.
    all.sort_by(|a, b| place(a).cmp(&place(b)));
    all.dedup_by(|a, b| place(a) == place(b));
    settle(&mut all);
    let mut found = Vec::new();
    // Of two that are the same in every way, one rule speaks.
    let mut told: HashSet<[usize; 2]> = HashSet::new();
    let rules = RULES.iter().filter_map(|rule| match rule.check {
        Check::Across(across) => Some((rule, across)),
        _ => None,
    });
    for (number, (rule, across)) in rules.enumerate() {
        for [index, other] in pairs(&all, across, number) {
            if !told.insert([index.min(other), index.max(other)]) {
                continue;
            }
            let (placed, other) = (&all[index], &all[other]);
            if placed.silenced.contains(&rule.id) {
                continue;
            }
            let finding = finding(rule, across, placed, other, number);
            found.extend(finding.map(|finding| (Arc::clone(&placed.file), finding)));
        }
    }
    found
}

/// Different variables may stand for different organisations. One that is the only one stands for the same as where
/// nothing is said.
fn settle(all: &mut [Placed]) {
    let key = |sandbox: &Sandbox| (sandbox.name.clone(), sandbox.organization.clone());
    let mut variables: HashMap<_, HashSet<String>> = HashMap::new();
    for placed in &*all {
        let told = placed.sandbox.variable.iter().cloned();
        variables
            .entry(key(&placed.sandbox))
            .or_default()
            .extend(told);
    }
    for placed in all {
        let variables = variables.get(&key(&placed.sandbox));
        if variables.is_some_and(|variables| variables.len() == 1) {
            placed.sandbox.variable = None;
        }
    }
}

/// Which ones a rule speaks of, and with which other: of all with something in common those whose level it has, save the
/// first. That one is spoken of where it is the only one with a level: who is off can be anywhere in the order.
fn pairs(all: &[Placed], across: Across, number: usize) -> Vec<[usize; 2]> {
    let mut same: HashMap<(&Sandbox, &str), Vec<usize>> = HashMap::new();
    for (index, placed) in all.iter().enumerate() {
        if let Some(mark) = (across.mark)(placed) {
            let same = same.entry((&placed.sandbox, &mark.text)).or_default();
            same.push(index);
        }
    }
    let is_on = |index: &usize| all[*index].level(number).is_some();
    let mut pairs = Vec::new();
    for same in same.into_values() {
        let [first, others @ ..] = &same[..] else {
            continue;
        };
        let later = others.iter().filter(|index| is_on(index));
        let later: Vec<_> = later.map(|index| [*index, *first]).collect();
        let alone = others.first().filter(|_| later.is_empty() && is_on(first));
        pairs.extend(alone.map(|other| [*first, *other]));
        pairs.extend(later);
    }
    pairs.sort_unstable();
    pairs
}

fn finding(
    rule: &Rule,
    across: Across,
    placed: &Placed,
    other: &Placed,
    number: usize,
) -> Option<Diagnostic> {
    let mark = (across.mark)(placed)?;
    let message = (across.message)(&placed.sandbox);
    let severity = placed.level(number)?;
    let mut finding =
        Diagnostic::new(rule.id, severity, mark.span.clone(), message).help(across.help);
    finding.request = Some(placed.request);
    finding.pointer.clone_from(&mark.pointer);
    finding.keyword = mark.keyword;
    let mark = (across.mark)(other)?;
    let label = match place(other) < place(placed) {
        true => across.first,
        false => across.other,
    };
    Some(match other.file == placed.file {
        true => finding.label(mark.span.clone(), label),
        false => finding.elsewhere(Elsewhere {
            file: Arc::clone(&other.file),
            span: mark.span.clone(),
            message: label.to_owned(),
            shown: Vec::new(),
        }),
    })
}

fn place(placed: &Placed) -> (&str, usize, usize, &Sandbox) {
    let span = &placed.span;
    (&placed.file.path, span.start, span.end, &placed.sandbox)
}
