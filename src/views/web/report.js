// Buttons that save a figure as SVG or PNG, with the light theme's colours on white, and one that copies the methods text.
(() => {
  const SCALE = 3; // pixels of a PNG per unit of the SVG's viewBox
  const STYLED = ["fill", "fill-opacity", "stroke", "font-size", "font-family", "text-anchor"];
  const button = (text, title, action) => {
    const made = Object.assign(document.createElement("button"), {type: "button", className: "save", textContent: text, title});
    made.addEventListener("click", action);
    return made;
  };
  const save = (name, href) => Object.assign(document.createElement("a"), {download: name, href}).click();

  // The figure as a file of its own: styles are written into its elements.
  const standalone = (svg) => {
    const root = document.documentElement, theme = root.dataset.theme;
    root.dataset.theme = "light";
    const copy = svg.cloneNode(true), from = svg.querySelectorAll("*");
    copy.querySelectorAll("*").forEach((element, i) => {
      const style = getComputedStyle(from[i]);
      for (const name of STYLED) element.style.setProperty(name, style.getPropertyValue(name));
      element.removeAttribute("class");
    });
    root.dataset.theme = theme;
    const {width, height} = svg.viewBox.baseVal;
    const paper = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [name, value] of Object.entries({width, height, fill: "#fff"})) paper.setAttribute(name, value);
    copy.prepend(paper);
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.setAttribute("width", width);
    copy.setAttribute("height", height);
    return {text: new XMLSerializer().serializeToString(copy), width, height};
  };
  const address = (text) => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  const savePng = async (svg, name) => {
    const {text, width, height} = standalone(svg), image = new Image();
    image.src = address(text);
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), {width: width * SCALE, height: height * SCALE});
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    save(name, canvas.toDataURL("image/png"));
  };
  for (const figure of document.querySelectorAll("figure[id]")) {
    const svg = figure.querySelector(":scope > svg");
    if (svg) figure.querySelector("figcaption").prepend(
      button("PNG", "Save this figure as PNG", () => savePng(svg, `${figure.id}.png`)),
      button("SVG", "Save this figure as SVG", () => save(`${figure.id}.svg`, address(standalone(svg).text))));
  }
  const methods = document.getElementById("methods-text");
  methods.before(button("Copy", "Copy this text", () => navigator.clipboard?.writeText(methods.innerText)));
})();
