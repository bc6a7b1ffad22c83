//! The ways in which a request is kept: every wrapping of a body.

#[path = "notation.rs"]
mod notation;
#[path = "wrapping/program.rs"]
mod program;
#[path = "wrapping/yaml.rs"]
mod yaml;

/// A call of the service, as it is written in a command.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// The name of the program.
    pub(crate) program: String,
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) headers: Vec<String>,
}

impl Call {
    /// A call that is right, in a repository or about to be sent.
    pub(crate) fn new(submission: bool) -> Call {
        let values = match submission {
            true => [
                "eyJhbGciOi.J9eyJp.c2lnbg",
                "5f1c9a7be2d84c06",
                "0A1B2C3D4E5F@AdobeOrg",
                "prod",
            ],
            false => ["{ACCESS_TOKEN}", "{API_KEY}", "{ORG_ID}", "{SANDBOX_NAME}"],
        };
        let headers = vec![
            format!("Authorization: Bearer {}", values[0]),
            format!("x-api-key: {}", values[1]),
            format!("x-gw-ims-org-id: {}", values[2]),
            format!("x-sandbox-name: {}", values[3]),
            "Content-Type: application/json".to_owned(),
        ];
        Call {
            program: "curl".to_owned(),
            method: "POST".to_owned(),
            url: "https://platform.adobe.io/data/foundation/flowservice/connections".to_owned(),
            headers,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrapping {
    Pretty,
    Minified,
    Array,
    Nested,
    Lines,
    SingleQuotes,
    DoubleQuotes,
    HereDocument,
    AnsiQuotes,
    Markdown,
    MarkdownCall,
    WindowsLines,
    Yaml,
    YamlFlow,
    YamlText,
    YamlString,
    YamlTask,
    Workflow,
    Editor,
    Postman,
    Bruno,
    Batch,
    PowerShellText,
    PowerShell,
    Python,
    PythonText,
    JavaScript,
    Notebook,
}

impl Wrapping {
    pub(crate) const ALL: [Wrapping; 28] = [
        Wrapping::Pretty,
        Wrapping::Minified,
        Wrapping::Array,
        Wrapping::Nested,
        Wrapping::Lines,
        Wrapping::SingleQuotes,
        Wrapping::DoubleQuotes,
        Wrapping::HereDocument,
        Wrapping::AnsiQuotes,
        Wrapping::Markdown,
        Wrapping::MarkdownCall,
        Wrapping::WindowsLines,
        Wrapping::Yaml,
        Wrapping::YamlFlow,
        Wrapping::YamlText,
        Wrapping::YamlString,
        Wrapping::YamlTask,
        Wrapping::Workflow,
        Wrapping::Editor,
        Wrapping::Postman,
        Wrapping::Bruno,
        Wrapping::Batch,
        Wrapping::PowerShellText,
        Wrapping::PowerShell,
        Wrapping::Python,
        Wrapping::PythonText,
        Wrapping::JavaScript,
        Wrapping::Notebook,
    ];

    pub(crate) fn is_call(self) -> bool {
        use Wrapping::{
            AnsiQuotes, DoubleQuotes, HereDocument, MarkdownCall, SingleQuotes, Workflow, YamlTask,
        };
        matches!(
            self,
            SingleQuotes
                | DoubleQuotes
                | HereDocument
                | AnsiQuotes
                | MarkdownCall
                | YamlTask
                | Workflow
        ) || self.is_tool()
            || self.is_program()
    }

    /// Whether a program of another language than the shell's holds the request.
    pub(crate) fn is_program(self) -> bool {
        use Wrapping::{
            Batch, JavaScript, Notebook, PowerShell, PowerShellText, Python, PythonText,
        };
        matches!(
            self,
            Batch | PowerShellText | PowerShell | Python | PythonText | JavaScript | Notebook
        )
    }

    /// Whether it is a file that an API tool saves.
    fn is_tool(self) -> bool {
        matches!(self, Wrapping::Editor | Wrapping::Postman | Wrapping::Bruno)
    }

    /// The name of the file.
    pub(crate) fn file(self) -> &'static str {
        match self {
            Wrapping::Lines => "requests.ndjson",
            Wrapping::Markdown | Wrapping::MarkdownCall => "runbook.md",
            Wrapping::Yaml | Wrapping::YamlFlow | Wrapping::YamlText | Wrapping::YamlString => {
                "sources.yaml"
            }
            Wrapping::YamlTask => "playbook.yml",
            Wrapping::Workflow => "deploy.yml",
            Wrapping::Editor => "create.http",
            Wrapping::Postman => "sources.postman_collection.json",
            Wrapping::Bruno => "create.bru",
            Wrapping::Batch => "create.cmd",
            Wrapping::PowerShellText | Wrapping::PowerShell => "create.ps1",
            Wrapping::Python | Wrapping::PythonText => "create.py",
            Wrapping::JavaScript => "create.mjs",
            Wrapping::Notebook => "create.ipynb",
            _ if self.is_call() => "create.sh",
            _ => "request.json",
        }
    }

    /// The text of the file.
    pub(crate) fn wrap(self, body: &str, call: &Call) -> String {
        match self {
            Wrapping::Pretty | Wrapping::Minified => body.to_owned(),
            Wrapping::Array => format!("[\n{body}\n]\n"),
            Wrapping::Nested => {
                format!(
                    "{{\n\"project\": \"north\",\n\"sources\": {{ \"orders\": {body} }},\n\"tier\": 2\n}}\n"
                )
            }
            Wrapping::Lines => format!("{{\"line\":1}}\n{body}\n{{\"line\":3}}\n"),
            Wrapping::SingleQuotes => {
                let body = body.replace('\'', r"'\''");
                format!("#!/bin/sh\nset -e\n{} \\\n  -d '{body}'\n", command(call))
            }
            Wrapping::DoubleQuotes => {
                let special = |c| matches!(c, '"' | '\\' | '$' | '`');
                let body = escaped(body, special);
                format!("#!/bin/sh\n{} \\\n  --data \"{body}\"\n", command(call))
            }
            Wrapping::HereDocument => {
                format!(
                    "#!/bin/sh\n{} \\\n  -d @- <<'BODY'\n{body}\nBODY\n",
                    command(call)
                )
            }
            Wrapping::AnsiQuotes => {
                let body = escaped(body, |c| matches!(c, '\'' | '\\'));
                format!(
                    "#!/bin/bash\n{} \\\n  --data-raw $'{body}'\n",
                    command(call)
                )
            }
            Wrapping::Markdown => {
                format!("# Überblick\n\nGrößere Änderungen:\n\n```json\n{body}\n```\n\nEnde.\n")
            }
            Wrapping::MarkdownCall => {
                let body = body.replace('\'', r"'\''");
                let code = format!("```sh\n{} \\\n  -d '{body}'\n```", command(call));
                let code = code.replace('\n', "\n   ");
                format!(
                    "# Ablauf\n\n1. Zuerst prüfen.\n2. Dann anlegen:\n\n   {code}\n\n3. Fertig.\n"
                )
            }
            Wrapping::WindowsLines => {
                let text = format!("[\n{{ \"note\": \"Größe über Straße\" }},\n{body}\n]\n");
                text.replace('\n', "\r\n")
            }
            Wrapping::Yaml => yaml::mapping(body),
            Wrapping::YamlFlow => format!("# Größe\n---\n{body}\n"),
            Wrapping::YamlText => yaml::text(body),
            Wrapping::YamlString => yaml::string(body),
            Wrapping::YamlTask => yaml::task(body, call),
            Wrapping::Workflow => yaml::workflow(body, call),
            Wrapping::Editor => editor(body, call),
            Wrapping::Postman => postman(body, call),
            Wrapping::Bruno => bruno(body, call),
            Wrapping::Batch => program::batch(body, call),
            Wrapping::PowerShellText => program::here_string(body, call),
            Wrapping::PowerShell => program::hashtable(body, call),
            Wrapping::Python => program::python_call(body, call),
            Wrapping::PythonText => program::python_text(body, call),
            Wrapping::JavaScript => program::fetch(body, call),
            Wrapping::Notebook => program::notebook(body, call),
        }
    }
}

/// Where a command has the name of the program, the files of tools have a word of their own.
fn instead(call: &Call, word: &str) -> String {
    call.program.replace("curl", word)
}

fn editor(body: &str, call: &Call) -> String {
    let (method, url, headers) = (
        instead(call, &call.method),
        &call.url,
        call.headers.join("\n"),
    );
    format!(
        "@prefix = Größe\n\n### anlegen\n# @name create\n{method} {url} HTTP/1.1\n{headers}\n\n{body}\n\n\
         ### ansehen\nGET https://db.example.com/{{{{create.response.body.id}}}}\n"
    )
}

fn postman(body: &str, call: &Call) -> String {
    let headers = call.headers.iter().map(|header| {
        let (name, value) = header.split_once(':').unwrap_or((header, ""));
        let (name, value) = (quoted(name), quoted(value.trim_start()));
        format!("{{ \"key\": {name}, \"value\": {value} }}")
    });
    let headers: Vec<_> = headers.collect();
    format!(
        r#"{{
  "info": {{ "name": "Größen", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" }},
  "item": [
    {{ "name": "Straße", "item": [ {{
      "name": "anlegen",
      "request": {{
        "method": {},
        {}: [ {} ],
        "body": {{ "mode": "raw", "raw": {} }},
        "url": {}
      }}
    }} ] }}
  ]
}}
"#,
        quoted(&call.method),
        quoted(&instead(call, "header")),
        headers.join(", "),
        quoted(body),
        quoted(&call.url)
    )
}

fn bruno(body: &str, call: &Call) -> String {
    let (method, url) = (call.method.to_lowercase(), &call.url);
    let (word, headers) = (instead(call, "headers"), call.headers.join("\n  "));
    let body = body.replace('\n', "\n  ");
    format!(
        "meta {{\n  name: Größe\n  type: http\n  seq: 1\n}}\n\n{method} {{\n  url: {url}\n  body: text\n  auth: none\n}}\n\n\
         {word} {{\n  {headers}\n}}\n\nbody:text {{\n  {body}\n}}\n"
    )
}

/// A string of JSON.
fn quoted(text: &str) -> String {
    let text = escaped(text, |c| matches!(c, '"' | '\\'));
    format!("\"{}\"", text.replace('\n', "\\n"))
}

fn command(call: &Call) -> String {
    let mut text = format!("{} -sS -X {} '{}'", call.program, call.method, call.url);
    for header in &call.headers {
        text += &format!(" \\\n  -H '{header}'");
    }
    text
}

fn escaped(text: &str, special: impl Fn(char) -> bool) -> String {
    let mut escaped = String::with_capacity(text.len() + 64);
    for c in text.chars() {
        if special(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
