//! Adds up what the files hold, thread by thread, and keeps only those with findings.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem;
use std::ops::Range;
use std::sync::Arc;

use connlint::catalog::RequestKind;
use connlint::check::{self, Checked, Placed, Summary};
use connlint::config::Config;
use connlint::diagnostic::{Diagnostic, Severity};
use connlint::discover::{Origin, Unread};
use connlint::file::File;
use connlint::report::Totals;

use super::{contained, explain};

mod once;

use once::once;

/// What one thread, and in the end the run, has seen.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    counts: Counts,
    /// Files with findings.
    checked: Vec<Checked>,
    /// Bodies that commands named. They may be selected as well and are then counted there.
    followed: Vec<(String, Counts)>,
    /// Hashes of the paths of the files that were selected.
    selected: Vec<u64>,
    /// Hashes of the paths of those that hold no request by themselves.
    passed_over: Vec<u64>,
    /// Files that were named and hold no request, and what they look like.
    unrecognized: Vec<(Arc<File>, Option<&'static str>)>,
    /// Whether one that was named holds a request.
    recognized: bool,
    /// With `--verbose`, a line for each file.
    listed: Option<Vec<String>>,
    /// Files whose settings are not understood.
    unsettled: usize,
    /// Files that this program fails on.
    failed: Vec<Unread>,
    /// Base connections of which it is known where they will be made.
    placed: Vec<Placed>,
}

impl Tally {
    pub(crate) fn new(verbose: bool) -> Self {
        Tally {
            listed: verbose.then(Vec::new),
            ..Tally::default()
        }
    }

    /// Takes in what was found in a file and in the bodies that it names.
    pub(crate) fn add(&mut self, checked: Vec<Checked>, origin: Origin) {
        for (index, mut checked) in checked.into_iter().enumerate() {
            self.placed.append(&mut checked.placed);
            if index > 0 {
                let counts = Counts::of(&checked);
                self.followed.push((checked.file.path.clone(), counts));
            } else {
                self.add_selected(&checked, origin);
            }
            if !checked.findings.is_empty() || !checked.ignores.is_empty() {
                self.checked.push(checked);
            }
        }
    }

    /// Takes notice of a file whose settings are not understood.
    pub(crate) fn leave(&mut self) {
        self.unsettled += 1;
    }

    /// Takes notice of a file that this program fails on.
    pub(crate) fn fail(&mut self, path: &str) {
        self.failed
            .push(Unread::new(path.to_owned(), contained::FAILED));
    }

    /// The files that this program fails on.
    pub(crate) fn failed(&mut self) -> Vec<Unread> {
        mem::take(&mut self.failed)
    }

    /// Files whose settings are not understood.
    pub(crate) fn unsettled(&self) -> usize {
        self.unsettled
    }

    fn add_selected(&mut self, checked: &Checked, origin: Origin) {
        if let Some(listed) = &mut self.listed {
            listed.push(format!("{}: {}", checked.file.path, description(checked)));
        }
        self.selected.push(hash(&checked.file.path));
        let holds_none = checked.requests.is_empty() && checked.findings.is_empty();
        if holds_none {
            self.passed_over.push(hash(&checked.file.path));
        }
        match origin {
            Origin::Folder => self.counts.passed_over += usize::from(holds_none),
            Origin::Named if holds_none => self
                .unrecognized
                .push((Arc::clone(&checked.file), checked.looks_like)),
            Origin::Named => self.recognized = true,
        }
        // What a command sends of another file is counted with that.
        self.counts.take(checked, |request| !request.followed);
    }

    /// One tally of several. Nothing depends on their order.
    pub(crate) fn merge(tallies: Vec<Tally>) -> Tally {
        let mut all = Tally::default();
        for tally in tallies {
            all.counts.merge(tally.counts);
            all.checked.extend(tally.checked);
            all.followed.extend(tally.followed);
            all.selected.extend(tally.selected);
            all.passed_over.extend(tally.passed_over);
            all.unrecognized.extend(tally.unrecognized);
            all.recognized |= tally.recognized;
            all.unsettled += tally.unsettled;
            all.failed.extend(tally.failed);
            all.placed.extend(tally.placed);
            if let Some(listed) = tally.listed {
                all.listed.get_or_insert_default().extend(listed);
            }
        }
        all
    }

