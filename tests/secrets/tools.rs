//! The places in the files of API tools: variables, what proves who sends a request, scripts, answers that were saved.

use super::places::{Place, URL, basic};

/// Every such place.
pub(crate) fn places() -> Vec<Place> {
    let mut places = environments();
    places.extend(editors());
    places
}

fn environments() -> Vec<Place> {
    let mut places = Vec::new();
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
        format!("@password=\"§\"\n@token = Bearer §\n@§ = x\n@host = §\n\n###\n{post}{body}\n"),
        format!(
            "# the password is §\n{post}// §\n{body}\n\n> {{%\n  client.global.set('p', '§');\n%}}\n"
        ),
        format!("< {{% request.variables.set('password', '§') %}}\n{post}{literal}\n"),
        format!("### §\n# @name §\n{post}{literal}\n<> §.json\n"),
        format!("POST {URL}?token=§\nAuthorization: Basic app §\nCookie: §\n\n{body}\n"),
        format!("POST {URL}\n  ?token=§\n  &x=§ HTTP/1.1\nAuthorization: §\n§\n\n{literal}\n"),
        format!("POST {URL}\nx-api-key: §\n{literal}\n§\n"),
        format!("curl -X POST '{URL}' -u 'app:§' -d '{literal}'\n"),
        format!("{post}< ./§.json\n"),
        format!("{post}§\n{literal}\n< ./a.json\n"),
    ];
    let file = "create.http";
    texts.into_iter().map(|text| Place { file, text }).collect()
}
