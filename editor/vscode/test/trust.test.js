// A folder that one does not trust chooses no program, and its texts become neither commands nor HTML.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { findServer } from "../src/server.js";

const folder = new URL("../", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"));

test("settings that name a program do not come from an untrusted workspace", () => {
  const programs = Object.keys(manifest.contributes.configuration.properties).filter((name) => /path|command|program|args|env/i.test(name));
  assert.ok(programs.length > 0);
  assert.equal(manifest.capabilities.untrustedWorkspaces.supported, "limited");
  assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.sort(), programs.sort());
});

test("the program is never sought in the open folder", () => {
  const asked = [];
  const isFile = (path) => (asked.push(path), false);
  const environment = { PATH: "/usr/bin::.:./bin:bin:../bin" };
  for (const setting of ["", "piaoc", "./piaoc", "bin/piaoc"]) {
    findServer({ setting, extensionFolder: "/ext", environment, home: "/home/anna", platform: "linux", isFile });
  }
  assert.ok(asked.length > 0);
  assert.deepEqual(asked.filter((path) => !path.startsWith("/")), []);
});

test("no text of a plan is trusted as a command or HTML", () => {
  for (const name of readdirSync(new URL("src/", folder))) {
    const code = readFileSync(new URL(`src/${name}`, folder), "utf8");
    assert.ok(!/isTrusted|supportHtml|supportThemeIcons/.test(code), name);
  }
});
