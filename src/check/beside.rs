//! Checks what stands in a file beside its requests, and says what a file is that holds none.

use std::collections::HashSet;
use std::ops::Range;

use super::{Beside, Run};
use crate::conflict;
use crate::diagnostic::Diagnostic;
use crate::document::{Document, Extent};
use crate::extract::Variable;
use crate::placeholder::filling;
use crate::recognise::is_flow_service;
use crate::rule::{Check, VariableContext};
use crate::rules::{RULES, placeholders, plaintext_secrets};
use crate::secrets::SecretNames;
use crate::shown;

impl Run<'_> {
    /// Checks what stands beside the requests that were found.
    pub(super) fn beside(&mut self, beside: &Beside<'_>, contents: &str) {
        if self.requests.is_empty() {
            self.looks_like = beside.looks_like.or_else(|| looks_like(contents));
        }
        self.move_to_variables(beside);
        self.forget_filled_in(beside, contents);
        self.frame(beside);
        self.variables(beside, contents);
        self.keep_exact(beside);
        if !self.findings.list.is_empty() && !self.config.without_excerpts {
            self.shown.extend(beside.notation.iter().cloned());
            if let Some(json) = &beside.frame {
                shown::frame(json, contents, &mut self.shown);
            }
        }
    }

    /// What is wrong with the value of a variable is wrong where that is written, once for all places where it is used.
    fn move_to_variables(&mut self, beside: &Beside<'_>) {
        if beside.used.is_empty() {
            return;
        }
        let mut used: Vec<_> = beside.used.iter().collect();
        used.sort_by_key(|used| (used.at.start, used.at.end));
        let mut told = HashSet::new();
        self.findings.list.retain_mut(|finding| {
            let span = &finding.span;
            let next = used.partition_point(|used| used.at.start < span.start);
            let Some(used) = used.get(next).filter(|used| used.at.end <= span.end) else {
                return true;
            };
            if used.at != *span {
                // Of a secret that is not all in one place, a part is known here.
                return finding.rule != plaintext_secrets::RULE.id;
            }
            finding.span = used.defined.clone();
            if finding.rule == plaintext_secrets::RULE.id {
                finding.help = Some(plaintext_secrets::KEEP.to_owned());
            }
            told.insert((finding.rule, finding.span.clone()))
        });
    }

    /// A secret in a variable is told of once, as exactly as it can be.
    fn keep_exact(&mut self, beside: &Beside<'_>) {
        let defined: HashSet<_> = beside.used.iter().map(|used| &used.defined).collect();
        if defined.is_empty() {
            return;
        }
        let is_secret = |finding: &Diagnostic| finding.rule == plaintext_secrets::RULE.id;
        let told = self.findings.list.iter().filter(|one| is_secret(one));
        let mut told: Vec<_> = told.map(|finding| finding.span.clone()).collect();
        told.sort_by_key(|span| (span.start, span.end));
        self.findings.list.retain(|finding| {
            let span = &finding.span;
            let from = told.partition_point(|other| other.start < span.start);
            let mut inside = told[from..]
                .iter()
                .take_while(|other| other.end <= span.end);
            !is_secret(finding) || !defined.contains(span) || inside.all(|other| other == span)
        });
    }

    /// What the file itself gives a value waits for none.
    fn forget_filled_in(&mut self, beside: &Beside<'_>, contents: &str) {
        let is_there = |variable: &&Variable| {
            let value = variable.value.as_str();
            variable.is_usable && !value.trim().is_empty() && filling(value).is_literal()
        };
        let filled: HashSet<_> = beside
            .variables
            .iter()
            .filter(is_there)
            .map(|variable| variable.name.as_str())
            .collect();
        if filled.is_empty() {
            return;
        }
        let name = |span: Range<usize>| {
            let written = contents.get(span)?.strip_prefix("{{")?;
            Some(written.strip_suffix("}}")?.trim())
        };
        self.findings.list.retain(|finding| {
            finding.rule != placeholders::RULE.id
                || name(finding.span.clone()).is_none_or(|name| !filled.contains(name))
        });
    }

    /// The JSON that keeps base connections in its strings: what is wrong with it keeps them from being read.
    fn frame(&mut self, beside: &Beside<'_>) {
        let Some(json) = &beside.frame else { return };
        if !self.requests.iter().any(|request| request.checked) {
            return;
        }
        self.findings.next_text();
        let document = Document {
            json,
            catalog: self.config.catalog,
            roots: json.roots.clone(),
            requests: Vec::new(),
            extent: Extent::File,
        };
        for rule in RULES {
            if let Check::Document(check) = rule.check {
                check(&document, &mut self.findings);
            }
        }
    }

    /// The variables of a file that is there for them, or that sends something to the service.
    fn variables(&mut self, beside: &Beside<'_>, contents: &str) {
        let is_ours = || {
            let mut requests = self.requests.iter();
            requests.any(|request| is_flow_service(request.kind))
        };
        if beside.variables.is_empty() || !(beside.only_variables || is_ours()) {
            return;
        }
        self.findings.next_text();
        let names = SecretNames::of(self.config.catalog);
        for rule in RULES {
            let Check::Kept(_, _, check) = rule.check else {
                continue;
            };
            let findings = self.findings.list.iter();
            let own = findings.filter(|finding| finding.rule == rule.id);
            let told = own.map(|finding| finding.span.clone()).collect();
            for variable in &beside.variables {
                let context = VariableContext {
                    variable,
                    names: &names,
                    told: &told,
                    submission: self.config.submission,
                };
                check(&context, &mut self.findings);
            }
        }
        if self.config.without_excerpts {
            return;
        }
        for variable in &beside.variables {
            if let Some(start) = names.find(variable.name.as_str()) {
                shown::variable(variable, start, contents, &mut self.shown);
            }
        }
    }
}

/// What a text without a request looks like, for people who named it.
fn looks_like(contents: &str) -> Option<&'static str> {
    let body = contents.trim_start_matches('\u{FEFF}').trim();
    if body.is_empty() {
        return Some("an empty file");
    }
    if conflict::first(contents).is_some() {
        return Some("a file with a merge conflict in it");
    }
    if body.starts_with(['{', '[']) {
        return Some(match serde_json::from_str::<serde::de::IgnoredAny>(body) {
            Ok(_) => "JSON of another kind",
            Err(_) => "JSON that does not parse",
        });
    }
    Some("a text without a request")
}
