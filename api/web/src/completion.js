// Completion of prefixes, classes, properties and people while a query is written.
import { shortened } from "./links.js";

const LABELS = new Map(); // address -> what is said beside it in the menu
const NAME = /^[\p{L}][\p{L}\p{N}.-]+$/u;

export function registerCompleters(Yasqe, about, address) {
  Yasqe.forkAutocompleter("prefixes", {
    name: "our-prefixes",
    persistenceId: null,
    get: () => Object.entries(about.prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`).sort(),
  });
  const ask = (kind) => (_yasqe, token) => suggestions(address, kind, token);
  const common = { bulk: false, autoShow: true, postProcessSuggestion: (_yasqe, token, found) =>
    written(about, token, found), postprocessHints: (_yasqe, hints) => hints.map(rendered) };
  Yasqe.forkAutocompleter("class", { ...common, name: "our-classes", get: ask("class") });
  Yasqe.forkAutocompleter("property", { ...common, name: "our-properties", get: ask("property") });
  Yasqe.forkAutocompleter("class", {
    ...common, name: "our-people", get: ask("person"), isValidCompletionPosition: isNamePosition,
  });
  Yasqe.defaults.autocompleters = ["variables", "our-prefixes", "our-classes", "our-properties", "our-people"];
}

// A person is completed where a subject or an object stands: after "<" or a bare word of their name.
function isNamePosition(yasqe) {
  const token = yasqe.getCompleteToken();
  const before = yasqe.getPreviousNonWsToken(yasqe.getDoc().getCursor().line, token);
  if (/^(prefix|base|from|named|graph|service|a|rdf:type)$/i.test(before?.string ?? "")) return false;
  if (before?.string?.endsWith(":") && before.state.inPrefixDecl) return false;
  if (token.string.startsWith("<")) return token.string.length > 2;
  return NAME.test(token.string) && /^\p{Lu}/u.test(token.string) && !isKeyword(token);
}

function isKeyword(token) {
  return token.type === "keyword";
}

async function suggestions(address, kind, token) {
  const prefix = token.autocompletionString.trim();
  if (!prefix) return [];
  const response = await fetch(`${address}?${new URLSearchParams({ kind, prefix })}`);
  if (!response.ok) return [];
  const { results } = await response.json();
  for (const each of results) LABELS.set(each.address, each);
  return results.map((each) => each.address);
}

// A term as it stands in a query: short where the local part can be written so.
function written(about, token, address) {
  const short = shortened(about, address);
  const isPlain = short && /^[\w-]+:[\w-]+$/.test(short);
  if (isPlain && !token.string.startsWith("<")) return remember(short, address);
  return remember(`<${address}>`, address);
}

const WRITTEN = new Map();

function remember(text, address) {
  WRITTEN.set(text, address);
  return text;
}

function rendered(hint) {
  const said = LABELS.get(WRITTEN.get(hint.text));
  if (!said) return hint;
  return { ...hint, render: (element) => draw(element, said, hint.text) };
}

function draw(element, said, text) {
  const name = document.createElement("span");
  name.className = "hint-name";
  name.textContent = said.kind === "person" ? said.label : text;
  const more = document.createElement("span");
  more.className = "hint-more";
  more.textContent = said.kind === "person" ? text : said.label;
  element.title = said.what || said.address;
  element.append(name, " ", more);
}
