//! Reads one file, no more of it than allowed.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

/// In bytes.
const ROOM: usize = 1 << 14;

/// Reads a file (`None`: standard input) into `buffer`, or says why not.
pub(super) fn read(path: Option<&Path>, max_size: u64, buffer: &mut Vec<u8>) -> Result<(), String> {
    buffer.clear();
    // Room for nearly every file, so that one read fetches it and a second one finds its end.
    buffer.reserve(ROOM);
    // One byte above the limit tells a file that is too large, without asking for its size.
    let limit = max_size.saturating_add(1);
    let result = match path {
        // The standard library would ask for the size; two short reads are cheaper than that.
        Some(path) => fs::File::open(path).and_then(|file| file.take(limit).read_to_end(buffer)),
        None => io::stdin().lock().take(limit).read_to_end(buffer),
    };
    match result {
        Err(error) => Err(because(&error)),
        Ok(_) if buffer.len() as u64 > max_size => {
            *buffer = Vec::new();
            Err(too_large(max_size))
        }
        Ok(_) => Ok(()),
    }
}

/// Why a file of more bytes than that is not read.
pub(super) fn too_large(max_size: u64) -> String {
    format!(
        "larger than {}; `--max-file-size` sets the limit",
        size(max_size)
    )
}

/// Whether bytes are no text: a NUL, and not of the kind that UTF-16 has everywhere.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    let marked = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    memchr::memchr(0, bytes).is_some() && !marked && !is_utf16(&bytes[..bytes.len().min(64)])
}

/// Whether every other byte is NUL, as in UTF-16 without a mark.
fn is_utf16(bytes: &[u8]) -> bool {
    let pairs = bytes.chunks_exact(2);
    pairs.len() > 0
        && (pairs.clone().all(|pair| pair[0] == 0 && pair[1] != 0)
            || pairs.clone().all(|pair| pair[0] != 0 && pair[1] == 0))
}

/// An error of the operating system in the words of this program, without numbers.
pub(super) fn because(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "reading it is not permitted".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => {
            let text = error.to_string();
            text.split(" (os error")
                .next()
                .unwrap_or_default()
                .to_lowercase()
        }
    }
}

/// A number of bytes for people.
fn size(bytes: u64) -> String {
    let units = [("GiB", 1u64 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)];
    match units
        .iter()
        .find(|(_, unit)| bytes >= *unit && bytes.is_multiple_of(*unit))
    {
        Some((name, unit)) => format!("{} {name}", bytes / unit),
        None => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nul_bytes_make_a_binary_unless_it_is_utf_16() {
        assert!(is_binary(b"\x7FELF\0\0\0\0"));
        assert!(!is_binary(b"{\0\"\0a\0\"\0:\x001\0}\0"));
        assert!(!is_binary(b"\xFF\xFE{\0"));
        assert!(!is_binary(b""));
        assert!(!is_binary("{\"ä\": 1}".as_bytes()));
    }

    #[test]
    fn sizes_are_round_where_they_can_be() {
        assert_eq!(size(64 << 20), "64 MiB");
        assert_eq!(size(10_000_000), "10000000 bytes");
        assert_eq!(size(2048), "2 KiB");
    }
}
