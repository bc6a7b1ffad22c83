//! Made-up requests, the same on every run.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Files to measure on.
pub(crate) struct Corpus {
    /// What it is, for people.
    pub(crate) title: String,
    /// A file or a folder, relative to the temporary folder.
    pub(crate) path: String,
    /// Every file, relative to the temporary folder.
    pub(crate) files: Vec<String>,
    pub(crate) bytes: usize,
    /// How many of the requests have a fault.
    pub(crate) broken: usize,
    /// Whether the file holds an array of requests.
    pub(crate) is_array: bool,
}

/// Files in one folder at the most.
const FILES_IN_A_FOLDER: usize = 200;

/// One file without a fault.
pub(crate) fn one(root: &Path) -> io::Result<Corpus> {
    let (path, text) = ("one.json", request(0));
    fs::write(root.join(path), &text)?;
    Ok(Corpus {
        title: "one file".to_owned(),
        path: path.to_owned(),
        files: vec![path.to_owned()],
        bytes: text.len(),
        broken: 0,
        is_array: false,
    })
}

/// Many files in nested folders.
pub(crate) fn folders(root: &Path, name: &str, count: usize) -> io::Result<Corpus> {
    let mut files = Vec::with_capacity(count);
    let mut bytes = 0;
    for index in 0..count {
        let leaf = index / FILES_IN_A_FOLDER;
        let folder = format!(
            "{name}/stage{:03}/team{}/batch{}",
            leaf / 50,
            leaf / 10 % 5,
            leaf % 10
        );
        if index % FILES_IN_A_FOLDER == 0 {
            fs::create_dir_all(root.join(&folder))?;
        }
        let text = request(index);
        let path = format!("{folder}/connection-{index:06}.json");
        fs::write(root.join(&path), &text)?;
        bytes += text.len();
        files.push(path);
    }
    Ok(Corpus {
        title: format!("{} files", thousands(count)),
        path: name.to_owned(),
        files,
        bytes,
        broken: broken_before(count),
        is_array: false,
    })
}

/// One file that holds an array of requests.
pub(crate) fn array(root: &Path, wanted: usize) -> io::Result<Corpus> {
    let path = "array.json";
    let mut file = BufWriter::new(File::create(root.join(path))?);
    let (mut bytes, mut count) = (0, 0);
    while bytes < wanted {
        let mut text = if count == 0 { "[" } else { "," }.to_owned();
        for line in request(count).lines() {
            text.push_str("\n  ");
            text.push_str(line);
        }
        file.write_all(text.as_bytes())?;
        bytes += text.len();
        count += 1;
    }
    file.write_all(b"\n]\n")?;
    file.flush()?;
    Ok(Corpus {
        title: format!("an array of {} MB", wanted / 1_000_000),
        path: path.to_owned(),
        files: vec![path.to_owned()],
        bytes: bytes + "\n]\n".len(),
        broken: broken_before(count),
        is_array: true,
    })
}

/// A number with commas.
pub(crate) fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// What can be wrong with a request.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    OtherSourcesId,
    DotAfterId,
    UnknownAuthSpec,
    MissingParameter,
    UnknownParameter,
    NumberAsPort,
    MissingKeyword,
}

const FAULTS: [Fault; 7] = [
    Fault::OtherSourcesId,
    Fault::DotAfterId,
    Fault::UnknownAuthSpec,
    Fault::MissingParameter,
    Fault::UnknownParameter,
    Fault::NumberAsPort,
    Fault::MissingKeyword,
];

/// Every request of this number has a fault, the last of them.
const ONE_IN: usize = 10;

fn fault(index: usize) -> Option<Fault> {
    (index % ONE_IN == ONE_IN - 1).then(|| FAULTS[index / ONE_IN % FAULTS.len()])
}

fn broken_before(count: usize) -> usize {
    count / ONE_IN
}

const ORACLE: &str = "d6b52d86-f0f8-475f-89d4-ce54c8527328";
const MYSQL: &str = "26d738e0-8963-47ea-aadf-c60de735468a";

