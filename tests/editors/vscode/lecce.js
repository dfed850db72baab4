// Work on a real plan, a copy of examples/lecce-2025.
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { placeOf, read } from "./files.js";
import { until } from "./until.js";

export const FOLDER = "lecce-2025";

const readPlan = (folder) => read(folder, "piano.piao");

const OBJECTIVE = "obiettivo A.1.1 ";
const FAR = "obiettivo B.4.3 ";
const TITLE = "Progetto sostegno del turismo e della cultura";

async function theStatusBarShowsThePerformance({ officer, folder }) {
  const settings = join(folder, "piaoc.toml");
  if (!existsSync(settings)) writeFileSync(settings, '[eval]\nactuals = ["q2.csv"]\nperiod = "2025-T2"\n');
  await officer.open("lecce-2025", "piano.piao");
  await until("«piaoc 12,34% (2025-T2)» in the status bar", async () =>
    /^piaoc \d+,\d\d% \(2025-T2\)$/.test(await officer.status()),
    30,
  );
}

async function theScoresStandBesideThePlan({ officer, folder, pictures }) {
  await officer.go(...placeOf(readPlan(folder), OBJECTIVE));
  await until("the sum of the weights and the performance above an objective", async () => {
    const lenses = (await officer.lenses()).join("\n");
    return /pesi 100%/.test(lenses) && /performance \d+,\d\d%/.test(lenses) && /perché\?/.test(lenses);
  });
  await until("the share of the plan and the score of an indicator", async () =>
    /% del piano · .*\d+,\d\d%/.test(await officer.screen()),
  );
  await officer.picture(join(pictures, "editor.png"));
}

async function aTypedFaultIsShownAndItsCorrectionMendsIt({ officer, folder, pictures }) {
  const read = () => readPlan(folder);
  const plan = read();
  await officer.go(...placeOf(plan, ">= 1", OBJECTIVE));
  await officer.press("Shift+ArrowRight", "Shift+ArrowRight");
  await officer.type("=>");
  await until("the fault underlined", () => officer.faults());
  await until("«piaoc: 1 errore» in the status bar", async () => /piaoc: 1 errore$/.test(await officer.status()));
  await until("the scores of before the fault stay beside the plan", async () =>
    (await officer.screen()).includes("era 0,88% del piano") && (await allSay(officer, OF_BEFORE)),
  );
  await officer.save("the fault", read, (text) => text.includes("target => 1"));
  await officer.go(...placeOf(read(), FAR));
  await until("the scores of before far from the fault", () => allSay(officer, OF_BEFORE));
  await officer.go(...placeOf(read(), "=> 1", OBJECTIVE));
  const corrections = await officer.corrections();
  const offered = corrections.find((text) => text.includes(">="));
  if (!offered) throw new Error(`no correction to «>=», only: ${corrections.join(" | ")}`);
  await officer.picture(join(pictures, "quickfix.png"));
  await officer.chooseCorrection(offered);
  await until("the fault vanishes", async () => (await officer.faults()) === 0);
  await until("the performance is back", async () => /\d%/.test(await officer.status()));
  await until("the score beside the target is that of now", async () =>
    (await officer.screen()).includes("pesa 0,88% del piano") && (await allSay(officer, OF_NOW)),
  );
  await officer.save("the plan without the fault", read, (text) => text === plan);
  await officer.go(...placeOf(plan, FAR));
  await until("the scores of now where the fault could not be seen", () => allSay(officer, OF_NOW));
}

const BEFORE = "(prima dell'errore)";
const OF_BEFORE = { score: (lens) => lens.includes(BEFORE), share: /era \d[\d.,]*% del piano/ };
const OF_NOW = { score: (lens) => !lens.includes(BEFORE), share: /pesa \d[\d.,]*% del piano/ };

/** Whether every score and every share on the screen, and there are some, are of the wanted time; fails with what is not. */
async function allSay(officer, { score, share }) {
  const scores = (await officer.lenses()).filter((lens) => lens.includes("performance"));
  const shares = (await officer.screen()).match(/(era|pesa) \d[\d.,]*% del piano/g) ?? [];
  const others = [...scores.filter((lens) => !score(lens)), ...shares.filter((text) => !text.match(share))];
  if (others.length > 0) throw new Error(`there is still: ${others.join(" | ")}`);
  return scores.length > 0 && shares.length > 0;
}

async function completionOffersAttributesOfAnIndicator({ officer, folder, pictures }) {
  const read = () => readPlan(folder);
  const plan = read();
  const [line] = placeOf(plan, "  assegnato", OBJECTIVE);
  await officer.go(line, 3);
  await officer.press("End", "Enter");
  const offers = await officer.offers();
  await officer.picture(join(pictures, "completion.png"));
  if (!offers.includes("tipologia")) throw new Error(`tipologia is not offered, but: ${offers}`);
  await officer.accept("tipologia");
  await officer.press("Escape");
  await officer.save("the completion", read, (text) => /^ {2}tipologia/.test(text.split("\n")[line]));
  // The line is deleted again.
  await officer.press("Control+Shift+K");
  await officer.save("the plan as it was", read, (text) => text === plan);
}

