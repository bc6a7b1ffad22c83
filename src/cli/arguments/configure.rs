//! What can be asked about `connlint.toml`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use connlint::discover::Which;

const CONFIGURE_EXAMPLES: &str = "\
Examples:
  connlint config init                 writes a connlint.toml to begin with
  connlint config show orders.json     what holds for this file, and where that is said
  connlint config schema > connlint.schema.json
                                       for editors that check TOML with a JSON Schema";

/// Show what connlint.toml says about a file, or begin one
#[derive(Args, Debug)]
#[command(after_help = CONFIGURE_EXAMPLES)]
pub(crate) struct Configure {
    #[command(subcommand)]
    pub(crate) command: ConfigureCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigureCommand {
    /// Show what holds for a file, or for what lies in a folder, and where each of it is said
    Show {
        /// The file, which need not be there, or a folder [default: whatever lies in the current folder]
        file: Option<PathBuf>,

        #[command(flatten)]
        settings: Settings,
    },
    /// Write a connlint.toml in which every line is a comment
    Init,
    /// Write a JSON Schema of connlint.toml, for editors
    Schema,
}

/// Which connlint.toml counts.
#[derive(Args, Debug, Default)]
pub(crate) struct Settings {
    /// The settings for all files, instead of the nearest connlint.toml of each
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub(crate) config: Option<PathBuf>,

    /// No connlint.toml counts
    #[arg(long)]
    pub(crate) no_config: bool,
}

impl Settings {
    pub(crate) fn which(&self) -> Which {
        match &self.config {
            Some(path) => Which::This(path.clone()),
            None if self.no_config => Which::None,
            None => Which::Nearest,
        }
    }
}
