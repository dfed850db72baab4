// The language server's life: found, started, started again, stopped.
import { existsSync, statSync } from "node:fs";
import { homedir } from "node:os";
import * as vscode from "vscode";
import { CloseAction, ErrorAction, LanguageClient, RevealOutputChannelOn } from "vscode-languageclient/node";
import { findServer } from "./server.js";

const t = vscode.l10n.t;

const DOCUMENTS = [
  { scheme: "file", language: "piao" },
  { scheme: "untitled", language: "piao" },
  // The actuals beside a plan, and the settings that name them.
  { scheme: "file", pattern: "**/*.csv" },
  { scheme: "file", pattern: "**/piaoc.toml" },
];
const WATCHED = ["**/*.{piao,csv,xlsx,xlsm,xls,ods}", "**/piaoc.toml"];

// A server that ends so many times in so short a time is not started again.
const MOST_ENDS = 5;
const SHORT_TIME = 3 * 60 * 1000;

/** The client's own messages are for those who look into a fault: into the output, not before the officer. */
class QuietClient extends LanguageClient {
  info(message, data) {
    super.info(message, data, false);
  }
  warn(message, data) {
    super.warn(message, data, false);
  }
  error(message, data) {
    super.error(message, data, false);
  }
}

export class Session {
  #context;
  #client;
  #watchers = [];
  #onStatus;
  #onStop;
  #onRuns;
  // One start or stop after the other, however fast settings change.
  #turn = Promise.resolve();

  constructor(context, { onStatus, onStop, onRuns }) {
    this.#context = context;
    this.#onStatus = onStatus;
    this.#onStop = onStop;
    this.#onRuns = onRuns;
    this.#watchers = WATCHED.map((pattern) => vscode.workspace.createFileSystemWatcher(pattern));
    context.subscriptions.push(...this.#watchers);
  }

  /** The program, or undefined after the officer has been told what to do. */
  findProgram() {
    const found = findServer({
      setting: vscode.workspace.getConfiguration("piaoc").get("server.path", ""),
      extensionFolder: this.#context.extensionPath,
      environment: process.env,
      home: homedir(),
      platform: process.platform,
      isFile: (path) => existsSync(path) && statSync(path).isFile(),
    });
    if (found.command) return found.command;
    const message = found.missing
      ? t("The setting says that piaoc is {0}, but there is no such program.", found.missing)
      : t("I cannot find the program piaoc, which reads the plans. Ask who looks after your computer to install it, or say where it is.");
    this.#explain(message);
    return undefined;
  }

  start() {
    return this.#inTurn(() => this.#start());
  }

  stop() {
    return this.#inTurn(() => this.#stop());
  }

  restart() {
    return this.#inTurn(async () => {
      await this.#stop();
      await this.#start();
    });
  }

  #inTurn(action) {
    this.#turn = this.#turn.then(action, action);
    return this.#turn;
  }

  async #start() {
    await this.#runs(false);
    const command = this.findProgram();
    if (!command) return;
    const client = this.#newClient(command);
    try {
      await client.start();
    } catch (error) {
      client.outputChannel.appendLine(String(error));
      this.#explain(t("{0} does not answer as it should: perhaps it is an old version.", command));
      return;
    }
    this.#client = client;
    await this.#runs(true);
  }

  #runs(runs) {
    this.#onRuns(runs);
    return showContext("serverRuns", runs);
  }

  async #stop() {
    const client = this.#client;
    this.#client = undefined;
    this.#onStop();
    // A server that has ended by itself cannot be asked to.
    if (client?.isRunning()) await client.dispose();
  }

  /** Asks the server, once it has started; undefined when there is none. */
  async ask(method, parameters) {
    await this.#turn;
    return this.#client?.sendRequest(method, parameters);
  }

  /** Asks the server for the officer, who hears why when there is no answer. */
  async request(method, parameters) {
    await this.#turn;
    if (!this.#client) {
      if (this.findProgram()) this.#offerRestart(t("piaoc is not running."));
      return undefined;
    }
    try {
      return await this.ask(method, parameters);
    } catch (error) {
      vscode.window.showWarningMessage(error.message);
      return undefined;
    }
  }

  #newClient(command) {
    const settings = vscode.workspace.getConfiguration("piaoc");
    const language = settings.get("language", "auto");
    const allowOutside = settings.get("allowOutside", false);
    const client = new QuietClient(
      "piaoc",
      "piaoc",
      { command, args: ["lsp"], options: { shell: false } },
      {
        documentSelector: DOCUMENTS,
        synchronize: { fileEvents: this.#watchers },
        revealOutputChannelOn: RevealOutputChannelOn.Never,
        initializationOptions: { clientCommands: true, allowOutside, ...(language === "auto" ? {} : { language }) },
        // What the officer must know is said where the server was started.
        initializationFailedHandler: () => false,
        middleware: { provideCompletionItem: completed },
        errorHandler: {
          error: () => ({ action: ErrorAction.Continue }),
          closed: () => this.#ended(client),
        },
      },
    );
    client.onNotification("piaoc/status", this.#onStatus);
    return client;
  }

  #ends = [];

  /** What to do when the server has ended by itself. */
  #ended(client) {
    // One that has never answered is told of where it was started.
    if (client !== this.#client) return { action: CloseAction.DoNotRestart };
    const now = Date.now();
    this.#ends = [...this.#ends.filter((end) => now - end < SHORT_TIME), now];
    if (this.#ends.length < MOST_ENDS) return { action: CloseAction.Restart };
    this.#client = undefined;
    this.#onStop();
    this.#runs(false);
    this.#offerRestart(t("piaoc has stopped several times in a row. What it said last is in the output “piaoc”."));
    return { action: CloseAction.DoNotRestart };
  }

  async #offerRestart(message) {
    const restart = t("Restart the server");
    if ((await vscode.window.showErrorMessage(message, restart)) === restart) this.restart();
  }

  async #explain(message) {
    const setting = t("Open the setting");
    const walkthrough = t("Show how");
    const choice = await vscode.window.showErrorMessage(message, setting, walkthrough);
    if (choice === setting) openSetting();
    if (choice === walkthrough) vscode.commands.executeCommand("workbench.action.openWalkthrough", "piaoc.piaoc#first");
  }
}

/** Opens the setting that says where the program is: in a remote window it is the other machine's, and shown with that one's. */
export function openSetting() {
  const settings = vscode.env.remoteName ? "openRemoteSettings" : "openSettings";
  return vscode.commands.executeCommand(`workbench.action.${settings}`, { query: "piaoc.server.path" });
}

/** Ticks a step of the walkthrough, or takes the tick away. */
export function showContext(name, value) {
  return vscode.commands.executeCommand("setContext", `piaoc.${name}`, value);
}

async function completed(document, position, context, token, next) {
  const answer = await next(document, position, context, token);
  const items = answer?.items ?? answer ?? [];
  if (items.length) showContext("completionShown", true);
  // The server's forms know the plan, so the lists leave the extension's own snippets out (they answer to the Tab key),
  // and with them all that has the kind of a snippet.
  for (const item of items) {
    if (item.kind === vscode.CompletionItemKind.Snippet) item.kind = vscode.CompletionItemKind.Constructor;
  }
  return answer;
}
