// Makes `piaoc-<version>.vsix`. What stands in a folder `server` goes into it, so that a release can bring its own piaoc.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, statSync } from "node:fs";

const { name, version } = JSON.parse(readFileSync("package.json", "utf8"));
const file = `${name}-${version}.vsix`;
// One licence in the repository, a copy in the package.
if (existsSync("../../LICENSE")) copyFileSync("../../LICENSE", "LICENSE");
// The pages of the extension show the pictures that are inside it: no address to rewrite the links to.
const vsce = ["node_modules/@vscode/vsce/vsce", "package", "--out", file];
const settings = ["--no-dependencies", "--no-rewrite-relative-links", "--allow-missing-repository"];
const { status, stdout, stderr } = spawnSync(process.execPath, [...vsce, ...settings], { encoding: "utf8" });
if (status !== 0) {
  process.stderr.write(stdout + stderr);
  process.exit(1);
}
console.log(`${file}: ${Math.ceil(statSync(file).size / 1024)} KB`);
