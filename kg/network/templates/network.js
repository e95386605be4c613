"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const panel = byId("panel");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const narrow = window.matchMedia("(max-width: 56rem)");

  // Words of documents reach the page here and only here: as text.
  const make = (name, text, className) => {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = text;
    if (className) element.className = className;
    return element;
  };
  const tooltip = (text) => {
    const element = make("div", text);
    element.dir = "auto";
    return element;
  };
  const ink = () => (dark.matches ? "#eceae4" : "#1d2025");
  const paper = () => (dark.matches ? "#1e2126" : "#ffffff");
  const faint = () => (dark.matches ? "#33383f" : "#e4e2dc");
  const font = (on) => ({
    color: on ? ink() : faint(), size: 14, strokeWidth: 3, strokeColor: paper(),
    face: "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  });

  const hiddenLayers = new Set();
  let bright = null; // null: everything is; else the sets of nodes and edges that are

  const nodeStyle = (node) => {
    const on = !bright || bright.nodes.has(node.id);
    const chosen = bright && bright.chosen === node.id;
    const border = on ? ink() : faint();
    const background = on ? node.color : faint();
    return {
      id: node.id, borderWidth: chosen ? 3 : 1, borderWidthSelected: chosen ? 3 : 1, font: font(on),
      color: { border, background, highlight: { border, background }, hover: { border, background } },
    };
  };
  const edgeStyle = (edge) => {
    const on = !bright || bright.edges.has(edge.id);
    const color = on ? edge.color : faint();
    return {
      id: edge.id, hidden: hiddenLayers.has(edge.layer),
      color: { color, highlight: color, hover: ink(), opacity: on ? 0.85 : 0.5 },
    };
  };
  const nodes = new vis.DataSet(data.nodes.map((node) =>
    ({ ...node, ...nodeStyle(node), title: tooltip(node.title) })));
  const edges = new vis.DataSet(data.edges.map((edge) =>
    ({ ...edge, ...edgeStyle(edge), title: tooltip(edge.title) })));
  const restyle = () => {
    nodes.update(data.nodes.map(nodeStyle));
    edges.update(data.edges.map(edgeStyle));
  };

  const network = new vis.Network(byId("picture"), { nodes, edges }, {
    autoResize: true,
    physics: false,
    layout: { improvedLayout: false },
    interaction: {
      hover: true, hoverConnectedEdges: false, selectConnectedEdges: false, tooltipDelay: 120,
      keyboard: { enabled: true, bindToWindow: false },
      hideEdgesOnDrag: data.edges.length > 600, hideEdgesOnZoom: data.edges.length > 600,
    },
    nodes: { scaling: { label: { drawThreshold: 4 } }, shapeProperties: { interpolation: false } },
    edges: { arrows: { to: { enabled: true, scaleFactor: 0.55 } }, selectionWidth: 1.5, hoverWidth: 0.5 },
  });
  const frame = byId("picture").querySelector(".vis-network");
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", "Picture of the network; the tables below hold the same");
  // The library takes the focus at a press of the button; scrolling then would move the
  // picture away from under the pointer and the click would miss.
  frame.focus = () => HTMLElement.prototype.focus.call(frame, { preventScroll: true });
  // The frame around the picture is for those who came by keyboard.
  frame.addEventListener("pointerdown", () => frame.classList.add("pointed"));
  frame.addEventListener("blur", () => frame.classList.remove("pointed"));
  frame.addEventListener("keydown", () => frame.classList.remove("pointed"));
  const canvas = frame.querySelector("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `${data.nodes.length} nodes, ${data.edges.length} lines`);

  const motion = () => (calm.matches ? false : { duration: 300, easingFunction: "easeInOutQuad" });
  const ranked = data.nodes.map((node) => node.id).sort((a, b) => data.nodes[b].size - data.nodes[a].size || a - b);
  const whole = (animation) => network.fit({ animation, maxZoomLevel: 1.4 });
  // Where the whole would be too small to read, the first view is the middle of the story.
  const firstView = () => {
    whole(false);
    if (network.getScale() >= 0.6 || !ranked.length) return;
    const centre = data.centre ?? ranked[0];
    network.moveTo({ position: network.getPosition(centre), scale: narrow.matches ? 0.7 : 0.65 });
    say(`Zoomed in at ${nameOf(centre)}`);
  };

  const plural = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
  const say = (text) => { byId("status").textContent = text; };
  const nameOf = (id) => data.people[id][0];
  const nameButton = (id) => {
    const button = make("button", undefined, "link");
    button.type = "button";
    button.append(make("bdi", nameOf(id)));
    button.addEventListener("click", () => showNode(id, true));
    return button;
  };
  const entryItem = ([number, quote, note, via, confidence]) => {
    const [label, date, iri] = data.messages[number];
    const item = make("li");
    item.append(make("span", date || "no date", "date"), " ", make("bdi", label));
    if (quote) {
      const words = make("blockquote", quote);
      words.dir = "auto";
      item.append(words);
    }
    const line = make("div");
    if (note) line.append(make("span", note, "tag"));
    if (via) line.append(make("span", `through ${via}`, "tag"));
    if (confidence < 1) line.append(make("span", `confidence ${confidence.toFixed(2)}`, "tag"));
    line.append(make("span", iri, "id"));
    item.append(line);
    return item;
  };
  const entryList = (link) => {
    const list = make("ol");
    list.append(...link.entries.map(entryItem));
    if (link.weight > link.entries.length) {
      list.append(make("li", `and ${link.weight - link.entries.length} more`));
    }
    return list;
  };
  const about = (link, name) => {
    const line = make(name, undefined, "soft");
    const parts = [link.layer, ...link.dates.split(", "), link.sure].filter(Boolean);
    parts.forEach((part, number) => line.append(number ? " · " : "", make("span", part, "whole")));
    return line;
  };

  const showEdge = (id, move) => {
    const link = data.links[id];
    bright = { nodes: new Set([link.from, link.to]), edges: new Set([id]), chosen: null };
    restyle();
    const head = make("h2");
    head.append(nameButton(link.from), " → ", nameButton(link.to));
    panel.replaceChildren(head, about(link, "p"), entryList(link));
    panel.scrollTop = 0;
    if (move) network.fit({ nodes: [link.from, link.to], maxZoomLevel: 1, animation: motion() });
    say(`${nameOf(link.from)} to ${nameOf(link.to)}: ${plural(link.weight, "piece")} of evidence`);
  };
  const showNode = (id, move) => {
    const own = data.links.map((link, number) => [number, link])
      .filter(([number, link]) => (link.from === id || link.to === id) && !hiddenLayers.has(data.edges[number].layer))
      .sort((a, b) => b[1].weight - a[1].weight || a[0] - b[0]);
    bright = { nodes: new Set([id, ...own.flatMap(([, link]) => [link.from, link.to])]),
      edges: new Set(own.map(([number]) => number)), chosen: id };
    restyle();
    const [name, kind, country, iri] = data.people[id];
    const head = make("h2");
    head.append(make("bdi", name));
    const facts = make("p", [kind, country, plural(own.length, "line")].filter(Boolean).join(" · "), "soft");
    panel.replaceChildren(head, facts, make("p", iri, "id"), ...own.map(([, link]) => linkBlock(id, link)));
    panel.scrollTop = 0;
    if (move) network.moveTo({ position: network.getPosition(id), scale: Math.max(network.getScale(), 0.7), animation: motion() });
    say(`${name}: ${plural(own.length, "line")}`);
  };
  const linkBlock = (id, link) => {
    const outward = link.from === id;
    const block = make("details");
    block.open = link.entries.length <= 3;
    const summary = make("summary");
    summary.append(outward ? "to " : "from ", nameButton(outward ? link.to : link.from),
      ` (${link.weight}) `, about(link, "span"));
    block.append(summary, entryList(link));
    return block;
  };
  const blank = panel.cloneNode(true);
  const reset = () => {
    bright = null;
    restyle();
    panel.replaceChildren(...blank.cloneNode(true).childNodes);
    say("");
  };

  network.on("click", ({ nodes: hitNodes, edges: hitEdges }) => {
    if (hitNodes.length) showNode(hitNodes[0], false);
    else if (hitEdges.length) showEdge(hitEdges[0], false);
    else reset();
  });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-node],[data-edge]");
    if (!button) return;
    if (button.dataset.node !== undefined) showNode(Number(button.dataset.node), true);
    else showEdge(Number(button.dataset.edge), true);
    panel.focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") reset(); });

  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const search = byId("search");
  const matches = () => {
    const wanted = folded(search.value.trim());
    return wanted ? ranked.filter((id) => folded(nameOf(id)).includes(wanted)) : [];
  };
  search.addEventListener("input", () => {
    if (!search.value.trim()) { reset(); return; }
    const found = matches();
    bright = { nodes: new Set(found), edges: new Set(), chosen: null };
    restyle();
    say(`${found.length} found`);
  });
  search.addEventListener("change", () => {
    const found = matches();
    if (found.length) showNode(found.find((id) => nameOf(id) === search.value) ?? found[0], true);
  });
  byId("whole").addEventListener("click", () => { whole(motion()); say(""); });
  const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor, animation: motion() });
  byId("closer").addEventListener("click", () => zoom(1.4));
  byId("farther").addEventListener("click", () => zoom(1 / 1.4));
  for (const box of document.querySelectorAll("[data-layer]")) {
    box.addEventListener("change", () => {
      if (box.checked) hiddenLayers.delete(box.dataset.layer); else hiddenLayers.add(box.dataset.layer);
      restyle();
    });
  }
  dark.addEventListener("change", restyle);

  window.vizReady = false;
  window.network = network;
  window.vizProbe = () => {
    const corner = canvas.getBoundingClientRect();
    return ranked.map((id) => {
      const at = network.canvasToDOM(network.getPosition(id));
      return { x: corner.left + at.x, y: corner.top + at.y, label: nameOf(id) };
    });
  };
  network.once("afterDrawing", () => { firstView(); window.vizReady = true; });
  network.redraw();
})();
