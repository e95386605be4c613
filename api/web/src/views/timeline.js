// The rows of an answer along their dates.
import { escaped, place } from "../links.js";
import { choice, columnsOf, endOf, follow, icon, library, rowsOf, stage, startOf } from "./answer.js";

const MOST_ITEMS = 1000;
const DAY_MS = 86_400_000;

export const Timeline = (about) =>
  class {
    priority = 5;
    label = "Time line";
    choices = {};

    constructor(yasr) {
      this.yasr = yasr;
    }

    getIcon() {
      return icon("M1 12h14M4 12V9M8 12V5M12 12V8M2 3h5M9 6h5");
    }

    canHandleResults() {
      return columnsOf(this.yasr).some((each) => each.kind === "date");
    }

    async draw() {
      await library("vis-timeline", true);
      const columns = columnsOf(this.yasr);
      const chosen = { ...defaults(columns), ...this.choices };
      const longest = this.yasr.resultsEl.clientWidth < 600 ? 26 : 60;
      const { items, left } = itemsOf(about, rowsOf(this.yasr), chosen, longest);
      const words = `${items.length} items${left ? `; ${left} more rows have no date or no room` : ""}. `
        + "Drag to move, turn the wheel with Control to zoom; a click opens an item.";
      const { controls, picture } = stage(this.yasr, "timeline", words);
      this.offer(controls, columns, chosen);
      this.picture?.destroy();
      this.picture = new window.vis.Timeline(picture, items, {
        height: "30rem", align: "left", zoomKey: "ctrlKey", verticalScroll: true, zoomMin: DAY_MS, stack: items.length < 300,
        tooltip: { followMouse: true }, moment: (date) => window.vis.moment(date).utc(),
      });
      this.picture.on("select", ({ items: [id] }) => follow(items.find((item) => item.id === id)?.href));
      picture.dataset.drawn = "true";
    }

    offer(controls, columns, chosen) {
      const names = columns.map((each) => each.name);
      const dates = columns.filter((each) => each.kind === "date").map((each) => each.name);
      const set = (what) => (name) => {
        this.choices[what] = name;
        this.draw();
      };
      choice(controls, "Date", dates, chosen.date, set("date"));
      choice(controls, "Words", names, chosen.words, set("words"));
    }

    destroy() {
      this.picture?.destroy();
      this.picture = undefined;
    }
  };

function defaults(columns) {
  const date = columns.find((each) => each.kind === "date")?.name;
  const texts = columns.filter((each) => each.kind === "text").map((each) => each.name);
  const words = texts.find((name) => /title|label|name/i.test(name)) ?? texts[0]
    ?? columns.find((each) => each.name !== date)?.name ?? date;
  return { date, words };
}

function itemsOf(about, rows, { date, words }, longest) {
  const items = [];
  for (const [index, row] of rows.entries()) {
    const start = row[date] && startOf(row[date].value);
    if (!start || items.length >= MOST_ITEMS) continue;
    items.push({ id: index, ...when(start, endOf(row[date].value)), ...said(about, row, row[words]?.value ?? "", longest) });
  }
  return { items, left: rows.length - items.length };
}

function when(start, end) {
  const isRange = end && end - start > DAY_MS;
  return isRange ? { start, end, type: "range" } : { start, type: "box" };
}

function said(about, row, words, longest) {
  const thing = Object.values(row).find((term) => term.type === "uri" && place(about, term.value));
  const content = document.createElement("span");
  content.textContent = words.length > longest ? `${words.slice(0, longest - 1)}…` : words;
  return { content, title: escaped(words), href: thing ? place(about, thing.value) : null };
}
