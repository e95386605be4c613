// Two columns of an answer, or the statements of a graph, as nodes and lines.
import { ending, place, shown } from "../links.js";
import { choice, color, columnsOf, follow, icon, library, rowsOf, stage } from "./answer.js";

const MOST_LINES = 1500;
const LABEL = /#(label|prefLabel)$/;

export const Network = (about) =>
  class {
    priority = 5;
    label = "Network";
    choices = {};

    constructor(yasr) {
      this.yasr = yasr;
    }

    getIcon() {
      return icon("M3 4a1.5 1.5 0 1 0 .1 0M13 3a1.5 1.5 0 1 0 .1 0M8 12a1.5 1.5 0 1 0 .1 0M4.4 5.3 7.3 12M5 5l6.6-.6M12.4 5.8 8.9 12");
    }

    canHandleResults() {
      return Boolean(ends(columnsOf(this.yasr), {}));
    }

    async draw() {
      await library("vis-network");
      const columns = columnsOf(this.yasr);
      const chosen = ends(columns, this.choices);
      const { nodes, lines, left } = network(about, this.yasr, columns, chosen);
      const words = `${nodes.length} nodes, ${lines.length} lines${left ? `; ${left} more rows are not drawn` : ""}. `
        + "Open a node with a double click; the table has the same in words.";
      const { controls, picture } = stage(this.yasr, "network", words);
      this.offer(controls, columns, chosen);
      picture.setAttribute("role", "img");
      picture.setAttribute("aria-label", `Network of ${nodes.length} nodes and ${lines.length} lines`);
      this.picture?.destroy();
      this.picture = new window.vis.Network(picture, { nodes, edges: lines }, looks(nodes.length));
      this.picture.on("doubleClick", ({ nodes: [id] }) => follow(nodes.find((node) => node.id === id)?.href));
      this.picture.once("stabilized", () => this.picture?.fit());
      this.picture.once("afterDrawing", () => { picture.dataset.drawn = "true"; });
    }

    offer(controls, columns, chosen) {
      const names = columns.filter((each) => each.kind !== "empty").map((each) => each.name);
      for (const end of ["from", "to"]) {
        choice(controls, end === "from" ? "From" : "To", names, chosen[end], (name) => {
          this.choices[end] = name;
          this.draw();
        });
      }
    }

    destroy() {
      this.picture?.destroy();
      this.picture = undefined;
    }
  };

function ends(columns, choices) {
  const names = columns.map((each) => each.name);
  if (names.join() === "subject,predicate,object") return { from: "subject", to: "object", ...choices };
  let fitting = columns.filter((each) => each.kind === "thing");
  if (fitting.length < 2) fitting = columns.filter((each) => each.kind === "thing" || each.kind === "text");
  if (fitting.length < 2) return null;
  return { from: fitting[0].name, to: fitting[1].name, ...choices };
}

function network(about, yasr, columns, { from, to }) {
  const rows = rowsOf(yasr);
  const isGraph = columns.some((each) => each.name === "predicate") && from === "subject" && to === "object";
  const weight = columns.find((each) => each.kind === "number")?.name;
  const labels = isGraph ? statedLabels(rows) : namedBeside(rows, columns, [from, to]);
  const nodes = new Map();
  const lines = new Map();
  let left = 0;
  for (const row of rows) {
    const [start, end, said] = [row[from], row[to], row.predicate];
    if (!start || !end || (isGraph && LABEL.test(said.value))) continue;
    if (lines.size >= MOST_LINES) left += 1;
    else {
      for (const term of [start, end]) nodes.set(term.value, node(about, term, labels));
      add(lines, start.value, end.value, isGraph ? shown(about, said.value) : "", Number(row[weight]?.value ?? 1));
    }
  }
  return { nodes: [...nodes.values()], lines: [...lines.values()], left };
}

function add(lines, from, to, label, value) {
  const key = JSON.stringify([from, to, label]);
  const line = lines.get(key) ?? { from, to, label, value: 0 };
  line.value += value;
  line.title = label || String(line.value);
  lines.set(key, line);
}

function node(about, term, labels) {
  const name = labels.get(term.value) ?? (term.type === "uri" ? ending(term.value) : term.value);
  const isThing = term.type === "uri";
  return {
    id: term.value,
    label: name.length > 40 ? `${name.slice(0, 39)}…` : name,
    title: term.value,
    href: isThing ? place(about, term.value) : null,
    shape: isThing ? "dot" : "box",
  };
}

function statedLabels(rows) {
  return new Map(rows.filter((row) => LABEL.test(row.predicate.value)).map((row) => [row.subject.value, row.object.value]));
}

// A column "senderName" or "senderLabel" beside "sender" holds its names.
function namedBeside(rows, columns, ends_) {
  const found = new Map();
  for (const end of ends_) {
    const beside = columns.find(({ name }) => new RegExp(`^${end}_?(name|label)$`, "i").test(name));
    if (beside) for (const row of rows) if (row[end] && row[beside.name]) found.set(row[end].value, row[beside.name].value);
  }
  return found;
}

function looks(count) {
  return {
    autoResize: true,
    interaction: { hover: true, keyboard: { enabled: true, bindToWindow: false }, navigationButtons: false },
    nodes: {
      size: 9,
      color: { background: color("--mark"), border: color("--mark"), highlight: color("--directive-line") },
      font: { color: color("--ink"), size: 14, strokeWidth: 3, strokeColor: color("--card") },
      margin: 5,
    },
    edges: {
      arrows: { to: { enabled: true, scaleFactor: 0.5 } },
      color: { color: color("--page-line"), highlight: color("--directive-line") },
      font: { color: color("--soft"), size: 11, strokeWidth: 2, strokeColor: color("--card") },
      scaling: { min: 1, max: 8, label: { enabled: false } },
      smooth: count < 300 ? { enabled: true, type: "dynamic" } : false,
    },
    layout: { randomSeed: 1, improvedLayout: count < 150 },
    physics: { stabilization: { iterations: count < 300 ? 200 : 60 }, barnesHut: { springLength: 120, avoidOverlap: 0.2 } },
  };
}
