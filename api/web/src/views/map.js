// Places of an answer on a map of countries; no tiles, no other host.
import { place } from "../links.js";
import { at, choice, color, columnsOf, icon, library, rowsOf, stage } from "./answer.js";

const POINT = /^(?:<[^>]*>\s*)?POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)/i;
let countries;

export const GeoMap = (about) =>
  class {
    priority = 5;
    label = "Map";
    choices = {};

    constructor(yasr) {
      this.yasr = yasr;
    }

    getIcon() {
      return icon("M8 15s5-5 5-8.5a5 5 0 0 0-10 0C3 10 8 15 8 15zM8 5a1.6 1.6 0 1 0 .1 0");
    }

    canHandleResults() {
      return Boolean(coordinates(this.yasr));
    }

    async draw() {
      const [world] = await Promise.all([borders(), library("leaflet", true)]);
      const columns = columnsOf(this.yasr);
      const texts = columns.filter((each) => each.kind === "text" && !coordinates(this.yasr).includes(each.name));
      const chosen = { words: texts[0]?.name ?? columns[0].name, ...this.choices };
      const points = pointsOf(about, this.yasr, columns, chosen.words);
      const { controls, picture } = stage(this.yasr, "map", `${points.length} places; borders are those of today.`);
      choice(controls, "Words", columns.map((each) => each.name), chosen.words, (name) => {
        this.choices.words = name;
        this.draw();
      });
      this.picture?.remove();
      this.picture = drawn(picture, world, points);
      picture.dataset.drawn = "true";
    }

    destroy() {
      this.picture?.remove();
      this.picture = undefined;
    }
  };

function borders() {
  countries ??= fetch(at("countries.json")).then((response) => response.json());
  return countries;
}

// The names of the columns with latitude and longitude, or of the one with points; null when none.
function coordinates(yasr) {
  const columns = columnsOf(yasr);
  const named = (pattern) => columns.find((each) => pattern.test(each.name) && each.count)?.name;
  const [latitude, longitude] = [named(/^lat(itude)?$/i), named(/^(lon|lng|long|longitude)$/i)];
  if (latitude && longitude) return [latitude, longitude];
  const point = columns.find(({ name }) => rowsOf(yasr).some((row) => POINT.test(row[name]?.value ?? "")));
  return point ? [point.name] : null;
}

function pointsOf(about, yasr, columns, words) {
  const names = coordinates(yasr);
  const weight = columns.find((each) => each.kind === "number" && !names.includes(each.name))?.name;
  return rowsOf(yasr).flatMap((row) => {
    const where = located(row, names);
    const thing = Object.values(row).find((term) => term.type === "uri" && place(about, term.value));
    return where ? [{ where, words: row[words]?.value ?? "", weight: Number(row[weight]?.value ?? 1),
      href: thing ? place(about, thing.value) : null }] : [];
  });
}

function located(row, [first, second]) {
  const pair = second
    ? [row[first]?.value, row[second]?.value]
    : (POINT.exec(row[first]?.value ?? "") ?? []).slice(1).reverse();
  const [latitude, longitude] = pair.map((each) => (each === undefined ? NaN : Number(each)));
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 360 ? [latitude, longitude] : null;
}

function drawn(picture, world, points) {
  const leaflet = window.L;
  const map = leaflet.map(picture, { minZoom: 1, maxZoom: 9, worldCopyJump: true, attributionControl: false, zoomSnap: 0.5 });
  const bounds = leaflet.latLngBounds(points.map((point) => point.where));
  map.fitBounds(points.length ? bounds.pad(0.15) : [[-60, -170], [75, 170]], { maxZoom: 6, animate: false });
  leaflet.geoJSON(world, {
    interactive: false,
    style: { color: color("--page-line"), weight: 0.8, fillColor: color("--quote"), fillOpacity: 1 },
  }).addTo(map);
  const most = Math.max(...points.map((point) => point.weight), 1);
  const circles = points.map((point) => leaflet.circleMarker(point.where, {
    radius: 5 + 13 * Math.sqrt(point.weight / most) * (most > 1 ? 1 : 0),
    color: color("--mark"), weight: 1.5, fillOpacity: 0.45,
  }).bindTooltip(plain(point.words)).bindPopup(linkTo(point)).addTo(map));
  circles.forEach((circle, index) => reachable(circle, points[index].words));
  return map;
}

// Circles can be reached and opened with the keyboard.
function reachable(circle, words) {
  const element = circle.getElement();
  element.setAttribute("tabindex", "0");
  element.setAttribute("role", "button");
  element.setAttribute("aria-label", words || "place");
  element.addEventListener("keydown", (event) => {
    if (event.key === "Enter") circle.openPopup();
  });
}

// Leaflet takes words as HTML, so it gets an element.
function plain(words) {
  const element = document.createElement("span");
  element.textContent = words;
  return element;
}

function linkTo({ words, href }) {
  const element = document.createElement(href ? "a" : "span");
  element.textContent = words || href || "";
  if (href) element.href = href;
  return element;
}
