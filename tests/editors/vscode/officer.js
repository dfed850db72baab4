// What an officer does in VS Code and sees there, as functions over the page.
import { createRequire } from "node:module";
import { until } from "./until.js";

const require = createRequire(`${process.env.TOOLS}/code-server/package.json`);
const { chromium } = require("playwright-core");

const QUIET = ["--disable-quic", "--disable-component-update", "--disable-background-networking", "--disable-sync"];
const BROWSER = ["--no-sandbox", "--disable-gpu", ...QUIET];

/** Opens VS Code in a browser. */
export async function openBrowser(address) {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: BROWSER });
  const page = await browser.newPage({ viewport: { width: 1280, height: 760 }, locale: "it-IT" });
  page.setDefaultTimeout(15_000);
  // Without its language pack VS Code itself stays English; the extension's texts are Italian.
  await page.addInitScript(() => (globalThis._VSCODE_NLS_LANGUAGE = "it"));
  await page.goto(address);
  await page.locator(".explorer-folders-view .monaco-list-row").first().waitFor({ timeout: 60_000 });
  return { officer: new Officer(page), close: () => browser.close() };
}

export class Officer {
  constructor(page) {
    this.page = page;
  }

  press(...keys) {
    return keys.reduce((before, key) => before.then(() => this.page.keyboard.press(key)), Promise.resolve());
  }

  type(text) {
    return this.page.keyboard.type(text);
  }

  /** Opens a file of the folder from the list of files, and waits until its text is shown. */
  async open(...path) {
    const row = (name) =>
      this.page.locator(".explorer-folders-view .monaco-list-row", { has: this.page.getByText(name, { exact: true }) });
    await until(`${path.at(-1)} in the list of files`, async () => {
      for (const folder of path.slice(0, -1)) {
        if ((await row(folder).getAttribute("aria-expanded")) === "false") await row(folder).click();
      }
      return row(path.at(-1)).isVisible();
    });
    await row(path.at(-1)).dblclick();
    await this.opened(path.at(-1));
  }

  /** Waits until a document of this name is before the officer. */
  async opened(name) {
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    await this.page.locator(".editor-group-container.active .monaco-editor .view-line").first().waitFor();
  }

  /** Puts the cursor at a line and a column, both from 1. */
  async go(line, column) {
    await this.press("Control+g");
    await this.page.locator(".quick-input-widget input").fill(`:${line}:${column}`);
    await this.press("Enter");
    await until(`the cursor at ${line}:${column}`, async () =>
      (await this.#item("status.editor.selection")).startsWith(`Ln ${line}, Col ${column}`),
    );
  }

  /** Runs a command by its name in the palette, as soon as the palette knows it. */
  async command(name) {
    const row = this.page.locator(".quick-input-list .monaco-list-row", { hasText: name }).first();
    await until(`the command «${name}» in the palette`, async () => {
      await this.press("Escape", "F1");
      await this.page.locator(".quick-input-widget input[type=text]").fill(`>${name}`);
      await row.click({ timeout: 1000 });
      return true;
    });
  }

  /** Saves, and waits until the file on the disk, as it is read, is as wanted. */
  async save(what, read, wanted) {
    await this.press("Control+s");
    await until(`${what} is saved`, () => wanted(read())).catch((error) => {
      throw new Error(`${error.message}; saved is:\n${read()}`);
    });
  }

  async #item(id) {
    return (await this.page.locator(`[id="${id}"]`).textContent({ timeout: 1000 })).trim();
  }

  /** What the status bar says of the plan. */
  status() {
    return this.#item("piaoc.piaoc.piaoc.performance");
  }

  /** The number of faults underlined on the screen. */
  faults() {
    return this.page.locator(".squiggly-error").count();
  }

  /**
   * The texts above the objectives on the screen. Those beside it stand in the page too, out of sight and as they last
   * were: VS Code gives them their new words only when somebody scrolls there.
   */
  lenses() {
    return this.page.locator(".codelens-decoration[monaco-visible-content-widget=true]").allTextContents();
  }

