//! What a Bruno request gets from the files of the folders around it.

use super::{Files, Followed};
use crate::extract::bruno::Inherited;
use crate::extract::{Client, Fragment, Header, Touched};
use crate::file::File;
use crate::text::Text;

/// No collection is nested deeper.
const DEEPEST: usize = 12;

/// Completes a request. Where the collection cannot be seen as a whole, its headers are not known.
pub(super) fn inherit(fragment: &mut Fragment<'_>, from: &File, files: &dyn Files) {
    let touched = complete(fragment, from, files);
    touched.apply(fragment);
}

/// Adds the headers, and answers what the scripts of the folders may change.
fn complete(fragment: &mut Fragment<'_>, from: &File, files: &dyn Files) -> Touched {
    let mut touched = Touched::default();
    let Some(call) = &mut fragment.call else {
        return touched;
    };
    let Client::Bruno { inherits_auth, .. } = call.client else {
        return touched;
    };
    let Ok(text) = from.text().map(Text::file) else {
        return touched;
    };
    let mut auth = None;
    let mut folder = String::new();
    for _ in 0..DEEPEST {
        let mut is_top = false;
        for name in ["folder.bru", "collection.bru", "bruno.json"] {
            let contents = match files.follow(from, &format!("{folder}{name}")) {
                Followed::Contents(file) => file,
                Followed::Missing => continue,
                Followed::NotFollowed => {
                    call.headers_known = false;
                    return touched;
                }
            };
            is_top |= name != "folder.bru";
            if name == "bruno.json" {
                continue;
            }
            let Ok(contents) = contents.text() else {
                call.headers_known = false;
                return touched;
            };
            let inherited = Inherited::read(contents);
            touched = touched | inherited.touched;
            call.headers_known &= inherited.are_all;
            let names = inherited.headers.iter();
            call.headers
                .extend(names.map(|name| Header::implied(&text, call.name.clone(), name)));
            // What is nearer counts.
            auth = auth.or(inherited.auth);
        }
        if is_top {
            if inherits_auth && auth == Some(true) {
                call.headers
                    .push(Header::implied(&text, call.name.clone(), "Authorization"));
            }
            return touched;
        }
        folder.push_str("../");
    }
    call.headers_known = false;
    touched
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    /// The files of a collection by their paths from the folder of the request; others lie outside.
    struct Folders(&'static [(&'static str, Option<&'static str>)]);

    impl Files for Folders {
        fn follow(&self, _: &File, path: &str) -> Followed {
            match self.0.iter().find(|(known, _)| *known == path) {
                Some((_, None)) => Followed::Missing,
                Some((_, Some(contents))) => Followed::Contents(Arc::new(File {
                    path: path.to_owned(),
                    bytes: contents.as_bytes().to_vec(),
                })),
                None => Followed::NotFollowed,
            }
        }
    }

    /// The names of all headers of a request, and whether these are known to be all.
    fn headers(files: &'static [(&'static str, Option<&'static str>)]) -> (String, bool) {
        let contents = "post {\n  url: u\n  auth: inherit\n}\nheaders {\n  own: 1\n}\n";
        let from = File {
            path: "create.bru".to_owned(),
            bytes: contents.as_bytes().to_vec(),
        };
        let mut answer = None;
        crate::extract::extract(&from, &Text::file(contents), &mut |fragment| {
            let mut fragment = fragment;
            inherit(&mut fragment, &from, &Folders(files));
            let call = fragment.call.expect("a call");
            let names: Vec<_> = call
                .headers
                .iter()
                .map(|header| header.name.as_str())
                .collect();
            answer = Some((names.join(" "), call.headers_known));
        });
        answer.expect("a request")
    }

    #[test]
    fn folders_are_looked_at_up_to_the_collection() {
        let known = |names: &str| (names.to_owned(), true);
        assert_eq!(
            headers(&[
                ("folder.bru", None),
                ("collection.bru", None),
                ("bruno.json", Some("{}"))
            ]),
            known("own")
        );
        assert_eq!(
            headers(&[
                (
                    "folder.bru",
                    Some("headers {\n  of-folder: 1\n}\nauth {\n  mode: inherit\n}\n")
                ),
                ("collection.bru", None),
                ("bruno.json", None),
                ("../folder.bru", None),
                (
                    "../collection.bru",
                    Some("headers {\n  of-all: 1\n}\nauth {\n  mode: bearer\n}\n")
                ),
                ("../bruno.json", Some("{}")),
            ]),
            known("own of-folder of-all Authorization")
        );
        assert_eq!(
            headers(&[
                ("folder.bru", Some("auth {\n  mode: none\n}\n")),
                ("collection.bru", Some("auth {\n  mode: bearer\n}\n")),
                ("bruno.json", Some("{}")),
            ]),
            known("own"),
            "what is nearer counts"
        );
    }

    #[test]
    fn what_cannot_be_seen_leaves_the_headers_open() {
        assert!(!headers(&[]).1);
        assert!(
            !headers(&[
                ("folder.bru", None),
                ("collection.bru", None),
                ("bruno.json", None)
            ])
            .1
        );
        const SCRIPT: &str = "script:pre-request {\n  req.setHeader('a', 'b');\n}\n";
        assert!(
            !headers(&[
                ("folder.bru", None),
                ("collection.bru", Some(SCRIPT)),
                ("bruno.json", None)
            ])
            .1
        );
    }
}
