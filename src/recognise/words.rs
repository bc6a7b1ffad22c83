//! The words that mark kinds of request, looked up once for each key of an object.

use std::sync::OnceLock;

use crate::catalog::{self, RequestKind};
use crate::json::{Id, Json};

/// A set of words, one bit each.
pub(super) type Set = u64;

/// The kinds of request with their markers as sets of words.
pub(super) struct Words {
    /// The words of each length, with their bits.
    by_length: Vec<Vec<(&'static str, Set)>>,
    pub(super) kinds: Vec<Marked>,
}

pub(super) struct Marked {
    pub(super) kind: &'static RequestKind,
    /// The words with which each alternative begins, and its paths in full.
    pub(super) markers: Vec<(Set, &'static [&'static str])>,
}

impl Words {
    pub(super) fn get() -> &'static Words {
        static WORDS: OnceLock<Words> = OnceLock::new();
        WORDS.get_or_init(Words::collect)
    }

    fn collect() -> Words {
        let mut words = Words {
            by_length: Vec::new(),
            kinds: Vec::new(),
        };
        for kind in catalog::request_kinds().iter().filter(|kind| !kind.array) {
            let markers = kind.markers.iter().map(|keys| {
                let firsts = keys
                    .iter()
                    .map(|path| path.split('.').next().unwrap_or_default());
                (
                    firsts
                        .map(|word| words.bit(word))
                        .fold(0, |set, bit| set | bit),
                    *keys,
                )
            });
            let markers = markers.collect();
            words.kinds.push(Marked { kind, markers });
        }
        words
    }

    fn bit(&mut self, word: &'static str) -> Set {
        let known: usize = self.by_length.iter().map(Vec::len).sum();
        if self.by_length.len() <= word.len() {
            self.by_length.resize_with(word.len() + 1, Vec::new);
        }
        let same = &mut self.by_length[word.len()];
        match same.iter().find(|(other, _)| *other == word) {
            Some((_, bit)) => *bit,
            None => {
                // Words past the last bit share it; the paths are compared in full afterwards.
                let bit = 1 << known.min(63);
                same.push((word, bit));
                bit
            }
        }
    }

    /// The words among the keys of an object.
    pub(super) fn of(&self, json: &Json<'_>, id: Id) -> Set {
        json.members(id).fold(0, |set, (key, _)| {
            let written = json.raw(key);
            let same = self
                .by_length
                .get(written.len())
                .map_or(&[][..], Vec::as_slice);
            set | same
                .iter()
                .find(|(word, _)| *word == written)
                .map_or(0, |(_, bit)| *bit)
        })
    }
}