  /** Clicks on a lens of this text; those half hidden at the edge of the window cannot be clicked on. */
  clickLens(text) {
    return until(`a lens «${text}» on the screen`, async () => {
      for (const lens of await this.page.locator(".codelens-decoration a", { hasText: text }).all()) {
        const box = await lens.boundingBox();
        if (box?.y > 120 && box.y < 600) return lens.click({ timeout: 1000 }).then(() => true);
      }
      return false;
    });
  }

  /** What is offered at the cursor. */
  async offers() {
    const rows = this.page.locator(".suggest-widget.visible .monaco-list-row .label-name");
    if ((await rows.count()) === 0) await this.press("Control+Space");
    await rows.first().waitFor();
    return rows.allTextContents();
  }

  /** Accepts an offer by its name. */
  async accept(name) {
    await this.offers();
    const row = this.page.locator(".suggest-widget.visible .monaco-list-row", {
      has: this.page.locator(".label-name").getByText(name, { exact: true }),
    });
    // The list shows only its first rows: the one below is reached by its name's first letters, as anybody would.
    if ((await row.count()) === 0) await this.type(name.slice(0, 3));
    await row.first().waitFor();
    await row.first().click();
    await until(`${name} is accepted`, async () => (await row.count()) === 0);
  }

  /** Fills in the fields of what was accepted, and goes to a new line at the margin. */
  async fill(...values) {
    for (const value of values) {
      await this.type(value);
      await this.press("Tab");
    }
    await this.press("Control+End", "Enter", "Enter");
  }

  /** The question that stands at the top of the window, with what it proposes. */
  async question(text, timeout) {
    const box = this.page.locator(".quick-input-widget", { hasText: text });
    await box.waitFor({ timeout });
    return box.locator("input[type=text]");
  }

  /** The messages in the corner of the window. */
  messages() {
    return this.page.locator(".notifications-toasts .notification-list-item-message").allTextContents();
  }

  /** What is told of the place of the cursor. */
  async hover() {
    await this.press("Control+k", "Control+i");
    const card = this.page.locator(".monaco-resizable-hover .monaco-hover-content").last();
    await card.waitFor();
    const text = await until("the hover says something", async () => (await card.textContent()).trim());
    await this.press("Escape");
    return text;
  }

  /** The list of corrections at the cursor, left open. */
  async corrections() {
    await this.press("Control+.");
    const rows = this.page.locator(".action-widget .monaco-list-row.action");
    await rows.first().waitFor();
    return rows.allTextContents();
  }

  chooseCorrection(text) {
    return this.page.locator(".action-widget .monaco-list-row.action", { hasText: text }).first().click();
  }

  async rename(name) {
    await this.press("F2");
    const input = this.page.locator(".rename-box input");
    await input.waitFor();
    await input.fill(name);
    await this.press("Enter");
  }

  /** What stands on the screen of the editor on the right. */
  async screen() {
    const lines = this.page.locator(".editor-group-container").last().locator(".view-line");
    return (await lines.allTextContents()).join("\n").replaceAll("\u00a0", " ").trim();
  }

  /** The text of the document whose tab has this title, as far as it is on the screen. */
  async shown(title) {
    await this.page.locator(".tab", { hasText: title }).waitFor();
    return until(`the text of ${title}`, () => this.screen());
  }

  /** The text of a rendered page, which stands in frames of its own. */
  async rendered() {
    const body = this.page.frameLocator("iframe.webview").last().frameLocator("#active-frame").locator("body");
    return until("the rendered page", async () => (await body.textContent({ timeout: 1000 })).trim());
  }

  closeAll() {
    return this.command("View: Close All Editors");
  }

  /** A picture of the window, or of its upper part. */
  async picture(file, height) {
    const { width, height: whole } = this.page.viewportSize();
    await this.page.screenshot({ path: file, clip: { x: 0, y: 0, width, height: height ?? whole } });
  }
}
