//! What stands in a file beside its requests.

use std::ops::Range;

use super::http::Used;
use crate::json::Json;
use crate::text::Text;

/// What a file holds that is no request, and is looked at all the same.
#[derive(Debug, Default)]
pub struct Beside<'a> {
    /// In the order of the text.
    pub variables: Vec<Variable>,
    /// Where the value of one was read in its place.
    pub used: Vec<Used>,
    /// Whether the file is there for its variables alone.
    pub only_variables: bool,
    /// The JSON that keeps the requests in its strings.
    pub frame: Option<Json<'a>>,
    /// Bytes of the file that are the tool's own words, and so no secret.
    pub notation: Vec<Range<usize>>,
    /// What the file is, for people who named it and look for a request in it.
    pub looks_like: Option<&'static str>,
}

/// A name and a value that the requests of a tool may use: a variable of an environment, of a collection or of a file, or
/// what is filled in to prove who sends a request.
#[derive(Clone, Debug)]
pub struct Variable {
    pub name: Text<'static>,
    pub value: Text<'static>,
    /// Whether the tool was told that the value is a secret, whatever its name is.
    pub secret: bool,
    /// Whether the requests of the file can use it by its name.
    pub is_usable: bool,
}
