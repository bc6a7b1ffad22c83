//! Writing a value.

/// Writes `value` as ADO.NET does, so that it reads back unchanged after `key=`; `None` when it
/// holds a NUL, which cannot be written.
///
/// An empty value is written `""`, since nothing at all would read back as no value.
pub fn quote(value: &str) -> Option<String> {
    let needs_quotes =
        |c: char| matches!(c, '"' | '\'' | '=' | ';') || c.is_whitespace() || c.is_control();
    if value.contains('\0') {
        None
    } else if !value.is_empty() && !value.contains(needs_quotes) {
        Some(value.to_owned())
    } else if value.contains('"') && !value.contains('\'') {
        Some(format!("'{value}'"))
    } else {
        Some(format!("\"{}\"", value.replace('"', "\"\"")))
    }
}
