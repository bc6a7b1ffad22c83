//! What a shell needs to know to complete a command line.

use clap::{CommandFactory as _, ValueEnum};
use clap_complete::{Shell as Writer, generate};

use super::arguments::Arguments;

/// The shells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shell {
    Bash,
    Zsh,
    Fish,
    #[value(name = "powershell")]
    Pwsh,
}

/// The script that a shell reads.
pub(crate) fn completions(shell: Shell) -> String {
    let writer = match shell {
        Shell::Bash => Writer::Bash,
        Shell::Zsh => Writer::Zsh,
        Shell::Fish => Writer::Fish,
        Shell::Pwsh => Writer::PowerShell,
    };
    let mut script = Vec::new();
    let mut command = Arguments::command();
    generate(writer, &mut command, env!("CARGO_PKG_NAME"), &mut script);
    String::from_utf8_lossy(&script).into_owned()
}
