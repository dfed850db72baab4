// The walkthrough's test: a plan of three indicators in an empty file, by completion alone. Nothing is typed but what
// completes a word that is offered, and the values of the fields that an offer leaves to be filled in.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { read } from "./files.js";

export const FOLDER = "primo-piano";

export function prepare(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "primo.piao"), "");
}

async function aPlanOfThreeIndicatorsByCompletionAlone({ officer, folder }) {
  await officer.command("View: Close All Editors");
  await officer.open("primo-piano", "primo.piao");
  await officer.save();
  const text = read(folder, "primo.piao");
  const checked = execFileSync(process.env.PIAOC, ["check", join(folder, "primo.piao")], { encoding: "utf8" });
  if (text.match(/^kpi /gm)?.length !== 3) throw new Error(`the plan has not three indicators:\n${text}`);
  console.log(checked);
}

export const STEPS = [aPlanOfThreeIndicatorsByCompletionAlone];
