// What the views share: the answer as columns, the libraries when they are needed, the controls.
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const DATE = /^-?\d{4}(-\d\d(-\d\d)?)?(T.*|[~?%])?$/;

const parsed = new WeakMap();

// The rows as the server sent them: YASR takes {{...}} in a literal for a template and fills it in.
export function rowsOf(yasr) {
  const { results } = yasr;
  if (!results) return [];
  if (results.getType() !== "json") return results.getBindings() ?? [];
  if (!parsed.has(results)) parsed.set(results, JSON.parse(results.getOriginalResponseAsString()));
  return parsed.get(results).results?.bindings ?? [];
}

export function columnsOf(yasr) {
  const rows = rowsOf(yasr);
  return (yasr.results?.getVariables() ?? []).map((name) => {
    const values = rows.map((row) => row[name]).filter(Boolean);
    return { name, count: values.length, kind: kindOf(name, values) };
  });
}

function kindOf(name, values) {
  if (!values.length) return "empty";
  const share = (test) => values.filter(test).length / values.length;
  if (share((term) => term.type === "uri" || term.type === "bnode") > 0.5) return "thing";
  if (share((term) => startOf(term.value) !== null) > 0.5 && !isNumeric(values)) return "date";
  return share((term) => NUMBER.test(term.value)) > 0.9 ? "number" : "text";
}

// "1950" is a year in a column of dates and a number where its datatype says so.
function isNumeric(values) {
  return values.every((term) => /#(integer|decimal|double|float|int|long|nonNegativeInteger)$/.test(term.datatype ?? ""));
}

// The days an EDTF value begins and ends with, as far as a time line can show them; null when none.
export function startOf(value) {
  const first = value.split("/")[0].replace(/[~?%]/g, "");
  return DATE.test(first) ? day(first, false) : null;
}

export function endOf(value) {
  const parts = value.split("/");
  const last = (parts[1] ?? parts[0]).replace(/[~?%]/g, "");
  return DATE.test(last) ? day(last, true) : null;
}

function day(text, isEnd) {
  if (text.includes("T")) return new Date(text);
  const [year, month, date] = text.split("-").map(Number);
  if (!isEnd) return new Date(Date.UTC(year, (month || 1) - 1, date || 1));
  if (date) return new Date(Date.UTC(year, month - 1, date + 1));
  return month ? new Date(Date.UTC(year, month, 1)) : new Date(Date.UTC(year + 1, 0, 1));
}

const loaded = new Map();

export function library(name, styles = false) {
  if (!loaded.has(name)) loaded.set(name, load(name, styles));
  return loaded.get(name);
}

function load(name, styles) {
  if (styles) {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = at(`${name}.css`);
    document.head.append(sheet);
  }
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = at(`${name}.js`);
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => reject(new Error(`${name} could not be loaded`)));
    document.head.append(script);
  });
}

export function at(name) {
  return new URL(`../lib/${name}`, import.meta.url).href;
}

// A place for a picture with its controls and a line of words, in the results of YASR.
export function stage(yasr, kind, words) {
  const place = document.createElement("div");
  place.className = `view view-${kind}`;
  const controls = document.createElement("div");
  controls.className = "view-controls";
  const picture = document.createElement("div");
  picture.className = "view-picture";
  const said = document.createElement("p");
  said.className = "view-words";
  said.textContent = words;
  place.append(controls, picture, said);
  yasr.resultsEl.replaceChildren(place);
  return { place, controls, picture, said };
}

// A labelled choice between columns; changed() is called with all choices.
export function choice(controls, label, options, chosen, changed) {
  const field = document.createElement("label");
  const menu = document.createElement("select");
  for (const each of options) menu.append(new Option(each || "(none)", each, false, each === chosen));
  menu.addEventListener("change", () => changed(menu.value));
  field.append(`${label} `, menu);
  controls.append(field);
}

export function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function icon(path) {
  const name = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(name, "svg");
  picture.setAttribute("viewBox", "0 0 16 16");
  picture.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(name, "path");
  line.setAttribute("d", path);
  line.setAttribute("fill", "none");
  line.setAttribute("stroke", "currentColor");
  line.setAttribute("stroke-width", "1.6");
  picture.append(line);
  const box = document.createElement("div");
  box.append(picture);
  return box;
}

export function follow(href) {
  if (href) location.assign(href);
}
