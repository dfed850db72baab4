import assert from "node:assert/strict";
import { test } from "node:test";
import { findServer } from "../src/server.js";

/** Looks for the server on a machine that has these files. */
function find(files, { setting = "", platform = "linux", path = "/usr/bin:/opt/piaoc" } = {}) {
  return findServer({
    setting,
    extensionFolder: platform === "win32" ? "C:\\extension" : "/extension",
    environment: { PATH: path },
    home: platform === "win32" ? "C:\\home" : "/home/officer",
    platform,
    isFile: (file) => files.includes(file),
  });
}

test("the setting comes first", () => {
  const files = ["/own/piaoc", "/extension/server/piaoc"];
  assert.deepEqual(find(files, { setting: "/own/piaoc" }), { command: "/own/piaoc" });
  assert.deepEqual(find(["/home/officer/bin/piaoc"], { setting: " ~/bin/piaoc " }), { command: "/home/officer/bin/piaoc" });
});

test("a setting that names nothing is said, not passed over", () => {
  assert.deepEqual(find(["/usr/bin/piaoc"], { setting: "/own/piaoc" }), { missing: "/own/piaoc" });
});

test("a setting relative to whatever folder is open chooses no program", () => {
  assert.deepEqual(find(["tools/piaoc"], { setting: "tools/piaoc" }), { missing: "tools/piaoc" });
});

test("then the one that came with the extension, then PATH in its order, then cargo's", () => {
  const files = ["/home/officer/.cargo/bin/piaoc", "/opt/piaoc/piaoc", "/usr/bin/piaoc", "/extension/server/piaoc"];
  const found = [];
  while (files.length) {
    found.push(find(files).command);
    files.pop();
  }
  assert.deepEqual(found, ["/extension/server/piaoc", "/usr/bin/piaoc", "/opt/piaoc/piaoc", "/home/officer/.cargo/bin/piaoc"]);
});

test("Windows has its own names", () => {
  const path = "C:\\Windows;D:\\tools";
  assert.deepEqual(find(["D:\\tools\\piaoc.exe"], { platform: "win32", path }), { command: "D:\\tools\\piaoc.exe" });
  const bundled = "C:\\extension\\server\\piaoc.exe";
  assert.deepEqual(find([bundled, "D:\\tools\\piaoc.exe"], { platform: "win32", path }), { command: bundled });
});

test("a relative folder of PATH is not searched", () => {
  assert.deepEqual(find(["piaoc", "./piaoc"], { path: ".::" }), { missing: null });
});

test("without PATH nothing breaks", () => {
  assert.deepEqual(find([], { path: undefined }), { missing: null });
});