async function hoveringACodeTellsTheObjective({ officer, folder }) {
  const [line, column] = placeOf(readPlan(folder), OBJECTIVE);
  await officer.go(line, column + "obiettivo ".length + 1);
  const text = await officer.hover();
  if (!text.includes(TITLE)) throw new Error(`the hover says: ${text}`);
}

async function renamingAMeasureReachesTheActuals({ officer, folder }) {
  const [line, column] = placeOf(readPlan(folder), "uscite_media", "misura ");
  await officer.go(line, column + 2);
  await officer.rename("uscite_sui_media");
  await until("the new name in q2.csv", () => read(folder, "q2.csv").includes("\nuscite_sui_media;2025-T1;"));
  await until("the new name in the plan", () => readPlan(folder).includes("misura uscite_sui_media "));
  if (read(folder, "q2.csv").includes("uscite_media")) throw new Error("q2.csv has the old name too");
  if (/\buscite_media\b/.test(readPlan(folder))) throw new Error("the plan has the old name too");
}

async function theLensOpensTheReasons({ officer, folder, pictures }) {
  await officer.go(...placeOf(readPlan(folder), OBJECTIVE));
  await officer.clickLens("perché?");
  const text = await officer.shown("Perché A");
  if (!/A\.1[\s\S]*→ \d+,\d\d%/.test(text)) throw new Error(`the reasons are: ${text}`);
  // Without the list of files there is more room for the picture.
  await officer.press("Control+b");
  await officer.picture(join(pictures, "why.png"), 560);
  await officer.press("Control+b");
}

async function theCommandExplainsTheIndicatorAtTheCursor({ officer, folder }) {
  await officer.go(...placeOf(readPlan(folder), "kpi valorizzazione"));
  await officer.command("Perché questo valore?");
  const text = await officer.shown("Perché A.1.1 · valorizzazione");
  if (!text.includes("A.1.1/valorizzazione")) throw new Error(`the reasons are: ${text}`);
}

async function theWholeResultIsShown({ officer }) {
  await officer.command("Valuta il piano");
  await officer.page.locator(".tab", { hasText: "Risultati di piano.piao" }).waitFor();
  await until("the table of the results", async () => /A\.1\.1[\s\S]*\d+,\d\d%/.test(await officer.rendered()));
}

async function noNumberBreaksAtTheEndOfALine({ officer, folder }) {
  const numbers = Array.from({ length: 60 }, (_, at) => `${at + 1}.500,25 ${at % 28 + 1}/12/2025`).join(" ");
  writeFileSync(join(folder, "numeri.piao"), `piano "Numeri"\n  anni 2025\n  nota "${numbers}"\n`);
  await officer.open("lecce-2025", "numeri.piao");
  const { width, height } = officer.page.viewportSize();
  let wrapped = 0;
  for (let narrower = 0; narrower < 90; narrower += 10) {
    await officer.page.setViewportSize({ width: width - narrower, height });
    const lines = await until("the lines at their new width", async () => {
      const lines = (await officer.page.locator(".view-line").allTextContents()).map((line) => line.replaceAll("\u00a0", " "));
      return lines.length > 8 && lines;
    });
    wrapped += lines.length;
    const broken = lines.find((line) => /\d[.,/]$/.test(line.trim()));
    if (broken) throw new Error(`a number breaks at the end of: ${broken}`);
  }
  await officer.page.setViewportSize({ width, height });
  if (wrapped < 80) throw new Error(`only ${wrapped} lines`);
}

async function theSettingIsFoundOnARemoteMachine({ officer }) {
  await officer.command("Indica dov'è piaoc");
  const setting = officer.page.locator('.settings-editor [data-key="piaoc.server.path"]');
  await setting.first().waitFor();
}

async function thePageOfTheExtensionHasNoBrokenPicture({ officer }) {
  await officer.command("Extensions: Show Installed Extensions");
  await officer.page.locator(".extension-list-item", { hasText: "piaoc" }).first().click();
  await until("the page of the extension", async () => (await officer.rendered()).includes("Il piano della performance"));
  const pictures = officer.page.frameLocator("iframe.webview").last().frameLocator("#active-frame").locator("img");
  for (const picture of await pictures.all()) {
    await until("a picture of the page", () => picture.evaluate((image) => image.naturalWidth > 0));
  }
  // Back to the list of files.
  await officer.press("Control+Shift+e");
}

export const STEPS = [
  theStatusBarShowsThePerformance,
  theScoresStandBesideThePlan,
  aTypedFaultIsShownAndItsCorrectionMendsIt,
  completionOffersAttributesOfAnIndicator,
  hoveringACodeTellsTheObjective,
  renamingAMeasureReachesTheActuals,
  theLensOpensTheReasons,
  theCommandExplainsTheIndicatorAtTheCursor,
  theWholeResultIsShown,
  noNumberBreaksAtTheEndOfALine,
  theSettingIsFoundOnARemoteMachine,
  thePageOfTheExtensionHasNoBrokenPicture,
];
