// Puts the editor together in ../static/editor: our modules as they are, the libraries as their
// makers built them, the borders of countries, and the licenses of all of it. Nothing is bundled.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { feature } from "topojson-client";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "node_modules");
const target = join(here, "..", "static", "editor");

const FILES = {
  "yasgui.js": "@zazuko/yasgui/build/yasgui.min.js",
  "yasgui.css": "@zazuko/yasgui/build/yasgui.min.css",
  "vis-network.js": "vis-network/standalone/umd/vis-network.min.js",
  "vis-timeline.js": "vis-timeline/standalone/umd/vis-timeline-graph2d.min.js",
  "vis-timeline.css": "vis-timeline/styles/vis-timeline-graph2d.min.css",
  "leaflet.js": "leaflet/dist/leaflet.js",
  "leaflet.css": "leaflet/dist/leaflet.css",
  "chart.js": "chart.js/dist/chart.umd.min.js",
};

function main() {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(join(target, "lib"), { recursive: true });
  for (const [name, source] of Object.entries(FILES)) {
    writeFileSync(join(target, "lib", name), withoutSourceMap(join(packages, source)));
  }
  writeFileSync(join(target, "lib", "countries.json"), JSON.stringify(countries()));
  writeFileSync(join(target, "LICENSES.txt"), licenses());
  cpSync(join(here, "src"), target, { recursive: true });
}

// The maps of the minified files are not shipped: a browser would ask for them in vain.
function withoutSourceMap(file) {
  return readFileSync(file, "utf8")
    .replace(/^\/\/# sourceMappingURL=.*$/gm, "")
    .replace(/\/\*# sourceMappingURL=.*?\*\//g, "");
}

function countries() {
  const atlas = JSON.parse(readFileSync(join(packages, "world-atlas", "countries-110m.json"), "utf8"));
  const { features } = feature(atlas, atlas.objects.countries);
  for (const { geometry } of features) {
    geometry.coordinates = geometry.type === "Polygon"
      ? geometry.coordinates.map(unbroken)
      : geometry.coordinates.map((polygon) => polygon.map(unbroken));
  }
  return { type: "FeatureCollection", features: features.map(({ geometry }) => ({ type: "Feature", geometry })) };
}

// A border across the 180th meridian goes on beyond it, instead of jumping over the whole map;
// the one of Antarctica goes along the pole and stays as it is.
function unbroken(ring) {
  if (ring.some(([, latitude]) => latitude < -85)) return ring;
  let turn = 0;
  return ring.map(([longitude, latitude], index) => {
    const step = index ? longitude - ring[index - 1][0] : 0;
    if (Math.abs(step) > 180) turn -= 360 * Math.sign(step);
    return [longitude + turn, latitude];
  });
}

function licenses() {
  return folders().map(licenseOf).join(`\n\n${"-".repeat(100)}\n\n`) + "\n";
}

function folders() {
  return readdirSync(packages)
    .filter((name) => !name.startsWith("."))
    .flatMap((name) =>
      name.startsWith("@") ? readdirSync(join(packages, name)).map((each) => `${name}/${each}`) : [name],
    )
    .map((name) => join(packages, name))
    .filter((folder) => existsSync(join(folder, "package.json")));
}

function licenseOf(folder) {
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const author = typeof about.author === "string" ? about.author : about.author?.name;
  const head = `${about.name} ${about.version}\nLicense: ${about.license ?? "see below"}`;
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|notice|copying)/i.test(name));
  const texts = files.map((name) => readFileSync(join(folder, name), "utf8").trim());
  return [head, author ? `Author: ${author}` : "", ...texts].filter(Boolean).join("\n\n");
}

main();
