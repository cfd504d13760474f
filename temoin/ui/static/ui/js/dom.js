// Finding and making elements; the words that the page carries for scripts, in its own language.
export const one = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];
export const word = (name) => one("#ui-words")?.dataset[name] ?? name;

export function make(tag, { text, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== undefined) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  element.append(...children);
  return element;
}

export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// a bar of progress, drawn with SVG attributes because the page forbids inline styles
export const bar = (label) => {
  const part = svg("rect", { class: "part", width: "0%", height: "8", rx: "4" });
  const drawn = svg("svg", { class: "progress", role: "progressbar", "aria-label": label, "aria-valuemin": "0", "aria-valuemax": "100", width: "100%", height: "8" },
    svg("rect", { class: "rest", width: "100%", height: "8", rx: "4" }), part);
  return { drawn, set(percent) { part.setAttribute("width", `${percent}%`); drawn.setAttribute("aria-valuenow", String(Math.round(percent))); } };
};

export function toast(text) {
  const box = one("[data-toasts]");
  if (!box) return;
  const close = make("button", { type: "button", text: word("close") });
  const shown = make("div", { class: "toast" }, make("span", { class: "sp", text }), close);
  close.addEventListener("click", () => shown.remove());
  box.append(shown);
  setTimeout(() => shown.remove(), 8000);
}
