//! How fast connlint is, beside a floor and beside other tools.
//!
//! ```sh
//! cargo bench                          # everything
//! cargo bench -- --files 10000         # a smaller large corpus
//! ```
//!
//! Writes made-up base connections of Oracle DB to a temporary folder, each about 0.7 KB and every
//! tenth of them with one fault: one file, 1,000 files and 100,000 files in nested folders, and one
//! file of 50 MB that holds an array. The same bytes are written on every run.
//!
//! Absolute times drift with what else the machine does. Hence everything is measured in turn, round
//! by round, and beside a floor: this program, started once more, which walks, reads, parses and
//! validates against one JSON Schema, and reports nothing but a count. Ratios to the floor are what
//! to quote. Tools that happen to be installed are measured, too. A goal that is missed is told and
//! fails nothing: a benchmark informs.
#![allow(
    clippy::print_stdout,
    reason = "what a benchmark has found is printed, and nothing else reads it"
)]

use std::env;
use std::error::Error;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process;

#[path = "speed/corpus.rs"]
mod corpus;
#[path = "speed/floor.rs"]
mod floor;
#[path = "speed/goals.rs"]
mod goals;
#[path = "speed/measure.rs"]
mod measure;
#[path = "speed/schema.rs"]
mod schema;
#[path = "speed/table.rs"]
mod table;
#[path = "speed/tools.rs"]
mod tools;

use corpus::Corpus;
use measure::Meter;
use tools::Tools;

/// Starts this program as the floor; not for people.
const FLOOR: &str = "--floor";

/// How many files the large corpus has, where nothing else is asked for.
const FILES: usize = 100_000;

/// How many bytes the array has.
const ARRAY_BYTES: usize = 50_000_000;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    if let [first, path] = &arguments[..]
        && first == FLOOR
    {
        println!("{}", floor::count_invalid(Path::new(path))?);
        return Ok(());
    }
    match wanted(arguments)? {
        Some(files) => bench(files),
        None => {
            println!("Nothing is measured in a test; `cargo bench` does it.");
            Ok(())
        }
    }
}

/// How many files the large corpus shall have; `None` where this is run as a test.
fn wanted(arguments: Vec<OsString>) -> Result<Option<usize>, String> {
    let (mut files, mut is_bench) = (FILES, false);
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            // `cargo bench` says so, `cargo test --benches` does not.
            Some("--bench") => is_bench = true,
            Some("--files") => {
                files = arguments
                    .next()
                    .and_then(|number| number.to_str()?.parse().ok())
                    .filter(|&files| files > 0)
                    .ok_or("`--files` takes a number above 0")?;
            }
            _ => {
                let argument = argument.to_string_lossy();
                return Err(format!("`{argument}` is unknown; there is `--files N`"));
            }
        }
    }
    Ok(is_bench.then_some(files))
}

/// Writes the corpora, measures on each of them, and compares with the goals.
fn bench(files: usize) -> Result<(), Box<dyn Error>> {
    let folder = Temporary::new()?;
    let root = &folder.path;
    let tools = Tools::find(root)?;
    let meter = Meter::new(root);
    for line in tools.missing().into_iter().chain(meter.missing()) {
        println!("{line}");
    }
    println!("{}", table::heading());
    let corpora: [(usize, &dyn Fn() -> io::Result<Corpus>); 4] = [
        (41, &|| corpus::one(root)),
        (21, &|| corpus::folders(root, "some", 1_000)),
        (7, &|| corpus::folders(root, "many", files)),
        (7, &|| corpus::array(root, ARRAY_BYTES)),
    ];
    let mut measured = Vec::new();
    for (rounds, write) in corpora {
        let corpus = write()?;
        let (rows, notes) = measure::rounds(&tools.contestants(&corpus)?, &corpus, rounds, &meter)?;
        println!("{}", table::rows(&corpus, &rows));
        for note in notes {
            println!("  note: {note}");
        }
        measured.push((corpus, rows));
    }
    println!();
    for line in goals::compare(&measured) {
        println!("{line}");
    }
    Ok(())
}

/// A folder that is gone when the benchmark ends.
struct Temporary {
    path: PathBuf,
}

impl Temporary {
    fn new() -> io::Result<Temporary> {
        let path = env::temp_dir().join(format!("connlint-speed-{}", process::id()));
        // Fails where it is there already, so that nothing of somebody else's is ever deleted.
        fs::create_dir(&path)?;
        Ok(Temporary { path })
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.path) {
            println!("left behind: {}: {error}", self.path.display());
        }
    }
}
