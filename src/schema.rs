//! Validates a part of a request against the one schema that was chosen for it.
//!
//! This is the only module that knows the `jsonschema` crate. Its errors become violations: where,
//! and what was expected; never its words, which would show values.

use std::collections::HashMap;
use std::sync::{OnceLock, RwLock};

use jsonschema::PatternOptions;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use serde_json::Value;

mod instance;

pub use instance::Instance;
use instance::Meant;

type Validator = jsonschema::Validator<Meant>;

/// One thing that a schema refuses.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// Keys from the validated value down to what is refused.
    pub path: Vec<String>,
    pub kind: ViolationKind,
}

impl Violation {
    /// What two schemas refuse together: what neither of them takes.
    pub fn with(&self, other: &Violation) -> Option<Violation> {
        fn joined<T: Clone + PartialEq>(a: &[T], b: &[T]) -> Vec<T> {
            let more = b.iter().filter(|item| !a.contains(item));
            a.iter().chain(more).cloned().collect()
        }
        let kind = match (&self.kind, &other.kind) {
            (ViolationKind::NotOneOf(a), ViolationKind::NotOneOf(b)) => {
                ViolationKind::NotOneOf(joined(a, b))
            }
            (ViolationKind::WrongType(a), ViolationKind::WrongType(b)) => {
                ViolationKind::WrongType(joined(a, b))
            }
            (a, b) if a == b => a.clone(),
            _ => return None,
        };
        let path = self.path.clone();
        (path == other.path).then_some(Violation { path, kind })
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum ViolationKind {
    /// The object at `path` lacks this property.
    Missing(String),
    /// The JSON types that are taken.
    WrongType(Vec<String>),
    /// The values that are taken.
    NotOneOf(Vec<Value>),
    /// The value does not have the documented form.
    Malformed,
    /// The string is shorter than this many characters.
    TooShort(u64),
    /// The string is longer than this many characters.
    TooLong(u64),
    /// The number is not what it has to be: `at least`, `more than`, `at most` or `less than` this one.
    OutOfRange(&'static str, Value),
}

/// What `schema`, a draft-07 JSON Schema, refuses about `instance`. Keys that it does not know are
/// not violations: whether they are misspelt is known better elsewhere.
pub fn violations(schema: &'static str, instance: &Instance<'_>) -> Vec<Violation> {
    let Some(validator) = validator(schema) else {
        return Vec::new();
    };
    if validator.is_valid(instance) {
        return Vec::new();
    }
    validator
        .iter_errors(instance)
        .filter_map(|error| {
            let kind = kind(error.kind())?;
            let path = error.instance_path().to_string();
            let unescape = |step: &str| step.replace("~1", "/").replace("~0", "~");
            Some(Violation {
                path: path.split('/').skip(1).map(unescape).collect(),
                kind,
            })
        })
        .collect()
}

fn kind(kind: &ValidationErrorKind) -> Option<ViolationKind> {
    Some(match kind {
        ValidationErrorKind::Required { property } => {
            ViolationKind::Missing(property.as_str()?.to_owned())
        }
        ValidationErrorKind::Type {
            kind: TypeKind::Single(one),
        } => ViolationKind::WrongType(vec![one.to_string()]),
        ValidationErrorKind::Type {
            kind: TypeKind::Multiple(set),
        } => ViolationKind::WrongType(set.iter().map(|one| one.to_string()).collect()),
        ValidationErrorKind::Enum { options } => {
            ViolationKind::NotOneOf(options.as_array()?.clone())
        }
        ValidationErrorKind::Constant { expected_value } => {
            ViolationKind::NotOneOf(vec![(**expected_value).clone()])
        }
        ValidationErrorKind::Pattern { .. } | ValidationErrorKind::Format { .. } => {
            ViolationKind::Malformed
        }
        ValidationErrorKind::MinLength { limit } => ViolationKind::TooShort(*limit),
        ValidationErrorKind::MaxLength { limit } => ViolationKind::TooLong(*limit),
        ValidationErrorKind::Minimum { limit } => out_of_range("at least", limit),
        ValidationErrorKind::ExclusiveMinimum { limit } => out_of_range("more than", limit),
        ValidationErrorKind::Maximum { limit } => out_of_range("at most", limit),
        ValidationErrorKind::ExclusiveMaximum { limit } => out_of_range("less than", limit),
        _ => return None,
    })
}

fn out_of_range(side: &'static str, limit: &Value) -> ViolationKind {
    ViolationKind::OutOfRange(side, limit.clone())
}

/// The validator of an embedded schema, built when it is first needed. A schema that cannot be built
/// validates nothing; a test builds every embedded one.
fn validator(schema: &'static str) -> Option<&'static Validator> {
    type Cache = RwLock<HashMap<usize, Option<&'static Validator>>>;
    static CACHE: OnceLock<Cache> = OnceLock::new();
    let cache = CACHE.get_or_init(Cache::default);
    let key = schema.as_ptr() as usize;
    if let Some(found) = cache.read().ok().and_then(|map| map.get(&key).copied()) {
        return found;
    }
    let built = build(schema).map(|validator| &*Box::leak(Box::new(validator)));
    cache.write().ok()?.insert(key, built);
    built
}

fn build(schema: &str) -> Option<Validator> {
    let schema: Value = serde_json::from_str(schema).ok()?;
    jsonschema::options_for::<Meant>()
        .with_draft(jsonschema::Draft::Draft7)
        .with_pattern_options(PatternOptions::regex())
        .build(&schema)
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;

    #[test]
    fn every_embedded_schema_can_be_built() {
        assert!(build(catalog::envelope().schema).is_some());
        for source in catalog::embedded().sources() {
            for variant in source.auth {
                assert!(
                    build(variant.schema).is_some(),
                    "{} {}",
                    source.slug,
                    variant.name
                );
            }
        }
    }
}
