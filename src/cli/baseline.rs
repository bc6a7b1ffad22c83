//! Findings that were there before connlint was: a run writes them down, and later runs are quiet about them.

use std::path::{Path, PathBuf};

use clap::Args;
use connlint::baseline::{Address, Baseline, Gone, Known, total};
use connlint::check::Checked;
use connlint::discover::{self, Viewpoint};
use connlint::rule::Check as RuleCheck;
use connlint::rules;

use super::arguments::Check;
use super::tally::Seen;
use super::{outputs, say, terminal};

/// What is asked about a baseline.
#[derive(Args, Debug)]
pub(crate) struct Wanted {
    /// Show no findings that this baseline has. Paths in it are relative to the folder that it lies in
    #[arg(long, value_name = "FILE", conflicts_with = "write_baseline")]
    baseline: Option<PathBuf>,

    /// Write the findings to a baseline instead of showing them. Of files that are not checked it keeps
    /// what it has
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,

    /// Take out of the baseline what is no longer found
    #[arg(long, requires = "baseline")]
    prune_baseline: bool,
}

/// A baseline that takes part in a run.
pub(crate) struct Loaded<'a> {
    wanted: &'a Wanted,
    path: &'a Path,
    view: Viewpoint,
    /// What it holds by now.
    baseline: Baseline,
}

/// What a run came to with a baseline.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// Findings that are not shown.
    pub(crate) known: usize,
    /// What is to be told of them, whoever asked for quiet.
    pub(crate) warning: Option<String>,
    /// What else is to be told.
    pub(crate) lines: Vec<String>,
}

/// Baselines are long in large repositories, but not longer.
const LARGEST: u64 = 256 << 20;

/// The rule whose findings are told of in every run, because a baseline makes no secret safe.
const SECRETS: &str = "plaintext-secrets";

/// So many that are gone are told one by one.
const MOST: usize = 10;

impl Wanted {
    /// The file, if any.
    pub(crate) fn path(&self) -> Option<&Path> {
        let path = self.baseline.as_ref().or(self.write_baseline.as_ref());
        path.map(PathBuf::as_path)
    }

    /// Reads the baseline. One that is to be written need not be there; a file that is no baseline is never replaced.
    pub(crate) fn load(&self, arguments: &Check) -> Result<Option<Loaded<'_>>, String> {
        let Some(path) = self.path() else {
            return Ok(None);
        };
        if self.prune_baseline && !arguments.is_whole() {
            let why = "--prune-baseline needs a run over whole folders, without --submission, --platform and --level";
            return Err(format!("{why}; no other tells what is gone"));
        }
        if path.as_os_str() == "-" {
            return Err(
                "a baseline is a file, and `-` is none; `./-` is one of that name".to_owned(),
            );
        }
        let is_new = self.write_baseline.is_some() && !path.exists();
        let baseline = match is_new {
            true => Baseline::default(),
            false => read(path)?,
        };
        let loaded = Loaded {
            wanted: self,
            path,
            view: Viewpoint::of(path),
            baseline,
        };
        match loaded.is_elsewhere() && self.prune_baseline {
            true => Err(format!(
                "{}; --prune-baseline would empty it",
                loaded.astray()
            )),
            false => Ok(Some(loaded)),
        }
    }
}

fn read(path: &Path) -> Result<Baseline, String> {
    let failed =
        |path: &str, message: &str| format!("cannot read the baseline `{path}`: {message}");
    let file =
        discover::read(path, LARGEST).map_err(|unread| failed(&unread.path, &unread.message))?;
    let text = file
        .text()
        .map_err(|_| failed(&file.path, "it is not UTF-8"))?;
    Baseline::read(text).map_err(|message| failed(&file.path, &message))
}

impl Told {
    /// Tells it on standard error.
    pub(crate) fn say(&self, quiet: bool) {
        let lines = self.lines.iter().filter(|_| !quiet);
        for line in lines.chain(&self.warning) {
            for part in terminal::prose(line) {
                say(&part);
            }
        }
    }
}

