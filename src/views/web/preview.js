// The grid with its filters, and the viewer. Each card contains its page as JSON, which is parsed when the page is opened:
//   {name, width, height, image, crops_alone, overlap, facts: [[name, value]], plan or null,
//    leads: [{name, file, class, rhythm, start_s, end_s, box, name_box, crop, mask, visible_fraction, overlap_ratio, x, y, flags}],
//    points: [{kind, lead, at}], pulses: [[[x, y], ...]]}
// Boxes are edges [x0, y0, x1, y1]. In all other positions, and in the SVG below, pixel centres are integers. x, y are
// float32 and flags are bytes, both in base64: docs/formats/release.md, "Trace truth".
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const COLOURS = ["#e6194b", "#0072e3", "#e06a00", "#8e24aa", "#00857c", "#a67800", "#d6008f", "#2f7d1f", "#5b4bd6", "#b83a00",
    "#0088b8", "#6f7500"];
  const SEEN_WELL = 1 | 2 | 4;
  const LAYERS = [
    {id: "boxes", name: "Lead boxes", key: "b", on: true, has: (page) => page.leads.some((l) => l.box)},
    {id: "names", name: "Name boxes", key: "n", on: true, has: (page) => page.leads.some((l) => l.name_box)},
    {id: "masks", name: "Masks", key: "m", on: false, has: (page) => page.leads.some((l) => l.mask)},
    {id: "traces", name: "Trace positions", key: "t", on: false, has: (page) => page.leads.some((l) => l.x)},
    {id: "points", name: "Key points", key: "k", on: false, has: (page) => page.points.length > 0},
    {id: "overlap", name: "Overlap", key: "o", on: false, has: (page) => page.overlap !== ""},
  ];
  const MARKS = {
    "name centre": {class: "mark line", d: "M-4 0H4M0 -4V4"},
    "trace start": {class: "mark full", d: "M-4 -5.5L6 0L-4 5.5Z"},
    "trace end": {class: "mark full", d: "M-4.5 -4.5H4.5V4.5H-4.5Z"},
    "baseline start": {class: "mark", d: "M0 -5L5 0L0 5L-5 0Z"},
    "baseline end": {class: "mark", d: "M0 -5L5 0L0 5L-5 0Z"},
    "pulse corner": {class: "mark corner", d: "M-3 0A3 3 0 1 0 3 0A3 3 0 1 0 -3 0Z"},
  };
  const byId = (id) => document.getElementById(id);
  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };
  const shape = (name, attributes = {}, ...children) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  // ---- the grid
  const cards = [...document.querySelectorAll(".card")];
  const selects = [...byId("filters").querySelectorAll("select")];
  const shown = () => cards.filter((card) => !card.hidden);

  for (const select of selects) {
    const values = cards.map((card) => card.dataset[select.name]);
    select.append(new Option(`all (${cards.length})`, ""));
    for (const value of [...new Set(values)].sort((a, b) => a.localeCompare(b, "en", {numeric: true})))
      select.append(new Option(`${value || "none"} (${values.filter((v) => v === value).length})`, `=${value}`));
  }
  const filter = () => {
    for (const select of selects) select.classList.toggle("active", select.value !== "");
    for (const card of cards)
      card.hidden = selects.some((select) => select.value !== "" && select.value !== `=${card.dataset[select.name]}`);
    const count = shown().length;
    byId("count").textContent = count === cards.length ? `${count} pages` : `${count} of ${cards.length} pages`;
    byId("none").hidden = count > 0;
  };
  byId("filters").addEventListener("change", filter);
  byId("filters").addEventListener("reset", () => setTimeout(filter));
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  filter();

  // ---- the page as SVG
  const array = (Type, text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    return new Type(bytes.buffer, 0, bytes.length / Type.BYTES_PER_ELEMENT);
  };
  const colour = (lead) => `--lead: ${COLOURS[lead.class % COLOURS.length]}`;

  // Returns two paths: visible samples, and hidden ones. Each sample is joined to its neighbours.
  const tracePaths = (lead) => {
    const x = array(Float32Array, lead.x), y = array(Float32Array, lead.y), flags = array(Uint8Array, lead.flags);
    const paths = ["", ""];
    let before = -1;
    for (let i = 0; i < x.length; i++) {
      if (Number.isNaN(x[i]) || Number.isNaN(y[i])) { before = -1; continue; }
      const kind = (flags[i] & SEEN_WELL) === SEEN_WELL ? 0 : 1;
      const place = `${x[i].toFixed(2)} ${y[i].toFixed(2)}`;
      if (before === kind) paths[kind] += `L${place}`;
      else paths[kind] += before < 0 ? `M${place}` : `M${x[i - 1].toFixed(2)} ${y[i - 1].toFixed(2)}L${place}`;
      before = kind;
    }
    return paths;
  };
  const edges = (box) => ({x: box[0] - 0.5, y: box[1] - 0.5, width: box[2] - box[0], height: box[3] - box[1]});
  const through = (id, picture, place, fill) => [
    shape("mask", {id, maskUnits: "userSpaceOnUse", ...place},
      shape("image", {...place, href: picture, preserveAspectRatio: "none"})),
    shape("rect", {...place, fill, mask: `url(#${id})`}),
  ];
  const mark = (kind, at) => {
    const made = shape("path", {class: MARKS[kind].class, d: MARKS[kind].d, "data-kind": kind});
    made.style.transform = `translate(${at[0]}px, ${at[1]}px) scale(var(--px))`;
    return made;
  };
  const leadGroup = (page, index, ...children) =>
    shape("g", {"data-lead": index, style: colour(page.leads[index])}, ...children);
  const tag = (lead) => {
    const made = shape("text", {class: "tag"});
    made.textContent = lead.name + (lead.rhythm ? " rhythm" : "");
    made.style.transform = `translate(${lead.box[0]}px, ${lead.box[3]}px) scale(var(--px)) translate(2px, 12px)`;
    return made;
  };
  const DRAW = {
    boxes: (page) => page.leads.map((lead, i) =>
      lead.box ? leadGroup(page, i, shape("rect", {class: "box", ...edges(lead.box)}), tag(lead)) : ""),
    names: (page) => page.leads.map((lead, i) =>
      lead.name_box ? leadGroup(page, i, shape("rect", {class: "name-box", ...edges(lead.name_box)})) : ""),
    masks: (page) => page.leads.map((lead, i) => {
      if (!lead.mask) return "";
      const [x, y, width, height] = lead.crop;
      return leadGroup(page, i, ...through(`mask-${i}`, lead.mask, {x: x - 0.5, y: y - 0.5, width, height}, "var(--lead)"));
    }),
    traces: (page) => page.leads.map((lead, i) => {
      if (!lead.x) return "";
      const [seen, unseen] = tracePaths(lead);
      return leadGroup(page, i, shape("path", {class: "trace", d: seen}), shape("path", {class: "trace unseen", d: unseen}));
    }),
    points: (page) => [
      ...page.points.map((point) => leadGroup(page, point.lead, mark(point.kind, point.at))),
      ...page.pulses.flatMap((pulse) => [
        shape("polyline", {class: "pulse", points: pulse.map((at) => at.join(",")).join(" ")}),
        ...pulse.map((at) => mark("pulse corner", at))]),
    ],
    overlap: (page) => {
      if (!page.overlap) return [];
      const place = {x: -0.5, y: -0.5, width: page.width, height: page.height};
      return through("mask-overlap", page.overlap, place, "var(--overlap)");
    },
  };
  const ORDER = ["masks", "traces", "overlap", "boxes", "names", "points"]; // from bottom to top
  const drawing = (page) => {
    const made = shape("svg", {viewBox: `-0.5 -0.5 ${page.width} ${page.height}`, role: "img", "aria-label": `Page ${page.name}`},
      shape("image", {x: -0.5, y: -0.5, width: page.width, height: page.height, href: page.image, class: "paper"}));
    for (const id of ORDER) made.append(shape("g", {class: "layer", "data-layer": id}));
    return made;
  };

  // ---- the panel next to the page
  const isColour = (value) => Array.isArray(value) && value.length === 3 && value.every((v) => Number.isInteger(v) && v >= 0 && v < 256);
  const value = (name, given) => {
    if (name.endsWith("colour") && isColour(given)) {
      const swatch = element("span", {className: "colour"});
      swatch.style.background = `rgb(${given.join(",")})`;
      return element("dd", {}, swatch, given.join(", "));
    }
    const text = typeof given === "number" ? String(Number(given.toPrecision(6))) : Array.isArray(given) ? given.flat().join(", ") : String(given);
    return element("dd", {textContent: text === "" ? "–" : text});
  };
  const facts = (pairs) => element("dl", {className: "facts"},
    ...pairs.flatMap(([name, given]) => [element("dt", {textContent: name.replaceAll("_", " ")}), value(name, given)]));
  const isTree = (given) => given !== null && typeof given === "object" && !Array.isArray(given);
  const tree = (given, open) => {
    const pairs = Object.entries(given), parts = [];
    const plain = pairs.filter(([, v]) => !isTree(v));
    if (plain.length > 0) parts.push(facts(plain));
    for (const [name, part] of pairs.filter(([, v]) => isTree(v)))
      parts.push(element("details", {open: open.includes(name)},
        element("summary", {textContent: name.replaceAll("_", " ")}), ...tree(part, [])));
    return parts;
  };
  const legend = (page) => {
    const rows = page.leads.map((lead, i) => {
      const swatch = element("span", {className: "swatch"});
      const button = element("button", {type: "button", className: "lead", title: "Show only this lead"}, swatch,
        lead.name + (lead.rhythm ? " rhythm" : ""));
      button.setAttribute("style", colour(lead));
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", () => choose(i, button));
      const seconds = `${Number(lead.start_s.toFixed(2))}–${Number(lead.end_s.toFixed(2))}`;
      const overlap = lead.overlap_ratio === null ? "–" : lead.overlap_ratio.toFixed(2);
      return element("tr", {className: "number"}, element("td", {}, button), element("td", {textContent: seconds}),
        element("td", {textContent: overlap}), element("td", {textContent: `${(100 * lead.visible_fraction).toFixed(0)} %`}));
    });
    const head = ["lead", "seconds", "overlap", "visible"].map((text) => element("th", {scope: "col", textContent: text}));
    return element("table", {className: "leads"}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows));
  };
  const marks = () => element("div", {className: "marks"}, ...Object.keys(MARKS).filter((kind) => kind !== "baseline end").flatMap((kind) =>
    [shape("svg", {viewBox: "-10 -10 20 20", style: "--lead: currentColor", "aria-hidden": "true"}, shape("path", MARKS[kind])),
      element("span", {textContent: kind === "baseline start" ? "baseline, at both ends" : kind})]));
  const side = (page) => {
    const parts = [element("h3", {textContent: "Leads"}), legend(page)];
    if (page.crops_alone)
      parts.push(element("p", {className: "soft", textContent: "Only crops of this page are stored. They are shown at their positions."}));
    parts.push(element("h3", {textContent: "Key points"}), marks());
    parts.push(element("h3", {textContent: "Page"}), facts(page.facts), element("h3", {textContent: "Plan"}));
    const shown = new Set(page.facts.map(([name]) => name));
    if (page.plan) parts.push(...tree(Object.fromEntries(Object.entries(page.plan).filter(([name]) => !shown.has(name))), ["artifacts"]));
    else parts.push(element("p", {className: "soft", textContent: "A release does not contain the plan. Preview the run folder to see it."}));
    return parts;
  };

  // ---- the viewer
  const viewer = byId("viewer"), stage = byId("stage");
  const state = {card: null, page: null, svg: null, scale: 1, fitted: true};

  const draw = (layer) => {
    const group = state.svg.querySelector(`[data-layer="${layer.id}"]`);
    if (layer.on && group.childElementCount === 0) group.append(...DRAW[layer.id](state.page).filter((part) => part !== ""));
    group.style.display = layer.on ? "" : "none";
  };
  const showToggles = () => {
    for (const layer of LAYERS) {
      const there = layer.has(state.page);
      layer.button.disabled = !there;
      layer.button.title = there ? `${layer.name} (${layer.key})` : `${layer.name}: none on this page, or not stored`;
      layer.button.setAttribute("aria-pressed", String(layer.on));
      draw(layer);
    }
    markChosen();
  };
  const toggle = (layer) => {
    if (layer.button.disabled) return;
    layer.on = !layer.on;
    showToggles();
  };
  const fitScale = () => {
    const style = getComputedStyle(stage), room = stage.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const below = stage.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
    const narrow = matchMedia("(max-width: 820px)").matches;
    return Math.min(room / state.page.width, narrow ? Infinity : below / state.page.height, 4);
  };
  // Moves the SVG to whole screen pixels. Centring can place it between two of them, which would blur it at 1:1.
  const onWholePixels = (svg) => {
    Object.assign(svg.style, {left: "0", top: "0"});
    const place = svg.getBoundingClientRect();
    Object.assign(svg.style, {left: `${Math.round(place.left) - place.left}px`, top: `${Math.round(place.top) - place.top}px`});
  };
  const resize = (scale, fitted = false) => {
    const middle = [(stage.scrollLeft + stage.clientWidth / 2) / state.scale, (stage.scrollTop + stage.clientHeight / 2) / state.scale];
    Object.assign(state, {scale: Math.min(Math.max(scale, 0.05), 16), fitted});
    state.svg.setAttribute("width", state.page.width * state.scale);
    state.svg.setAttribute("height", state.page.height * state.scale);
    state.svg.style.setProperty("--px", (state.scale < 0.25 ? 0.7 : 1) / state.scale);
    state.svg.querySelector(".paper").style.imageRendering = state.scale >= 2 ? "pixelated" : "auto";
    // Overlaps are small areas. A glow makes them visible on reduced pages.
    state.svg.querySelector('[data-layer="overlap"]').style.filter =
      state.scale < 0.999 ? `drop-shadow(0 0 ${3 / state.scale}px var(--overlap)) drop-shadow(0 0 ${1 / state.scale}px var(--overlap))` : "none";
    onWholePixels(state.svg);
    stage.scrollTo(middle[0] * state.scale - stage.clientWidth / 2, middle[1] * state.scale - stage.clientHeight / 2);
  };
  const fit = () => resize(fitScale(), true);
  const choose = (index, button) => {
    const alone = button.getAttribute("aria-pressed") !== "true";
    for (const other of byId("side").querySelectorAll(".lead")) other.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-pressed", String(alone));
    state.svg.classList.toggle("one-lead", alone);
    state.alone = alone ? String(index) : null;
    markChosen();
  };
  const markChosen = () => {
    for (const group of state.svg.querySelectorAll("[data-lead]")) group.classList.toggle("chosen", group.dataset.lead === state.alone);
  };
  const open = (card) => {
    const page = JSON.parse(card.querySelector("script.page").textContent);
    for (const list of ["leads", "points", "pulses"]) page[list] ??= [];
    Object.assign(state, {card, page, svg: drawing(page), alone: null});
    const list = shown(), place = list.indexOf(card);
    byId("viewer-name").textContent = page.name;
    byId("place").textContent = `${place + 1} of ${list.length}`;
    byId("previous").disabled = place <= 0;
    byId("next").disabled = place + 1 >= list.length;
    byId("side").replaceChildren(...side(page));
    stage.replaceChildren(state.svg);
    if (!viewer.open) { viewer.showModal(); stage.focus({focusVisible: false}); }
    byId("side").scrollTop = 0;
    showToggles();
    if (state.fitted) fit(); else resize(state.scale);
  };
  const go = (step) => {
    const list = shown(), card = list[list.indexOf(state.card) + step];
    if (card) open(card);
  };

  for (const layer of LAYERS) {
    layer.button = element("button", {type: "button", className: "button toggle", id: `toggle-${layer.id}`}, layer.name,
      element("kbd", {textContent: layer.key}));
    layer.button.setAttribute("aria-keyshortcuts", layer.key);
    layer.button.addEventListener("click", () => toggle(layer));
    byId("toggles").append(layer.button);
  }
  for (const card of cards) card.querySelector(".open").addEventListener("click", () => open(card));
  const actions = {
    previous: () => go(-1), next: () => go(1), close: () => viewer.close(), fit,
    whole: () => resize(1), smaller: () => resize(state.scale / 1.5), larger: () => resize(state.scale * 1.5),
  };
  for (const [id, action] of Object.entries(actions)) byId(id).addEventListener("click", action);
  const keys = {ArrowLeft: "previous", ArrowRight: "next", "0": "fit", "1": "whole", "-": "smaller", "+": "larger", "=": "larger"};
  viewer.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const layer = LAYERS.find((candidate) => candidate.key === event.key.toLowerCase());
    if (layer) toggle(layer);
    else if (keys[event.key]) actions[keys[event.key]]();
    else return;
    event.preventDefault();
  });
  viewer.addEventListener("close", () => {
    if (viewer.open) return; // the event is late: another page was opened meanwhile
    state.card.querySelector(".open").focus();
    stage.replaceChildren();
    byId("side").replaceChildren();
  });
  addEventListener("resize", () => { if (viewer.open && state.fitted) fit(); });
})();
