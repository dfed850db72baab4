// Makes `piaoc-<version>.vsix`. What stands in a folder `server` goes into it, so that a release can bring its own piaoc.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { withoutPictures } from "./pictures.js";

const { name, version } = JSON.parse(readFileSync("package.json", "utf8"));
const file = `${name}-${version}.vsix`;
// One licence in the repository, a copy in the package.
if (existsSync("../../LICENSE")) copyFileSync("../../LICENSE", "LICENSE");
// The page of an extension shows only pictures that stand at an address: a release says at which (`PIAOC_PICTURES`, to
// which `images/…` is added); without one they are left out of the packaged page.
const address = process.env.PIAOC_PICTURES;
const vsce = ["node_modules/@vscode/vsce/vsce", "package", "--out", file];
const links = address ? ["--baseImagesUrl", address, "--baseContentUrl", address] : ["--no-rewrite-relative-links"];
const settings = ["--no-dependencies", "--allow-missing-repository", ...links];
const page = readFileSync("README.md", "utf8");
if (!address) writeFileSync("README.md", withoutPictures(page));
const { status, stdout, stderr } = spawnSync(process.execPath, [...vsce, ...settings], { encoding: "utf8" });
writeFileSync("README.md", page);
if (status !== 0) {
  process.stderr.write(stdout + stderr);
  process.exit(1);
}
console.log(`${file}: ${Math.ceil(statSync(file).size / 1024)} KB`);
