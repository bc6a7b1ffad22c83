"""Checks every embedded JSON Schema against draft-07 with a validator that is not ours."""

import json
import pathlib
import sys

from jsonschema import Draft7Validator

root = pathlib.Path(__file__).resolve().parent.parent
checked = 0
for path in sorted((root / "schemas" / "sources").glob("*.json")):
    for auth in json.loads(path.read_text(encoding="utf-8"))["authSpec"]:
        Draft7Validator.check_schema(auth["spec"])
        checked += 1
envelope = json.loads((root / "schemas" / "requests" / "base-connection.json").read_text(encoding="utf-8"))
Draft7Validator.check_schema(envelope["schema"])


def documented(name):
    """The auth spec of Oracle DB with this name."""
    oracle = json.loads((root / "schemas" / "sources" / "oracle.json").read_text(encoding="utf-8"))
    return next(auth["spec"] for auth in oracle["authSpec"] if auth["name"] == name)


# The two documented requests pass, and a request without its password does not.
azure = {"connectionString": "Host={HOST};Port={PORT};Sid={SID};User Id={USERNAME};Password={PASSWORD}"}
aws = {
    "server": "db.example.com",
    "port": "1521",
    "database": "ORCL",
    "username": "app",
    "password": "{PASSWORD}",
    "schema": "SALES",
    "sslMode": "true",
}
Draft7Validator(documented("ConnectionString")).validate(azure)
basic = Draft7Validator(documented("Basic Authentication"))
basic.validate(aws)
del aws["password"]
if basic.is_valid(aws):
    sys.exit("a request without its password passes")
if checked < 60:
    sys.exit(f"only {checked} auth specs were found")
print(f"{checked} auth specs and the envelope are valid draft-07 schemas")
