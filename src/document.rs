//! A JSON text that holds base connections.

use crate::catalog::Catalog;
use crate::json::{Id, Json};

/// The text, and the values at its top that hold a base connection somewhere.
#[derive(Debug)]
pub struct Document<'a> {
    pub json: &'a Json<'a>,
    /// The sources that its requests can be for.
    pub catalog: &'static Catalog,
    /// Values at the top that hold a base connection.
    pub roots: Vec<Id>,
    /// The base connections.
    pub requests: Vec<Id>,
    pub extent: Extent,
}

/// What the text of a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// What a call sends, all of it.
    Sent,
    /// The same from an editor, which leaves out notes, variables and the answer behind a body.
    Edited,
    /// A whole file.
    File,
    /// A piece of something, such as a page.
    Piece,
}