impl Loaded<'_> {
    /// Takes away what is known from what was found, writes what is to be written, and says what there is to say.
    pub(crate) fn apply(
        mut self,
        checked: &mut Vec<Checked>,
        seen: &Seen,
        all_read: bool,
        arguments: &Check,
    ) -> Result<Told, String> {
        let mut told = Told::default();
        let is_there = |address: &Address| self.is_there(address, seen);
        let judged: Vec<Address> = {
            let all = self.baseline.counts.keys();
            // What was not read, or not asked, may still be there.
            let all = all.filter(|_| all_read && arguments.is_plain());
            // A rule that compares files says nothing where some of them are missing.
            let complete = self.view.lies_in(&arguments.paths) && all.clone().all(is_there);
            let all = all.filter(|address| is_there(address) && (complete || !is_across(address)));
            all.cloned().collect()
        };
        let is_judged = |address: &Address| judged.binary_search(address).is_ok();
        if self.wanted.write_baseline.is_some() {
            let mut new = Baseline::of(checked, |shown| self.view.name(shown));
            for (address, count) in &self.baseline.counts {
                if !is_judged(address) {
                    new.counts.entry(address.clone()).or_insert(*count);
                }
            }
            self.baseline = new;
            self.write()?;
            told.lines.push(format!(
                "wrote {}: {} in {}",
                self.path.display(),
                number(self.baseline.findings(), "finding"),
                number(self.baseline.files().len(), "file")
            ));
        }
        let known = self.baseline.hide(checked, |shown| self.view.name(shown));
        told.known = known.findings();
        told.warning = secrets(&known);
        if known.unsure > 0 {
            told.lines.push(format!(
                "{} at the address of others that are known; which of them is new cannot be told, and the last are shown",
                number(known.unsure, "finding")
            ));
        }
        if self.wanted.baseline.is_some() && self.is_elsewhere() {
            told.warning = Some(self.astray());
        } else if self.wanted.baseline.is_some() {
            // Some files alone, or another stage, do not show what is gone.
            let gone = match arguments.is_whole() {
                true => self.baseline.gone(&known, is_judged),
                false => Vec::new(),
            };
            self.tell_gone(&gone, &mut told.lines);
            if self.wanted.prune_baseline && !all_read {
                return Err(
                    "--prune-baseline takes nothing out while there are files that cannot be read"
                        .to_owned(),
                );
            }
            if self.wanted.prune_baseline {
                self.prune(&gone, &mut told.lines)?;
            }
        }
        Ok(told)
    }

    /// Whether none of its files is there: it was moved, more likely than that all of them are gone.
    fn is_elsewhere(&self) -> bool {
        let files = self.baseline.files();
        !files.is_empty() && !files.iter().any(|file| self.view.is_there(file))
    }

    fn astray(&self) -> String {
        format!(
            "none of the files in the baseline `{}` is there: paths in it are relative to the folder that it lies in",
            self.path.display()
        )
    }

    /// Whether a run would have found again what is at an address: it saw the file, or there is none any more.
    fn is_there(&self, address: &Address, seen: &Seen) -> bool {
        let path = &address.path;
        self.view.shown(path).iter().any(|shown| seen.has(shown)) || !self.view.is_there(path)
    }

    fn tell_gone(&self, all: &[Gone], lines: &mut Vec<String>) {
        let told = all.iter().filter(|gone| !gone.is_untold());
        let gone: Vec<&Gone> = told.collect();
        lines.extend(gone.iter().take(MOST).map(|gone| line(gone)));
        if gone.len() > MOST {
            lines.push(format!("gone: {} more", gone.len() - MOST));
        }
        if self.wanted.prune_baseline {
            return;
        }
        let count = |gone: &[&Gone]| total(gone.iter().map(|gone| gone.count));
        if !gone.is_empty() {
            let in_part = match gone.iter().any(|gone| gone.left.is_some()) {
                true => ", in whole or in part",
                false => "",
            };
            lines.push(format!(
                "{} of the baseline {} gone{in_part}; --prune-baseline takes them out",
                number(count(&gone), "finding"),
                if count(&gone) == 1 { "is" } else { "are" }
            ));
        }
        let untold: Vec<&Gone> = all.iter().filter(|gone| gone.is_untold()).collect();
        if !untold.is_empty() {
            lines.push(format!(
                "{} of the baseline {} not tell what is listed, and whatever comes to it is quiet; --prune-baseline writes it down",
                number(count(&untold), "finding"),
                if count(&untold) == 1 { "does" } else { "do" }
            ));
        }
    }

    fn prune(&mut self, gone: &[Gone], lines: &mut Vec<String>) -> Result<(), String> {
        if !gone.is_empty() {
            self.baseline = self.baseline.without(gone);
            self.write()?;
        }
        let count = |is_whole: bool| {
            let gone = gone.iter().filter(|gone| gone.left.is_none() == is_whole);
            total(gone.map(|gone| gone.count))
        };
        lines.push(format!(
            "took {} out of {}, which has {} now",
            number(count(true), "finding"),
            self.path.display(),
            self.baseline.findings()
        ));
        if count(false) > 0 {
            let told = number(count(false), "finding");
            lines.push(format!("wrote down for {told} what is listed by now"));
        }
        Ok(())
    }

    fn write(&self) -> Result<(), String> {
        let text = self.baseline.text();
        outputs::replace(self.path, &|out| out.write_all(text.as_bytes()))
    }
}

/// How many secrets are still there.
fn secrets(known: &Known) -> Option<String> {
    match known.of(SECRETS) {
        0 => None,
        1 => Some("1 literal secret is still there, known to the baseline".to_owned()),
        n => Some(format!(
            "{n} literal secrets are still there, known to the baseline"
        )),
    }
}

/// Whether a rule compares files with each other.
fn is_across(address: &Address) -> bool {
    let rule = rules::rule(&address.rule);
    rule.is_some_and(|rule| matches!(rule.check, RuleCheck::Across(_)))
}

/// What is gone, in one line.
fn line(gone: &Gone) -> String {
    let Gone { address, .. } = gone;
    let place = [&address.pointer, &address.keyword, &address.header];
    let place: Vec<&str> = place.into_iter().flatten().map(String::as_str).collect();
    let mut line = format!("gone: {}: {}", address.path, address.rule);
    if !place.is_empty() {
        line += &format!(" at {}", place.join(" "));
    }
    if !gone.names().is_empty() {
        line += &format!(": {}", gone.names().join(", "));
    }
    line
}

fn number(n: usize, name: &str) -> String {
    format!("{n} {name}{}", if n == 1 { "" } else { "s" })
}
