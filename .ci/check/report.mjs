// Reads exported reports as strangers do: Mermaid parses each chart, markdownlint applies
// its ordinary rules, but for the length of lines. Exit code 1: one of them objects.
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";
import { lint } from "markdownlint/sync";

const dom = new JSDOM("<!DOCTYPE html><body></body>"); // Mermaid wants a browser
globalThis.window = dom.window;
globalThis.document = dom.window.document;
const { default: mermaid } = await import("mermaid");

let faults = 0;
const fault = (...words) => {
  faults++;
  console.log(...words);
};
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, "utf8");
  for (const [, chart] of text.matchAll(/^```mermaid\n([\s\S]*?)^```/gm)) {
    try {
      await mermaid.parse(chart);
    } catch (err) {
      fault(`${file}: the chart: ${err.message}`);
    }
  }
  const found = lint({ strings: { [file]: text }, config: { default: true, MD013: false } });
  for (const x of found[file]) {
    fault(`${file}:${x.lineNumber}: ${x.ruleNames[0]} ${x.ruleDescription}`, x.errorDetail ?? "", x.errorContext ?? "");
  }
}
process.exit(faults ? 1 : 0);
