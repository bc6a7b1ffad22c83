//! Hosts and ports that are wrong, in parameters and in connection strings, and switches.

use connlint::catalog::{HostForm, Param, Role};
use serde_json::Value;

use super::base::{Base, names};
use super::body::Body;
use super::marks::marked;
use super::mistake::Mistake;

const HOSTS: [&str; 9] = [
    "db.example.com:1521",
    "https://db.example.com",
    "db.example.com/orcl",
    "db..example.com",
    "-db.example.com",
    "db.example-.com",
    "db example.com",
    "db_1.example.com",
    "db.example.com,1521",
];

const UNREACHABLE: [&str; 7] = [
    "localhost",
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.9",
    "192.168.1.20",
    "169.254.3.4",
    "dbserver",
];

const PORTS: [&str; 6] = ["0", "65536", "99999", "15a21", "-1", "1521.5"];

const UNUSUAL: [&str; 3] = ["3306", "5432", "1433"];

pub(crate) fn mistakes(base: &Base) -> Vec<Mistake> {
    let mut all = Vec::new();
    let mut add = |kind, role, value: &str, rule| {
        for body in with(base, role, value) {
            all.push(Mistake::body(kind, value, &body).is(&[rule]));
        }
    };
    let forms = forms(base);
    let is_a_form = |host: &&str| {
        (host.ends_with(":1521") && forms.contains(&HostForm::ColonPort))
            || (host.ends_with(",1521") && forms.contains(&HostForm::CommaPort))
    };
    let is_url = base.string.as_ref().is_some_and(|string| string.is_url());
    let hosts = HOSTS
        .iter()
        .filter(|host| !(is_url && host.contains("/orcl")));
    for host in hosts.filter(|host| !is_a_form(host)) {
        add("host that is none", Role::Host, host, "invalid-hosts");
    }
    for host in UNREACHABLE {
        add("host out of reach", Role::Host, host, "unreachable-hosts");
    }
    for port in PORTS {
        add("port that is none", Role::Port, port, "invalid-ports");
    }
    let own = base.source.ports.iter().map(u16::to_string);
    let own: Vec<String> = own.collect();
    // Where the source has no usual port, none is unusual.
    let unusual = UNUSUAL.iter().filter(|_| !own.is_empty());
    for port in unusual.filter(|port| !own.iter().any(|own| own == *port)) {
        add(
            "port of another database",
            Role::Port,
            port,
            "unusual-ports",
        );
    }
    for (pointer, _) in base
        .params()
        .iter()
        .filter(|(_, param)| param.role == Some(Role::Tls) && has_fixed_values(base, param))
    {
        let mut body = base.body.clone();
        *body.text(pointer) = marked("maybe");
        let mistake = Mistake::body("value that is none of the allowed", "maybe", &body);
        all.push(mistake.is(&["invalid-values"]));
        *body.text(pointer) = marked("TRUE");
        all.push(Mistake::body("value in another case", "TRUE", &body).is(&["invalid-values"]));
    }
    all
}

/// Whether it is documented which values a parameter takes.
fn has_fixed_values(base: &Base, param: &Param) -> bool {
    let schema: Value = serde_json::from_str(base.variant.schema).expect("a schema is JSON");
    schema["properties"][param.name]["enum"].is_array()
}

/// What may stand with a host, in any place of the base.
fn forms(base: &Base) -> Vec<HostForm> {
    let params = base.params().into_iter().flat_map(|(_, param)| param.forms);
    let pairs = base.string.iter().flat_map(|string| &string.pairs);
    params
        .chain(pairs.flat_map(|(keyword, _)| keyword.forms))
        .copied()
        .collect()
}

/// The base with another value for what has this role.
fn with(base: &Base, role: Role, value: &str) -> Vec<Body> {
    let mut bodies = Vec::new();
    for (pointer, _) in base
        .params()
        .iter()
        .filter(|(_, param)| param.role == Some(role))
    {
        let mut body = base.body.clone();
        *body.text(pointer) = marked(value);
        bodies.push(body);
    }
    let string = base.string.iter();
    for (string, at) in string.flat_map(|string| {
        let found = string
            .pairs
            .iter()
            .position(|(keyword, _)| keyword.role == Some(role));
        found.map(|at| (string, at))
    }) {
        let mut pairs = names(&string.pairs);
        pairs[at].1 = marked(value);
        let mut body = base.body.clone();
        *body.text(&string.pointer) = string.join(&pairs);
        bodies.push(body);
    }
    bodies
}
