// The SPARQL editor of this server: YASGUI over /sparql, with what the server says of itself.
import { registerCompleters } from "./completion.js";
import { showErrorsAtTheirPlace, renderError } from "./errors.js";
import { linked } from "./links.js";
import { offerQuestions } from "./questions.js";
import { Chart } from "./views/chart.js";
import { GeoMap } from "./views/map.js";
import { Network } from "./views/network.js";
import { Timeline } from "./views/timeline.js";

const { Yasgui } = window;
const { Yasqe, Yasr } = Yasgui;
const VIEWS = { network: Network, timeline: Timeline, map: GeoMap, chart: Chart };

async function start(root) {
  const response = await fetch(root.dataset.about);
  if (!response.ok) throw new Error(`${root.dataset.about}: ${response.status}`);
  const about = await response.json();
  registerCompleters(Yasqe, about, root.dataset.complete);
  registerViews(about);
  const written = document.getElementById("query").value;
  const yasgui = new Yasgui(root.querySelector(".editor-place"), settings(about, written, root.dataset));
  follow(yasgui, written, root.dataset);
  offerQuestions(root.querySelector(".editor-questions"), about.questions, yasgui);
  document.getElementById("plain").hidden = true;
  root.hidden = false;
  for (const tab of Object.values(yasgui._tabs)) tab.getYasqe()?.refresh();
  nameTheEditors(root);
  new MutationObserver(() => nameTheEditors(root)).observe(root, { childList: true, subtree: true });
  root.dataset.ready = "true";
}

function registerViews(about) {
  Yasr.plugins.table = linked(Yasr.plugins.table, about);
  Yasr.plugins.table.defaults.openIriInNewWindow = false;
  for (const [name, view] of Object.entries(VIEWS)) Yasr.registerPlugin(name, view(about));
  Object.assign(Yasr.defaults, {
    pluginOrder: ["table", ...Object.keys(VIEWS), "response"],
    errorRenderers: [renderError],
  });
}

function settings(about, written, { endpoint }) {
  const here = new URL(endpoint, location.href).href;
  return {
    requestConfig: { endpoint: here, method: "POST" },
    persistenceId: "coldwire",
    autofocus: false,
    copyEndpointOnNewTab: false,
    endpointCatalogueOptions: { getData: () => [], keys: [] },
    // A link may bring a query and a view; where and how it is sent is ours.
    populateFromUrl: (tab) => ({ ...tab, requestConfig: { ...tab.requestConfig, endpoint: here, method: "POST",
      headers: {}, args: [] } }),
    yasqe: { ...Yasqe.defaults, value: written, editorHeight: "20rem" },
    yasr: { ...Yasr.defaults, prefixes: about.prefixes },
  };
}

// What a person asks for by the address of the page has a tab, and answers of the page give way to ours.
function follow(yasgui, written, { asked }) {
  for (const tab of Object.values(yasgui._tabs)) prepared(tab);
  yasgui.on("tabAdd", () => setTimeout(() => Object.values(yasgui._tabs).forEach(prepared)));
  yasgui.on("tabSelect", () => setTimeout(() => Object.values(yasgui._tabs).forEach(prepared)));
  yasgui.on("query", () => document.getElementById("plain-answer")?.remove());
  if (asked === "true" && yasgui.getTab().getYasqe().getValue() !== written) {
    yasgui.addTab(true, { yasqe: { value: written } });
  }
}

const seen = new WeakSet();

function prepared(tab) {
  const yasqe = tab.getYasqe();
  if (!yasqe || seen.has(yasqe)) return;
  seen.add(yasqe);
  showErrorsAtTheirPlace(yasqe);
}

// CodeMirror's text areas and some buttons of YASGUI have no names of their own.
function nameTheEditors(root) {
  for (const area of root.querySelectorAll(".yasqe .CodeMirror textarea:not([aria-label])")) {
    area.setAttribute("aria-label", "Query. Escape leaves the field, Control and Enter asks.");
  }
  for (const area of root.querySelectorAll(".yasr .CodeMirror textarea:not([aria-label])")) {
    area.setAttribute("aria-label", "Answer as it came");
  }
}

const root = document.getElementById("editor");
start(root).catch((error) => {
  root.hidden = true;
  document.getElementById("plain").hidden = false;
  console.error("The editor could not start:", error);
});