    /// Compares the base connections of all files. `excerpts` tells what may be shown of a file.
    pub(crate) fn compare(&mut self, excerpts: impl Fn(&Arc<File>) -> Checked) {
        // By address: two files may be called the same.
        let mut files: HashMap<*const File, Checked> = HashMap::new();
        for (file, mut finding) in check::across(mem::take(&mut self.placed)) {
            for place in &mut finding.elsewhere {
                let known = files.entry(Arc::as_ptr(&place.file));
                let known = known.or_insert_with(|| excerpts(&place.file));
                place.shown = around(&known.shown, &place.file, &place.span);
            }
            let known = files.entry(Arc::as_ptr(&file));
            let known = known.or_insert_with(|| excerpts(&file));
            known.findings.push(finding);
        }
        let files = files.into_values();
        self.checked
            .extend(files.filter(|checked| !checked.findings.is_empty()));
    }

    /// Warns of the files that were named, if none of them holds a request. `config` tells what holds for a file.
    pub(crate) fn report_unrecognized(&mut self, mut config: impl FnMut(&str) -> Arc<Config>) {
        let Ok(rule) = explain::rule(UNRECOGNIZED) else {
            return;
        };
        if self.recognized || self.unsettled > 0 || !self.failed.is_empty() {
            return;
        }
        let sent = self.followed.iter();
        let mut sent = sent.filter(|(_, counts)| !counts.kinds.is_empty());
        let is_named = |path: &str| self.unrecognized.iter().any(|(file, _)| file.path == path);
        if sent.any(|(path, _)| is_named(path)) {
            return;
        }
        for (file, looks_like) in mem::take(&mut self.unrecognized) {
            let level = config(&file.path).level(rule.id);
            let Some(severity) = level.unwrap_or(Some(rule.severity)) else {
                self.unrecognized.push((file, looks_like));
                continue;
            };
            let mut finding = Diagnostic::new(
                rule.id,
                severity,
                0..0,
                "no Flow Service request in this file",
            );
            if let Some(looks_like) = looks_like {
                finding = finding.help(format!("it looks like {looks_like}"));
            }
            self.checked.push(Checked {
                looks_like,
                ..Checked::new(file, vec![finding])
            });
        }
    }

    /// The files that were read, and those that commands in them named.
    pub(crate) fn seen(&self) -> Seen {
        let followed = self.followed.iter().map(|(path, _)| hash(path));
        Seen(self.selected.iter().copied().chain(followed).collect())
    }

    /// The files with findings in the order of their paths, each once.
    pub(crate) fn found(&mut self) -> Vec<Checked> {
        once(mem::take(&mut self.checked))
    }

    /// The counts, with those of the findings that are shown.
    pub(crate) fn totals(mut self, checked: &[Checked], skipped: usize) -> Totals {
        let is_any = !self.followed.is_empty();
        let set = |hashes: Vec<u64>| hashes.into_iter().filter(|_| is_any).collect();
        let (selected, passed_over): (HashSet<u64>, HashSet<u64>) =
            (set(self.selected), set(self.passed_over));
        let mut bodies = HashSet::new();
        for (path, mut counts) in self.followed {
            let hash = hash(&path);
            let named = self.unrecognized.iter();
            let named = named
                .map(|(file, _)| &file.path)
                .position(|named| *named == path);
            // What is a request only because a command sends it was passed over where it was selected.
            let is_request_only_so = passed_over.contains(&hash) && !counts.kinds.is_empty();
            if selected.contains(&hash) && !is_request_only_so || !bodies.insert(path) {
                continue;
            }
            if is_request_only_so {
                counts.files = 0;
                match named {
                    Some(index) => drop(self.unrecognized.swap_remove(index)),
                    None => self.counts.passed_over = self.counts.passed_over.saturating_sub(1),
                }
            }
            self.counts.merge(counts);
        }
        let findings = || checked.iter().flat_map(|checked| &checked.findings);
        let level = |severity| {
            findings()
                .filter(|finding| finding.severity == severity)
                .count()
        };
        Totals {
            files: self.counts.files,
            passed_over: self.counts.passed_over + self.unrecognized.len(),
            skipped,
            checked: self.counts.kinds(true),
            unchecked: self.counts.kinds(false),
            placeholders: self.counts.placeholders,
            errors: level(Severity::Error),
            warnings: level(Severity::Warning),
            fixable: findings()
                .filter(|finding| finding.fixes.iter().any(|fix| fix.safe))
                .count(),
            known: 0,
        }
    }

