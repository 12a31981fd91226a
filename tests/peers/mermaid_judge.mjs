// Lines of JSON strings -> lines of {"valid", "error_line"}: what Mermaid makes of each text.
//
// node mermaid_judge.mjs FOLDER: the folder that holds node_modules. The line is the one on which the
// refused token begins, in the text as written: Mermaid counts without the front matter, the
// directives and the comments that it takes out first, and to the end of the token.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const modules = `${process.argv[2]}/node_modules`;
const load = (path) => import(pathToFileURL(`${modules}/${path}`));
const { JSDOM } = (await load("jsdom/lib/api.js")).default;
globalThis.window = new JSDOM("").window;
globalThis.document = window.document;
const mermaid = (await load("mermaid/dist/mermaid.core.mjs")).default;

const TAKEN_OUT = [
  /^([^\S\n\r]*)-{3}\s*[\n\r](.*?)[\n\r]\1-{3}\s*[\n\r]+/s,
  /%{2}{\s*(?:(\w+)\s*:|(\w+))\s*(?:(\w+)|((?:(?!}%{2}).|\r?\n)*))?\s*(?:}%{2})?/gi,
  /^\s*%%(?!{)[^\n]+\n?/gm,
];

/** The line in the text of each line that Mermaid's grammar sees; null for one without letters. */
function linesSeen(text) {
  let offsets = Array.from({ length: text.length }, (_, at) => at);
  let rest = text;
  for (const pattern of TAKEN_OUT) {
    const found = pattern.global ? [...rest.matchAll(pattern)] : [rest.match(pattern)];
    for (const match of found.filter((each) => each && each[0]).reverse()) {
      const end = match.index + match[0].length;
      rest = rest.slice(0, match.index) + rest.slice(end);
      offsets = [...offsets.slice(0, match.index), ...offsets.slice(end)];
    }
  }
  offsets = offsets.slice(rest.length - rest.trimStart().length);
  rest = rest.trimStart();
  const lineOf = (offset) => text.slice(0, offset).split("\n").length;
  let start = 0;
  return rest.split("\n").map((line) => {
    const offset = offsets[start];
    start += line.length + 1;
    return offset === undefined ? null : lineOf(offset);
  });
}

function errorLine(text, error) {
  const hash = error.hash;
  if (!hash) return null;
  const atEnd = hash.token === 1 || hash.token === "EOF";
  if (atEnd) return null;
  const whole = /^Lexical/.test(error.message) || typeof hash.text !== "string";
  const line = hash.line - (whole ? 0 : hash.text.split("\n").length - 1);
  return linesSeen(text)[line] ?? null;
}

for await (const line of createInterface({ input: process.stdin })) {
  const text = JSON.parse(line);
  let verdict = { valid: true, error_line: null };
  try {
    await mermaid.parse(text);
  } catch (error) {
    verdict = { valid: false, error_line: errorLine(text, error) };
  }
  process.stdout.write(`${JSON.stringify(verdict)}\n`);
}
