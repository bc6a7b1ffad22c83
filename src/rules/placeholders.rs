//! stub
use crate::request::Request;
pub fn count(_: &Request<'_>) -> usize {
    0
}
