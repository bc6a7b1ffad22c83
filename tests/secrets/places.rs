//! Every place in which a secret can stand, written `§`.

use super::wrapping::{Call, Wrapping};
use super::{others, tools};

/// Where the secret stands.
pub(crate) const SECRET: char = '§';

/// A file with a secret in it.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) file: &'static str,
    pub(crate) text: String,
}

/// Every place in every wrapping.
pub(crate) fn places(submission: bool) -> Vec<Place> {
    let call = Call::new(submission);
    let mut places = Vec::new();
    for body in bodies() {
        for wrapping in Wrapping::ALL {
            places.push(Place {
                file: wrapping.file(),
                text: wrapping.wrap(&body, &call),
            });
        }
    }
    let right = basic(r#""password": "{PASSWORD}""#);
    for wrapping in Wrapping::ALL
        .into_iter()
        .filter(|wrapping| wrapping.is_call())
    {
        for call in calls(&call) {
            places.push(Place {
                file: wrapping.file(),
                text: wrapping.wrap(&right, &call),
            });
        }
    }
    let file = "create.sh";
    places.extend(scripts().into_iter().map(|text| Place { file, text }));
    places.extend(documents());
    places.extend(tools::places());
    places
}

/// With separate parameters; the version is a mistake, so that there is something to show.
pub(crate) fn basic(password: &str) -> String {
    format!(
        r#"{{
  "name": "Orders", "auth": {{
    "specName": "Basic Authentication",
    "params": {{ "server": "db.example.com", "port": 1521, {password}, "database": "ORCL",
      "username": "app", "schema": "SALES" }} }},
  "connectionSpec": {{ "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "2.0" }}
}}"#
    )
}

fn with_string(string: &str) -> String {
    format!(
        r#"{{
  "name": "Orders",
  "auth": {{ "specName": "ConnectionString", "params": {{ "connectionString": "{string}" }} }},
  "connectionSpec": {{ "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "2.0" }}
}}"#
    )
}

fn bodies() -> Vec<String> {
    let params = [
        r#""password": "§""#,
        r#""password": " § ""#,
        r#""password": "§", "password": "§""#,
        r#""pasword": "§""#,
        r#""pwd": "§""#,
        r#""password ": "§""#,
        r#""password": ["§"]"#,
        r#""password": { "value": "§" }"#,
        r#""password": { "§": true }"#,
        r#""password": §"#,
        r#""password": '§'"#,
        r#""password": “§”"#,
        r#""password": "${DB_PASSWORD:-§}""#,
        r#""password": "${DB_PASSWORD-§}""#,
        r#""password": "${DB_PASSWORD:=§}""#,
        r#""password": "{{ pw | default('§') }}""#,
        r#""password": "[!DNL §]""#,
        r#""password": "§" "token": "§""#,
        r#""password": "§", // it is §
      "note": 1"#,
        r#""password": "\u0041§\n""#,
        r#""token": "§""#,
        r#""§": "x""#,
        r#""clientSecret": "§", "accountKey": "§", "sasUri": "https://x.example.com/?sig=§""#,
        r#""connectionString": "Host=db.example.com;Password=§""#,
        r#""passwd": { "nested": ["§", { "§": "§" }] }"#,
        r#""password": "x", "username": "app/§@db""#,
        r#""password": "x", "server": "app:§@db.example.com""#,
        r#""password": "x", "server": "https://app:§@db.example.com/?pw=§""#,
        r#""password": "x", "sslMode": "§!""#,
        r#""password": "x", "port": "15:21/§""#,
    ];
    let strings = [
        "Host=db.example.com;Port=1521;Sid=ORCL;User Id=app;Password=§",
        "Password=§;Host=db.example.com;Port=1521;Sid=ORCL;User Id=app",
        "Host=db.example.com;Port=1521;Password=§;Sid=ORCL;User Id=app;",
        "Host=db.example.com;Password=\\\"§\\\";User Id=app",
        "Host=db.example.com;Password='§';User Id=app",
        "Host=db.example.com;Password=\\\"§;User Id=app;Port=1521",
        "Host=db.example.com;Password=§';User Id=app;Port=1521",
        "Host=db.example.com;Password=ab;§;User Id=app;Port=1521",
        "Host=db.example.com;Password=ab;§=cd;User Id=app;Port=1521",
        "Host=db.example.com;Password=§;§;User Id=app;Port=1521",
        "Host=db.example.com;Password==§;User Id=app;Port=1521",
        "Host=db.example.com;Password §;User Id=app;Port=1521",
        "Host=db.example.com;Password:§;User Id=app;Port=1521",
        "Host=db.example.com;Password§;User Id=app;Port=1521",
        "Host=db.example.com;User Id=app Password=§ Port=1521",
        "Host=db.example.com,Password=§,User Id=app,Port=1521",
        "Host=db.example.com;User Id=appPassword=§;Port=1521",
        "Host=db.example.com;Pasword=§;User Id=app;Port=1521",
        "Host=db.example.com;Pwd=§;Uid=app;Server=db.example.com",
        "Host=db.example.com;Password=§;Password=§;Port=1521",
        "Host=db.example.com;Password=§;PASSWORD=x§;Port=1521",
        "Host=db.example.com;User Id=app/§;Port=1521",
        "Host=db.example.com;User Id=app/§@orcl;Password={PASSWORD}",
        "Host=db.example.com;Token=§;User Id=app;Port=1521",
        "Host=db.example.com;TrustStorePassword=§;User Id=app;Port=1521",
        "Host=app:§@db.example.com;User Id=app;Port=1521",
        "Host=db.example.com\\\\Password:§;User Id=app;Port=1521",
        "Host=db.example.com;Password=${PW:-§};User Id=app",
        "Host=db.example.com;Password=${PW-§};User Id=app",
        "Host=db.example.com;Password=§\\u00a0;User Id=app",
        "§",
        "jdbc:oracle:thin:app/§@db.example.com:1521:ORCL",
        "jdbc:oracle:thin:@//db.example.com:1521/ORCL?password=§",
        "jdbc:oracle:thin:@db.example.com:1521:ORCL;password=§",
        "app/§@db.example.com:1521/ORCL",
        "app/§@//db.example.com:1521/ORCL",
        "oracle://app:§@db.example.com:1521/ORCL",
        "tcps://db.example.com:1521/ORCL?wallet=§",
        "Data Source=db.example.com:1521/ORCL;User Id=app;Password=§",
        "Driver={Oracle};DBQ=ORCL;Uid=app;Pwd=§",
        "host=db.example.com port=1521 dbname=ORCL user=app password=§",
        "{\\\"host\\\": \\\"db.example.com\\\", \\\"password\\\": \\\"§\\\"}",
        "(DESCRIPTION=(ADDRESS=(HOST=db.example.com)(PORT=1521))(SECURITY=(WALLET=§)))",
        "ORCL=(DESCRIPTION=(ADDRESS=(HOST=db.example.com)))(PASSWORD=§)",
    ];
    let outside = [
        r#"{ "token": "§", "name": "Orders", "auth": { "specName": "ConnectionString", "params": {
  "connectionString": "Host=db.example.com" } }, "connectionSpec": { "id": "1", "secret": "§" } }"#,
        r#"{ "name": "Orders", "auth": "§", "connectionSpec": { "id": "1", "version": "2.0" } }"#,
        r#"{ "name": "Orders", "auth": { "specName": "x", "params": "§", "§": 1 }, "connectionSpec": {} }"#,
        r#"{ "params": { "password": "§" }, "specName": "ConnectionString", "connectionSpec": 3 }"#,
    ];
    let mut bodies: Vec<String> = params.iter().map(|password| basic(password)).collect();
    bodies.extend(strings.iter().map(|string| with_string(string)));
    bodies.extend(others::bodies());
    bodies.extend(outside.iter().map(|body| (*body).to_owned()));
    bodies
}

