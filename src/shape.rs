//! What the JSON Schema of an auth spec says about each parameter by itself.

use serde_json::{Map, Value};

use crate::catalog::{AuthSpec, Param};

/// A parameter's JSON Schema, as far as it is flat. Empty where anything goes.
#[derive(Clone, Debug, Default)]
pub struct Shape {
    pub schema: Map<String, Value>,
}

impl Shape {
    pub fn of(schema: Map<String, Value>) -> Self {
        Shape { schema }
    }

    /// The parameters of an auth spec in the order of the documentation, each with its schema.
    pub fn all(variant: &AuthSpec) -> Vec<(&'static Param, Shape)> {
        let mut schema: Value = serde_json::from_str(variant.schema).unwrap_or_default();
        let mut take = |name: &str| match schema
            .get_mut("properties")
            .and_then(|properties| properties.get_mut(name))
            .map(Value::take)
        {
            Some(Value::Object(schema)) => Shape { schema },
            _ => Shape::default(),
        };
        let params = variant.params.iter();
        params.map(|param| (param, take(param.name))).collect()
    }

    /// The JSON types that are taken; none where all are.
    pub fn types(&self) -> Vec<&str> {
        match self.schema.get("type") {
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether a string is one of them.
    pub fn takes_strings(&self) -> bool {
        let types = self.types();
        types.is_empty() || types.contains(&"string")
    }

    /// The values that are taken, where they are few.
    pub fn values(&self) -> &[Value] {
        match (self.schema.get("enum"), self.schema.get("const")) {
            (Some(Value::Array(several)), _) => several,
            (_, Some(one)) => std::slice::from_ref(one),
            _ => &[],
        }
    }

    /// The regular expression that a string has to match.
    pub fn pattern(&self) -> Option<&str> {
        self.schema.get("pattern")?.as_str()
    }

    /// A number that is taken, as near to this one as may be.
    pub fn nearest_to(&self, number: i64) -> Value {
        let limit = |key: &str| self.schema.get(key).and_then(Value::as_f64);
        let least = [
            limit("minimum").map(f64::ceil),
            limit("exclusiveMinimum").map(|limit| limit.floor() + 1.0),
        ];
        let most = [
            limit("maximum").map(f64::floor),
            limit("exclusiveMaximum").map(|limit| limit.ceil() - 1.0),
        ];
        let above = least.into_iter().flatten().fold(number as f64, f64::max);
        let within = most.into_iter().flatten().fold(above, f64::min);
        (within as i64).into()
    }

    /// What the service takes where nothing is given.
    pub fn default_value(&self) -> Option<&Value> {
        self.schema.get("default")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Evidence, Platform};

    #[test]
    fn a_schema_is_taken_apart_by_parameters() {
        let variant = AuthSpec {
            name: "a",
            spellings: &[],
            platform: Platform::Any,
            platform_evidence: Evidence::Weak,
            deprecated: None,
            flat: true,
            params: &[
                Param {
                    name: "b",
                    ..Param::BLANK
                },
                Param {
                    name: "c",
                    ..Param::BLANK
                },
            ],
            schema: r#"{ "properties": { "c": { "const": 1, "type": "integer" }, "b": { "enum": ["x"], "pattern": "y" } } }"#,
        };
        let all = Shape::all(&variant);
        let [(b, first), (c, second)] = &all[..] else {
            panic!("two parameters")
        };
        assert_eq!((b.name, c.name), ("b", "c"));
        assert_eq!(
            (first.values(), first.pattern()),
            (&["x".into()][..], Some("y"))
        );
        assert!(first.types().is_empty() && first.takes_strings());
        assert_eq!(
            (second.types(), second.values()),
            (vec!["integer"], &[1.into()][..])
        );
        assert!(!second.takes_strings() && second.default_value().is_none());
    }

    #[test]
    fn a_number_keeps_to_the_range() {
        let number = |schema: &str| {
            let schema = serde_json::from_str(schema).expect("JSON");
            Shape::of(schema).nearest_to(1)
        };
        assert_eq!(number("{}"), 1);
        assert_eq!(number(r#"{ "minimum": 8, "maximum": 9 }"#), 8);
        assert_eq!(number(r#"{ "exclusiveMinimum": 1 }"#), 2);
        assert_eq!(number(r#"{ "maximum": -0.5 }"#), -1);
        assert_eq!(number(r#"{ "exclusiveMaximum": 1 }"#), 0);
    }
}
