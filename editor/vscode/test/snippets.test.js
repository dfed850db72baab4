// Every snippet, with its fields as they are offered, is a valid piece of a plan. `piaoc` says so, where PIAOC names it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const snippets = JSON.parse(readFileSync(new URL("../snippets/piao.json", import.meta.url), "utf8"));
const configuration = JSON.parse(readFileSync(new URL("../language-configuration.json", import.meta.url), "utf8"));

/** The text as it stands when every field is left as it is offered. */
function filled({ body }) {
  return body
    .join("\n")
    .replace(/\$\{\d+\|([^,|]*)[^}]*\|\}/g, "$1")
    .replace(/\$\{\d+:([^}]*)\}/g, "$1")
    .replace("$0", "");
}

/** A plan that the snippet completes. */
function planWith(name, text) {
  const head = 'piano "Esempio"\n  anni 2026-2028\n  punteggio proporzionale\n';
  const indicator = 'kpi primo "Primo indicatore"\n  target >= 10\n';
  const objective = `obiettivo A.1 "Obiettivo"\n${indicator}`;
  if (name === "piano") return text + objective;
  if (name === "target per anno") return `${head}obiettivo A.1 "Obiettivo"\nkpi primo "Primo"\n${text}`;
  if (name === "kpi media ponderata") return `${head}obiettivo A "Obiettivo"\n${text}${objective}`;
  if (text.startsWith("kpi")) return `${head}obiettivo A.1 "Obiettivo"\n${text}`;
  if (text.startsWith("area")) return `${head}${text}${objective}`;
  if (text.startsWith("obiettivo")) return head + text;
  if (text.startsWith("azione")) return `${head}obiettivo A.1 "Obiettivo"\nkpi azioni "Azioni"\n  algoritmo media ponderata\n${text}`;
  return `${head}${objective}${text}`;
}

test("every snippet is whole and told in both languages", () => {
  for (const [name, { prefix, body, description }] of Object.entries(snippets)) {
    assert.match(description, / \/ /, name);
    assert.ok(filled({ body }).startsWith(prefix), name);
    assert.doesNotMatch(filled({ body }), /[${}|]/, name);
  }
});

test("every snippet is valid", { skip: !process.env.PIAOC && "PIAOC names no program" }, () => {
  const folder = mkdtempSync(join(tmpdir(), "piaoc-snippets-"));
  try {
    writeFileSync(join(folder, "misure-comuni.piao"), 'misura istanze "Istanze"\n  unità istanze\n');
    for (const [name, snippet] of Object.entries(snippets)) {
      const file = join(folder, "piano.piao");
      writeFileSync(file, planWith(name, filled(snippet)));
      const { status, stdout } = spawnSync(process.env.PIAOC, ["check", "--format", "json", file], { encoding: "utf8" });
      assert.equal(status, 0, `${name}: ${stdout}`);
      const unused = /^P04/;
      const other = JSON.parse(stdout).diagnostics.filter(({ code }) => !unused.test(code));
      assert.deepEqual(other, [], name);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a code and a name with accents are one word", () => {
  const { pattern, flags } = configuration.wordPattern;
  const words = (text) => text.match(new RegExp(pattern, flags + "g"));
  assert.deepEqual(words("kpi A.1.2 01_06_OP01.1 qualità, A.1/trend_turismo."), [
    "kpi", "A.1.2", "01_06_OP01.1", "qualità", "A.1", "trend_turismo",
  ]);
});

test("after an item comes an indented line; an empty indented line ends it", () => {
  const [item, blank] = configuration.onEnterRules;
  const matches = ({ beforeText }, line) => new RegExp(beforeText.pattern ?? beforeText, beforeText.flags).test(line);
  assert.ok(matches(item, 'kpi tempo "Tempo medio"'));
  assert.ok(matches(item, "Obiettivo A.1"));
  assert.ok(!matches(item, "  peso 30%"));
  assert.ok(matches(blank, "  ") && !matches(blank, "  peso"));
});
