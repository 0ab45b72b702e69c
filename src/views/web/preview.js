// The grid with its filters, and the viewer. Each card contains its page as JSON, which is parsed when the page is opened:
//   {name, width, height, image, files: [path], crops_alone, overlap, facts: [[name, value]], plan or null,
//    leads: [{name, file, class, rhythm, start_s, end_s, box, name_box, crop, mask, visible_fraction, overlap_ratio, x, y, flags}],
//    points: [{kind, lead, at}], pulses: [[[x, y], ...]], words: [{text, role, phi, quad}], beats: [{kind, lead, at}], semantic}
// Boxes are edges [x0, y0, x1, y1]. In all other positions, and in the SVG below, pixel centres are integers. x, y are
// float32 and flags are bytes, both in base64: docs/formats/release.md, "Trace truth".
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const COLOURS = ["#e6194b", "#0072e3", "#e06a00", "#8e24aa", "#00857c", "#a67800", "#d6008f", "#2f7d1f", "#5b4bd6", "#b83a00",
    "#0088b8", "#6f7500"];
  const OUTLINE_PX = 1.2; // screen pixels from a box to the middle of its outline, which hides nothing in it
  const SEEN_WELL = 1 | 2 | 4;
  const LAYERS = [
    {id: "boxes", name: "Lead boxes", key: "b", on: true, has: (page) => page.leads.some((l) => l.box)},
    {id: "names", name: "Name boxes", key: "n", on: true, has: (page) => page.leads.some((l) => l.name_box)},
    {id: "masks", name: "Masks", key: "m", on: false, has: (page) => page.leads.some((l) => l.mask)},
    {id: "traces", name: "Trace positions", key: "t", on: false, has: (page) => page.leads.some((l) => l.x)},
    {id: "points", name: "Key points", key: "k", on: false, has: (page) => page.points.length > 0},
    {id: "words", name: "Words", key: "w", on: false, has: (page) => page.words.length > 0},
    {id: "beats", name: "Beats", key: "e", on: false, has: (page) => page.beats.length > 0},
    {id: "semantic", name: "Classes", key: "c", on: false, has: (page) => page.semantic !== ""},
    {id: "overlap", name: "Overlap", key: "o", on: false, has: (page) => page.overlap !== ""},
  ];
  const MARKS = {
    "name centre": {class: "mark line", d: "M-8 0H-4M4 0H8M0 -8V-4M0 4V8"},
    "trace start": {class: "mark full", d: "M-4 -5.5L6 0L-4 5.5Z"},
    "trace end": {class: "mark full", d: "M-4.5 -4.5H4.5V4.5H-4.5Z"},
    "baseline start": {class: "mark", d: "M0 -5L5 0L0 5L-5 0Z"},
    "baseline end": {class: "mark", d: "M0 -5L5 0L0 5L-5 0Z"},
    "onset": {class: "mark line", d: "M3 -5H0V5H3"},
    "peak": {class: "mark full", d: "M-3.5 0A3.5 3.5 0 1 0 3.5 0A3.5 3.5 0 1 0 -3.5 0Z"},
    "offset": {class: "mark line", d: "M-3 -5H0V5H-3"},
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
  const form = byId("filters"), selects = [...form.querySelectorAll("select.filter")];
  const search = form.elements.search, sort = form.elements.sort, descending = byId("descending");
  const values = new Map(cards.map((card) => [card, JSON.parse(card.dataset.values)]));
  let order = cards; // as sorted
  const shown = () => order.filter((card) => !card.hidden);

  for (const select of selects) {
    const values = cards.map((card) => card.dataset[select.name]);
    select.append(new Option(`all (${cards.length})`, ""));
    for (const value of [...new Set(values)].sort((a, b) => a.localeCompare(b, "en", {numeric: true})))
      select.append(new Option(`${value || "none"} (${values.filter((v) => v === value).length})`, `=${value}`));
  }
  const filter = () => {
    for (const select of selects) select.classList.toggle("active", select.value !== "");
    const words = search.value.toLowerCase().split(/\s+/);
    search.classList.toggle("active", search.value !== "");
    for (const card of cards)
      card.hidden = selects.some((select) => select.value !== "" && select.value !== `=${card.dataset[select.name]}`) ||
        !words.every((word) => card.dataset.search.toLowerCase().includes(word));
    const count = shown().length;
    byId("count").textContent = count === cards.length ? `${count} pages` : `${count} of ${cards.length} pages`;
    byId("none").hidden = count > 0;
  };
  const columns = [...new Set([...values.values()].flatMap((row) => Object.keys(row)))];
  for (const column of ["page", ...columns.filter((name) => name !== "page").sort()]) sort.append(new Option(column));
  const compare = (a, b) => typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en", {numeric: true});
  // Pages without a value are last in both directions.
  const arrange = () => {
    const column = sort.value, sign = descending.getAttribute("aria-pressed") === "true" ? -1 : 1;
    const value = (card) => values.get(card)[column];
    order = [...cards].sort((a, b) => (value(a) === undefined) - (value(b) === undefined) || sign * compare(value(a), value(b)));
    byId("grid").append(...order);
    for (const card of cards) {
      const shownValue = card.querySelector(".value");
      shownValue.hidden = column === "page" || value(card) === undefined;
      shownValue.textContent = `${column}: ${value(card)}`;
    }
  };
  form.addEventListener("change", filter);
  search.addEventListener("input", filter);
  sort.addEventListener("change", arrange);
  descending.addEventListener("click", () => {
    descending.setAttribute("aria-pressed", String(descending.getAttribute("aria-pressed") !== "true"));
    arrange();
  });
  form.addEventListener("reset", () => {
    descending.setAttribute("aria-pressed", "false");
    setTimeout(() => { arrange(); filter(); });
  });
  form.addEventListener("submit", (event) => event.preventDefault());
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
  // The outline of a box. place() moves it outside by screen pixels, but not out of the image.
  const outline = (name, box) => {
    const made = shape("path", {class: name});
    made.box = box.map((edge) => edge - 0.5);
    return made;
  };
  const place = (made, page, scale) => {
    const [x0, y0, x1, y1] = made.box, out = OUTLINE_PX / scale, ends = 0.8 / scale, least = ends - 0.5;
    const left = Math.max(x0 - out, least), top = Math.max(y0 - out, least);
    const right = Math.min(x1 + out, page.width - 1 - least), bottom = Math.min(y1 + out, page.height - 1 - least);
    made.setAttribute("d", `M${x0 - ends} ${top}H${x1 + ends}M${x0 - ends} ${bottom}H${x1 + ends}M${left} ${y0 - ends}V${y1 + ends}M${right} ${y0 - ends}V${y1 + ends}`);
  };
  // The outline of a word, likewise outside: each corner moves away from both of its neighbours.
  const placeWord = (made, scale) => {
    const out = OUTLINE_PX / scale;
    const away = (at, from, axis) => (at[axis] - from[axis]) / (Math.hypot(at[0] - from[0], at[1] - from[1]) || 1);
    made.setAttribute("points", made.quad.map((at, i) => [0, 1].map((axis) =>
      at[axis] + out * (away(at, made.quad[(i + 3) % 4], axis) + away(at, made.quad[(i + 1) % 4], axis))).join(",")).join(" "));
  };
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
  // For a lead whose name is not printed.
  const tag = (lead) => {
    if (lead.name_box) return "";
    const made = shape("text", {class: "tag"});
    made.textContent = lead.name + (lead.rhythm ? " rhythm" : "");
    made.style.transform = `translate(${lead.box[0]}px, ${lead.box[3]}px) scale(var(--px)) translate(2px, 12px)`;
    return made;
  };
  const DRAW = {
    boxes: (page) => page.leads.map((lead, i) =>
      lead.box ? leadGroup(page, i, outline("box", lead.box), tag(lead)) : ""),
    names: (page) => page.leads.map((lead, i) =>
      lead.name_box ? leadGroup(page, i, outline("name-box", lead.name_box)) : ""),
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
    words: (page) => page.words.map((word) => {
      const title = shape("title");
      title.textContent = `${word.text} (${word.role}${word.phi ? ", protected" : ""})`;
      return Object.assign(shape("polygon", {class: word.phi ? "word protected" : "word"}, title), {quad: word.quad});
    }),
    // "p_onset": the mark of all onsets; its name says which wave.
    beats: (page) => page.beats.map((point) => {
      const made = mark(point.kind.split("_")[1], point.at), title = shape("title");
      title.textContent = point.kind.replace("_", " ");
      made.append(title);
      return leadGroup(page, point.lead, made);
    }),
    semantic: (page) => page.semantic ?
      [shape("image", {x: -0.5, y: -0.5, width: page.width, height: page.height, href: page.semantic, class: "classes"})] : [],
    overlap: (page) => {
      if (!page.overlap) return [];
      const place = {x: -0.5, y: -0.5, width: page.width, height: page.height};
      return through("mask-overlap", page.overlap, place, "var(--overlap)");
    },
  };
  const ORDER = ["semantic", "masks", "traces", "overlap", "boxes", "names", "words", "points", "beats"]; // from bottom to top
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
  const address = (path) => path.split("/").map(encodeURIComponent).join("/");
  const files = (page) => {
    if (page.files.length === 0) return [element("p", {className: "soft", textContent: "No release of format folder contains this page."})];
    const link = (path) => element("li", {}, element("a", {href: address(path), textContent: path.split("/").slice(-3).join("/"), target: "_blank"}));
    const ofPage = page.files.filter((path) => !/_lead_\d+\./.test(path)), ofLeads = page.files.filter((path) => !ofPage.includes(path));
    const parts = [element("ul", {className: "files"}, ...ofPage.map(link))];
    if (ofLeads.length > 0)
      parts.push(element("details", {}, element("summary", {textContent: `${ofLeads.length} files of leads`}),
        element("ul", {className: "files"}, ...ofLeads.map(link))));
    return parts;
  };
  const side = (page) => {
    const parts = [element("h3", {textContent: "Leads"}), legend(page)];
    if (page.crops_alone)
      parts.push(element("p", {className: "soft", textContent: "Only crops of this page are stored. They are shown at their positions."}));
    parts.push(element("h3", {textContent: "Key points"}), marks());
    parts.push(element("h3", {textContent: "Page"}), facts(page.facts), element("h3", {textContent: "Files"}), ...files(page),
      element("h3", {textContent: "Plan"}));
    const shown = new Set(page.facts.map(([name]) => name));
    if (page.plan) parts.push(...tree(Object.fromEntries(Object.entries(page.plan).filter(([name]) => !shown.has(name))), ["artifacts"]));
    else parts.push(element("p", {className: "soft", textContent: "A release does not contain the plan. Preview the run folder to see it."}));
    return parts;
  };

  // ---- the viewer
  const viewer = byId("viewer"), stage = byId("stage");
  const pair = byId("pair");
  // `page` is the opened one, and `scale` is its screen pixels per image pixel. `sheets` are the pages side by side, the opened one
  // among them: {page, svg, ratio of its scale to that of the opened one}.
  const state = {card: null, page: null, sheets: [], scale: 1, fitted: true, paired: true};

  const draw = (layer) => {
    for (const {page, svg, ratio} of state.sheets) {
      const group = svg.querySelector(`[data-layer="${layer.id}"]`);
      if (layer.on && group.childElementCount === 0) {
        const parts = DRAW[layer.id](page).filter((part) => part !== "");
        group.append(...parts);
        for (const made of group.querySelectorAll(".box, .name-box")) place(made, page, state.scale * ratio);
        for (const made of group.querySelectorAll(".word")) placeWord(made, state.scale * ratio);
      }
      group.style.display = layer.on ? "" : "none";
    }
  };
  const showToggles = () => {
    for (const layer of LAYERS) {
      const there = state.sheets.some(({page}) => layer.has(page));
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
  const fitScale = (page) => {
    const style = getComputedStyle(stage), room = stage.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const below = stage.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
    const narrow = matchMedia("(max-width: 820px)").matches;
    const gap = parseFloat(style.columnGap) || 0, count = narrow ? 1 : state.sheets.length;
    return Math.min((room - gap * (count - 1)) / count / page.width, narrow ? Infinity : below / page.height, 4);
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
    for (const {page, svg, ratio} of state.sheets) {
      const own = state.scale * ratio;
      svg.setAttribute("width", page.width * own);
      svg.setAttribute("height", page.height * own);
      svg.style.setProperty("--px", (own < 0.25 ? 0.7 : 1) / own);
      svg.querySelector(".paper").style.imageRendering = own >= 2 ? "pixelated" : "auto";
      // Overlaps are small areas. A glow makes them visible on reduced pages.
      svg.querySelector('[data-layer="overlap"]').style.filter =
        own < 0.999 ? `drop-shadow(0 0 ${3 / own}px var(--overlap)) drop-shadow(0 0 ${1 / own}px var(--overlap))` : "none";
      for (const made of svg.querySelectorAll(".box, .name-box")) place(made, page, own);
      for (const made of svg.querySelectorAll(".word")) placeWord(made, own);
    }
    for (const {svg} of state.sheets) onWholePixels(svg);
    stage.scrollTo(middle[0] * state.scale - stage.clientWidth / 2, middle[1] * state.scale - stage.clientHeight / 2);
  };
  const fit = () => {
    const scale = fitScale(state.page);
    for (const sheet of state.sheets) sheet.ratio = fitScale(sheet.page) / scale;
    resize(scale, true);
  };
  const whole = () => {
    for (const sheet of state.sheets) sheet.ratio = 1;
    resize(1);
  };
  const choose = (index, button) => {
    const alone = button.getAttribute("aria-pressed") !== "true";
    for (const other of byId("side").querySelectorAll(".lead")) other.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-pressed", String(alone));
    for (const {svg} of state.sheets) svg.classList.toggle("one-lead", alone);
    state.alone = alone ? String(index) : null;
    markChosen();
  };
  const markChosen = () => {
    for (const {svg} of state.sheets) for (const group of svg.querySelectorAll("[data-lead]")) group.classList.toggle("chosen", group.dataset.lead === state.alone);
  };
  const fact = (page, name) => page.facts.find(([known]) => known === name)?.[1] ?? "";
  const pageOf = (card) => {
    const page = JSON.parse(card.querySelector("script.page").textContent);
    for (const list of ["leads", "points", "pulses", "files"]) page[list] ??= [];
    return page;
  };
  const open = (card) => {
    const page = pageOf(card), mates = cards.filter((other) => other.dataset.sheet === card.dataset.sheet);
    const together = state.paired && mates.length > 1;
    const pages = together ? mates.map((mate) => mate === card ? page : pageOf(mate)) : [page];
    Object.assign(state, {card, page, sheets: pages.map((each) => ({page: each, svg: drawing(each), ratio: 1})), alone: null});
    pair.disabled = mates.length < 2;
    pair.title = mates.length < 2 ? "Same sheet: no other page of this preview shows it" : `The ${mates.length} pages of this sheet side by side (p)`;
    pair.setAttribute("aria-pressed", String(together));
    const list = shown(), place = list.indexOf(card);
    byId("viewer-name").textContent = page.name;
    byId("place").textContent = `${place + 1} of ${list.length}`;
    byId("previous").disabled = place <= 0;
    byId("next").disabled = place + 1 >= list.length;
    byId("side").replaceChildren(...side(page));
    stage.replaceChildren(...state.sheets.map(({page: each, svg}) =>
      together ? element("figure", {className: each === page ? "sheet opened" : "sheet"}, element("figcaption", {textContent: `${each.name}, ${fact(each, "preset")}`}), svg) : svg));
    stage.classList.toggle("together", together);
    if (!viewer.open) { viewer.showModal(); stage.focus({focusVisible: false}); }
    byId("side").scrollTop = 0;
    showToggles();
    if (state.fitted) fit(); else resize(state.scale);
    stage.querySelector(".opened")?.scrollIntoView({inline: "center", block: "nearest"});
  };
  const togglePair = () => {
    if (pair.disabled) return;
    state.paired = !state.paired;
    state.fitted = true;
    open(state.card);
  };
  pair.addEventListener("click", togglePair);
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
    whole, smaller: () => resize(state.scale / 1.5), larger: () => resize(state.scale * 1.5),
  };
  for (const [id, action] of Object.entries(actions)) byId(id).addEventListener("click", action);
  const keys = {ArrowLeft: "previous", ArrowRight: "next", "0": "fit", "1": "whole", "-": "smaller", "+": "larger", "=": "larger"};
  viewer.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const layer = LAYERS.find((candidate) => candidate.key === event.key.toLowerCase());
    if (layer) toggle(layer);
    else if (event.key.toLowerCase() === "p") togglePair();
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
