//! What can be asked for.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use connlint::catalog;
use connlint::config::Flags;
use connlint::diagnostic::Severity;

use super::baseline::Wanted;
use super::completions::Shell;
use super::reports::Reports;
use super::selected::Named;
use super::terminal::Color;
use super::{explain, size};

mod configure;

pub(crate) use configure::{Configure, ConfigureCommand, Settings};

const EXAMPLES: &str = "\
Examples:
  connlint check                       every request file below the current folder
  connlint check request.json --submission
                                       just before it is sent: placeholders are wrong
  envsubst < request.json | connlint check - --submission
                                       the same, of what a script is about to send
  connlint check requests/ --format json --output report.json
                                       for other programs
  connlint explain mismatched-spec-ids
                                       what a finding means
  connlint explain 1413-400            where an error of the service comes from
  connlint sources oracle              what a source takes
  connlint new oracle --platform aws   a request for it, to fill in

Exit codes: 0 nothing wrong, 1 findings, 2 something could not be read or done.";

/// Checks Adobe Experience Platform Flow Service request files, offline
#[derive(Debug, Parser)]
#[command(name = "connlint", version, after_help = EXAMPLES, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check files and folders
    Check(Box<Check>),
    /// Show a rule's page, or what one of the service's error codes comes from
    Explain {
        /// A rule's id, or an error code such as 1413-400
        topic: String,
    },
    /// List the rules
    Rules,
    /// List the sources, or show what one of them takes
    Sources(Box<Sources>),
    /// Write a request to fill in
    New(Box<New>),
    /// Write one JSON Schema of the request body, for editors
    Schema(Box<Schema>),
    /// Show what connlint.toml says about a file, or begin one
    Config(Configure),
    /// Write what a shell needs to complete connlint's command lines
    Completions {
        /// The shell
        shell: Shell,
    },
}

const CHECK_EXAMPLES: &str = "\
Examples:
  connlint check requests/ scripts/create.sh
  connlint check - --stdin-filename create.sh < create.sh
  connlint check request.json --submission --level placeholders=warning
  connlint check --staged              before a commit
  connlint check --since origin/main --format github --format sarif --output connlint.sarif
                                       in CI: annotations, and a report to upload
  connlint check --deny-warnings --format concise
  connlint check requests/ --source specs.json
                                       with what GET /connectionSpecs told about your own sources

What holds for a file stands in the nearest connlint.toml upward from it, up to the folder that holds
.git (or the current one); `connlint config init` writes one to begin with. Flags count more.

In a folder, files that hold no request are passed over, and so is what .gitignore names. Opened are
files without an extension and those that end in json, jsonc, json5, ndjson, jsonl; yml, yaml; md,
markdown, mdx, txt; sh, bash, zsh, ksh, curl; bat, cmd, ps1, psm1; py, ipynb; js, mjs, cjs, jsx, ts,
mts, cts, tsx; http, rest, bru; tmpl, tpl, template, j2, jinja, jinja2, mustache, erb, ejs, tftpl,
example, sample, dist. A file that is named is always read; tests in a programming language are
passed over. `--staged` reads files as they are in git's index, and so the bodies that commands in
them name and the connlint.toml that governs them. Secrets are never shown: what is not known to be
public is masked. Paths in reports are relative to the current folder: services that show findings
beside the lines need them from the top of the repository.";

#[derive(Args, Debug)]
#[command(after_help = CHECK_EXAMPLES)]
pub(crate) struct Check {
    /// Files, folders, or `-` for standard input [default: the current folder]
    #[arg(value_name = "PATHS")]
    pub(crate) paths: Vec<PathBuf>,

    /// The files are about to be sent: placeholders are wrong, secrets must be there
    #[arg(long, overrides_with = "no_submission", help_heading = "What is wrong")]
    pub(crate) submission: bool,

    /// They are not, whatever connlint.toml says
    #[arg(long, help_heading = "What is wrong")]
    pub(crate) no_submission: bool,

    /// The cloud that your Experience Platform runs on
    #[arg(long, value_enum, value_name = "CLOUD", help_heading = "What is wrong")]
    pub(crate) platform: Option<Platform>,

    #[command(flatten, next_help_heading = "What is wrong")]
    pub(crate) own: Own,

