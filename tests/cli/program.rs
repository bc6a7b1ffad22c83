//! Runs the program in a folder of its own.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// No run takes longer, or it hangs.
const LONGEST: Duration = Duration::from_secs(30);

/// A folder that goes away with the test.
pub(crate) struct Folder {
    pub(crate) path: PathBuf,
}

/// What a run left behind.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Folder {
    /// An empty folder outside every repository.
    pub(crate) fn new(name: &str) -> Folder {
        let name = format!("connlint-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder can be made");
        Folder { path }
    }

    /// Writes a file, and the folders it lies in.
    pub(crate) fn file(&self, path: &str, contents: impl AsRef<[u8]>) -> &Folder {
        let path = self.path.join(path);
        let folder = path.parent().expect("a folder");
        fs::create_dir_all(folder).expect("a folder can be made");
        fs::write(&path, contents).expect("a file can be written");
        self
    }

    /// Runs the program in the folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome {
        self.run_with(arguments, &[], None)
    }

    /// Runs it with variables of the environment, and something on standard input.
    pub(crate) fn run_with(
        &self,
        arguments: &[&str],
        environment: &[(&str, &str)],
        input: Option<&str>,
    ) -> Outcome {
        let mut command = program(&self.path);
        command.args(arguments).envs(environment.iter().copied());
        command.stdin(if input.is_some() {
            Stdio::piped()
        } else {
            Stdio::null()
        });
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        if let Some(input) = input {
            let mut stdin = child.stdin.take().expect("standard input is piped");
            stdin
                .write_all(input.as_bytes())
                .expect("the program reads");
        }
        let id = child.id();
        let waiting = thread::spawn(move || child.wait_with_output());
        let start = Instant::now();
        while !waiting.is_finished() {
            assert!(
                start.elapsed() < LONGEST,
                "process {id} hangs: {arguments:?}"
            );
            thread::sleep(Duration::from_millis(2));
        }
        let output = waiting
            .join()
            .expect("waiting ends")
            .expect("the program ends");
        let text = |bytes| String::from_utf8(bytes).expect("what is written is UTF-8");
        Outcome {
            code: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// The program, with nothing of the environment that it looks at.
pub(crate) fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_connlint"));
    command.current_dir(folder);
    for name in [
        "NO_COLOR",
        "CLICOLOR_FORCE",
        "LC_ALL",
        "LC_CTYPE",
        "LANG",
        "TERM",
    ] {
        command.env_remove(name);
    }
    command
}

/// A request that is right.
pub(crate) const RIGHT: &str = r#"{
  "name": "Orders",
  "auth": {
    "specName": "ConnectionString",
    "params": { "connectionString": "Host=db.example.com;Port=1521;Sid=ORCL;User Id=app;Password={PASSWORD}" }
  },
  "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
}
"#;

/// The same with an error: an id that is no UUID.
pub(crate) fn with_error() -> String {
    RIGHT.replace("8527328\"", "8527328.\"")
}

/// The same with a warning: a version that nobody documents.
pub(crate) fn with_warning() -> String {
    RIGHT.replace("\"1.0\"", "\"2.0\"")
}

/// A folder with a request of each sort.
pub(crate) fn three(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder
        .file("right.json", RIGHT)
        .file("error.json", with_error())
        .file("warning.json", with_warning());
    folder
}

/// The summary of one request without findings.
pub(crate) const CLEAN: &str = "no findings
checked: 1 base connection in 1 file
1 placeholder, fine in a repository; --submission reports them
";
