// The page of the extension shows no broken picture.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { withoutPictures } from "../pictures.js";

test("without an address the page says what its pictures show", () => {
  const page = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const shown = [...page.matchAll(/!\[([^\]]*)\]/g)].map((match) => match[1]);
  const packed = withoutPictures(page);
  assert.ok(shown.length >= 3);
  assert.doesNotMatch(packed, /!\[|images\//);
  for (const words of shown) assert.ok(packed.includes(`*${words}*`), words);
});
