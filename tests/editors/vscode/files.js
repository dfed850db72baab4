// The files on the disk, as the officer's editor has saved them.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export function read(...path) {
  return readFileSync(join(...path), "utf8");
}

/** Line and column, from 1, of the first occurrence of a text after another one. */
export function placeOf(text, wanted, after = "") {
  const start = text.indexOf(after);
  const at = text.indexOf(wanted, start);
  if (start < 0 || at < 0) throw new Error(`the file has no «${wanted}» after «${after}»`);
  const before = text.slice(0, at).split("\n");
  return [before.length, before.at(-1).length + 1];
}
