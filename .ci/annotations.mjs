// Writes what GitHub's own toolkit makes of the findings of a JSON report: node annotations.mjs TOOLKIT REPORT
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [toolkit, report] = process.argv.slice(2);
const core = await import(pathToFileURL(`${toolkit}/node_modules/@actions/core/lib/core.js`).href);
const { findings, unread } = JSON.parse(readFileSync(report, "utf8"));
for (const { rule, severity, message, help, path, start, end } of findings) {
  const place = { title: `connlint: ${rule}`, file: path, startLine: start.line, endLine: end.line };
  if (start.line === end.line) {
    Object.assign(place, { startColumn: start.column, endColumn: end.column });
  }
  const said = `${path}:${start.line}:${start.column}: ${message}${help === null ? "" : `\nhelp: ${help}`}`;
  core[severity](said, place);
}
for (const { path, message } of unread) {
  core.error(`${path}: ${message}`, { title: "connlint: not read", file: path });
}