/// The text of one request. It depends on nothing but its number.
fn request(index: usize) -> String {
    let random = &mut Random(index as u64);
    let fault = fault(index);
    let is_string = match fault {
        Some(Fault::MissingKeyword) => true,
        Some(Fault::NumberAsPort | Fault::MissingParameter) => false,
        _ => random.below(2) == 0,
    };
    let name = format!(
        "Oracle {} connection {}",
        random.words(4),
        random.below(1_000_000)
    );
    let length = 18 + random.below(25);
    let description = format!("Oracle DB source connection for {}.", random.words(length));
    let login = Login::new(random);
    let mut params = if is_string {
        login.connection_string(fault, random)
    } else {
        login.parameters(fault, random)
    };
    if fault == Some(Fault::UnknownParameter) {
        let names = ["passwd", "hostName", "connectString", "userName"];
        params.push((random.pick(&names), "\"x\"".to_owned()));
    }
    let auth = match (fault == Some(Fault::UnknownAuthSpec), is_string) {
        (false, true) => "ConnectionString",
        (false, false) => "Basic Authentication",
        (true, true) => random.pick(&["ConnectionStrings", "Connection String"]),
        (true, false) => random.pick(&["BasicAuthentication", "Basic Authentification"]),
    };
    let id = match fault {
        Some(Fault::OtherSourcesId) => MYSQL.to_owned(),
        Some(Fault::DotAfterId) => format!("{ORACLE}."),
        _ => ORACLE.to_owned(),
    };
    let params: Vec<String> = params
        .iter()
        .map(|(name, value)| format!("      \"{name}\": {value}"))
        .collect();
    format!(
        r#"{{
  "name": "{name}",
  "description": "{description}",
  "auth": {{
    "specName": "{auth}",
    "params": {{
{}
    }}
  }},
  "connectionSpec": {{
    "id": "{id}",
    "version": "1.0"
  }}
}}
"#,
        params.join(",\n")
    )
}

/// Where a request leads and as whom.
struct Login {
    host: String,
    user: String,
    password: String,
    database: &'static str,
}

impl Login {
    fn new(random: &mut Random) -> Login {
        let host = format!(
            "{}-{}-{:02}.oracle.{}.example.com",
            random.pick(&WORDS),
            random.pick(&WORDS),
            random.below(100),
            random.pick(&WORDS)
        );
        let user = format!("svc_{}_{}", random.pick(&WORDS), random.below(1_000));
        let length = 14 + random.below(15);
        let password = (0..length)
            .map(|_| char::from(PASSWORD[random.below(PASSWORD.len())]))
            .collect();
        let database = random.pick(&["ORCL", "XE", "PRODDB", "FINDB", "SALES1"]);
        Login {
            host,
            user,
            password,
            database,
        }
    }

    fn connection_string(
        &self,
        fault: Option<Fault>,
        random: &mut Random,
    ) -> Vec<(&'static str, String)> {
        let mut pairs = vec![
            ("Host", &self.host[..]),
            ("Port", "1521"),
            ("Sid", self.database),
            ("User Id", &self.user),
            ("Password", &self.password),
        ];
        if fault == Some(Fault::MissingKeyword) {
            pairs.remove(random.below(pairs.len()));
        }
        let mut text = String::from('"');
        for (index, (keyword, value)) in pairs.iter().enumerate() {
            let before = if index == 0 { "" } else { ";" };
            // Writing to a string cannot fail.
            let _ = write!(text, "{before}{keyword}={value}");
        }
        text.push('"');
        vec![("connectionString", text)]
    }

    fn parameters(&self, fault: Option<Fault>, random: &mut Random) -> Vec<(&'static str, String)> {
        let quoted = |text: &str| format!("\"{text}\"");
        let port = match fault {
            Some(Fault::NumberAsPort) => "1521".to_owned(),
            _ => quoted("1521"),
        };
        let mut params = vec![
            ("server", quoted(&self.host)),
            ("port", port),
            ("database", quoted(self.database)),
            ("username", quoted(&self.user)),
            ("password", quoted(&self.password)),
            (
                "schema",
                quoted(random.pick(&["HR", "SALES", "FINANCE", "CRM"])),
            ),
            ("sslMode", quoted("true")),
        ];
        if fault == Some(Fault::MissingParameter) {
            // Not the last one, which not everybody takes to be required.
            params.remove(random.below(params.len() - 1));
        }
        params
    }
}

/// `SplitMix64`: small, and good enough to make texts differ.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// A number from 0, below `limit`.
    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn pick(&mut self, from: &[&'static str]) -> &'static str {
        from[self.below(from.len())]
    }

    fn words(&mut self, count: usize) -> String {
        let words: Vec<&str> = (0..count).map(|_| self.pick(&WORDS)).collect();
        words.join(" ")
    }
}

/// What passwords consist of: no `%`, of which two would look like a variable that waits to be filled in.
const PASSWORD: &[u8] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789!+-_";

const WORDS: [&str; 38] = [
    "archive",
    "audience",
    "batch",
    "billing",
    "campaign",
    "catalog",
    "consent",
    "customer",
    "east",
    "emea",
    "event",
    "export",
    "finance",
    "identity",
    "ingest",
    "inventory",
    "journey",
    "latam",
    "ledger",
    "loyalty",
    "nightly",
    "north",
    "orders",
    "pricing",
    "prod",
    "profile",
    "region",
    "returns",
    "sales",
    "segment",
    "shipping",
    "south",
    "staging",
    "stock",
    "store",
    "supplier",
    "warehouse",
    "west",
];
