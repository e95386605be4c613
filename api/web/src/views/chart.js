// Numbers of an answer as bars, or as a line along dates.
import { ending } from "../links.js";
import { choice, color, columnsOf, icon, library, rowsOf, stage } from "./answer.js";

const MOST_BARS = 60;

export const Chart = () =>
  class {
    priority = 5;
    label = "Chart";
    choices = {};

    constructor(yasr) {
      this.yasr = yasr;
    }

    getIcon() {
      return icon("M2 14h12M4 14V8M8 14V3M12 14V6");
    }

    canHandleResults() {
      const columns = columnsOf(this.yasr);
      return columns.some((each) => each.kind === "number") && columns.some((each) => each.kind !== "number");
    }

    async draw() {
      await library("chart");
      const columns = columnsOf(this.yasr);
      const chosen = { ...defaults(columns), ...this.choices };
      const isTime = columns.find((each) => each.name === chosen.of)?.kind === "date";
      const rows = isTime ? inOrder(rowsOf(this.yasr), chosen.of) : rowsOf(this.yasr).slice(0, MOST_BARS);
      const left = rowsOf(this.yasr).length - rows.length;
      const { controls, picture } = stage(this.yasr, "chart", left ? `The first ${MOST_BARS} rows; ${left} more are in the table.` : "");
      this.offer(controls, columns, chosen);
      this.picture?.destroy();
      this.picture = drawn(picture, rows, columns, chosen, isTime);
      picture.dataset.drawn = "true";
    }

    offer(controls, columns, chosen) {
      const names = (test) => columns.filter(test).map((each) => each.name);
      const set = (what) => (name) => {
        this.choices[what] = name;
        this.draw();
      };
      choice(controls, "Of", names((each) => each.kind !== "empty"), chosen.of, set("of"));
      choice(controls, "Number", names((each) => each.kind === "number"), chosen.number, set("number"));
    }

    destroy() {
      this.picture?.destroy();
      this.picture = undefined;
    }
  };

function defaults(columns) {
  const named = columns.filter((each) => each.kind === "text" || each.kind === "date");
  const of = named[0] ?? columns.find((each) => each.kind !== "number");
  return { of: of?.name, number: columns.find((each) => each.kind === "number")?.name };
}

function inOrder(rows, name) {
  return rows.filter((row) => row[name]).sort((a, b) => (a[name].value < b[name].value ? -1 : 1));
}

// Where several columns tell the rows apart, the name of a bar holds them all.
function nameOf(row, columns, of) {
  const others = columns.filter((each) => each.kind === "text" && each.name !== of).slice(0, 1);
  const parts = [of, ...others.map((each) => each.name)].map((name) => row[name]).filter(Boolean);
  const words = parts.map((term) => (term.type === "uri" ? ending(term.value) : term.value)).join(" → ");
  return words.length > 48 ? `${words.slice(0, 47)}…` : words;
}

function drawn(picture, rows, columns, { of, number }, isTime) {
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `${number} by ${of}: ${rows.length} values, which the table has in words`);
  picture.append(canvas);
  if (!isTime) picture.style.height = `${Math.max(12, rows.length * 1.6 + 4)}rem`;
  const data = rows.map((row) => Number(row[number]?.value ?? NaN));
  const axis = { ticks: { color: color("--ink"), autoSkip: isTime }, grid: { color: color("--line") } };
  return new window.Chart(canvas, {
    type: isTime ? "line" : "bar",
    data: {
      labels: rows.map((row) => (isTime ? row[of].value : nameOf(row, columns, of))),
      datasets: [{ label: number, data, backgroundColor: color("--mark"), borderColor: color("--mark"), pointRadius: 2 }],
    },
    options: {
      animation: false, maintainAspectRatio: false, indexAxis: isTime ? "x" : "y",
      plugins: { legend: { labels: { color: color("--ink") } } },
      scales: { x: { ...axis, beginAtZero: true }, y: { ...axis, beginAtZero: true } },
    },
  });
}
