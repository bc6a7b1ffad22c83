//! The JSON Schema for editors, as the program writes it.

use serde_json::Value;

use super::own::OWN;
use super::program::Folder;

fn schema(folder: &Folder, arguments: &[&str]) -> Value {
    let got = folder.run(&[&["schema"], arguments].concat());
    assert_eq!((got.code, &*got.err), (Some(0), ""), "{got:?}");
    serde_json::from_str(&got.out).expect("JSON")
}

/// The constants at a place, which an editor offers.
fn offered(schema: &Value, pointer: &str) -> Vec<String> {
    let options = schema.pointer(pointer).and_then(Value::as_array);
    let options = options
        .unwrap_or_else(|| panic!("{pointer}: {schema:#}"))
        .iter();
    options
        .filter_map(|option| option["const"].as_str())
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_schema_is_of_one_source_or_of_all() {
    let folder = Folder::new("schema");
    let all = schema(&folder, &[]);
    let one = schema(&folder, &["Oracle DB"]);
    assert_eq!(
        (&all["title"], &one["title"]),
        (
            &"Base connection".into(),
            &"Base connection for Oracle DB".into()
        )
    );
    let ids = "/properties/connectionSpec/properties/id/anyOf";
    assert_eq!(offered(&one, ids), ["d6b52d86-f0f8-475f-89d4-ce54c8527328"]);
    let mut all_ids = offered(&all, ids);
    let count = all_ids.len();
    all_ids.sort_unstable();
    all_ids.dedup();
    assert_eq!(all_ids.len(), count, "each once");
    assert!(count > 60, "{count}");
    assert_eq!(all["definitions"]["oracle"], one["definitions"]["oracle"]);
    let names = "/definitions/oracle/properties/auth/properties/specName/anyOf";
    assert_eq!(
        offered(&one, names),
        ["ConnectionString", "Basic Authentication"]
    );
    let azure = schema(&folder, &["oracle", "--platform", "azure"]);
    assert_eq!(offered(&azure, names), ["ConnectionString"]);
    let text = all.to_string();
    assert!(!text.contains("\"x-"), "no keywords of our own");
}

#[test]
fn sources_of_ones_own_are_in_it() {
    let folder = Folder::new("schema-own");
    folder.file("specs.json", OWN);
    for arguments in [
        &["--source", "specs.json"][..],
        &["warehouse", "--source", "specs.json"],
    ] {
        let schema = schema(&folder, arguments);
        let params = &schema["definitions"]["warehouse.1"];
        assert_eq!(params["required"], serde_json::json!(["region", "token"]));
        let region = &params["properties"]["region"];
        assert_eq!(region["anyOf"][0]["enum"], serde_json::json!(["eu", "us"]));
        assert_eq!(region["description"], "where the warehouse is");
    }
}

#[test]
fn there_is_none_where_there_is_no_base_connection() {
    let folder = Folder::new("schema-none");
    for (wanted, said) in [
        (
            "data-landing-zone",
            "Data Landing Zone takes no base connection; see \
             help/sources/tutorials/api/create/cloud-storage/data-landing-zone.md",
        ),
        (
            "weather",
            "there is no source `weather`; `connlint sources` lists them",
        ),
    ] {
        let got = folder.run(&["schema", wanted]);
        assert_eq!(
            (got.code, &*got.out, got.err),
            (Some(2), "", format!("connlint: {said}\n"))
        );
    }
}
