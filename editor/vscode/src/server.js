// Finds the program that does the work. Nothing here knows VS Code, so that it can be tested without it.
import path from "node:path";

/**
 * The language server: what the setting says; otherwise the one that came with the extension; otherwise the one that
 * a terminal would find, or cargo's, which programs started from a desktop often do not have on their PATH.
 *
 * Gives `{ command }`, or `{ missing: path }` when the setting names no program, or `{ missing: null }`.
 */
export function findServer({ setting, extensionFolder, environment, home, platform, isFile }) {
  const places = platform === "win32" ? path.win32 : path.posix;
  const program = platform === "win32" ? "piaoc.exe" : "piaoc";
  const chosen = setting.trim();
  if (chosen) {
    const command = /^~[/\\]/.test(chosen) ? places.join(home, chosen.slice(2)) : chosen;
    return places.isAbsolute(command) && isFile(command) ? { command } : { missing: command };
  }
  const onPath = (environment.PATH ?? environment.Path ?? "")
    .split(places.delimiter)
    // A relative folder of PATH would let whoever wrote the open folder choose the program.
    .filter((folder) => places.isAbsolute(folder));
  const folders = [places.join(extensionFolder, "server"), ...onPath, places.join(home, ".cargo", "bin")];
  const command = folders.map((folder) => places.join(folder, program)).find(isFile);
  return command ? { command } : { missing: null };
}