fn calls(right: &Call) -> Vec<Call> {
    let headers = [
        "Authorization: Bearer §",
        "Authorization: Basic §",
        "Authorization: §",
        "Authorization:§",
        "Authorisation: Bearer §",
        "Authorization Bearer §",
        "Authorization Bearer §:",
        "x-api-key: §",
        "api-key: §",
        "X-Vault-Token: §",
        "Cookie: session=§",
        "x-gw-ims-org-id: §!",
        "§: x",
    ];
    let urls = [
        "https://app:§@platform.adobe.io/data/foundation/flowservice/connections",
        "http://platform.adobe.io/data/foundation/flowservice/connections?access_token=§",
        "https://platform.adobe.io/data/foundation/flowservice/connections#§",
        "https://platform.adobe.io/data/foundation/flowservice/connections\n -u 'app:§",
        "http://§@proxy.example.com/data/foundation/flowservice/connections",
    ];
    let with_header = headers.iter().map(|header| Call {
        headers: vec![(*header).to_owned(), "x-api-key: {API_KEY}".to_owned()],
        ..right.clone()
    });
    let with_url = urls.iter().map(|url| Call {
        url: (*url).to_owned(),
        ..right.clone()
    });
    let options = [
        "-u app:§",
        "--oauth2-bearer §",
        "-H Authorization: Bearer §",
        "-H x-api-key: §",
        "-b 'session=§'",
        "--proxy-user 'app:§'",
        "-u 'app:§",
        "-u\n'app:§",
    ];
    let with_option = options.iter().map(|option| Call {
        program: format!("curl {option}"),
        ..right.clone()
    });
    with_header.chain(with_url).chain(with_option).collect()
}

