//! Names for findings that outlive edits elsewhere in a file: what a report calls a finding, so that another
//! run's report can be compared with it.
//!
//! A fingerprint is made of the rule, the file, the logical address and the documented names that a finding lists, and
//! of nothing that stands in the file as a value: a secret can be found again from its hash. Findings of one rule at one address are told
//! apart by their order.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::file::File;

/// One fingerprint for each finding of a file, in their order; 32 hexadecimal digits.
pub fn fingerprints(file: &File, findings: &[Diagnostic]) -> Vec<String> {
    let mut seen: HashMap<Address<'_>, usize> = HashMap::new();
    let fingerprint = |finding| {
        let address = Address::of(finding);
        let count = seen.entry(address).or_default();
        *count += 1;
        address.fingerprint(&file.path, *count)
    };
    findings.iter().map(fingerprint).collect()
}

/// What a finding is about, wherever that stands in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Address<'d> {
    rule: &'d str,
    pointer: Option<&'d str>,
    keyword: Option<&'d str>,
    header: Option<&'static str>,
    names: &'d [&'static str],
}

impl<'d> Address<'d> {
    fn of(finding: &'d Diagnostic) -> Self {
        Address {
            rule: finding.rule,
            pointer: finding.pointer.as_deref(),
            keyword: finding.keyword,
            header: finding.header,
            names: &finding.names,
        }
    }

    fn fingerprint(self, path: &str, count: usize) -> String {
        let count = count.to_string();
        let [pointer, keyword] = [self.pointer, self.keyword].map(Option::unwrap_or_default);
        let parts = [self.rule, path, pointer, keyword, &count];
        let hash = parts
            .iter()
            .chain(self.names)
            // No name is empty, so none looks like this.
            .chain(self.header.iter().flat_map(|header| [&"", header]))
            // None of the parts holds a NUL, so no two lists look alike.
            .flat_map(|part| part.bytes().chain([0]))
            .fold(BASIS, |hash, byte| {
                (hash ^ u128::from(byte)).wrapping_mul(PRIME)
            });
        format!("{hash:032x}")
    }
}

/// FNV-1a of 128 bits, which is the same everywhere and always. Nobody need be kept from finding two names alike.
const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;

    fn of(path: &str, text: &str, findings: &[Diagnostic]) -> Vec<String> {
        let file = File {
            path: path.to_owned(),
            bytes: text.into(),
        };
        fingerprints(&file, findings)
    }

    fn finding(rule: &'static str, pointer: &str, at: usize) -> Diagnostic {
        Diagnostic::new(rule, Severity::Error, at..at + 1, "wrong").pointer(pointer)
    }

    #[test]
    fn it_is_fnv_1a() {
        let hash = |text: &str| {
            text.bytes().fold(BASIS, |hash, byte| {
                (hash ^ u128::from(byte)).wrapping_mul(PRIME)
            })
        };
        // The published vectors of the function.
        assert_eq!(hash("a"), 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964);
        assert_eq!(hash("foobar"), 0x343e_1662_793c_64bf_6f0d_3597_ba44_6f18);
    }

    #[test]
    fn neither_values_nor_places_count() {
        let findings = [finding("bad-things", "/a", 3)];
        let moved = [finding("bad-things", "/a", 40)];
        assert_eq!(of("a.json", "1", &findings), of("a.json", "other", &moved));
        let mut worse = findings.clone();
        worse[0].severity = Severity::Warning;
        worse[0].message = "wronger".to_owned();
        assert_eq!(of("a.json", "1", &findings), of("a.json", "1", &worse));
    }

    #[test]
    fn rule_file_address_and_count_do() {
        let mut all = of(
            "a.json",
            "",
            &[
                finding("bad-things", "/a", 1),
                finding("bad-things", "/a", 2),
                finding("odd-things", "/a", 3),
                finding("bad-things", "/b", 4),
                finding("bad-things", "", 5),
                finding("bad-things", "/a", 6).keyword("Port"),
                finding("bad-things", "/a", 7).names(["port"]),
                finding("bad-things", "/a", 8).names(["server", "port"]),
                finding("bad-things", "/a", 9).names(["server"]),
                finding("bad-things", "/a", 10).header("server"),
                finding("bad-things", "/a", 11).header("port"),
            ],
        );
        all.extend(of("b.json", "", &[finding("bad-things", "/a", 1)]));
        assert!(all.iter().all(|one| one.len() == 32), "{all:?}");
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count, "{all:?}");
    }
}
