//! The rules, in order of precedence: what an earlier one explains, a later one does not report.

use crate::rule::Rule;

pub mod broken_commands;
pub mod conflicting_keywords;
pub mod deprecated_auth_specs;
pub mod disabled_encryption;
pub mod documentation_markup;
pub mod duplicate_connections;
pub mod duplicate_keys;
pub mod duplicate_keywords;
pub mod duplicate_names;
pub mod empty_values;
pub mod foreign_connection_strings;
pub mod implausible_values;
pub mod invalid_headers;
pub mod invalid_hosts;
pub mod invalid_ports;
pub mod invalid_values;
pub mod lookalike_characters;
pub mod malformed_connection_strings;
pub mod malformed_spec_ids;
pub mod mismatched_platforms;
pub mod mismatched_sandboxes;
pub mod mismatched_spec_ids;
pub mod misplaced_properties;
pub mod missing_headers;
pub mod missing_keywords;
pub mod missing_properties;
pub mod misspelled_headers;
pub mod misspelled_keywords;
pub mod misspelled_properties;
pub mod mixed_auth_params;
pub mod padded_values;
pub mod placeholders;
pub mod plaintext_secrets;
pub mod server_properties;
pub mod services_as_sids;
pub mod swallowed_separators;
pub mod syntax_errors;
pub mod unexpanded_variables;
pub mod unknown_auth_specs;
pub mod unknown_keywords;
pub mod unknown_properties;
pub mod unknown_spec_ids;
pub mod unknown_spec_versions;
pub mod unquoted_values;
pub mod unreachable_hosts;
pub mod unrecognized_files;
pub mod unsupported_encodings;
pub mod unusable_files;
pub mod unused_ignores;
pub mod unusual_ports;
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
    mismatched_sandboxes::RULE,
    documentation_markup::RULE,
    lookalike_characters::RULE,
    mismatched_spec_ids::RULE,
    malformed_spec_ids::RULE,
    unknown_spec_ids::RULE,
    unknown_spec_versions::RULE,
    unknown_auth_specs::RULE,
    mixed_auth_params::RULE,
    mismatched_platforms::RULE,
    misplaced_properties::RULE,
    misspelled_properties::RULE,
    server_properties::RULE,
    invalid_ports::RULE,
    wrong_types::RULE,
    empty_values::RULE,
    padded_values::RULE,
    foreign_connection_strings::RULE,
    swallowed_separators::RULE,
    malformed_connection_strings::RULE,
    unquoted_values::RULE,
    misspelled_keywords::RULE,
    duplicate_keywords::RULE,
    conflicting_keywords::RULE,
    missing_keywords::RULE,
    invalid_values::RULE,
    invalid_hosts::RULE,
    implausible_values::RULE,
    services_as_sids::RULE,
    unusable_files::RULE,
    missing_properties::RULE,
    unknown_keywords::RULE,
    unknown_properties::RULE,
    unreachable_hosts::RULE,
    unusual_ports::RULE,
    disabled_encryption::RULE,
    deprecated_auth_specs::RULE,
    placeholders::RULE,
    plaintext_secrets::RULE,
    duplicate_names::RULE,
    duplicate_connections::RULE,
    unused_ignores::RULE,
    unrecognized_files::RULE,
];

/// The rule of an id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}