pub(crate) const URL: &str = "https://platform.adobe.io/data/foundation/flowservice/connections";

fn scripts() -> Vec<String> {
    let body = basic(r#""password": "'"$PASSWORD"'""#);
    let literal = basic(r#""password": "§""#);
    let bare = literal.replace('\n', " ");
    let post = format!("curl -X POST '{URL}' -H 'x-api-key: {{KEY}}' -d '{body}'\n");
    vec![
        format!("PASSWORD=§\n{post}"),
        format!("export PASSWORD='§' TOKEN=\"§\"\n{post}"),
        format!("PASSWORD=${{DB_PASSWORD:-§}}\n{post}"),
        format!("PASSWORD=${{DB_PASSWORD-§}}\n{post}"),
        format!("PASSWORD=$(echo §)\n{post}"),
        format!("# the password is §\n{post}# and again: §\n"),
        format!("echo '§' | vault login -; {post}"),
        format!("curl https://vault.example.com -H 'X-Vault-Token: §'\n{post}"),
        format!("TOKEN=§\ncurl '{URL}' -H \"Authorization: Bearer $TOKEN\" -d '{body}'\n"),
        format!("curl '{URL}' -H \"Authorization: Bearer ${{TOKEN:-§}}\" -d '{body}'\n"),
        format!("curl '{URL}' -H 'Authorization: Bearer §\n  -d '{literal}'\n"),
        format!("curl '{URL}' \\\n  -H 'Authorization: Bearer §'\n  -d '{literal}'\n"),
        format!("curl '{URL}' \\ \n  -H 'Authorization: Bearer §' \\\n  -d '{literal}\n"),
        format!(
            "curl '{URL}' -H \"Authorization: Bearer $TOKEN\" -d '{}'\n",
            literal.replace('§', "Tall-$QX§")
        ),
        format!("curl '{URL}' -d \"{bare}\"\n"),
        format!("curl '{URL}' -d \"{literal}\"\n"),
        format!("curl '{URL}' -d '{literal}' -d '{{\"password\": \"§\"}}'\n"),
        format!(
            "curl '{URL}' -d '{}'\n",
            literal.replace("Orders", "Anna's")
        ),
        format!("curl '{URL}' --data-urlencode 'password=§' -F 'x=§' -d '{literal}'\n"),
        format!("BODY='{literal}'\ncurl '{URL}' -d \"$BODY\"\n"),
        format!("read -r -d '' BODY <<EOF\n{literal}\nEOF\ncurl '{URL}' -d \"$BODY\"\n"),
        format!("curl '{URL}' -d \"$(cat <<EOF\n{literal}\nEOF\n)\"\n"),
        format!("cat > body.json <<'EOF'\n{literal}\nEOF\ncurl '{URL}' -d @body.json -u app:§\n"),
        format!("post() {{ curl -u app:§ \"$@\"; }}\npost '{URL}' -d '{literal}'\n"),
        format!("curl '{URL}' -d '{literal}' && echo §\ncurl '{URL}' -d '{literal}' § \"§\" '§\n"),
    ]
}

fn documents() -> Vec<Place> {
    let literal = basic(r#""password": "§""#);
    let right = basic(r#""password": "{PASSWORD}""#);
    let of = |file, text| Place { file, text };
    vec![
        of(
            "notes.md",
            format!("The password is §.\n```json\n{literal}\n```\n§\n"),
        ),
        of(
            "notes.md",
            format!("```json\n{right}\n```\n```sh\nexport PASSWORD=§\n```\n"),
        ),
        of("notes.md", format!("```json\n{literal}\n")),
        of("a.json", format!("{right}\n{{ \"password\": \"§\" }}\n")),
        of("a.json", format!("{{ \"password\": \"§\" }}\n{right}\n")),
        of(
            "a.json",
            format!("{{ \"vault\": {{ \"token\": \"§\" }}, \"requests\": [{right}, \"§\"] }}"),
        ),
        of("a.json", format!("{literal}§")),
        of("a.json", format!("§{literal}")),
        of(
            "a.jsonc",
            format!("// the password is §\n{right} /* § */\n"),
        ),
        of("a.json", format!("/* § */ {right} // §\n")),
        of(
            "a.jsonc",
            format!(
                "// connlint: ignore[§, invalid-hosts, missing-headers] § {right} §\n{right}\n"
            ),
        ),
        of(
            "a.jsonc",
            format!(
                "// connlint: ignore[plaintext-secret, §] §\n{literal} // connlint: ignore §\n"
            ),
        ),
        of(
            "notes.md",
            format!(
                "§ <!-- § connlint: ignore[invalid-hosts] § -->\n```json\n{right}\n```\n<!--\nconnlint: ignore[§]\n-->"
            ),
        ),
        of(
            "a.sh",
            format!(
                "# connlint: ignore[wrong-types,§]§\ncurl '{URL}' -u app:§ -d '{right}' # connlint: ignore[§ §\n"
            ),
        ),
        of("a.json", format!("\u{FEFF}{literal}")),
        of("a.json", format!("{}\u{1b}[31m§", literal)),
        of(
            "a.py",
            format!("# §\nPASSWORD = '§'\nBODY = {literal}  # §\nrequests.post('{URL}', json=BODY, auth=('app', '§'))\n"),
        ),
        of(
            "a.py",
            "BODY = {'name': 'Orders', 'auth': {'specName': 'ConnectionString', 'params': {'connectionString': (\n  \
             'Host=db;Port=1;'  # §\n  'Pass' 'word=§' # §\n  f';User Id={§}')}},\n  # §\n  \
             'connectionSpec': {'id': '1'}, '§': §, **§}\n"
                .to_owned(),
        ),
        of(
            "a.js",
            format!("// §\nconst password = '§', body = {literal}; /* § */\nfetch('{URL}', {{ method: 'PUT', body: \
                     JSON.stringify(body), headers: {{ Authorization: `Bearer ${{§}}`, '§': '§', 'x-api-key': \"§\" }} }});\n"),
        ),
        of(
            "a.ps1",
            format!("# §\n$password = '§'\n$body = @'\n{literal}\n'@ # §\nInvoke-RestMethod -Uri '{URL}' -Body $body -Token § \
                     -Headers @{{ Authorization = 'Bearer §'; § = '§' }} -ContentType '§' -Method §\n"),
        ),
        of(
            "a.ps1",
            format!("$body = @{{ name = 'x'; auth = @{{ specName = 'Basic Authentication'; params = @{{ port = 1521 # §\n \
                     password = '§'; § = 1; username = 'a/§' }} }}; connectionSpec = @{{ id = '1' }} }} # §\n\
                     irm '{URL}' -M Put -B (ConvertTo-Json $body)\ncurl.exe -u app:§ '{URL}' -d '{{\"password\": \"§\"}}'\n"),
        ),
        of(
            "a.cmd",
            format!("rem §\nset PASSWORD=§\ncurl -u app:§ -X PUT \"{URL}?x=§\" -H \"Authorization: Bearer §\" -d \"{}\"\n",
                    literal.replace('"', "\\\"").replace('\n', " ")),
        ),
        of(
            "a.ipynb",
            format!(
                "{{\"cells\": [{{\"cell_type\": \"code\", \"§\": \"§\", \"outputs\": [{{\"text\": [\"§\"]}}], \"source\": [\"# §\\n\", \
                 \"BODY = {}\\n\",\"requests.post('{URL}', json=BODY, auth='§')\"]}}, {{\"cell_type\": \"code\", \"source\": \
                 \"!curl -u app:§ {URL} -d '{{}}'\"}}], \"metadata\": {{\"§\": 1}}}}\n",
                literal.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
            ),
        ),
        of("a.yml", in_yaml("# §", "")),
        of("a.yml", in_yaml("\"§\": 1", "# §")),
        of("a.yml", in_yaml("- §", "")),
        of("a.yml", in_yaml("§: &x |", "§")),
        of(
            "a.yml",
            "x: &p {password: §, port: 1521}\nname: Orders\nauth:\n  specName: Basic Authentication\n  \
             params: *p # §\nconnectionSpec: {id: d6b52d86-f0f8-475f-89d4-ce54c8527328}\n"
                .to_owned(),
        ),
        of(
            "a.yml",
            "name: Orders\nauth:\n  specName: ConnectionString\n  params:\n    connectionString: >\n      \
             Host=db;Port=1\n      Password=§;\n      User\n      Id=§\n\
             connectionSpec: {id: d6b52d86-f0f8-475f-89d4-ce54c8527328}\n"
                .to_owned(),
        ),
        of(
            "a.ndjson",
            format!("{{\"password\":\"§\"}}\n{}\n", right.replace('\n', " ")),
        ),
    ]
}

/// A request with something before each of its lines and behind them.
fn in_yaml(before: &str, behind: &str) -> String {
    let lines = [
        "name: Orders",
        "auth:",
        "  specName: Basic Authentication",
        "  params:",
        "    server: db.example.com",
        "    port: 1521",
        "    password: §",
        "connectionSpec:",
        "  id: d6b52d86-f0f8-475f-89d4-ce54c8527328",
        "  version: 2.0",
    ];
    let line = |line: &str| {
        let indent = &line[..line.len() - line.trim_start().len()];
        format!("{indent}{before}\n{line} {behind}\n")
    };
    lines.map(line).concat()
}