    /// With `--verbose`, what each file was taken for, in the order of the paths.
    pub(crate) fn listed(&mut self, skipped: &[String]) -> Vec<String> {
        let Some(mut listed) = self.listed.take() else {
            return Vec::new();
        };
        listed.extend(
            skipped
                .iter()
                .map(|path| format!("{path}: not looked at, by its name or because it is no text")),
        );
        listed.sort_unstable();
        listed
    }
}

/// Paths as they are shown, of which only hashes are kept.
#[derive(Debug)]
pub(crate) struct Seen(HashSet<u64>);

impl Seen {
    pub(crate) fn has(&self, path: &str) -> bool {
        self.0.contains(&hash(path))
    }
}

/// The rule of this module.
const UNRECOGNIZED: &str = "unrecognized-files";

#[derive(Debug, Default)]
struct Counts {
    files: usize,
    passed_over: usize,
    placeholders: usize,
    /// By the kind's id and whether the requests were checked.
    kinds: BTreeMap<(&'static str, bool), (&'static RequestKind, usize)>,
}

impl Counts {
    fn of(checked: &Checked) -> Self {
        let mut counts = Counts::default();
        counts.take(checked, |_| true);
        counts
    }

    fn take(&mut self, checked: &Checked, counts: impl Fn(&Summary) -> bool) {
        self.files += 1;
        self.placeholders += checked.placeholders;
        for request in checked.requests.iter().filter(|request| counts(request)) {
            self.add(request.kind, request.checked, 1);
        }
    }

    fn add(&mut self, kind: &'static RequestKind, checked: bool, count: usize) {
        self.kinds.entry((kind.id, checked)).or_insert((kind, 0)).1 += count;
    }

    fn merge(&mut self, other: Counts) {
        self.files += other.files;
        self.passed_over += other.passed_over;
        self.placeholders += other.placeholders;
        for ((_, checked), (kind, count)) in other.kinds {
            self.add(kind, checked, count);
        }
    }

    /// Most first, then by name.
    fn kinds(&self, checked: bool) -> Vec<(&'static RequestKind, usize)> {
        let kinds = self
            .kinds
            .iter()
            .filter(|((_, is_checked), _)| *is_checked == checked);
        let mut kinds: Vec<_> = kinds.map(|(_, kind)| *kind).collect();
        kinds.sort_by_key(|(_, count)| Reverse(*count));
        kinds
    }
}

/// Of what may be shown of a file, that which is on the lines of a place.
fn around(shown: &[Range<usize>], file: &File, place: &Range<usize>) -> Vec<Range<usize>> {
    let bytes = &file.bytes;
    let start = bytes[..place.start].iter().rposition(|&byte| byte == b'\n');
    let end = bytes[place.end..].iter().position(|&byte| byte == b'\n');
    let start = start.map_or(0, |at| at + 1);
    let end = end.map_or(bytes.len(), |at| place.end + at);
    let from = shown.partition_point(|range| range.end <= start);
    let to = shown.partition_point(|range| range.start < end);
    shown[from..to.max(from)].to_vec()
}

/// What a file was taken for: its requests by kind, else what it looks like.
fn description(checked: &Checked) -> String {
    let counts = Counts::of(checked).kinds;
    let kinds: Vec<String> = counts
        .iter()
        .map(|(&(id, is_checked), &(kind, n))| {
            // Of one kind some may be checked, and others not be readable.
            let apart = match !is_checked && counts.contains_key(&(id, true)) {
                true => " that cannot be checked",
                false => "",
            };
            match n {
                1 => format!("1 {}{apart}", kind.singular),
                _ => format!("{n} {}{apart}", kind.plural),
            }
        })
        .collect();
    match kinds.is_empty() {
        true => checked.looks_like.unwrap_or("no request").to_owned(),
        false => kinds.join(", "),
    }
}

/// The same on every run.
fn hash(path: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests;
