//! Passes over requests about which there is nothing to say, and holds that to the rules.

use super::{Run, Sent, Summary};
use crate::document::Document;
use crate::json::{Id, Json};
use crate::recognise::{self, Recognised, base_connection, is_base_connection};
use crate::request::Request;
use crate::routine::{self, Routine};
use crate::rule::{Check, Findings};
use crate::rules::RULES;

impl Run<'_> {
    /// Takes a base connection about which there is nothing to say; answers whether this is one.
    pub(super) fn routine(&mut self, json: &Json<'_>, node: Id, sent: &Sent<'_>) -> bool {
        // The rules also say what may be shown around the findings of others.
        if sent.call.is_some() || !self.findings.list.is_empty() || self.shows_all {
            return false;
        }
        let Some((routine, kind)) = routine::read(json, node, self.config).zip(base_connection())
        else {
            return false;
        };
        debug_assert!(
            self.rules_agree(json, node, sent, &routine),
            "the rules say something of {}",
            &json.text.as_str()[json.range(node)]
        );
        if self.config.expected.sandbox.is_some() || self.sent_to.is_some() {
            let found = Recognised {
                kind,
                node,
                root: node,
                nested: false,
            };
            let index = self.requests.len();
            let request = Request::read(index, json, &found, None, sent.contents, self.config);
            self.place(&request, sent.contents);
        }
        self.findings.placeholders += routine.placeholders;
        self.requests.push(Summary {
            kind,
            checked: true,
            followed: false,
            span: json.span(node),
            source: Some(routine.source.slug),
        });
        true
    }

    /// Whether the rules say of a request what was said without them: nothing.
    fn rules_agree(&self, json: &Json<'_>, node: Id, sent: &Sent<'_>, routine: &Routine) -> bool {
        let found = Recognised {
            kind: match recognise::kind_of(json, node, self.config.catalog) {
                Some(kind) if is_base_connection(kind) => kind,
                _ => return false,
            },
            node,
            root: node,
            nested: false,
        };
        let request = Request::read(0, json, &found, None, sent.contents, self.config);
        let document = Document {
            json,
            catalog: self.config.catalog,
            roots: vec![node],
            requests: vec![node],
            extent: sent.extent(json),
        };
        let mut findings = Findings::default();
        for rule in RULES {
            match rule.check {
                Check::Document(check) => check(&document, &mut findings),
                Check::Request(check) | Check::Sent(check, _) | Check::Kept(check, ..) => {
                    check(&request, &mut findings);
                }
                Check::File(_)
                | Check::Call(_)
                | Check::Across(_)
                | Check::Ignore(_)
                | Check::Elsewhere => {}
            }
        }
        let source = request.source().map(|source| source.slug);
        findings.list.is_empty()
            && findings.placeholders == routine.placeholders
            && source == Some(routine.source.slug)
    }
}
