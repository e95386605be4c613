// Where the addresses of the graph are on this server, and the table of YASGUI that links to them.
import { rowsOf } from "./views/answer.js";

const OUTSIDE = /^https?:\/\//;
const KEPT = /[^\w\-./~:@!$&'()*+,;=%]/gu;

// The place of an address, the longest beginning first: as api/addresses.py has it.
export function place(about, address) {
  const found = about.places.find(([beginning]) => address.startsWith(beginning));
  if (found) return found[1] + address.slice(found[0].length).replace(KEPT, encodeURIComponent);
  return OUTSIDE.test(address) ? address : null;
}

export function shortened(about, address) {
  let best = null;
  for (const [prefix, beginning] of Object.entries(about.prefixes)) {
    if (address.startsWith(beginning) && beginning.length > (best?.[1].length ?? 0)) best = [prefix, beginning];
  }
  return best ? `${best[0]}:${address.slice(best[1].length)}` : null;
}

export function shown(about, address) {
  return shortened(about, address) ?? address;
}

// The part of an address that tells it from others, for pictures without room.
export function ending(address) {
  const end = address.replace(/[/#]+$/, "").split(/[/#]/).pop() || address;
  try {
    return decodeURIComponent(end);
  } catch {
    return end;
  }
}

// Words for a library that takes HTML.
export function escaped(words) {
  const element = document.createElement("span");
  element.textContent = words;
  return element.innerHTML;
}

export function linked(Table, about) {
  return class extends Table {
    helpReference = undefined;

    getRows() {
      const variables = this.yasr.results?.getVariables() ?? [];
      return rowsOf(this.yasr).map((row, index) => [index + 1, ...variables.map((name) => row[name] ?? "")]);
    }

    // What is sorted and filtered is text: DataTables reads it as HTML and gets it escaped.
    getColumns() {
      const [numbers, ...columns] = super.getColumns();
      const render = (term, type) => {
        if (term === "") return term;
        return type === "display" ? this.getCellContent(term) : escaped(term.value);
      };
      return [numbers, ...columns.map((column) => ({ ...column, render }))];
    }

    getUriLinkFromBinding(binding) {
      const href = place(about, binding.value);
      const element = document.createElement(href ? "a" : "span");
      element.className = "iri";
      element.textContent = shown(about, binding.value);
      element.title = binding.value;
      if (href) element.setAttribute("href", href);
      return element.outerHTML;
    }

    // The value as a person reads it; language and datatype are in its title.
    formatLiteral({ value, datatype, "xml:lang": language }) {
      const element = document.createElement("span");
      element.textContent = value;
      element.dir = "auto";
      if (language) element.lang = language;
      const title = language ? `in the language ${language}` : datatype && shown(about, datatype);
      if (title) element.title = title;
      return element.outerHTML;
    }
  };
}
