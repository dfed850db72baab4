// The walkthrough's test: a plan of three indicators in an empty file, by completion alone. Nothing is typed but the first
// letters of a word that is offered, and the values of the fields that an offer leaves to be filled in.
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { read } from "./files.js";
import { until } from "./until.js";

export const FOLDER = "primo-piano";
const FILE = "primo.piao";

export function prepare(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, FILE), "");
}

async function aPlanOfThreeIndicatorsIsWrittenByCompletionAlone({ officer, folder }) {
  const check = () => promisify(execFile)(process.env.PIAOC, ["check", "--lang", "it", join(folder, FILE)]);
  await officer.closeAll();
  await officer.open(FOLDER, FILE);
  await officer.accept("piano");
  await officer.fill("Piano della performance 2026-2028", "Comune di Prova", "2026-2028");
  await officer.accept("obiettivo");
  await officer.fill("A.1", "Servizi più rapidi");
  await officer.accept("kpi tempo medio");
  await officer.fill("tempo", "Tempo medio di risposta", "50", "Giorni trascorsi", "Risposte", "20");
  await officer.accept("kpi conteggio");
  await officer.fill("incontri", "Incontri con i cittadini", "30", "Numero di incontri", "12");
  await officer.accept("kpi scadenza");
  await officer.fill("sportello", "Apertura dello sportello telematico", "20", "30/09/2026");
  await officer.save("the plan", () => read(folder, FILE), (text) => text.match(/^kpi /gm)?.length === 3);
  await check().catch((error) => {
    throw new Error(`${error.stdout}${error.stderr}\n${read(folder, FILE)}`);
  });
  await until("nothing is underlined", async () => (await officer.faults()) === 0);
}

async function aPlanIsCreatedInANewFolder({ officer, home }) {
  await officer.closeAll();
  await officer.command("Crea un piano");
  await officer.question("Crea qui il piano");
  // The list of folders takes the key only when it has read the folder.
  await until("the question for the new folder's name", async () => {
    await officer.press("Enter");
    return officer.question("come chiamo la nuova cartella", 3000);
  });
  await officer.press("Enter");
  await officer.opened("piano.piao");
  read(home, "plans", "nuovo-piano", "consuntivo.csv");
}

async function aMissingProgramIsExplained({ officer, home }) {
  const settings = join(home, "data/Machine/settings.json");
  const before = read(settings);
  writeFileSync(settings, '{ "piaoc.server.path": "/non/esiste/piaoc" }');
  await until("a message that says what to do", async () =>
    (await officer.messages()).join().includes("Secondo l'impostazione piaoc è /non/esiste/piaoc"),
  );
  await officer.page.locator(".notifications-toasts .monaco-button", { hasText: "Mostra come si fa" }).click();
  await officer.page.locator(".gettingStartedContainer", { hasText: "Il primo piano" }).waitFor();
  writeFileSync(settings, before);
  await until("the step «Trova piaoc» is done", () =>
    officer.page.locator(".getting-started-step", { hasText: "Trova piaoc" }).locator(".complete").count(),
  );
}

export const STEPS = [
  aPlanIsCreatedInANewFolder,
  aPlanOfThreeIndicatorsIsWrittenByCompletionAlone,
  aMissingProgramIsExplained,
];
