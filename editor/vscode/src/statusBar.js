// The item of the status bar: the performance of the plan of the file that is open.
import * as vscode from "vscode";
import { statusLines, statusOf, statusText } from "./status.js";

const t = vscode.l10n.t;

export class StatusBar {
  #item = vscode.window.createStatusBarItem("piaoc.performance", vscode.StatusBarAlignment.Left, 10);
  #plans = new Map();
  // Until it has been looked for nothing is said of it.
  #serverRuns = true;

  constructor(subscriptions) {
    this.#item.name = t("Performance of the plan");
    subscriptions.push(this.#item, vscode.window.onDidChangeActiveTextEditor(() => this.show()));
    this.show();
  }

  /** Takes the server's news of a plan. */
  update(status) {
    this.#plans.set(status.uri, status);
    this.show();
  }

  /** Whether there is anybody to say something of a plan. */
  serverRuns(runs) {
    this.#serverRuns = runs;
    this.show();
  }

  clear() {
    this.#plans.clear();
    this.show();
  }

  /** What is known of the plan of a file. */
  planOf(file) {
    return statusOf(this.#plans.values(), file);
  }

  /** Every plan that the server has spoken of. */
  get plans() {
    return [...this.#plans.values()];
  }

  show() {
    const document = vscode.window.activeTextEditor?.document;
    const status = document && this.planOf(document.uri.toString());
    if (!status && document?.languageId !== "piao") return this.#item.hide();
    this.#item.text = statusText(status, t, this.#serverRuns);
    this.#item.tooltip = statusLines(status, t, this.#serverRuns).join("\n");
    this.#item.command = this.#serverRuns ? "piaoc.evaluate" : "piaoc.setting";
    this.#item.show();
  }
}
