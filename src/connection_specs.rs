//! What `GET /connectionSpecs` answers: sources as the service itself describes them to one organisation.
//!
//! An answer comes as it was saved: one connection spec, a list of them, or an object with `items`. What cannot be read
//! is reported with its place and left out, whole: a spec of which a part is missing would make right requests wrong.

use std::ops::Range;

use serde_json::{Map, Value};

mod differences;
mod join;
mod names;
mod property;
mod read;

pub use differences::{Change, ChangeKind, Difference, differences};
pub use join::join;
pub use read::read;

/// One saved answer.
#[derive(Debug)]
pub struct Specs {
    /// The file, as shown.
    pub path: String,
    pub items: Vec<Spec>,
    /// Of connection specs that could not be read, what could: that there is such an id, and perhaps how it is called.
    pub partial: Vec<Spec>,
    /// What could not be read, in the order of the text.
    pub faults: Vec<Fault>,
}

/// Something in an answer that is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Bytes of the file.
    pub span: Range<usize>,
    /// Lower case, no final stop.
    pub message: String,
}

/// A connection spec.
#[derive(Clone, Debug)]
pub struct Spec {
    /// In lower case.
    pub id: String,
    pub name: String,
    /// `None` where it does not say.
    pub version: Option<String>,
    pub kind: Kind,
    /// `None` where it does not say, as in an answer that was shortened; an empty list says that there is none.
    pub auth: Option<Vec<Auth>>,
}

/// What a connection spec is for, as far as it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It says how data is read from it.
    Source,
    /// It says only how data is written to it.
    Target,
    Untold,
}

/// One item of `authSpec`.
#[derive(Clone, Debug)]
pub struct Auth {
    pub name: String,
    pub params: Vec<Property>,
    /// Everything that it takes could be read.
    pub understood: bool,
}

/// One property of `auth.params`.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    pub name: String,
    pub required: bool,
    pub secret: bool,
    /// The first line of its description; can be empty.
    pub doc: String,
    /// Of its JSON Schema what says something about one value by itself.
    pub schema: Map<String, Value>,
}

#[cfg(test)]
mod tests;
