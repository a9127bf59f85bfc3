/* Draws the rectangle of four number fields on the region's map, and fills the fields when it is drawn or moved there.
   The fields are the truth. Events are listened to on the page, so that groups added later work too. */
(function () {
  "use strict";

  const STEP = 0.05;
  let drawing = null;

  const fieldsOf = (root) => [...root.querySelectorAll("[data-archipel-side]")];
  const round = (number) => Math.round(number * 1e4) / 1e4;

  function boxOf(root) {
    const numbers = fieldsOf(root).map((field) => (field.value.trim() ? Number(field.value.replace(",", ".")) : NaN));
    return numbers.every(Number.isFinite) ? numbers : null;
  }

  function show(root) {
    const svg = root.querySelector("svg");
    if (!svg) return;
    const rectangle = svg.querySelector("rect");
    const box = boxOf(root);
    rectangle.style.display = box && box[0] < box[2] && box[1] < box[3] ? "" : "none";
    if (!box) return;
    const { west, north, scaleX, scaleY } = svg.dataset;
    rectangle.setAttribute("x", (box[0] - west) * scaleX);
    rectangle.setAttribute("y", (north - box[3]) * scaleY);
    rectangle.setAttribute("width", Math.max(0, (box[2] - box[0]) * scaleX));
    rectangle.setAttribute("height", Math.max(0, (box[3] - box[1]) * scaleY));
  }

  function fill(root, box) {
    const [west, south, east, north] = box;
    const ordered = [Math.min(west, east), Math.min(south, north), Math.max(west, east), Math.max(south, north)];
    fieldsOf(root).forEach((field, number) => { field.value = round(ordered[number]); });
    fieldsOf(root)[0].dispatchEvent(new Event("change", { bubbles: true }));
    show(root);
  }

  function place(svg, event) {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const { west, north, scaleX, scaleY } = svg.dataset;
    return [Number(west) + point.x / scaleX, Number(north) - point.y / scaleY];
  }

  document.addEventListener("pointerdown", (event) => {
    const svg = event.target.closest(".archipel-box svg");
    if (!svg || event.button) return;
    event.preventDefault();
    svg.focus();
    drawing = { svg, root: svg.closest(".archipel-box"), start: place(svg, event) };
  });

  document.addEventListener("pointermove", (event) => {
    if (drawing) fill(drawing.root, [...drawing.start, ...place(drawing.svg, event)]);
  });

  ["pointerup", "pointercancel"].forEach((name) => document.addEventListener(name, () => { drawing = null; }));

  document.addEventListener("keydown", (event) => {
    const svg = event.target.closest && event.target.closest(".archipel-box svg");
    const moves = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] };
    if (!svg || !(event.key in moves)) return;
    event.preventDefault();
    const root = svg.closest(".archipel-box");
    const [west, south, east, north] = boxOf(root) || [4, 45, 5, 46];
    const [x, y] = moves[event.key];
    if (!event.shiftKey) fill(root, [west + x, south + y, east + x, north + y]);
    else if (east + x > west && north + y > south) fill(root, [west, south, east + x, north + y]);
  });

  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-archipel-side]")) show(event.target.closest(".archipel-box"));
  });

  document.querySelectorAll(".archipel-box").forEach((root) => {
    show(root);
    const svg = root.querySelector("svg");
    if (svg) svg.closest("[hidden]").hidden = false;
  });
  document.addEventListener("click", () => document.querySelectorAll(".archipel-box__map[hidden]").forEach((map) => {
    if (!map.closest("template")) map.hidden = false;
  }));
})();
