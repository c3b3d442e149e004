// Accepts, and rejects, all tracked changes of a Word file with a program that is not
// ours: oracle.mjs NODE_MODULES_PARENT IN ACCEPTED REJECTED.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";

const [parent, file, accepted, rejected] = process.argv.slice(2);
const dist = resolve(parent, "node_modules/docxodus/dist") + "/";
const { initialize, openDocxSession } = await import(pathToFileURL(dist + "core.js"));
await initialize(pathToFileURL(dist + "wasm/").href);
for (const [to, method] of [[accepted, "acceptAllRevisions"], [rejected, "rejectAllRevisions"]]) {
  const session = openDocxSession(readFileSync(file));
  const done = session[method]();
  if (done && done.success === false) throw new Error(method + ": " + JSON.stringify(done));
  writeFileSync(to, session.save());
}
