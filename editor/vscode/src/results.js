// The results of a plan and the reasons of a value, as documents that can be read but not written. A document's address
// says what it shows, so that it can be asked again whenever the plan changes.
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
    const { plan, key } = JSON.parse(address.query);
    if (key) {
      const answer = await this.#session.request("piaoc/why", { uri: plan, key });
      return answer?.text ?? t("There is no {0} in this plan any more.", key);
    }
    const answer = await this.#session.request("piaoc/evaluate", { uri: plan });
    return answer?.markdown ?? answer?.reason ?? t("There is no result.");
  }

  /** A plan has changed: what is open about it is asked again. */
  refresh(plan) {
    for (const document of vscode.workspace.textDocuments) {
      if (document.uri.scheme === SCHEME && JSON.parse(document.uri.query).plan === plan) {
        this.#changed.fire(document.uri);
      }
    }
  }
}

function fileName(uri) {
  return vscode.Uri.parse(uri).path.split("/").pop();
}