    /// Make a rule an error or a warning, or switch it off; can be repeated
    #[arg(long, value_name = "RULE=error|warning|off", value_parser = level, help_heading = "What is wrong")]
    pub(crate) level: Vec<(&'static str, Option<Severity>)>,

    /// Show what comments in the files silence (`connlint: ignore[rule] reason`)
    #[arg(long, help_heading = "What is wrong")]
    pub(crate) no_ignores: bool,

    #[command(flatten, next_help_heading = "What is wrong")]
    pub(crate) baseline: Wanted,

    /// Exit with 1 where there are warnings, too
    #[arg(long, help_heading = "What is wrong")]
    pub(crate) deny_warnings: bool,

    /// Exit with 0 whatever is found; what could not be read is still 2
    #[arg(long, help_heading = "What is wrong")]
    pub(crate) exit_zero: bool,

    #[command(flatten, next_help_heading = "Which files")]
    pub(crate) named: Named,

    /// What standard input is called; its extension hints at what it holds
    #[arg(long, value_name = "NAME", help_heading = "Which files")]
    pub(crate) stdin_filename: Option<String>,

    /// Do not warn of named files that hold no request (for hooks, which name every file)
    #[arg(long, help_heading = "Which files")]
    pub(crate) skip_unrecognized: bool,

    #[command(flatten, next_help_heading = "Which files")]
    pub(crate) settings: Settings,

    /// Leave out what connlint.toml excludes even where it is named (for hooks)
    #[arg(long, help_heading = "Which files")]
    pub(crate) force_exclude: bool,

    /// Read what .gitignore and .ignore leave out, too
    #[arg(long, help_heading = "Which files")]
    pub(crate) no_ignore: bool,

    /// Report larger files and do not read them, as in 10M or 1GiB
    #[arg(long, value_name = "SIZE", default_value = "64MiB", value_parser = size::parse, help_heading = "Which files")]
    pub(crate) max_file_size: u64,

    /// Threads to check on [default: one for each processor]
    #[arg(long, value_name = "N", help_heading = "Which files")]
    pub(crate) threads: Option<NonZeroUsize>,

    #[command(flatten)]
    pub(crate) reports: Reports,

    /// Count the findings of each rule, on standard error
    #[arg(long, help_heading = "Output")]
    pub(crate) statistics: bool,

    /// No summary
    #[arg(long, short, conflicts_with = "verbose", help_heading = "Output")]
    pub(crate) quiet: bool,

    /// List every file and what it was taken for
    #[arg(long, short, help_heading = "Output")]
    pub(crate) verbose: bool,

    /// When to use colour
    #[arg(
        long,
        value_enum,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "Output"
    )]
    pub(crate) color: Color,
}

const SOURCES_EXAMPLES: &str = "\
Examples:
  connlint sources                     every source: ids, platforms, auth specs
  connlint sources oracle              its auth specs, parameters and keywords
  connlint sources $SPEC_ID            whose id that is
  connlint sources --source specs.json with your own, as GET /connectionSpecs answers them
  connlint sources --diff specs.json   what yours take otherwise than the documentation says
  connlint sources oracle --format json
                                       for other programs";

/// List the sources, or show what one of them takes
#[derive(Debug, Args)]
#[command(after_help = SOURCES_EXAMPLES)]
pub(crate) struct Sources {
    /// A source: its slug, its title, or the id of its connection spec
    #[arg(value_name = "SOURCE")]
    pub(crate) source: Option<String>,

    #[command(flatten)]
    pub(crate) own: Own,

    #[command(flatten)]
    pub(crate) settings: Settings,

    /// Show what these connection specs say otherwise than the catalogue
    #[arg(long, value_name = "FILE", conflicts_with_all = ["files", "format"])]
    pub(crate) diff: Option<PathBuf>,

    /// How it is written
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Listing,

    /// When to use colour
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}

const NEW_EXAMPLES: &str = "\
Examples:
  connlint new oracle                  the body, as the vendor's documentation has it
  connlint new oracle --platform aws --as curl > create.sh
                                       a command with all headers, for Experience Platform on AWS
  connlint new sftp --auth \"SSH PublicKey Authentication for sftp\" --as http
                                       another auth spec than the first
  connlint new warehouse --source specs.json
                                       a source of your own

The first documented auth spec that the vendor is not about to end is taken; what else there is
is said on standard error.";

