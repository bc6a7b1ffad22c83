//! Bodies for sources other than the one with which everything is tried.

/// Strings of other sources, each with the auth spec and the id.
const OTHER_STRINGS: [(&str, &str, &[&str]); 5] = [
    (
        "Connection String Based Authentication",
        "74a1c565-4e59-48d7-9d67-7c03b8a13137",
        &[
            "postgresql://app:§@db.example.com:5432/orders?sslmode=require",
            "postgres://app:ab/§@db.example.com/orders",
            "postgres://app:ab@§@db.example.com/orders",
            "postgres://app:ab#§?x@db.example.com/orders",
            "postgresql://db.example.com/orders?user=app&password=§",
            "postgresql:///orders?host=db.example.com&password=§",
            "postgresql://db.example.com/orders#§",
            "jdbc:postgresql://db.example.com:5432/orders?user=app&password=§&sslmode=require",
            "jdbc:postgresql://app:§@db.example.com/orders",
            "host=db.example.com dbname=orders user=app password=§",
            "host=db.example.com dbname=orders user=app password='ab §'",
            "Server=db.example.com;Database=postgres://app:§@db.example.com/orders;UID=app;Password={PASSWORD};Port=5432",
        ],
    ),
    (
        "ConnectionString",
        "b2e08744-4f1a-40ce-af30-7abac3e23cf3",
        &[
            "jdbc:snowflake://acme.snowflakecomputing.com/?user=app&password=§&db=SALES",
            "jdbc:snowflake://acme.snowflakecomputing.com/?password=§&user=app&warehouse=WH",
            "jdbc:snowflake://acme.snowflakecomputing.com/?user=app&password=ab&§&db=SALES",
            "jdbc:snowflake://acme.snowflakecomputing.com/?user=app&password=ab&§=cd&db=SALES",
            "jdbc:snowflake://acme.snowflakecomputing.com/user=app&password=§&db=SALES",
            "jdbc:snowflake://acme.snowflakecomputing.com/?user=app;password=§;db=SALES",
            "jdbc:snowflake://acme.snowflakecomputing.com/?user=app&pasword=§&db=SALES",
            "jdbc:snowflake://acme.snowflakecomputing.com/?user=app&token=§&private_key_file_pwd=§",
            "jdbc:snowflake://app:§@acme.snowflakecomputing.com/?user=app&db=SALES",
            "jdbc:snowflake://acme.snowflakecomputing.com/§?user=app&db=SALES",
            "snowflake://app:§@acme/SALES",
            "acme.snowflakecomputing.com/?user=app&password=§",
            "Server=acme.snowflakecomputing.com;UID=app;PWD=§",
        ],
    ),
    (
        "Connection String Based Authentication",
        "1fe283f6-9bec-11ea-bb37-0242ac130002",
        &[
            r#"Server=db.example.com; Port=8091;AuthMech=1;CredString=[{\"user\": \"app\", \"pass\":\"§\"}];"#,
            r#"Server=db.example.com; Port=8091;CredString=[{\\"user\\": \\"app\\", \\"pass\\":\\"§\\"}]"#,
            r#"Server=db.example.com;CredString=[{\"pass\":\"a;§\"}];Port=8091"#,
            "Server=db.example.com;CredString=§;Port=8091",
        ],
    ),
    (
        "ConnectionString",
        "4c10e202-c428-4796-9208-5f1f5732b1cf",
        &[
            "DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=§==;EndpointSuffix=core.windows.net",
            "AccountKey=§==;AccountName=acme.blob.core.windows.net",
            "BlobEndpoint=https://acme.blob.core.windows.net;SharedAccessSignature=sv=1&sig=§",
            "https://acme.blob.core.windows.net/?sv=1&sig=§",
        ],
    ),
    (
        "Connection String Based Authentication",
        "1f372ff9-38a4-4492-96f5-b9a4e4bd00ec",
        &[
            "Data Source=tcp:localhost,1433;Initial Catalog=crm;User ID=app;Password=§;",
            "Data Source=db.example.com,§;Initial Catalog=crm;User ID=app;Password={PASSWORD}",
            "Server=db.example.com;Database=crm;UID=app;PWD=ab;§;Encrypt=False",
        ],
    ),
];

/// Parameters of further sources, with connection strings and without.
pub(crate) fn bodies() -> Vec<String> {
    let (salesforce, oauth) = (
        "cfc0fee1-7dc0-40ef-b73e-d8b134c436f5",
        "OAuth2 Client Credential",
    );
    let (sftp, key) = (
        "b7bf2577-4520-42c9-bae9-cad01560f7bc",
        "SSH PublicKey Authentication for sftp",
    );
    let (service_now, basic_auth) = (
        "eb13cb25-47ab-407f-ba89-c0125281c563",
        "Basic Authentication",
    );
    let other_sources = [
        (
            "ecadc60c-7455-4d87-84dc-2a0e293d997b",
            "Access Key",
            r#""s3AccessKey": "§", "s3SecretKey": "§", "folder": "§""#,
        ),
        (
            salesforce,
            oauth,
            r#""clientId": "§", "clientSecret": "§", "apiVersion": "60""#,
        ),
        (
            salesforce,
            oauth,
            r#""environmentUrl": "§", "client_secret": "§""#,
        ),
        (
            salesforce,
            oauth,
            r#""environmentUrl": "https://app:§@x.example.com""#,
        ),
        (
            salesforce,
            oauth,
            r#""environmentUrl": "https://x.example.com/?sig=§""#,
        ),
        (
            salesforce,
            basic_auth,
            r#""username": "app", "password": "§", "securityToken": "§""#,
        ),
        (
            sftp,
            key,
            r#""host": "localhost", "privateKeyContent": "§", "passPhrase": "§""#,
        ),
        (
            sftp,
            key,
            r#""username": "app", "privateKey": "-----BEGIN KEY-----\n§\n""#,
        ),
        (
            sftp,
            key,
            r#""port": 99999, "privateKeyContent": "/home/§/id_rsa", "password": "§""#,
        ),
        (
            service_now,
            basic_auth,
            r#""siteName": "§", "username": "§!", "pasword": "§""#,
        ),
        (
            service_now,
            oauth,
            r#""host": "https://x.example.com/§?", "accessToken": "§""#,
        ),
    ];
    let mut bodies: Vec<String> = other_sources
        .iter()
        .map(|(id, name, params)| body(id, name, params))
        .collect();
    for (name, id, strings) in OTHER_STRINGS {
        let params = strings
            .iter()
            .map(|string| format!(r#""connectionString": "{string}""#));
        bodies.extend(params.map(|params| body(id, name, &params)));
    }
    bodies
}

fn body(id: &str, name: &str, params: &str) -> String {
    format!(
        r#"{{ "name": "Files", "auth": {{ "specName": "{name}", "params": {{ {params} }} }},
  "connectionSpec": {{ "id": "{id}", "version": "2.0" }} }}"#
    )
}
