// The results of a plan, the reasons of a value and the pages of the codes, as documents that can be read but not
// written. A document's address says what it shows, so that it can be asked again whenever the plan changes.
import * as vscode from "vscode";

const SCHEME = "piaoc";
const t = vscode.l10n.t;

export class Results {
  #changed = new vscode.EventEmitter();
  #session;
  onDidChange = this.#changed.event;

  constructor(session, subscriptions) {
    this.#session = session;
    subscriptions.push(this.#changed, vscode.workspace.registerTextDocumentContentProvider(SCHEME, this));
  }

  /** The address of a plan's whole result. */
  static ofPlan(plan) {
    const name = t("Results of {0}", fileName(plan));
    return vscode.Uri.from({ scheme: SCHEME, path: `/${name}.md`, query: JSON.stringify({ plan }) });
  }

  /** The address of the reasons of one value. */
  static ofValue(plan, key) {
    // The tab shows what comes after the last slash: a key has one of its own.
    const name = t("Why {0}", key.replace("/", " · ").replaceAll("/", "∕"));
    return vscode.Uri.from({ scheme: SCHEME, path: `/${name}`, query: JSON.stringify({ plan, key }) });
  }

  async provideTextDocumentContent(address) {
    try {
      return (await this.#content(address)) ?? t("There is no result.");
    } catch (error) {
      return error.message;
    }
  }

  async #content({ path, query }) {
    if (!query) {
      // The server's diagnostics link to `piaoc:/P0309.md`.
      const code = path.replace(/^\/|\.md$/g, "");
      return (await this.#session.ask("piaoc/explain", { code }))?.text;
    }
    const { plan, key } = JSON.parse(query);
    if (key) return (await this.#session.ask("piaoc/why", { uri: plan, key }))?.text;
    const result = await this.#session.ask("piaoc/evaluate", { uri: plan });
    return result?.markdown ?? result?.reason;
  }

  /** A plan has changed: what is open about it is asked again. */
  refresh(plan) {
    for (const { uri } of vscode.workspace.textDocuments) {
      if (uri.scheme === SCHEME && uri.query && JSON.parse(uri.query).plan === plan) this.#changed.fire(uri);
    }
  }
}

function fileName(uri) {
  return vscode.Uri.parse(uri).path.split("/").pop();
}
