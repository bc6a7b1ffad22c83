//! Who is measured, and how each is called.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::corpus::Corpus;
use super::{FLOOR, schema};

/// One command line.
pub(crate) struct Contestant {
    pub(crate) name: &'static str,
    pub(crate) role: Role,
    /// The program and its arguments.
    pub(crate) command: Vec<OsString>,
    /// What it reads from standard input, if anything.
    pub(crate) input: Option<PathBuf>,
    /// The exit code that says that it did what was asked.
    pub(crate) code: i32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Connlint,
    Floor,
    Peer,
}

/// Other tools that may be installed, and an argument with which they only say hello.
const PEERS: [(&str, &str); 3] = [
    ("rg", "--version"),
    ("check-jsonschema", "--version"),
    ("ajv", "help"),
];

/// Characters of a command line at the most, which is less than any system allows.
const LONGEST: &str = "900000";

/// What can be measured here.
pub(crate) struct Tools {
    root: PathBuf,
    floor: PathBuf,
    installed: Vec<&'static str>,
    has_xargs: bool,
}

impl Tools {
    /// Looks for the tools, and writes down what some of them need.
    pub(crate) fn find(root: &Path) -> io::Result<Tools> {
        fs::write(root.join("request.schema.json"), schema::REQUEST)?;
        fs::write(root.join("array.schema.json"), schema::array())?;
        let peers = PEERS.iter().filter(|(name, hello)| works(name, hello));
        Ok(Tools {
            root: root.to_owned(),
            floor: env::current_exe()?,
            installed: peers.map(|(name, _)| *name).collect(),
            has_xargs: works("xargs", "true"),
        })
    }

    /// A line for each tool that is not measured.
    pub(crate) fn missing(&self) -> Vec<String> {
        PEERS
            .iter()
            .filter(|(name, _)| !self.has(name))
            .map(|(name, _)| format!("skipped: {name} is not installed"))
            .collect()
    }

    fn has(&self, name: &str) -> bool {
        self.installed.contains(&name) && (name != "check-jsonschema" || self.has_xargs)
    }

    /// The command lines for a corpus.
    pub(crate) fn contestants(&self, corpus: &Corpus) -> io::Result<Vec<Contestant>> {
        let path = &corpus.path[..];
        let found = i32::from(corpus.broken > 0);
        let connlint = env!("CARGO_BIN_EXE_connlint");
        let mut all = vec![
            Contestant {
                name: "connlint",
                role: Role::Connlint,
                command: words(&[
                    connlint,
                    "check",
                    path,
                    "--submission",
                    "--format",
                    "concise",
                ]),
                input: None,
                code: found,
            },
            Contestant {
                name: "floor: parallel walk, parse, is_valid",
                role: Role::Floor,
                command: vec![self.floor.clone().into(), FLOOR.into(), path.into()],
                input: None,
                code: 0,
            },
        ];
        if self.has("rg") {
            all.push(Contestant {
                name: "rg -c connectionSpec",
                role: Role::Peer,
                command: words(&["rg", "-c", "connectionSpec", path]),
                input: None,
                code: 0,
            });
        }
        let schema = match corpus.is_array {
            true => "array.schema.json",
            false => "request.schema.json",
        };
        if self.has("ajv") {
            let files = match corpus.files.len() {
                1 => path.to_owned(),
                _ => format!("{path}/**/*.json"),
            };
            all.push(Contestant {
                name: "ajv validate",
                role: Role::Peer,
                command: words(&["ajv", "validate", "-s", schema, "-d", &files]),
                input: None,
                code: found,
            });
        }
        if self.has("check-jsonschema") {
            // It takes no folders, and more files than one command line holds.
            let list = self.root.join("files");
            fs::write(&list, corpus.files.join("\0"))?;
            let check = ["check-jsonschema", "--schemafile", schema];
            let command = [&["xargs", "-0", "-s", LONGEST][..], &check].concat();
            all.push(Contestant {
                name: "check-jsonschema",
                role: Role::Peer,
                command: words(&command),
                input: Some(list),
                // How `xargs` says that a command had something to say.
                code: 123 * found,
            });
        }
        Ok(all)
    }
}

/// Whether a program is there and runs.
fn works(name: &str, hello: &str) -> bool {
    let mut command = Command::new(name);
    command.arg(hello).stdin(Stdio::null());
    command.output().is_ok_and(|output| output.status.success())
}

fn words(words: &[&str]) -> Vec<OsString> {
    words.iter().map(OsString::from).collect()
}
