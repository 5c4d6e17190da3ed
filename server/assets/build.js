// Bundles src/ for the pages and tells whose work is within: `node build.js [folder]`, into server/static without one.
import { build } from "esbuild";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const target = path.resolve(process.argv[2] ?? path.join(here, "..", "static"));
// What a page needs at once is small; the editor and the pictures are loaded when there is one.
const entries = ["workbench", "editor", "chart", "network"];

const bundle = await build({
  absWorkingDir: here,
  entryPoints: entries.map((name) => `src/${name}.js`),
  external: entries.map((name) => `./${name}.js`),
  outdir: target,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome109", "firefox115", "safari16.4"],
  charset: "utf8",
  legalComments: "none",
  loader: { ".rq": "text" },
  metafile: true,
  logLevel: "warning",
});

const packages = new Map();
for (const input of Object.keys(bundle.metafile.inputs)) {
  const found = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
  if (found) packages.set(found[1], path.join(here, "node_modules", found[1]));
}
const parts = ["The scripts in this folder contain the following packages, each under its own licence.\n"];
for (const name of [...packages.keys()].sort()) {
  const folder = packages.get(name);
  const { version, license } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
  const text = await Promise.any(["LICENSE", "LICENSE.md", "LICENSE.txt"].map((file) => readFile(path.join(folder, file), "utf8")));
  parts.push(`${"-".repeat(80)}\n${name} ${version} (${license})\n\n${text.replaceAll("\r\n", "\n").trim()}\n`);
}
await writeFile(path.join(target, "THIRD-PARTY.txt"), parts.join("\n"));
