// VS Code as a server (code-server) with the extension installed, on a free port of this machine, in folders of its own.
import { execFile, spawn } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { until } from "./until.js";

const { TOOLS, EXTENSION, PIAOC } = process.env;

// Which program runs is a matter of the machine on which it runs.
const MACHINE_SETTINGS = { "piaoc.server.path": PIAOC };
const SETTINGS = {
  "piaoc.language": "it",
  "workbench.startupEditor": "none",
  "workbench.colorTheme": "Light Modern",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.tips.enabled": false,
  "workbench.enableExperiments": false,
  "chat.disableAIFeatures": true,
  "editor.minimap.enabled": false,
  "editor.fontSize": 14,
  "editor.hover.delay": 50,
  "editor.stickyScroll.enabled": false,
  "breadcrumbs.enabled": false,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "git.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
};

/** Starts it on a folder; `address` is what a browser opens, `stop` ends it. */
export async function startVsCode(home, folder) {
  const node = join(TOOLS, "bin", "node");
  const program = join(TOOLS, "bin", "code-server");
  const [data, extensions, config] = ["data", "extensions", "config.yaml"].map((name) => join(home, name));
  for (const [part, settings] of Object.entries({ User: SETTINGS, Machine: MACHINE_SETTINGS })) {
    mkdirSync(join(data, part), { recursive: true });
    writeFileSync(join(data, part, "settings.json"), JSON.stringify(settings));
  }
  writeFileSync(config, "auth: none\n");
  const places = ["--config", config, "--user-data-dir", data, "--extensions-dir", extensions];
  const environment = { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home };
  for (const name of ["PORT", "PASSWORD", "VSCODE_IPC_HOOK_CLI"]) delete environment[name];

  const [vsix] = readdirSync(EXTENSION).filter((name) => name.endsWith(".vsix"));
  await promisify(execFile)(node, [program, ...places, "--install-extension", join(EXTENSION, vsix)], { env: environment });

  const port = await freePort();
  const quiet = ["--disable-telemetry", "--disable-update-check", "--disable-getting-started-override"];
  const trust = ["--disable-workspace-trust", "--auth", "none", "--bind-addr", `127.0.0.1:${port}`];
  const server = spawn(node, [program, ...places, ...quiet, ...trust], { env: environment, detached: true });
  let output = "";
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (text) => (output += text));
  const address = `http://127.0.0.1:${port}/?folder=${encodeURIComponent(folder)}`;
  const answers = () => fetch(`http://127.0.0.1:${port}/healthz`).then((answer) => answer.ok, () => false);
  await until("VS Code answers", answers, 30).catch((error) => {
    throw new Error(`${error.message}\n${output}`);
  });
  return { address, stop: () => process.kill(-server.pid) };
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
