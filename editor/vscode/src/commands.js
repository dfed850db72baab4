// “Valuta il piano” and “Perché questo valore?”.
import * as vscode from "vscode";
import { Results } from "./results.js";

const t = vscode.l10n.t;

/** Shows a plan's results beside it: of the plan of the given file, of the open file, or of a plan chosen. */
export async function evaluate(session, statusBar, file) {
  // A menu gives an address as an object, a link as text.
  const plan = file ? file.toString() : await planAtHand(statusBar);
  if (!plan) return;
  const answer = await session.request("piaoc/evaluate", { uri: plan });
  if (!answer) return;
  if (!answer.markdown) {
    vscode.window.showWarningMessage(answer.reason ?? t("There is no result."));
    return;
  }
  const address = Results.ofPlan(statusBar.planOf(plan)?.uri ?? plan);
  // Known to VS Code before it is shown, the document can be refreshed.
  await vscode.workspace.openTextDocument(address);
  await vscode.commands.executeCommand("markdown.showPreviewToSide", address);
}

/** Shows where a value comes from: called by a code lens with the value's key, or on what stands at the cursor. */
export async function why(session, statusBar, uri, key) {
  const question = typeof key === "string" ? { uri, key } : questionAtCursor();
  if (!question) {
    vscode.window.showInformationMessage(t("Open a plan and put the cursor on an indicator or an objective, then ask again."));
    return;
  }
  const answer = await session.request("piaoc/why", question);
  if (answer === undefined) return;
  if (answer === null) {
    vscode.window.showInformationMessage(t("Here is no value to explain: put the cursor on an indicator or an objective, then ask again."));
    return;
  }
  const plan = statusBar.planOf(question.uri)?.uri ?? question.uri;
  const document = await vscode.workspace.openTextDocument(Results.ofValue(plan, answer.key));
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
}

function questionAtCursor() {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== "piao") return undefined;
  const { line, character } = editor.selection.active;
  return { uri: editor.document.uri.toString(), position: { line, character } };
}

/** The plan of the open file; failing that, the only plan there is, or the one chosen among several. */
async function planAtHand(statusBar) {
  const document = vscode.window.activeTextEditor?.document;
  const open = document?.uri.toString();
  if (open && (document.languageId === "piao" || statusBar.planOf(open))) return open;
  const plans = statusBar.plans;
  if (plans.length === 1) return plans[0].uri;
  if (plans.length > 1) {
    const choices = plans.map(({ title, uri }) => ({
      label: title || uri.split("/").pop(),
      description: vscode.workspace.asRelativePath(vscode.Uri.parse(uri)),
      uri,
    }));
    return (await vscode.window.showQuickPick(choices, { placeHolder: t("Which plan?") }))?.uri;
  }
  const create = t("Create a plan");
  const choice = await vscode.window.showInformationMessage(t("No plan is open: open one, or create one."), create);
  if (choice === create) vscode.commands.executeCommand("piaoc.create");
  return undefined;
}