/// Write a request to fill in: what is required, with placeholders
#[derive(Debug, Args)]
#[command(after_help = NEW_EXAMPLES)]
pub(crate) struct New {
    /// A source: its slug, its title, or the id of its connection spec
    #[arg(value_name = "SOURCE")]
    pub(crate) source: String,

    /// The auth spec
    #[arg(long, value_name = "NAME")]
    pub(crate) auth: Option<String>,

    /// The cloud that your Experience Platform runs on
    #[arg(long, value_enum, value_name = "CLOUD")]
    pub(crate) platform: Option<Platform>,

    /// What is written: the body, a command, or a file for an HTTP client
    #[arg(long = "as", value_enum, value_name = "FORM", default_value = "json")]
    pub(crate) form: Form,

    #[command(flatten)]
    pub(crate) own: Own,

    #[command(flatten)]
    pub(crate) settings: Settings,
}

/// How a request is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    Json,
    Curl,
    Http,
}

const SCHEMA_EXAMPLES: &str = "\
Examples:
  connlint schema > base-connection.schema.json
                                       of all sources; the spec id and the auth spec decide
  connlint schema oracle > oracle.schema.json
  connlint schema --source specs.json > base-connection.schema.json
                                       with your own sources

An editor that speaks JSON Schema uses it where a request says so,
  \"$schema\": \"./base-connection.schema.json\"
or where its settings name the files, as VS Code's json.schemas does. What the schema refuses,
`connlint check` finds too; connlint also reads connection strings, and sees whose request it is.";

/// Write one JSON Schema (draft-07) of the request body, for editors
#[derive(Debug, Args)]
#[command(after_help = SCHEMA_EXAMPLES)]
pub(crate) struct Schema {
    /// A source: its slug, its title, or the id of its connection spec [default: all]
    #[arg(value_name = "SOURCE")]
    pub(crate) source: Option<String>,

    /// The cloud that your Experience Platform runs on
    #[arg(long, value_enum, value_name = "CLOUD")]
    pub(crate) platform: Option<Platform>,

    #[command(flatten)]
    pub(crate) own: Own,

    #[command(flatten)]
    pub(crate) settings: Settings,
}

/// How the catalogue is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Listing {
    Human,
    Json,
}

/// Sources that the documentation does not know, or knows worse than the service.
#[derive(Debug, Default, Args)]
pub(crate) struct Own {
    /// What `GET /connectionSpecs` answered: sources of your own, and what yours take; can be repeated. Counts
    /// instead of the `sources` of connlint.toml
    #[arg(long = "source", value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
}

/// The clouds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Platform {
    Azure,
    Aws,
}

impl Platform {
    pub(crate) fn cloud(self) -> catalog::Platform {
        match self {
            Platform::Azure => catalog::Platform::Azure,
            Platform::Aws => catalog::Platform::Aws,
        }
    }
}

impl Check {
    /// Whether the run is about all that lies in some folders, as `is_plain` means it.
    pub(crate) fn is_whole(&self) -> bool {
        let named = &self.named;
        let is_narrowed = named.staged || named.since.is_some() || named.files_from.is_some();
        !is_narrowed && self.is_plain() && self.paths.iter().all(|path| path.is_dir())
    }

    /// Whether no flag leaves out findings that another run has: another stage, one platform, a rule that is off.
    pub(crate) fn is_plain(&self) -> bool {
        !self.submission && self.platform.is_none() && self.level.is_empty()
    }

    /// What holds for all files, whatever their settings say.
    pub(crate) fn flags(&self) -> Flags {
        Flags {
            submission: (self.submission || self.no_submission).then_some(self.submission),
            platform: self.platform.map(Platform::cloud),
            without_excerpts: !self.reports.have_excerpts(),
            levels: self.level.clone(),
            no_ignores: self.no_ignores,
        }
    }
}

/// `rule=level`.
fn level(text: &str) -> Result<(&'static str, Option<Severity>), String> {
    let (rule, level) = text
        .split_once('=')
        .ok_or("expected RULE=error, RULE=warning or RULE=off")?;
    let level = match level {
        "error" => Some(Severity::Error),
        "warning" => Some(Severity::Warning),
        "off" => None,
        _ => {
            return Err(format!(
                "there is no level `{level}`; there are error, warning and off"
            ));
        }
    };
    Ok((explain::rule(rule)?.id, level))
}
