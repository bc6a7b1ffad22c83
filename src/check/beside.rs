//! Checks what stands in a file beside its requests, and says what a file is that holds none.

use super::{Beside, Run};
use crate::document::{Document, Extent};
use crate::recognise::is_flow_service;
use crate::rule::{Check, VariableContext};
use crate::rules::RULES;
use crate::secrets::SecretNames;
use crate::shown;

impl Run<'_> {
    /// Checks what stands beside the requests that were found.
    pub(super) fn beside(&mut self, beside: &Beside<'_>, contents: &str) {
        if self.requests.is_empty() {
            self.looks_like = beside.looks_like.or_else(|| looks_like(contents));
        }
        self.frame(beside);
        self.variables(beside, contents);
        if !self.findings.list.is_empty() && !self.config.without_excerpts {
            self.shown.extend(beside.notation.iter().cloned());
            if let Some(json) = &beside.frame {
                shown::frame(json, contents, &mut self.shown);
            }
        }
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
    if body.starts_with(['{', '[']) {
        return Some(match serde_json::from_str::<serde::de::IgnoredAny>(body) {
            Ok(_) => "JSON of another kind",
            Err(_) => "JSON that does not parse",
        });
    }
    Some("a text without a request")
}
