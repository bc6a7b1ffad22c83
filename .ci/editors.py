"""Compares the JSON Schema for editors with connlint itself, through a validator that is not ours.

    .ci/editors.py PROGRAM

Requests that are right, for every auth spec of every source, are changed in every way that a schema can see. Then for each

  * what the schema refuses, connlint finds too: an editor raises no alarm that the program does not;
  * what connlint finds, the schema refuses too, as long as it is about the shape of the request.

A schema knows no levels: whatever connlint finds by one of the rules in SHAPE, be it an error or a warning, is a refusal.
The other rules look at what no schema sees: what a connection string holds, whom a request is for, hosts, secrets, and what
waits to be filled in. Nor does a schema weigh evidence. So the second direction does not hold, and is not asked for,
where the id is changed to another source's, and where variants of one name are told apart by what is in the request.
"""

import collections
import copy
import json
import pathlib
import subprocess
import sys
import tempfile

from jsonschema import Draft7Validator

SHAPE = {
    "missing-properties",
    "misplaced-properties",
    "misspelled-properties",
    "unknown-properties",
    "server-properties",
    "wrong-types",
    "invalid-values",
    "invalid-ports",
    "empty-values",
    "malformed-spec-ids",
    "unknown-spec-ids",
    "mismatched-spec-ids",
    "unknown-spec-versions",
    "unknown-auth-specs",
    "mixed-auth-params",
}
program = str(pathlib.Path(sys.argv[1]).resolve())


def run(*arguments):
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{arguments}: {done.stderr}")
    return done.stdout


def changed(body, *path, to=None, without=False):
    """A copy with another value at a path, or with nothing there."""
    body = copy.deepcopy(body)
    place = body
    for step in path[:-1]:
        place = place[step]
    if without:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return body


def changes(body, source, auth):
    """Everything that can be wrong, and some of what is right: what was done, whether it is about identity, the body."""
    yield "nothing", False, body
    params = body["auth"]["params"]
    for name in params:
        yield f"without {name}", False, changed(body, "auth", "params", name, without=True)
        values = [7, -1.5, True, None, [], {}, "", "{X}", "a-{X}-b", "${X}", "xxxx", "no such value", "7"]
        for value in values:
            yield f"{name} = {value!r}", False, changed(body, "auth", "params", name, to=value)
    for param in auth["params"]:
        if param["name"] not in params:
            for value in [*param["values"], 7, True, None, [], "{X}", "no such value"]:
                what = f"with {param['name']} = {value!r}"
                yield what, False, changed(body, "auth", "params", param["name"], to=value)
    yield "unknown param", False, changed(body, "auth", "params", "zzyzx", to="{X}")
    yield "comment in params", False, changed(body, "auth", "params", "_comment", to="x")
    yield "params to be filled in", False, changed(body, "auth", "params", to="{{params}}")
    yield "params a number", False, changed(body, "auth", "params", to=7)
    for value in ["no such auth spec", "{X}", "", 7, None]:
        yield f"specName = {value!r}", False, changed(body, "auth", "specName", to=value)
    for other in {other["name"] for other in source["auth"]} - {auth["name"]}:
        yield f"specName = {other!r}", True, changed(body, "auth", "specName", to=other)
    for path in [("name",), ("auth", "specName"), ("auth", "params"), ("connectionSpec", "id")]:
        yield f"without {path}", False, changed(body, *path, without=True)
    yield "without description", False, changed(body, "description", without=True)
    yield "without version", False, changed(body, "connectionSpec", "version", without=True)
    for path in [("zzyzx",), ("auth", "zzyzx"), ("connectionSpec", "zzyzx"), ("etag",), ("_comment",), ("$schema",)]:
        yield f"with {path}", False, changed(body, *path, to="x")
    for value in [7, None, "", "{X}"]:
        yield f"name = {value!r}", False, changed(body, "name", to=value)
    for value in ["9.9", 1.0, "", "{X}", None]:
        yield f"version = {value!r}", False, changed(body, "connectionSpec", "version", to=value)
    yield "auth to be filled in", False, changed(body, "auth", to="{{auth}}")
    yield "spec to be filled in", False, changed(body, "connectionSpec", to="{{spec}}")
    spec_id = body["connectionSpec"]["id"]
    for value in [
        spec_id.upper(),
        spec_id + ".",
        spec_id[:-1],
        "ffffffff-ffff-4fff-8fff-ffffffffffff",
        "{X}",
        "",
        7,
        *others,
    ]:
        yield f"id = {value!r}", value in others, changed(body, "connectionSpec", "id", to=value)


