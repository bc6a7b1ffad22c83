//! The rules, in order of precedence: what an earlier one explains, a later one does not report.

use crate::rule::Rule;

pub mod broken_commands;
pub mod duplicate_keys;
pub mod empty_values;
pub mod invalid_headers;
pub mod invalid_values;
pub mod malformed_spec_ids;
pub mod mismatched_platforms;
pub mod mismatched_spec_ids;
pub mod missing_headers;
pub mod missing_properties;
pub mod misspelled_headers;
pub mod misspelled_properties;
pub mod mixed_auth_params;
pub mod placeholders;
pub mod server_properties;
pub mod syntax_errors;
pub mod unexpanded_variables;
pub mod unknown_auth_specs;
pub mod unknown_properties;
pub mod unknown_spec_ids;
pub mod unknown_spec_versions;
pub mod unrecognized_files;
pub mod unsupported_encodings;
pub mod wrong_endpoints;
pub mod wrong_methods;
pub mod wrong_types;

/// Every rule. A finding claims its bytes, so the order decides which of two rules explains them.
pub const RULES: &[Rule] = &[
    unsupported_encodings::RULE,
    syntax_errors::RULE,
    duplicate_keys::RULE,
    broken_commands::RULE,
    unexpanded_variables::RULE,
    wrong_methods::RULE,
    wrong_endpoints::RULE,
    misspelled_headers::RULE,
    invalid_headers::RULE,
    missing_headers::RULE,
    mismatched_spec_ids::RULE,
    malformed_spec_ids::RULE,
    unknown_spec_ids::RULE,
    unknown_spec_versions::RULE,
    unknown_auth_specs::RULE,
    mixed_auth_params::RULE,
    mismatched_platforms::RULE,
    misspelled_properties::RULE,
    server_properties::RULE,
    wrong_types::RULE,
    empty_values::RULE,
    invalid_values::RULE,
    missing_properties::RULE,
    unknown_properties::RULE,
    unrecognized_files::RULE,
];

/// The rule of an id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}
