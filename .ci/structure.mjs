// What pdf.js hears of PDFs: node structure.mjs NODE_MODULES PDF... It fails where the
// structure names what no page draws, where a page draws words that are neither in the
// structure nor an artifact, and where the words of a short one are not those that
// poppler hears.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const [modules, ...files] = process.argv.slice(2);
const { getDocument, VerbosityLevel } = await import(`${modules}/pdfjs-dist/legacy/build/pdf.mjs`);
const letters = (s) => s.normalize("NFKC").replace(/[^\p{L}\p{N}]/gu, "");
let wrong = 0;
const fail = (...what) => { wrong++; console.error(...what); };

// words are those of each piece of marked content of a page, and those outside of any.
async function words(page) {
  const of = new Map(), open = [];
  let bare = "";
  for (const item of (await page.getTextContent({ includeMarkedContent: true })).items) {
    if (item.type?.startsWith("beginMarkedContent")) {
      open.push(item.id ?? item.tag);
      if (item.id) of.set(item.id, "");
    } else if (item.type === "endMarkedContent") {
      open.pop();
    } else {
      const id = open.findLast((x) => of.has(x));
      if (id) of.set(id, of.get(id) + item.str);
      else if (!open.includes("Artifact")) bare += item.str;
    }
  }
  return { of, bare };
}

for (const file of files) {
  const doc = await getDocument({ data: new Uint8Array(readFileSync(file)), verbosity: VerbosityLevel.ERRORS }).promise;
  let heard = "";
  for (let n = 1; n <= doc.numPages; n++) {
    const page = await doc.getPage(n);
    const { of, bare } = await words(page);
    const told = new Set();
    const hear = (node) => {
      if (node.type === "content") {
        if (!of.has(node.id) || told.has(node.id)) fail(`${file}: page ${n}: the structure names ${node.id}, which is not there or was read before`);
        told.add(node.id);
        heard += of.get(node.id);
      }
      for (const child of node.children ?? []) hear(child);
    };
    const tree = await page.getStructTree();
    if (!tree) fail(`${file}: page ${n} has no structure`);
    else hear(tree);
    for (const [id, s] of of) if (!told.has(id) && s.trim()) fail(`${file}: page ${n}: not in the structure: ${s}`);
    if (bare.trim()) fail(`${file}: page ${n}: drawn outside of the structure: ${bare}`);
  }
  if (doc.numPages > 25) continue; // for long ones poppler takes minutes
  const poppler = execFileSync("pdfinfo", ["-struct-text", file], { encoding: "utf8", maxBuffer: 1 << 28 });
  const said = [...poppler.matchAll(/^\s*"(.*)"$/gm)].map((m) => m[1]).join("");
  const a = [...letters(heard)].sort().join(""), b = [...letters(said)].sort().join("");
  if (a !== b) fail(`${file}: pdf.js hears ${a.length} letters, poppler ${b.length}`);
}
console.log(`pdf.js hears ${files.length} files`);
process.exit(wrong ? 1 : 0);
