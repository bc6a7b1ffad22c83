//! What a body is because of the call that sends it.

use crate::catalog::RequestKind;
use crate::json::Json;
use crate::recognise::{self, Recognised, is_base_connection};

/// A call says what its body is, where the body does not say otherwise.
pub(super) fn by_call(json: &Json<'_>, kind: &'static RequestKind, found: &mut Vec<Recognised>) {
    let Some(&root) = json.roots.first().filter(|&&root| json.is_object(root)) else {
        return;
    };
    let whole = found.first().filter(|one| one.node == root);
    let replace = match whole {
        // A request made from an answer.
        Some(whole) if is_base_connection(kind) => whole.kind.method == "GET",
        // A base connection sent to another place is still one; sent to another service it is not.
        Some(_) => !recognise::is_flow_service(kind),
        None => kind.method == "POST",
    };
    if replace {
        // What would be found inside is a part of the body.
        *found = vec![Recognised {
            kind,
            node: root,
            root,
            nested: false,
        }];
    }
}
