//! What a request was found in: the call that sends it, and the text around.

use crate::catalog::RequestKind;
use crate::document::Extent;
use crate::extract::{Body, Call, Client};
use crate::json::{Json, Leniency};

/// A body, and the call that sends it.
pub(super) struct Sent<'f> {
    pub(super) call: Option<&'f Call<'f>>,
    /// What the call is for, by its method and URL.
    pub(super) kind: Option<&'static RequestKind>,
    pub(super) body: &'f Body<'f>,
    /// The text of the whole file.
    pub(super) contents: &'f str,
    pub(super) body_is_missing: bool,
    /// Whether it lies in another file and holds a request.
    pub(super) body_is_followed: bool,
    pub(super) leniency: Leniency,
}

impl Sent<'_> {
    /// What a text is that was read as JSON.
    pub(super) fn extent(&self, json: &Json<'_>) -> Extent {
        if self.call.is_some_and(|call| call.client == Client::Editor) {
            Extent::Edited
        } else if self.call.is_some() || self.kind.is_some() {
            Extent::Sent
        } else if json.text.as_str().len() == self.contents.len() {
            Extent::File
        } else {
            Extent::Piece
        }
    }
}
