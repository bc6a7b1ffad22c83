//! Settings that were read, and what they come to for a file.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use super::settings::{absolute, lock};
use super::{Unread, names, specs};
use crate::catalog::{self, Catalog};
use crate::config::{Config, Flags};
use crate::connection_specs;
use crate::file::File;
use crate::settings::{self, Fault, Learned, Settings};

/// Settings that were read, and what was made of them.
#[derive(Debug)]
pub struct Governing {
    pub file: Arc<File>,
    pub settings: Settings,
    /// What is not understood. The files that it governs are not checked then.
    pub faults: Vec<Fault>,
    /// What could not be read of the connection specs.
    pub unread: Vec<Unread>,
    /// The folder that globs start from.
    base: PathBuf,
    learned: Learned,
    /// By the overrides that apply.
    configs: Mutex<HashMap<Vec<usize>, Arc<Config>>>,
    /// Whether they left out anything so far.
    has_left_out: AtomicBool,
}

impl Governing {
    /// Settings whose globs start from `base`. The sources of the command line count instead of theirs.
    pub(super) fn of(
        file: File,
        path: &Path,
        folder: &Path,
        base: PathBuf,
        catalog: Option<&'static Catalog>,
    ) -> Result<Governing, Unread> {
        let text = file.text();
        let text = text.map_err(|_| Unread::new(file.path.clone(), "it is not UTF-8"))?;
        let (settings, mut faults) = settings::read(text);
        let home = absolute(folder, path);
        let home = home.parent().unwrap_or(&base);
        let mut unread = Vec::new();
        let catalog = match catalog {
            Some(catalog) => catalog,
            None => sources(&settings, home, &mut faults, &mut unread),
        };
        let (sources, unknown) = settings.named_sources(catalog);
        faults.extend(unknown);
        faults.sort_by_key(|fault| fault.span.start);
        Ok(Governing {
            learned: Learned {
                path: file.path.clone(),
                catalog,
                placeholders: settings.dialects(),
                sources,
            },
            file: Arc::new(file),
            settings,
            faults,
            unread,
            base,
            configs: Mutex::default(),
            has_left_out: AtomicBool::default(),
        })
    }

    /// In the place of settings that are there and cannot be read.
    pub(super) fn unreadable(unread: Unread, base: PathBuf) -> Governing {
        Governing {
            learned: Learned {
                path: unread.path.clone(),
                catalog: catalog::embedded(),
                placeholders: None,
                sources: Vec::new(),
            },
            file: Arc::new(File {
                path: unread.path,
                bytes: Vec::new(),
            }),
            settings: Settings::default(),
            faults: vec![Fault {
                span: 0..0,
                message: format!("the settings cannot be read: {}", unread.message),
                help: None,
            }],
            unread: Vec::new(),
            base,
            configs: Mutex::default(),
            has_left_out: AtomicBool::default(),
        }
    }

    /// What holds for a file, whose path is relative to the folder that globs start from; `None` where the settings are
    /// not understood.
    pub(super) fn config(&self, inside: &str, flags: &Flags) -> Option<Arc<Config>> {
        if !self.faults.is_empty() {
            return None;
        }
        let overrides = self.settings.overrides_for(inside);
        let mut configs = lock(&self.configs);
        if let Some(config) = configs.get(&overrides) {
            return Some(config.clone());
        }
        let config = self.settings.config(&overrides, &self.learned, flags);
        let config = Arc::new(config);
        configs.insert(overrides, config.clone());
        Some(config)
    }

    /// Whether a file of a folder is left out, for what its own name says.
    pub(super) fn leaves_out(&self, inside: &str) -> bool {
        let settings = &self.settings;
        self.noted(settings.exclude.name_file(inside) || self.is_not_included(inside))
    }

    /// The same for a file that nobody came across on the way through its folders.
    pub(super) fn leaves_out_wherever(&self, inside: &str) -> bool {
        self.noted(self.settings.exclude.cover(inside) || self.is_not_included(inside))
    }

    /// Whether a folder is not entered.
    pub(super) fn leaves_out_folder(&self, inside: &str) -> bool {
        self.noted(self.settings.exclude.name_folder(inside))
    }

    /// Whether a file or a folder was left out because of these settings.
    pub fn has_left_out(&self) -> bool {
        self.has_left_out.load(Ordering::Relaxed)
    }

    fn noted(&self, is_left_out: bool) -> bool {
        if is_left_out {
            self.has_left_out.store(true, Ordering::Relaxed);
        }
        is_left_out
    }

    fn is_not_included(&self, inside: &str) -> bool {
        let include = &self.settings.include;
        !include.is_empty() && !include.cover(inside)
    }

    /// Whether a file is read although its name says nothing.
    pub(super) fn brings_in(&self, inside: &str) -> bool {
        self.settings.include.name_extension(inside)
    }

    /// How a folder is called in the globs; empty for the one that they start from, else with `/` at the end.
    pub(super) fn prefix(&self, folder: &Path) -> String {
        let inside = folder.strip_prefix(&self.base).unwrap_or(folder);
        let mut prefix = names::below(".", inside);
        while prefix.starts_with('/') {
            prefix.remove(0);
        }
        if !prefix.is_empty() {
            prefix.push('/');
        }
        prefix
    }
}

/// The sources of some settings, beside those that are documented.
fn sources(
    settings: &Settings,
    home: &Path,
    faults: &mut Vec<Fault>,
    unread: &mut Vec<Unread>,
) -> &'static Catalog {
    let mut answers = Vec::new();
    for given in &settings.sources {
        let mut fault = |message: String| {
            faults.push(Fault {
                span: given.span.clone(),
                message,
                help: None,
            });
        };
        let paths = specs::named(home, &given.value);
        if paths.is_empty() {
            fault("there is no such file".to_owned());
        }
        for path in paths {
            // Reading something else could wait for ever.
            if fs::metadata(&path).is_ok_and(|about| !about.is_file()) {
                fault("this is not a file".to_owned());
                continue;
            }
            match specs::specs(&path) {
                Ok((specs, broken)) => {
                    answers.push(specs);
                    unread.extend(broken);
                }
                Err(error) => fault(format!("cannot read `{}`: {}", error.path, error.message)),
            }
        }
    }
    match answers.is_empty() {
        true => catalog::embedded(),
        false => connection_specs::join(catalog::embedded(), &answers),
    }
}
