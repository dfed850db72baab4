// The colours that a text has before the server has seen it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";

const require = createRequire(import.meta.url);
const { INITIAL, Registry, parseRawGrammar } = require("vscode-textmate");
const { createOnigScanner, createOnigString, loadWASM } = require("vscode-oniguruma");

const source = readFileSync(new URL("../syntaxes/piao.tmLanguage.json", import.meta.url), "utf8");
const { repository } = JSON.parse(source);

async function loadGrammar() {
  await loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")));
  const registry = new Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    loadGrammar: async () => parseRawGrammar(source, "piao.tmLanguage.json"),
  });
  return registry.loadGrammar("source.piao");
}

const grammar = await loadGrammar();

/** `[text, scope]` of what is coloured on a line, the scopes without their last word `piao`. */
function colours(line) {
  return grammar
    .tokenizeLine(line, INITIAL)
    .tokens.map(({ startIndex, endIndex, scopes }) => [line.slice(startIndex, endIndex), scopes.at(-1)])
    .filter(([, scope]) => scope !== "source.piao")
    .map(([text, scope]) => [text.trim(), scope.replace(/\.piao$/, "")]);
}

const ITEM = "keyword.control.item";
const ATTRIBUTE = "keyword.other.attribute";
const CODE = "entity.name.type";
const NAME = "entity.name.function";
const NUMBER = "constant.numeric";
const UNIT = "keyword.other.unit";
const COMPARISON = "keyword.operator.comparison";
const TEXT = "string.quoted.double";
const COMMENT = "comment.line.number-sign";
const ALGORITHM = "support.function.algorithm";
const SCORING = "support.function.scoring";

const EXAMPLES = {
  'obiettivo A.1.1 "Turismo"': [["obiettivo", ITEM], ["A.1.1", CODE], ['"Turismo"', TEXT]],
  'OBIETTIVO OP 1.1. «Un "altro"»': [["OBIETTIVO", ITEM], ["OP 1.1.", CODE], ['«Un "altro"»', "string.quoted.other"]],
  "area A": [["area", ITEM], ["A", CODE]],
  'kpi trend_città "Trend"': [["kpi", ITEM], ["trend_città", NAME], ['"Trend"', TEXT]],
  "azione 01_06_OP01.1": [["azione", ITEM], ["01_06_OP01.1", CODE]],
  'usa "comuni.piao"  # libreria': [["usa", ITEM], ['"comuni.piao"', TEXT], ["# libreria", COMMENT]],
  "  peso 30%  target >= 5%": [
    ["peso", ATTRIBUTE], ["30", NUMBER], ["%", UNIT], ["target", ATTRIBUTE], [">=", COMPARISON], ["5", NUMBER], ["%", UNIT],
  ],
  "  PESI  UGUALI": [["PESI  UGUALI", ATTRIBUTE]],
  '  centro di costo "Tutela"': [["centro di costo", ATTRIBUTE], ['"Tutela"', TEXT]],
  "  unità giorni": [["unità", ATTRIBUTE], ["giorni", UNIT]],
  "  UNITA' giorni": [["UNITA'", ATTRIBUTE], ["giorni", UNIT]],
  "  unita ore": [["unita", ATTRIBUTE], ["ore", UNIT]],
  "  target ≤ 17.000,00 €": [["target", ATTRIBUTE], ["≤", COMPARISON], ["17.000,00", NUMBER], ["€", UNIT]],
  "  target entro 31/12/2025": [["target", ATTRIBUTE], ["entro", "keyword.operator.word"], ["31/12/2025", "constant.numeric.date"]],
  "  target 2025-S1 =< 6": [
    ["target", ATTRIBUTE], ["2025-S1", "constant.numeric.period"], ["=<", "invalid.illegal.comparator"], ["6", NUMBER],
  ],
  "  algoritmo media ponderata A.1.*": [["algoritmo", ATTRIBUTE], ["media ponderata", ALGORITHM], ["A.1.*", CODE]],
  "  algoritmo sì/no  punteggio tutto o niente": [
    ["algoritmo", ATTRIBUTE], ["sì/no", ALGORITHM], ["punteggio", ATTRIBUTE], ["tutto o niente", SCORING],
  ],
  "  punteggio proporzionale scostamento": [["punteggio", ATTRIBUTE], ["proporzionale scostamento", SCORING]],
  "  algoritmo formula somma(istanze)": [["algoritmo", ATTRIBUTE], ["formula", ALGORITHM], ["somma", "support.function"]],
  "fasce ritardi su giorni di ritardo": [
    ["fasce", ITEM], ["ritardi", NAME], ["su", "keyword.operator.word"], ["giorni", UNIT], ["di", "keyword.operator.word"],
  ],
  "  fino a 30  -> 90%": [
    ["fino a", "keyword.operator.word"], ["30", NUMBER], ["->", "keyword.operator.arrow"], ["90", NUMBER], ["%", UNIT],
  ],
  '  nota "con ""virgolette"" e # dentro"': [["nota", ATTRIBUTE], ['"con ""virgolette"" e # dentro"', TEXT]],
  '  nota "la fine manca': [["nota", ATTRIBUTE], ['"la fine manca', TEXT]],
  "  soggetti totali": [],
  "  incontri datori": [],
};

test("the examples have their colours", () => {
  for (const [line, expected] of Object.entries(EXAMPLES)) assert.deepEqual(colours(line), expected, line);
});

test("an open text ends with its line", () => {
  const { ruleStack } = grammar.tokenizeLine('  nota "la fine manca', INITIAL);
  assert.equal(grammar.tokenizeLine("kpi tempo", ruleStack).tokens[0].scopes.at(-1), `${ITEM}.piao`);
});

/** The words of one of the two keyword lists. */
function keywords(name) {
  const list = repository[name].match.match(/\(([^()?][^()]*)\)/)[1];
  return list.split("|").map((word) => word.replaceAll("\\s+", " "));
}

test("every keyword has its colour in any case", () => {
  for (const word of keywords("item-keyword")) {
    for (const form of [word, word.toUpperCase()]) assert.deepEqual(colours(form), [[form, ITEM]]);
    assert.notEqual(colours(`  nota ${word}`).at(-1)[1], ITEM);
  }
  for (const word of keywords("attribute-keyword")) {
    for (const form of [word, word.toUpperCase()]) assert.deepEqual(colours(`  ${form}`), [[form, ATTRIBUTE]]);
  }
});
