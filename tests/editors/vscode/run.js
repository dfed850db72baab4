// The proof itself: one step after the other, in one VS Code, each said by name; the first that fails is the end.
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBrowser } from "./officer.js";
import { startVsCode } from "./server.js";
import * as lecce from "./lecce.js";
import * as walkthrough from "./walkthrough.js";

const repository = join(import.meta.dirname, "../../..");
const output = join(repository, "target/editors");
const pictures = process.env.PIAOC_UPDATE ? join(repository, "editor/vscode/images") : output;
const started = performance.now();

/** Runs every step that a file exports, in the order in which it names them. */
async function prove({ STEPS, FOLDER }, scene) {
  for (const step of STEPS) {
    const before = performance.now();
    try {
      await step({ ...scene, folder: join(scene.home, "plans", FOLDER) });
    } catch (error) {
      const file = join(output, "failed.png");
      await scene.officer.picture(file);
      console.error(`not ok: ${said(step)}\n  ${error.message}\n  what VS Code showed: ${file}`);
      return false;
    }
    console.log(`ok: ${said(step)} (${Math.round(performance.now() - before)} ms)`);
  }
  return true;
}

/** A step is named as what it proves. */
function said(step) {
  return step.name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

async function main() {
  mkdirSync(output, { recursive: true });
  const home = mkdtempSync(join(tmpdir(), "piaoc-vscode-"));
  const plans = join(home, "plans");
  cpSync(join(repository, "examples/lecce-2025"), join(plans, lecce.FOLDER), { recursive: true });
  walkthrough.prepare(join(plans, walkthrough.FOLDER));
  const server = await startVsCode(home, plans);
  try {
    const { officer, close } = await openBrowser(server.address);
    const scene = { officer, home, pictures };
    const proved = (await prove(lecce, scene)) && (await prove(walkthrough, scene));
    await close();
    return proved;
  } finally {
    server.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

const proved = await main();
console.log(`${proved ? "proven" : "NOT proven"} in VS Code in ${Math.round((performance.now() - started) / 1000)} s`);
process.exitCode = proved ? 0 : 1;
