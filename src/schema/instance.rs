//! A value as it is handed to the validator: small, borrowed, with the keys that were meant.

use std::borrow::Cow;

use jsonschema::json::{Array, Json, JsonNumber, Node, NodeIdentity, Object};
use jsonschema::types::JsonType;
use serde_json::{Number, Value};

/// A JSON value of which only what a schema of ours looks at is kept.
#[derive(Clone, Debug)]
pub enum Instance<'a> {
    Null,
    Bool(bool),
    Number(&'a str),
    String(Cow<'a, str>),
    /// What is inside is not looked at.
    Array,
    Object(Vec<(&'static str, Instance<'a>)>),
}

impl Instance<'_> {
    fn value(&self) -> Value {
        match self {
            Instance::Null => Value::Null,
            Instance::Bool(value) => Value::Bool(*value),
            Instance::Number(text) => text.parse().map_or(Value::Null, Value::Number),
            Instance::String(text) => Value::String(text.clone().into_owned()),
            Instance::Array => Value::Array(Vec::new()),
            Instance::Object(members) => Value::Object(
                members
                    .iter()
                    .map(|(key, value)| ((*key).to_owned(), value.value()))
                    .collect(),
            ),
        }
    }
}

/// The representation, for the validator.
#[derive(Debug)]
pub struct Meant;

impl Json for Meant {
    type Node<'a> = &'a Instance<'a>;
    type PreparedKey = String;
    type StringBuffer = ();
    const ACYCLIC: bool = true;

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>((): &mut (), string: &str, f: impl FnOnce(Self::Node<'_>) -> T) -> T {
        f(&Instance::String(Cow::Borrowed(string)))
    }
}

/// A number as it is written.
#[derive(Debug)]
pub struct Written<'a>(&'a str);

impl JsonNumber for Written<'_> {
    fn as_u64(&self) -> Option<u64> {
        self.0.parse().ok()
    }

    fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    fn as_f64(&self) -> Option<f64> {
        self.0.parse().ok()
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.0)
    }

    fn to_number(&self) -> Cow<'_, Number> {
        Cow::Owned(self.0.parse().unwrap_or_else(|_| Number::from(0)))
    }
}

/// The members of an object.
#[derive(Clone, Copy, Debug)]
pub struct Members<'a>(&'a [(&'static str, Instance<'a>)]);

impl<'a> Object<'a, Meant> for Members<'a> {
    type Node = &'a Instance<'a>;
    type MemberName = &'a str;
    type MembersIter = std::iter::Map<
        std::slice::Iter<'a, (&'static str, Instance<'a>)>,
        fn(&'a (&'static str, Instance<'a>)) -> (&'a str, &'a Instance<'a>),
    >;

    fn len(&self) -> usize {
        self.0.len()
    }

    fn get(&self, key: &String) -> Option<Self::Node> {
        self.0
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value)
    }

    fn members(&self) -> Self::MembersIter {
        self.0.iter().map(|(name, value)| (*name, value))
    }
}

/// An array of which the items are not looked at.
#[derive(Clone, Copy, Debug)]
pub struct Closed;

impl<'a> Array<'a, Meant> for Closed {
    type Node = &'a Instance<'a>;
    type ElementsIter = std::iter::Empty<Self::Node>;

    fn len(&self) -> usize {
        0
    }

    fn elements(&self) -> Self::ElementsIter {
        std::iter::empty()
    }
}

impl<'a> Node<'a, Meant> for &'a Instance<'a> {
    type Object = Members<'a>;
    type Array = Closed;
    type Number = Written<'a>;

    fn as_object(&self) -> Option<Members<'a>> {
        match *self {
            Instance::Object(members) => Some(Members(members)),
            _ => None,
        }
    }

    fn as_array(&self) -> Option<Closed> {
        matches!(self, Instance::Array).then_some(Closed)
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        match *self {
            Instance::String(text) => Some(Cow::Borrowed(text)),
            _ => None,
        }
    }

    fn as_number(&self) -> Option<Written<'a>> {
        match *self {
            Instance::Number(text) => Some(Written(text)),
            _ => None,
        }
    }

    fn as_boolean(&self) -> Option<bool> {
        match *self {
            Instance::Bool(value) => Some(*value),
            _ => None,
        }
    }

    fn is_null(&self) -> bool {
        matches!(self, Instance::Null)
    }

    fn json_type(&self) -> JsonType {
        match self {
            Instance::Null => JsonType::Null,
            Instance::Bool(_) => JsonType::Boolean,
            Instance::Number(_) => JsonType::Number,
            Instance::String(_) => JsonType::String,
            Instance::Array => JsonType::Array,
            Instance::Object(_) => JsonType::Object,
        }
    }

    fn equals_value(&self, expected: &Value) -> bool {
        match (*self, expected) {
            (Instance::String(text), Value::String(expected)) => text == expected,
            (Instance::String(_), _) => false,
            // `1.0` is 1.
            (Instance::Number(text), Value::Number(expected)) => {
                let number = text.parse::<f64>().ok();
                *text == expected.to_string() || number.is_some() && number == expected.as_f64()
            }
            _ => self.value() == *expected,
        }
    }

    fn to_value(&self) -> Cow<'a, Value> {
        Cow::Owned(self.value())
    }

    fn identity(&self) -> Option<NodeIdentity> {
        None
    }
}
