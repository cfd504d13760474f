// Ctrl K: claims, people and commands in one list. The server answers data-palette-url?q=… with JSON
// [{group, label, sub, url, icon, key}]; icons are not drawn here, so that no script builds markup.
import { make, one, word } from "./dom.js";
import { show } from "./dialogs.js";

let dialog, input, list, timer, asked = 0, chosen = 0, options = [];

export function start() {
  const address = one("[data-palette-url]")?.dataset.paletteUrl;
  if (!address) return;
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") { event.preventDefault(); open(address); }
  });
}

function open(address) {
  if (!dialog?.isConnected) build(address);
  show(dialog);
  input.value = "";
  input.focus();
  ask(address);
}

function build(address) {
  input = make("input", { type: "text", id: "ui-palette-q", placeholder: word("search"), autocomplete: "off", role: "combobox", "aria-expanded": "true", "aria-controls": "ui-palette-list", "aria-autocomplete": "list" });
  const label = make("label", { class: "vh", for: "ui-palette-q", text: word("search") });
  list = make("div", { class: "pal-list", id: "ui-palette-list", role: "listbox", "aria-label": word("results") });
  const foot = make("p", { class: "pal-f xs muted", "aria-hidden": "true" },
    make("span", {}, make("kbd", { text: "↑" }), " ", make("kbd", { text: "↓" }), ` ${word("choose")}`),
    make("span", {}, make("kbd", { text: "↵" }), ` ${word("open")}`),
    make("span", {}, make("kbd", { text: "Ctrl ↵" }), ` ${word("newtab")}`));
  dialog = make("dialog", { class: "sheet palette", "aria-label": word("search") }, make("div", { class: "pal-in" }, label, input, make("kbd", { text: "Esc" })), list, foot);
  document.body.append(dialog);
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => ask(address), 120); });
  input.addEventListener("keydown", keyed);
  list.addEventListener("click", (event) => { const row = event.target.closest("[data-url]"); if (row) go(row, event.ctrlKey || event.metaKey); });
}

async function ask(address) {
  const mine = ++asked;
  const url = new URL(address, location);
  url.searchParams.set("q", input.value.trim());
  const file = one("[data-file]");  // whose actions are offered too
  if (file) { url.searchParams.set("dossier", file.dataset.file); url.searchParams.set("mission", file.dataset.mission); }
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    const found = answer.ok && !answer.redirected ? await answer.json() : [];
    if (mine === asked) draw(Array.isArray(found) ? found : found.results ?? []);
  } catch {
    if (mine === asked) draw([]);
  }
}

function draw(found) {
  const groups = Map.groupBy ? Map.groupBy(found, (item) => item.group) : grouped(found);
  options = [];
  const shown = [...groups].map(([name, items], number) => {
    const title = make("div", { class: "pal-g", id: `ui-pg${number}`, text: name });
    return make("div", { role: "group", "aria-labelledby": `ui-pg${number}` }, title, ...items.map(row));
  });
  list.replaceChildren(...(shown.length ? shown : [make("p", { class: "qnone", text: word("nothing") })]));
  choose(0);
}

function grouped(found) {
  const groups = new Map();
  for (const item of found) groups.set(item.group, [...(groups.get(item.group) ?? []), item]);
  return groups;
}

function row(item) {
  const text = make("span", { class: "sp m0" }, marked(item.label));
  if (item.sub) text.append(make("small", { text: item.sub }));
  const drawn = make("div", { class: "pal-o", role: "option", id: `ui-po${options.length}`, "aria-selected": "false", "data-url": item.url }, text);
  if (item.key) drawn.append(make("kbd", { text: item.key }));
  options.push(drawn);
  return drawn;
}

function marked(label) {
  const bold = make("b");
  const wanted = input.value.trim().toLowerCase();
  const at = wanted ? label.toLowerCase().indexOf(wanted) : -1;
  if (at < 0) bold.textContent = label;
  else bold.append(label.slice(0, at), make("mark", { text: label.slice(at, at + wanted.length) }), label.slice(at + wanted.length));
  return bold;
}

function choose(index) {
  if (!options.length) { input.removeAttribute("aria-activedescendant"); return; }
  chosen = (index + options.length) % options.length;
  options.forEach((option, number) => option.setAttribute("aria-selected", String(number === chosen)));
  input.setAttribute("aria-activedescendant", options[chosen].id);
  options[chosen].scrollIntoView({ block: "nearest" });
}

function keyed(event) {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); choose(chosen + (event.key === "ArrowDown" ? 1 : -1)); }
  else if (event.key === "Enter" && options[chosen]) { event.preventDefault(); go(options[chosen], event.ctrlKey || event.metaKey); }
}

function go(option, elsewhere) {
  dialog.close();
  const url = new URL(option.dataset.url, location);
  if (url.protocol !== "http:" && url.protocol !== "https:") return;
  if (elsewhere) window.open(url, "_blank", "noopener");
  else location.assign(url);
}
