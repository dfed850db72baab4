import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { statusLines, statusOf, statusText } from "../src/status.js";

const bundle = JSON.parse(readFileSync(new URL("../l10n/bundle.l10n.it.json", import.meta.url)));

/** Translates as VS Code does. */
function italian(message, ...values) {
  return bundle[message].replace(/\{(\d)\}/g, (_, at) => values[at]);
}

const fine = {
  uri: "file:///p/piano.piao",
  files: ["file:///p/piano.piao", "file:///p/q2.csv"],
  title: "Piano 2025-2027",
  period: "2025-T2",
  performance: "66,75%",
  coverage: "100%",
  provisional: true,
  errors: 0,
  warnings: 0,
};

const text = (change, serverRuns) => statusText(change && { ...fine, ...change }, italian, serverRuns);
const lines = (change) => statusLines(change && { ...fine, ...change }, italian);

test("the performance and its period", () => {
  assert.equal(text({}), "piaoc 66,75% (2025-T2)");
  assert.equal(text({ period: null }), "piaoc 66,75%");
});

test("errors come first, in the singular too", () => {
  assert.equal(text({ errors: 3 }), "$(error) piaoc: 3 errori");
  assert.equal(text({ errors: 1, performance: null }), "$(error) piaoc: 1 errore");
});

test("neutral where there is nothing to say", () => {
  assert.equal(text(undefined), "piaoc: nessun piano");
  assert.equal(text({ performance: null }), "piaoc");
});

test("no server is told from no plan", () => {
  for (const change of [undefined, {}]) assert.equal(text(change, false), "$(warning) piaoc non è in funzione");
  const [line] = statusLines(undefined, italian, false);
  assert.match(line, /non è in funzione/);
});

test("the pointer tells the rest", () => {
  assert.deepEqual(lines({}), ["Piano 2025-2027", "Performance 66,75% nel periodo 2025-T2", "Provvisorio: l'anno non è finito"]);
  assert.deepEqual(lines({ coverage: "80%", provisional: false, warnings: 1 }), [
    "Piano 2025-2027",
    "Performance 66,75% nel periodo 2025-T2, su 80% del peso",
    "1 avviso",
  ]);
  assert.deepEqual(lines({ errors: 2, title: null, warnings: 4, performance: null }), [
    "I risultati tornano appena gli errori sono corretti",
    "4 avvisi",
  ]);
  assert.deepEqual(lines({ performance: null, title: "" }), [
    "Ancora nessun risultato: serve un consuntivo, indicato in piaoc.toml accanto al piano",
  ]);
  assert.deepEqual(lines(undefined), ["Questo file non fa parte di un piano: un piano comincia con la parola piano"]);
});

test("a file belongs to its plan", () => {
  const other = { ...fine, uri: "file:///q/piano.piao", files: [] };
  assert.equal(statusOf([other, fine], "file:///p/q2.csv"), fine);
  assert.equal(statusOf([other, fine], "file:///q/piano.piao"), other);
  assert.equal(statusOf([other, fine], "file:///p/altro.csv"), undefined);
});
