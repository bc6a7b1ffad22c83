//! Names of clients that a program gives to something of its own, which may add headers and change addresses.

use std::collections::HashSet;

use crate::code::{Code, Kind, Language, Part};

/// Functions and modules that send requests, and what the names of the packages hold that they come from.
const CLIENTS: [(&str, &[&str]); 4] = [
    ("axios", &["axios"]),
    ("fetch", &["fetch", "undici"]),
    ("httpx", &[]),
    ("requests", &[]),
];

/// More tokens than this no import has.
const LONGEST_IMPORT: usize = 64;

/// Those of the clients that are a program's own.
pub(super) fn names(code: &Code<'_>) -> HashSet<&'static str> {
    let mut own = HashSet::new();
    for (name, packages) in CLIENTS {
        let is_taken = code
            .assigned(name)
            .is_some_and(|assigned| !is_loaded(code, &assigned.value, packages));
        own.extend(is_taken.then_some(name));
    }
    // Where the last import ends.
    let mut imported_to = 0;
    for token in 0..code.tokens.len() {
        match code.language {
            Language::Python if code.is_word(token, "from") => {
                let names = imported(code, token + 1, |at| code.kind(at) == Some(Kind::Newline));
                own.extend(names);
            }
            Language::Python if code.is_word(token, "as") => {
                let named = CLIENTS.iter().map(|(name, _)| *name);
                let before = token.checked_sub(1).map_or("", |at| code.source(at));
                let is_renamed = |name: &&str| code.is_word(token + 1, name) && before != *name;
                own.extend(named.filter(is_renamed));
            }
            Language::JavaScript if code.is_word(token, "import") => {
                let source = |at: usize| code.kind(at) == Some(Kind::String);
                let end = (token + 1..token + LONGEST_IMPORT).find(|&at| source(at));
                let package = end.map_or("", |end| code.source(end));
                imported_to = end.unwrap_or(token);
                let names = imported(code, token + 1, source);
                own.extend(names.filter(|name| !is_package(package, name)));
            }
            Language::JavaScript if code.is_word(token, "function") => {
                let named = CLIENTS.iter().map(|(name, _)| *name);
                own.extend(named.filter(|name| code.is_word(token + 1, name)));
            }
            // A parameter, a part of something else, or what others are given and may complete.
            Language::JavaScript if token > imported_to && is_by_itself(code, token) => {
                let named = CLIENTS.iter().map(|(name, _)| *name);
                own.extend(named.filter(|name| code.is_word(token, name)));
            }
            _ => {}
        }
    }
    own
}

/// Whether a name stands in brackets or a list, and nothing is done with it there.
fn is_by_itself(code: &Code<'_>, token: usize) -> bool {
    let before = token.checked_sub(1).and_then(|before| code.kind(before));
    let is_behind = matches!(before, Some(Kind::Open | Kind::Comma));
    is_behind && matches!(code.kind(token + 1), Some(Kind::Close | Kind::Comma))
}

/// The clients' names between a token and the end of an import.
fn imported(
    code: &Code<'_>,
    from: usize,
    ends: impl Fn(usize) -> bool,
) -> impl Iterator<Item = &'static str> {
    let to = code.tokens.len().min(from + LONGEST_IMPORT);
    let end = (from..to).find(|&at| ends(at)).unwrap_or(from);
    let imports = (from..end).find(|&at| code.is_word(at, "import"));
    let start = match code.language {
        Language::Python => imports.unwrap_or(end),
        _ => from,
    };
    let clients = CLIENTS.iter().map(|(name, _)| *name);
    clients.filter(move |name| (start..end).any(|at| code.is_word(at, name)))
}

/// Whether a value is the package itself, by `require('…')` or by `import('…')`; what `create` makes of it is not.
fn is_loaded(code: &Code<'_>, value: &Part, packages: &[&str]) -> bool {
    let mut tokens = value.clone();
    let is_made = tokens.clone().any(|at| code.is_word(at, "create"));
    let names =
        |at: usize| code.kind(at) == Some(Kind::String) && is_one_of(code.source(at), packages);
    !is_made && tokens.any(names)
}

fn is_package(source: &str, client: &str) -> bool {
    let known = CLIENTS.iter().find(|(name, _)| *name == client);
    known.is_some_and(|(_, packages)| is_one_of(source, packages))
}

/// Whether a quoted name is that of a package, and not of a file of the program's own.
fn is_one_of(quoted: &str, packages: &[&str]) -> bool {
    let name = quoted.trim_matches(['\'', '"', '`']);
    // `@` begins the name of an organisation, or of the program's own folders.
    let is_own = name.starts_with(['.', '/', '~', '#', '@']);
    !is_own && packages.iter().any(|package| name.contains(package))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code;
    use crate::text::Text;

    #[test]
    fn a_clients_name_is_own_where_the_program_gives_it() {
        use Language::{JavaScript, Python};
        for (language, source, expected) in [
            (Python, "import requests", ""),
            (Python, "import requests as requests", ""),
            (
                Python,
                "from acme.http import session, requests\n",
                "requests",
            ),
            (Python, "from requests import post\nimport requests", ""),
            (Python, "import acme.http as requests", "requests"),
            (Python, "requests = requests.Session()", "requests"),
            (JavaScript, "import axios, { AxiosError } from 'axios';", ""),
            (JavaScript, "import axios from '@/lib/axios';", "axios"),
            (JavaScript, "import { fetch } from \"./http\"", "fetch"),
            (JavaScript, "import fetch from 'node-fetch'", ""),
            (JavaScript, "const axios = require('axios').default;", ""),
            (
                JavaScript,
                "const axios = require('axios').create({});",
                "axios",
            ),
            (JavaScript, "const axios = Axios.create({})", "axios"),
            (
                JavaScript,
                "const fetch = (...a) => import('node-fetch').then(({default: f}) => f(...a));",
                "",
            ),
            (JavaScript, "async function fetch(url, options) {}", "fetch"),
            (JavaScript, "fetch('./x')", ""),
            (JavaScript, "const { axios } = require('./http')", "axios"),
            (JavaScript, "const { fetch } = useAuthorized()", "fetch"),
            (
                JavaScript,
                "export default (axios) => axios.post(u)",
                "axios",
            ),
            (JavaScript, "axiosRetry(axios, { retries: 3 })", "axios"),
            (
                JavaScript,
                "import axios, {\n  AxiosError,\n} from 'axios'",
                "",
            ),
            (JavaScript, "send(fetch(u), axios.post(u))", ""),
        ] {
            let text = Text::file(source);
            let code = code::parse(&text, language);
            let names: Vec<_> = names(&code).into_iter().collect();
            assert_eq!(names.join(" "), expected, "{source}");
        }
    }
}
