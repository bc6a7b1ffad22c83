//! One JSON Schema by hand, for those who need one: a base connection of Oracle DB, both auth specs.

/// What a single request looks like.
pub(crate) const REQUEST: &str = r#"{
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object",
  "required": ["name", "auth", "connectionSpec"],
  "additionalProperties": false,
  "properties": {
    "name": { "type": "string", "minLength": 1 },
    "description": { "type": "string" },
    "auth": {
      "type": "object",
      "required": ["specName", "params"],
      "additionalProperties": false,
      "properties": {
        "specName": { "enum": ["ConnectionString", "Basic Authentication"] },
        "params": { "type": "object" }
      },
      "allOf": [
        {
          "if": { "properties": { "specName": { "const": "ConnectionString" } }, "required": ["specName"] },
          "then": {
            "properties": {
              "params": {
                "type": "object",
                "required": ["connectionString"],
                "additionalProperties": false,
                "properties": {
                  "connectionString": {
                    "type": "string",
                    "pattern": "^Host=[^;]+;Port=[0-9]+;Sid=[^;]+;User Id=[^;]+;Password=[^;]+$"
                  }
                }
              }
            }
          }
        },
        {
          "if": { "properties": { "specName": { "const": "Basic Authentication" } }, "required": ["specName"] },
          "then": {
            "properties": {
              "params": {
                "type": "object",
                "required": ["server", "port", "database", "username", "password", "schema", "sslMode"],
                "additionalProperties": false,
                "properties": {
                  "server": { "type": "string", "minLength": 1 },
                  "port": { "type": "string", "pattern": "^[0-9]{1,5}$" },
                  "database": { "type": "string", "minLength": 1 },
                  "username": { "type": "string", "minLength": 1 },
                  "password": { "type": "string", "minLength": 1 },
                  "schema": { "type": "string", "minLength": 1 },
                  "sslMode": { "enum": ["true", "false"] }
                }
              }
            }
          }
        }
      ]
    },
    "connectionSpec": {
      "type": "object",
      "required": ["id", "version"],
      "additionalProperties": false,
      "properties": {
        "id": { "const": "d6b52d86-f0f8-475f-89d4-ce54c8527328" },
        "version": { "const": "1.0" }
      }
    }
  }
}
"#;

/// What an array of requests looks like.
pub(crate) fn array() -> String {
    format!(
        r#"{{ "$schema": "http://json-schema.org/draft-07/schema#", "type": "array", "items": {REQUEST} }}"#
    )
}
