//! The pages of the rules, and what the service's error codes come from.

use std::fmt::Write as _;

use connlint::catalog::{self, ServiceError};
use connlint::diagnostic::Severity;
use connlint::report::{PAGE_WIDTH, page, wrap};
use connlint::rule::Rule;
use connlint::rules::RULES;

/// The page of a rule, or the causes of an error code.
pub(crate) fn explain(topic: &str) -> Result<String, String> {
    let topic = topic.trim();
    if let Some(error) = catalog::error_code(topic) {
        return Ok(error_page(error));
    }
    let is_code = |c: char| c.is_ascii_digit() || c == '-';
    if topic.starts_with(|c: char| c.is_ascii_digit()) && topic.chars().all(is_code) {
        let known: Vec<_> = catalog::errors().iter().map(|error| error.code).collect();
        let known = known.join(", ");
        return Err(format!(
            "there is no error code `{topic}` here; there are {known}"
        ));
    }
    let rule = rule(topic)?;
    let level = level(rule);
    Ok(format!("{} ({level})\n\n{}", rule.id, page(&rule.page())))
}

/// Every rule: its id, its level, whether it repairs anything, and what it finds.
pub(crate) fn rules() -> String {
    let width = RULES.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let mut text = String::new();
    for rule in RULES {
        let fix = if has_fix(&rule.page()) { "fix" } else { "" };
        let _ = writeln!(
            text,
            "{:width$}  {:7}  {fix:3}  {}",
            rule.id,
            level(rule),
            rule.summary()
        );
    }
    text
}

/// Whether the last paragraph of a page describes a fix.
fn has_fix(page: &str) -> bool {
    let fix = page.lines().find_map(|line| line.strip_prefix("**Fix.**"));
    fix.is_some_and(|text| !text.trim_start().starts_with("None"))
}

/// The rule of this id, or the id that it is nearest to.
pub(crate) fn rule(id: &str) -> Result<&'static Rule, String> {
    if let Some(rule) = RULES.iter().find(|rule| rule.id == id) {
        return Ok(rule);
    }
    let topics = RULES
        .iter()
        .map(|rule| rule.id)
        .chain(catalog::errors().iter().map(|error| error.code));
    let nearest = topics
        .map(|topic| {
            (
                strsim::damerau_levenshtein(&id.to_lowercase(), topic),
                topic,
            )
        })
        .min();
    Err(
        match nearest.filter(|(distance, topic)| *distance <= topic.len() / 3) {
            Some((_, topic)) => format!("there is no rule `{id}`; the nearest is `{topic}`"),
            None => format!("there is no rule `{id}`; `connlint rules` lists them"),
        },
    )
}

fn level(rule: &Rule) -> &'static str {
    match rule.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn error_page(error: &ServiceError) -> String {
    let mut text = format!("{}: {}\n\n", error.code, error.means);
    for line in wrap(error.help, PAGE_WIDTH, 0) {
        let _ = writeln!(text, "{line}");
    }
    if !error.rules.is_empty() {
        let _ = writeln!(text, "\nRules that find the cause, likeliest first:");
    }
    for id in error.rules {
        let _ = writeln!(text, "  {id}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_whether_there_is_a_fix() {
        assert!(has_fix("One.\n\n**Fix.** Quotes the value.\n"));
        assert!(!has_fix("One.\n\n**Fix.** None: it may be meant.\n"));
        assert!(!has_fix("One.\n"));
    }

    #[test]
    fn a_slip_finds_the_nearest_rule() {
        let Some(Rule { id, .. }) = RULES.first() else {
            return;
        };
        assert!(rule(id).is_ok());
        let slip = format!("{}x", id.replace('-', "_"));
        assert_eq!(
            rule(&slip).err(),
            Some(format!("there is no rule `{slip}`; the nearest is `{id}`"))
        );
        assert_eq!(
            rule("?").err(),
            Some("there is no rule `?`; `connlint rules` lists them".to_owned())
        );
    }
}
