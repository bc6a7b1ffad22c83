"""Reads every report with programs that are not ours: python3 reports.py CONNLINT NPM

NPM is a folder in which npm has installed a validator of SARIF, its schema, and GitHub's toolkit.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.parse

import junitparser
from jsonschema import Draft4Validator, Draft202012Validator
from markdown_it import MarkdownIt

connlint, npm = (pathlib.Path(argument).resolve() for argument in sys.argv[1:])
root = pathlib.Path(__file__).resolve().parent.parent
modules = npm / "node_modules" / "@microsoft"
FORMATS = ["json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown"]

# What GitLab documents of the report, and nothing else may be in ours.
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "pattern": "^[a-z]+(-[a-z]+)*$"},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "additionalProperties": False,
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./)."},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}, "end": {"type": "integer"}},
                    },
                },
            },
        },
    },
}


def check(folder, paths, work, name, expected=(0, 1)):
    """All reports about some paths."""
    where = {format: work / f"{name}.{'sarif' if format == 'sarif' else format}" for format in FORMATS}
    arguments = [word for format in FORMATS for word in ("--format", format, "--output", where[format])]
    run = subprocess.run([connlint, "check", *paths, *arguments], cwd=folder)
    assert run.returncode in expected, f"{name}: exit code {run.returncode}"
    return where


def text(path):
    """What is in a file, with its line ends."""
    return path.read_bytes().decode("utf-8")


def sarif(where, findings, work):
    """OASIS's schema, Microsoft's validator with the rules of GitHub's ingestion, and sarif-tools."""
    log = json.loads(text(where["sarif"]))
    schema = json.loads(text(modules / "jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"))
    assert "oasis-tcs" in json.dumps(schema["description"]) or schema["title"].startswith("Static Analysis Results Format")
    Draft4Validator.check_schema(schema)
    Draft4Validator(schema).validate(log)
    assert len(log["runs"][0]["results"]) == len(findings)

    tool = modules / "sarif-multitool-linux/Sarif.Multitool"
    output = work / "validation.sarif"
    run = subprocess.run(
        [tool, "validate", where["sarif"], "--rule-kind", "Sarif;Ghas", "--output", output, "--log", "ForceOverwrite"],
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    # There is no page about the program that could be named.
    said = {result["ruleId"] for result in json.loads(text(output))["runs"][0].get("results", [])}
    assert said <= {"SARIF2005"}, run.stdout

    climate = work / "climate.json"
    subprocess.run(["sarif", "codeclimate", where["sarif"], "--output", climate], check=True, capture_output=True)
    return json.loads(text(climate))


def gitlab(where, findings, climate):
    """The schema above, and what sarif-tools makes of SARIF for GitLab."""
    issues = json.loads(text(where["gitlab"]))
    Draft202012Validator(GITLAB).validate(issues)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues), "fingerprints are not unique"
    assert len(issues) == len(findings)

    def key(issue):
        return issue["location"]["path"], issue["location"]["lines"]["begin"], issue["check_name"], issue["severity"]

    for issue in climate:
        # It takes URIs for paths as they are.
        issue["location"]["path"] = urllib.parse.unquote(issue["location"]["path"])
    assert sorted(map(key, issues)) == sorted(map(key, climate)), "sarif-tools sees something else"


def junit(where, findings, unread):
    """junitparser."""
    report = junitparser.JUnitXml.fromfile(str(where["junit"]))
    assert (report.failures, report.errors) == (len(findings), len(unread))
    cases = [case for suite in report for case in suite]
    assert len(cases) == report.tests == max(1, len(findings) + len(unread))
    failed = [case for case in cases if case.result and isinstance(case.result[0], junitparser.Failure)]
    assert len(failed) == len(findings)


def command(line):
    """A workflow command, with its properties in no order."""
    kind, properties, data = re.fullmatch(r"::(\w+) (.*?)::(.*)", line).groups()
    return kind, dict(pair.split("=", 1) for pair in properties.split(",")), data


def github(where):
    """GitHub's own toolkit writes the same commands."""
    written = subprocess.run(
        ["node", root / ".ci/annotations.mjs", npm, where["json"]], check=True, capture_output=True
    )
    expected = [command(line) for line in written.stdout.decode("utf-8").splitlines()]
    got = [command(line) for line in text(where["github"]).splitlines()]
    if got and got[-1][0] == "notice":
        assert sum(kind == "error" for kind, *_ in got) > 10 or sum(kind == "warning" for kind, *_ in got) > 10
        got.pop()
    assert len(got) == len(expected)
    for one, other in zip(got, expected):
        # What would steer a terminal or a log is spelled out in ours; a line break cannot be told from its spelling.
        if "%0D" not in other[1]["file"]:
            assert spoken(one) == spoken(other), (one, other)


def spoken(command):
    """A command in which every character is itself."""

    def spoken(text):
        return re.sub(r"\\u\{([0-9a-f]+)\}", lambda match: chr(int(match[1], 16)), text)

    kind, properties, data = command
    return kind, {key: spoken(value) for key, value in properties.items()}, spoken(data)


def jsonl(where, report):
    """A line for each thing."""
    lines = [json.loads(line) for line in text(where["jsonl"]).splitlines()]
    kinds = [line.pop("type") for line in lines]
    findings = [line for kind, line in zip(kinds, lines) if kind == "finding"]
    assert findings == report["findings"]
    assert kinds == ["finding"] * len(findings) + ["unread"] * len(report["unread"]) + ["summary"]


def markdown(where, findings):
    """markdown-it sees one table, and neither links nor markup that came from a file."""
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text(where["markdown"]))
    kinds = [token.type for token in tokens]
    inline = [child for token in tokens for child in token.children or []]
    assert kinds.count("table_open") == (1 if findings else 0)
    assert kinds.count("td_open") == 4 * len(findings)
    assert "html_block" not in kinds
    html = {child.content for child in inline if child.type == "html_inline"}
    assert html <= {"<br>", "<code>", "</code>"}, html
    forbidden = {"link_open", "image", "em_open", "strong_open", "s_open"}
    assert not forbidden & {child.type for child in inline}


def everything(folder, paths, work, name, expected=(0, 1)):
    where = check(folder, paths, work, name, expected)
    report = json.loads(text(where["json"]))
    findings, unread = report["findings"], report["unread"]
    climate = sarif(where, findings, work)
    gitlab(where, findings, climate)
    junit(where, findings, unread)
    github(where)
    jsonl(where, report)
    markdown(where, findings)
    print(f"{name}: {len(findings)} findings, {len(unread)} not read: every report is what its readers expect")
    return findings


with tempfile.TemporaryDirectory() as folder:
    work = pathlib.Path(folder)
    assert len(everything(root / "fixtures", ["rules"], work, "rules")) > 200
    assert not everything(root / "fixtures", ["clean"], work, "clean")
    everything(root / "fixtures" / "reports", ["requests", "missing.json"], work, "unread", expected=(2,))

    hostile = work / "hostile"
    hostile.mkdir()
    request = (root / "fixtures/readme/orders.json").read_bytes()
    names = [
        "50 %25, a:b;c=d.json",
        "::error::x.json",
        "##[error]y.json",
        "a|b`c`*d*_e_<img src=x>[f](g)@h#1 ~~i~~ .json",
        "]]>&amp;\"'.json",
        "größe \U0001f600 \u202e.json",
        "line\nbreak\r\x1b[31m.json",
        "www.example.com.json",
    ]
    for name in names:
        (hostile / name).write_bytes(request)
    assert len(everything(hostile, ["."], work, "hostile names")) == 3 * len(names)