catalogue = json.loads(run("sources", "--format", "json"))["sources"]
of_ids = collections.Counter(spec_id for source in catalogue for spec_id in source["ids"])
# Oracle DB, MySQL, a destination, a flow spec.
others = [
    "d6b52d86-f0f8-475f-89d4-ce54c8527328",
    "26d738e0-8963-47ea-aadf-c60de735468a",
    "4fce964d-3f37-408f-9778-e597338a21ee",
    "9753525b-82c7-4dce-8a9b-5ccfce2b9876",
]
everything = json.loads(run("schema"))
Draft7Validator.check_schema(everything)
if "x-" in {key[:2] for key in json.dumps(everything).split('"')}:
    sys.exit("the schema has keywords of our own")
everything = Draft7Validator(everything)

cases = []
with tempfile.TemporaryDirectory() as folder:
    for source in catalogue:
        if not source["auth"]:
            continue
        own = json.loads(run("schema", source["slug"]))
        Draft7Validator.check_schema(own)
        own = Draft7Validator(own)
        names = collections.Counter(auth["name"] for auth in source["auth"])
        for auth in source["auth"]:
            platform = [] if auth["platform"] == "any" else ["--platform", auth["platform"]]
            body = json.loads(run("new", source["slug"], "--auth", auth["name"], *platform))
            ambiguous = names[auth["name"]] > 1 or of_ids[body["connectionSpec"]["id"]] > 1
            for number, (what, identity, case) in enumerate(changes(body, source, auth)):
                name = f"{len(cases)}.json"
                pathlib.Path(folder, name).write_text(json.dumps(case), encoding="utf-8")
                # Against all sources at once it is slow; a part of the cases will do.
                whole = identity or number % 9 == 0 or what.startswith("id = ")
                validator = everything if whole else own
                what = f"{source['slug']}, {auth['name']}: {what}"
                cases.append((name, what, validator.is_valid(case), identity or ambiguous))
    done = subprocess.run(
        [program, "check", folder, "--format", "json", "--verbose"],
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(done.stdout)

found = collections.defaultdict(set)
for finding in report["findings"]:
    found[pathlib.Path(finding["path"]).name].add(finding["rule"])
recognised = {
    pathlib.Path(path).name
    for path, kind in (line.rsplit(": ", 1) for line in done.stderr.splitlines() if ": " in line)
    if "base connection" in kind
}
wrong, refused = [], 0
for name, what, valid, lenient in cases:
    # What is no base connection to connlint is not for it to judge.
    if name not in recognised:
        continue
    refused += not valid
    rules = found[name] & SHAPE
    if not valid and not rules:
        wrong.append(f"{what}: the schema refuses it, and connlint says {sorted(found[name])}")
    elif valid and rules and not lenient:
        wrong.append(f"{what}: the schema takes it, and connlint says {sorted(rules)}")
for line in wrong[:40]:
    print(line)
if wrong:
    sys.exit(f"{len(wrong)} of {len(cases)} requests are judged otherwise")
if refused < len(cases) // 10 or refused > len(cases) * 9 // 10:
    sys.exit(f"only {refused} of {len(cases)} requests are refused")
print(f"{len(cases)} requests, {refused} of them refused, are judged alike by the schema and by connlint")
