// “Crea un piano”: a small commented plan in a new folder, to start from.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as vscode from "vscode";
import { showContext } from "./session.js";

const t = vscode.l10n.t;

export async function create(session) {
  const program = session.findProgram();
  if (!program) return;
  const folder = await newFolder();
  if (!folder) return;
  try {
    await promisify(execFile)(program, ["init", "--lang", language(), folder.fsPath]);
  } catch (error) {
    vscode.window.showErrorMessage(t("The plan could not be created. {0}", (error.stderr || error.message).trim()));
    return;
  }
  showContext("planCreated", true);
  await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, "piano.piao"), { preview: false });
  await offerToOpen(folder);
}

/** An empty folder that the officer chooses, or a new one inside it. */
async function newFolder() {
  const chosen = await vscode.window.showOpenDialog({
    title: t("Where shall the new plan be?"),
    openLabel: t("Create the plan here"),
    canSelectFiles: false,
    canSelectFolders: true,
    defaultUri: vscode.workspace.workspaceFolders?.[0]?.uri,
  });
  const folder = chosen?.[0];
  if (!folder) return undefined;
  const present = new Set((await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name));
  if (present.size === 0) return folder;
  const name = await vscode.window.showInputBox({
    title: t("That folder is not empty: what shall the new folder in it be called?"),
    value: "nuovo-piano",
    validateInput: (name) => {
      if (!/^[^\\/:*?"<>|]*[^\\/:*?"<>|. ]$/.test(name)) return t("This cannot be the name of a folder");
      return present.has(name) ? t("There is already something of this name") : undefined;
    },
  });
  return name && vscode.Uri.joinPath(folder, name);
}

/** A plan outside the open folder is read, but its actuals are not watched: better to open its folder. */
async function offerToOpen(folder) {
  if (vscode.workspace.getWorkspaceFolder(folder)) return;
  const open = t("Open its folder");
  const choice = await vscode.window.showInformationMessage(t("The plan is in {0}.", folder.fsPath), open);
  if (choice === open) vscode.commands.executeCommand("vscode.openFolder", folder);
}

function language() {
  const setting = vscode.workspace.getConfiguration("piaoc").get("language", "auto");
  if (setting !== "auto") return setting;
  return vscode.env.language.startsWith("it") ? "it" : "en";
}
