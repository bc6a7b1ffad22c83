use crate::catalog;
use crate::diagnostic::Edit;
use crate::extract;
use crate::file::File;
use crate::request::{name_of, pointer};
use crate::rule::{Check, Findings, error, rule, warning};

rule! {
    /// A file that is not plain UTF-8.
    ///
    /// JSON is exchanged in UTF-8 (RFC 8259, 8.1). Windows tools like to write UTF-16, which the
    /// service does not read, or to put a byte-order mark in front, which some programs send along.
    /// A file in any other encoding has bytes that are no characters at all. Only files that seem
    /// to hold a request are looked at.
    ///
    /// ```json bad
    /// ﻿{
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "Basic Authentication",
    ///     "params": {
    ///       "server": "db.example.com",
    ///       "port": "1521",
    ///       "database": "ORCL",
    ///       "username": "app",
    ///       "password": "{PASSWORD}",
    ///       "schema": "SALES",
    ///       "sslMode": "true"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// ```json good
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "Basic Authentication",
    ///     "params": {
    ///       "server": "db.example.com",
    ///       "port": "1521",
    ///       "database": "ORCL",
    ///       "username": "app",
    ///       "password": "{PASSWORD}",
    ///       "schema": "SALES",
    ///       "sslMode": "true"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// **How sure.** Certain for UTF-16 and for bytes that are not UTF-8. A byte-order mark is a
    /// warning: RFC 8259 lets a reader ignore it, and lets it refuse the text.
    ///
    /// **The service answers** with `400`, or `1405-400` where it takes the body for empty.
    ///
    /// **Fix.** Removes a byte-order mark; writes UTF-16 as UTF-8.
    "unsupported-encodings", Error, Check::File(check)
}

fn check(file: &File, findings: &mut Findings) {
    let bytes = &file.bytes;
    let utf16 = utf16(bytes);
    // Nearly every file ends here.
    if utf16.is_none() && bytes.is_ascii() {
        return;
    }
    let utf8 = file.text();
    let is_plain = utf16.is_none() && utf8.is_ok_and(|text| !text.starts_with('\u{FEFF}'));
    if is_plain || extract::is_decoded_first(file) {
        return;
    }
    if let Some(text) = utf16 {
        if mentions_a_request(&text) {
            let edit = Edit {
                span: 0..bytes.len(),
                text,
                secret: true,
            };
            let finding = error(
                &RULE,
                0..bytes.len().min(2),
                "this file is UTF-16, which the service does not read",
            )
            .help("save it as UTF-8")
            .fix("write it as UTF-8", [Some(edit)]);
            findings.report(finding);
        }
        return;
    }
    match utf8 {
        Ok(text) => {
            if text.starts_with('\u{FEFF}') && mentions_a_request(text) {
                let edit = Edit {
                    span: 0..3,
                    text: String::new(),
                    secret: false,
                };
                let finding = warning(&RULE, 0..3, "the file begins with a byte-order mark")
                    .help("save it as UTF-8 without a byte-order mark")
                    .fix("remove the byte-order mark", [Some(edit)]);
                findings.report(finding);
            }
        }
        Err(wrong) => {
            if mentions_a_request(&String::from_utf8_lossy(bytes)) {
                let at = wrong.valid_up_to();
                let end = at + wrong.error_len().unwrap_or(1);
                let finding = error(&RULE, at..end.min(bytes.len()), "these bytes are not UTF-8")
                    .help("save the file as UTF-8; nothing in it was checked");
                findings.report(finding);
            }
        }
    }
}

/// The text of a file in UTF-16, which shows by its mark, or by every other byte being zero.
fn utf16(bytes: &[u8]) -> Option<String> {
    let little = match bytes {
        [0xFF, 0xFE, ..] => true,
        [0xFE, 0xFF, ..] => false,
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => true,
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => false,
        _ => return None,
    };
    let unit = |pair: &[u8]| {
        if little {
            u16::from_le_bytes([pair[0], pair[1]])
        } else {
            u16::from_be_bytes([pair[0], pair[1]])
        }
    };
    let text = String::from_utf16_lossy(&bytes.chunks_exact(2).map(unit).collect::<Vec<_>>());
    Some(text.trim_start_matches('\u{FEFF}').to_owned())
}

/// Whether a text seems to hold a request. Other files may be in whatever encoding they like.
fn mentions_a_request(text: &str) -> bool {
    text.contains(name_of(pointer::SPEC))
        || text.contains(name_of(pointer::SPEC_NAME))
        || text.contains(catalog::endpoint().base_path)
}
