// What the officer sees exists in Italian and in English, and nothing is translated that is not shown.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const folder = new URL("../", import.meta.url);
const read = (name) => readFileSync(new URL(name, folder), "utf8");
const json = (name) => JSON.parse(read(name));
const placeholders = (text) => (text.match(/\{\d\}/g) ?? []).sort();

test("every text of the manifest is in both languages, and used", () => {
  const used = [...read("package.json").matchAll(/"%([^%"]+)%"/g)].map((match) => match[1]).sort();
  assert.ok(used.length > 30);
  for (const name of ["package.nls.json", "package.nls.it.json"]) {
    assert.deepEqual(Object.keys(json(name)).sort(), [...new Set(used)], name);
  }
});

test("the links of the walkthrough are the same in both languages", () => {
  const links = (name) => Object.entries(json(name)).map(([key, text]) => [key, text.match(/\(command:[^)]+\)/g)]);
  assert.deepEqual(links("package.nls.it.json"), links("package.nls.json"));
});

test("every text of the code is in Italian too, with the same places to fill, and used", () => {
  const bundle = json("l10n/bundle.l10n.it.json");
  const code = readdirSync(new URL("src/", folder)).map((name) => read(`src/${name}`)).join("\n");
  const used = [...code.matchAll(/\bt\(\s*"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1]);
  assert.ok(used.length > 25);
  assert.deepEqual([...new Set(used)].sort(), Object.keys(bundle).sort());
  for (const [english, italian] of Object.entries(bundle)) {
    assert.deepEqual(placeholders(italian), placeholders(english), english);
  }
});

test("the files that the manifest names are there", () => {
  const names = [...read("package.json").matchAll(/"(?:\.\/)?((?:images|walkthrough|syntaxes|snippets)\/[^"]+)"/g)];
  assert.ok(names.length > 8);
  for (const [, name] of names) assert.ok(existsSync(new URL(name, folder)), name);
});

test("the commands of the manifest are those of the code", () => {
  const declared = json("package.json").contributes.commands.map(({ command }) => command);
  const registered = [...read("src/extension.js").matchAll(/^ {4}"(piaoc\.\w+)":/gm)].map((match) => match[1]);
  assert.deepEqual(registered.sort(), declared.sort());
});

test("the steps of the walkthrough can be ticked", () => {
  const { contributes } = json("package.json");
  const code = readdirSync(new URL("src/", folder)).map((name) => read(`src/${name}`)).join("\n");
  const shown = new Set([...code.matchAll(/showContext\("(\w+)"/g)].map((match) => `onContext:piaoc.${match[1]}`));
  const commands = new Set(contributes.commands.map(({ command }) => `onCommand:${command}`));
  for (const { id, completionEvents } of contributes.walkthroughs[0].steps) {
    assert.ok(completionEvents.every((event) => shown.has(event) || commands.has(event)), id);
  }
});

test("the lock file names no registry and nobody", () => {
  const lock = read("package-lock.json");
  assert.doesNotMatch(lock, /"resolved"|https?:\/\//, "run `npm run lock`");
});
