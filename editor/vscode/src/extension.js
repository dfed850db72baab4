// The extension: what VS Code calls, and who answers. The language itself is the server's, `piaoc lsp`.
import * as vscode from "vscode";
import { evaluate, why } from "./commands.js";
import { create } from "./create.js";
import { Results } from "./results.js";
import { Session, openSetting, showContext } from "./session.js";
import { StatusBar } from "./statusBar.js";

let session;

export async function activate(context) {
  const statusBar = new StatusBar(context.subscriptions);
  session = new Session(context, { onStatus, onStop: () => statusBar.clear(), onRuns: (runs) => statusBar.serverRuns(runs) });
  const results = new Results(session, context.subscriptions);

  function onStatus(status) {
    if (statusBar.planOf(status.uri)?.errors > 0 && status.errors === 0) showContext("faultMended", true);
    statusBar.update(status);
    results.refresh(status.uri);
  }

  const commands = {
    "piaoc.evaluate": (file) => evaluate(session, statusBar, file),
    "piaoc.why": (uri, key) => why(session, statusBar, uri, key),
    "piaoc.create": () => create(session),
    "piaoc.setting": () => openSetting(),
    "piaoc.restart": () => session.restart(),
  };
  for (const [name, command] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(name, command));
  }
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (["piaoc.server.path", "piaoc.language"].some((setting) => change.affectsConfiguration(setting))) session.restart();
    }),
    // Trust may bring a setting that did not count before.
    vscode.workspace.onDidGrantWorkspaceTrust(() => session.restart()),
  );
  await session.start();
}

export function deactivate() {
  return session?.stop();
}
