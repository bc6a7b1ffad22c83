//! What a request gets from its folders and its collection.

use super::{File, blocks};
use crate::extract::script::Touched;
use crate::text::Text;

/// What the file of a folder, or of the collection, adds to requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inherited {
    /// The names of the headers that it adds.
    pub headers: Vec<String>,
    /// Whether these are all.
    pub are_all: bool,
    /// What a request that inherits it proves itself with: a header (`Some(true)`), nothing; `None` where this file does
    /// not say.
    pub auth: Option<bool>,
    /// What its scripts may change of them.
    pub touched: Touched,
}

impl Inherited {
    /// Reads `folder.bru` or `collection.bru`.
    pub fn read(contents: &str) -> Inherited {
        let text = Text::file(contents);
        let file = File {
            blocks: blocks(contents),
            text: &text,
        };
        let headers = file.headers().into_iter();
        // A key may be any header.
        let has_key = file.named("auth:apikey").next().is_some();
        Inherited {
            headers: headers
                .map(|header| header.name.as_str().to_owned())
                .collect(),
            are_all: !has_key && file.blocks.iter().all(|block| block.is_closed),
            touched: file.touched(),
            auth: match file.written(file.value("auth", "mode")) {
                "" | "inherit" => None,
                mode => Some(!matches!(mode, "none" | "wsse" | "apikey")),
            },
        }
    }
}
