//! The places in the files of API tools: variables, what proves who sends a request, scripts, answers that were saved.

use super::places::{Place, URL, basic};

/// Every such place.
pub(crate) fn places() -> Vec<Place> {
    let mut places = collections();
    places.extend(environments());
    places.extend(editors());
    places.extend(brunos());
    places
}

fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", text.replace('\n', "\\n"))
}

/// A collection with one request that has something to show: two of its headers are not there.
fn collection(beside: &str, item: &str, request: &str, password: &str) -> Place {
    let body = quoted(&basic(&format!(r#""password": "{password}""#)));
    let text = format!(
        r#"{{
  "info": {{ "name": "Sources", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" }},
  {beside}
  "item": [ {{ "name": "Oracle", {item}
    "request": {{ "method": "POST", {request} "url": "{URL}",
      "header": [ {{ "key": "x-api-key", "value": "{{{{API_KEY}}}}" }} ],
      "body": {{ "mode": "raw", "raw": {body} }} }} }} ]
}}
"#
    );
    Place {
        file: "sources.json",
        text,
    }
}

fn collections() -> Vec<Place> {
    let auth = [
        r#""auth": { "type": "bearer", "bearer": [ { "key": "token", "value": "§", "type": "string" } ] },"#,
        r#""auth": { "type": "bearer", "bearer": { "token": "§" } },"#,
        r#""auth": { "type": "basic", "basic": [ { "key": "username", "value": "app" }, { "key": "password", "value": "§" } ] },"#,
        r#""auth": { "type": "apikey", "apikey": [ { "key": "key", "value": "x-api-key" }, { "key": "value", "value": "§" } ] },"#,
        r#""auth": { "type": "apikey", "apikey": [ { "key": "key", "value": "§" }, { "key": "value", "value": "§" } ] },"#,
        r#""auth": { "type": "oauth2", "oauth2": [ { "key": "accessToken", "value": "§" }, { "key": "clientSecret", "value": "§" } ] },"#,
        r#""auth": { "type": "§", "§": [ { "key": "token", "value": "§" } ] },"#,
        r#""auth": { "type": "bearer" "bearer": [ { "key": "token", "value": "§" ] },"#,
    ];
    let variables = [
        r#""variable": [ { "key": "ora_password", "value": "§", "type": "string" } ],"#,
        r#""variable": [ { "key": "whatever", "value": "§", "type": "secret" } ],"#,
        r#""variable": [ { "key": "§", "value": "§" } ],"#,
        r#""variable": [ { "id": "secret", "value": "§" }, { "key": "token", "value": "Bearer §" } ],"#,
        r#""variable": [ { "key": "connection", "value": "Host=db.example.com;Password=§" } ],"#,
        r#""variable": [ { "key": "password", "value": "${X:-§}" } ],"#,
        r#""variable": [ { "key": "§_password", "value": "§" }, { "key": "§Token", "value": "§" } ],"#,
    ];
    let items = [
        r#""event": [ { "listen": "prerequest", "script": { "exec": [ "const password = '§';" ] } } ],"#,
        r#""event": [ { "listen": "test", "script": { "exec": "pm.globals.set('token', '§');" } } ],"#,
        r#""description": "The password is §",  "response": [ { "body": "{\"password\": \"§\"}" } ],"#,
        r#""§": "x", "response": [ { "originalRequest": { "auth": { "type": "bearer", "bearer": { "token": "§" } } } } ],"#,
    ];
    let mut places: Vec<_> = auth
        .iter()
        .flat_map(|auth| {
            [
                collection(auth, "", "", "{P}"),
                collection("", "", auth, "{P}"),
            ]
        })
        .collect();
    places.extend(variables.iter().flat_map(|variable| {
        [
            collection(variable, "", "", "{P}"),
            collection("", variable, "", "{P}"),
        ]
    }));
    places.extend(items.iter().map(|item| collection("", item, "", "§")));
    let mut method = collection("", "", "", "{P}");
    method.text = method.text.replace("POST", "§");
    let mut nothing = method.clone();
    nothing.text = nothing.text.replace("\"header\"", "\"§\"");
    places.extend([method, nothing]);
    places
}

fn environments() -> Vec<Place> {
    let postman = [
        r#"{ "name": "prod", "values": [ { "key": "password", "value": "§", "type": "default", "enabled": true } ], "_postman_variable_scope": "environment" }"#,
        r#"{ "name": "prod", "values": [ { "key": "x", "value": "§", "type": "secret", "enabled": false } ], "_postman_variable_scope": "globals" }"#,
        r#"{ "name": "§", "values": [ { "key": "§", "value": "§", "type": "secret" }, { "key": "token", "value": "§\n" } ], "_postman_variable_scope": "environment" }"#,
        "{ \"name\": \"prod\",\n \"values\": [\n { \"key\": \"client_secret\",\n \"value\": \"§\" } { \"key\": \"host\", \"value\": \"§\" } ],\n \"_postman_exported_using\": \"§\" }",
    ];
    let mut places: Vec<_> = postman
        .iter()
        .map(|text| Place {
            file: "prod.postman_environment.json",
            text: (*text).to_owned(),
        })
        .collect();
    for file in ["http-client.env.json", "http-client.private.env.json"] {
        places.push(Place {
            file,
            text: "{ \"dev\": { \"password\": \"§\", \"host\": \"§\",\n \"nested\": { \"Client Secret\": \"§\" } } }".to_owned(),
        });
    }
    places
}

fn editors() -> Vec<Place> {
    let body = basic(r#""password": "{{password}}""#);
    let literal = basic(r#""password": "§""#);
    let post = format!("POST {URL}\nx-api-key: {{{{KEY}}}}\n\n");
    let texts = [
        format!("@password = §\n\n{post}{body}\n"),
        format!("@§_password = §\n@§Secret = §\n{post}{body}\n"),
        format!("@conn = Host=db.example.com;Port=1521;User Id=§;Password=§\n{post}{body}\n"),
        format!("@password=\"§\"\n@token = Bearer §\n@§ = x\n@host = §\n\n###\n{post}{body}\n"),
        format!(
            "# the password is §\n{post}// §\n{body}\n\n> {{%\n  client.global.set('p', '§');\n%}}\n"
        ),
        format!("< {{% request.variables.set('password', '§') %}}\n{post}{literal}\n"),
        format!("### §\n# @name §\n{post}{literal}\n<> §.json\n"),
        format!("POST {URL}?token=§\nAuthorization: Basic app §\nCookie: §\n\n{body}\n"),
        format!("POST {URL}\n  ?token=§\n  &x=§ HTTP/1.1\nAuthorization: §\n§\n\n{literal}\n"),
        format!("POST {URL}\nx-api-key: §\n{literal}\n§\n"),
        format!("{URL}?token=§\nContent-Type: application/json\n\n{body}\n"),
        format!("{}\n\n{body}\n", URL.replace("://", "://app:§@")),
        format!("curl -X POST '{URL}' -u 'app:§' -d '{literal}'\n"),
        format!("{post}< ./§.json\n"),
        format!("{post}§\n{literal}\n< ./a.json\n"),
    ];
    let file = "create.http";
    texts.into_iter().map(|text| Place { file, text }).collect()
}

fn brunos() -> Vec<Place> {
    let body = basic(r#""password": "{{password}}""#).replace('\n', "\n  ");
    let literal = body.replace("{{password}}", "§");
    let sent = |body: &str| format!("body:json {{\n  {body}\n}}\n");
    let post = |auth: &str| format!("post {{\n  url: {URL}\n  body: json\n  auth: {auth}\n}}\n");
    let with =
        |auth: &str, blocks: &str, body: &str| format!("{}{blocks}{}", post(auth), sent(body));
    let texts = [
        with("bearer", "auth:bearer {\n  token: §\n}\n", &body),
        with("basic", "auth:basic {\n  username: app\n  password: §\n}\n", &body),
        with("apikey", "auth:apikey {\n  key: §\n  value: §\n  placement: header\n}\n", &body),
        with("none", "vars:pre-request {\n  password: §\n  ~token: §\n  @secret: §\n  §: x\n}\n", &body),
        with(
            "none",
            "headers {\n  Authorization: Bearer §\n  ~x-api-key: §\n  Authorization: '''\n    §\n  '''\n}\n",
            &literal,
        ),
        with("inherit", "script:pre-request {\n  const password = '§';\n}\ndocs {\n  §\n}\n", &literal),
        format!("§_password {{\n  §: §\n}}\n{}vars:pre-request {{\n  §_password: §\n}}\n", with("none", "", &literal)),
        format!("§ {{\n  §: §\n}}\n{}§\n", with("§", "", &literal)),
        "vars {\n  password: §\n  host: §\n  ~client_secret: § @description(\"§\")\n}\nvars:secret [\n  §\n]\n".to_owned(),
        "meta {\n  name: §\n}\nauth {\n  mode: bearer\n}\nauth:bearer {\n  token: §\n}\nheaders {\n  Authorization: Bearer §\n}\n".to_owned(),
    ];
    let file = "create.bru";
    texts.into_iter().map(|text| Place { file, text }).collect()
}
