//! The rules, in order of precedence: what an earlier one explains, a later one does not report.

use crate::rule::Rule;

pub mod placeholders;
pub mod unknown_spec_versions;

/// Every rule. A finding claims its bytes, so the order decides which of two rules explains them.
pub const RULES: &[Rule] = &[unknown_spec_versions::RULE];

/// The rule of an id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}
