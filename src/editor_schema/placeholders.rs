//! What waits to be filled in passes in a schema as it does here.

use serde_json::{Map, Value, json};

use crate::catalog;

/// The name of the definition. No source can be called so, because a slug has no underscore.
pub(super) const NAME: &str = "_placeholder";

/// A string that holds a placeholder, or nothing. What must not be empty has a `minLength` beside it.
pub(super) fn definition() -> Value {
    json!({
        "type": "string",
        "pattern": format!("^\\s*$|{}", pattern()),
        "description": "to be filled in later",
    })
}

/// Lets an object be a placeholder too. `pattern` is about strings alone, and the other keywords about objects.
pub(super) fn allow_for_object(schema: Option<&mut Map<String, Value>>) {
    if let Some(schema) = schema {
        schema.insert("type".to_owned(), json!(["object", "string"]));
        schema.insert("pattern".to_owned(), pattern().into());
    }
}

/// Any dialect as the whole value, or one that can be a part anywhere in it. The dialects keep to what the regular
/// expressions of ECMAScript and of others have in common; a test builds this one.
fn pattern() -> String {
    let dialects = catalog::placeholder_dialects();
    let parts = dialects.iter().filter(|dialect| dialect.part);
    let parts: Vec<&str> = parts.map(|dialect| dialect.pattern).collect();
    let whole = dialects.iter().filter(|dialect| !dialect.part);
    let whole: Vec<&str> = whole.map(|dialect| dialect.pattern).collect();
    format!("^\\s*(?:{})\\s*$|{}", whole.join("|"), parts.join("|"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::placeholder::filling;

    #[test]
    fn the_pattern_tells_what_is_told_elsewhere() {
        let regex = regex::Regex::new(&pattern()).expect("a regular expression");
        let examples = catalog::placeholder_dialects().iter();
        let examples: Vec<&str> = examples.map(|dialect| dialect.example).collect();
        let others = [
            "db-{REGION}.example.com",
            " {HOST} ",
            "tiger",
            "Pa$$word",
            "$ecret9",
            "xx",
            "a{b",
            "xxxxy",
            "%DB%x",
            "1521",
            "",
        ];
        for text in examples.into_iter().chain(others) {
            assert_eq!(regex.is_match(text), !filling(text).is_literal(), "{text}");
        }
    }
}
