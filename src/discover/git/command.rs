//! Calls git.

use std::io;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::discover::contents::because;

/// How git is called.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Git {
    /// The repository is found by the working directory alone, whatever the environment tells.
    by_folder: bool,
}

impl Git {
    pub(super) fn by_folder() -> Git {
        Git { by_folder: true }
    }

    /// What git answers, or why it does not.
    pub(super) fn ask(
        self,
        asked: &[&str],
        more: &[&str],
        paths: &[PathBuf],
    ) -> Result<Vec<u8>, String> {
        let mut command = self.command();
        command.args(asked).args(more);
        if !paths.is_empty() {
            command.arg("--").args(paths);
        }
        let answer = command.output().map_err(|error| started(&error))?;
        if answer.status.success() {
            return Ok(answer.stdout);
        }
        let said = first_line(&answer.stderr);
        let said = said
            .trim_start_matches("fatal: ")
            .trim_start_matches("error: ");
        Err(format!("git says: {said}"))
    }

    pub(super) fn command(self) -> Command {
        let mut command = Command::new("git");
        // Names are names, not patterns; a hook must not keep its own commit from the index.
        command
            .arg("--literal-pathspecs")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("LC_ALL", "C")
            .stdin(Stdio::null());
        for other in ["GLOB", "NOGLOB", "ICASE"] {
            command.env_remove(format!("GIT_{other}_PATHSPECS"));
        }
        if self.by_folder {
            for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR"] {
                command.env_remove(variable);
            }
        }
        command
    }
}

pub(super) fn started(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no program `git`".to_owned(),
        _ => format!("`git` cannot be started: {}", because(error)),
    }
}

pub(super) fn first_line(bytes: &[u8]) -> String {
    let line = bytes.split(|&byte| byte == b'\n').next();
    String::from_utf8_lossy(line.unwrap_or_default()).into_owned()
}
