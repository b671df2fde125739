// Opens exported pages in Chromium, light and dark, on narrow and wide screens: axe finds
// nothing, the page does not scroll sideways, nothing is asked of anybody, nothing is said
// on the console, and it prints. Exit code 1: one of these does not hold; 2: no browser.
//
//   node page.mjs [--pictures FOLDER] FILE...
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const files = process.argv.slice(2);
let pictures;
if (files[0] === "--pictures") {
  [, pictures] = files.splice(0, 2);
  mkdirSync(pictures, { recursive: true });
}
const browsers = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = browsers.find((path) => path && existsSync(path));
if (!executablePath) {
  console.log("no Chromium is here; CHROMIUM names one");
  process.exit(2);
}
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let faults = 0;
const fault = (...words) => {
  faults++;
  console.log(...words);
};
// A container has no user namespaces for the sandbox, and the pages are our own.
const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
for (const file of files) {
  const page = await browser.newPage();
  const address = pathToFileURL(resolve(file)).href;
  let at = file;
  page.on("request", (r) => {
    if (r.url() !== address) fault(`${at}: asks for ${r.url()}`);
  });
  page.on("console", (m) => fault(`${at}: console: ${m.text()}`));
  page.on("pageerror", (err) => fault(`${at}: ${err.message}`));
  for (const scheme of ["light", "dark"]) {
    for (const width of [360, 800, 1280]) {
      at = `${file}, ${scheme}, ${width} px`;
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.setViewport({ width, height: 900 });
      await page.goto(address);
      const found = await page.evaluate(() => ({
        wide: document.scrollingElement.scrollWidth,
        styled: getComputedStyle(document.querySelector("header")).paddingTop !== "0px",
      }));
      if (found.wide > width) fault(`${at}: the page is ${found.wide} px wide`);
      if (!found.styled) fault(`${at}: the style is not applied`);
      await page.evaluate(axe);
      const { violations, passes } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      if (passes.length < 20) fault(`${at}: axe applied only ${passes.length} rules`);
      for (const v of violations) {
        fault(`${at}: ${v.id}: ${v.help}`);
        for (const n of v.nodes.slice(0, 5)) console.log(`    ${n.html.slice(0, 200)}\n    ${n.failureSummary.replaceAll("\n", "\n    ")}`);
      }
      if (pictures) await page.screenshot({ path: join(pictures, `${basename(file, ".html")}-${scheme}-${width}.png`), fullPage: true });
    }
  }
  at = `${file}, printed`;
  const path = pictures && join(pictures, `${basename(file, ".html")}.pdf`);
  const pdf = await page.pdf({ path, preferCSSPageSize: true, printBackground: false });
  if (!Buffer.from(pdf.subarray(0, 5)).equals(Buffer.from("%PDF-"))) fault(`${at}: no PDF`);
  await page.close();
}
await browser.close();
process.exit(faults ? 1 : 0);
