// A menu of many entries (details[data-menu]): opened by its key, searched by typing, walked with the arrows.
import { all, one } from "./dom.js";

export function start(root = document) {
  for (const menu of all("details[data-menu]", root)) begin(menu);
}

function begin(menu) {
  const search = one("[data-menu-search]", menu);
  if (search) { search.hidden = false; search.addEventListener("input", () => narrow(menu, search.value)); }
  menu.addEventListener("toggle", () => {
    if (!menu.open) return;
    if (search) { search.value = ""; narrow(menu, ""); }
    (search ?? one("a[data-menu-item]", menu))?.focus();
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === search) { event.preventDefault(); reachable(menu)[0]?.click(); }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const stops = [...(search ? [search] : []), ...reachable(menu)];
    const at = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    stops[(at + stops.length) % stops.length]?.focus();
  });
}

const reachable = (menu) => all("a[data-menu-item]", menu).filter((entry) => !entry.hidden);
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function narrow(menu, typed) {
  const wanted = plain(typed.trim());
  for (const entry of all("[data-menu-item]", menu)) entry.hidden = !plain(entry.textContent).includes(wanted);
  for (const group of all("[data-menu-group]", menu)) group.hidden = !one("[data-menu-item]:not([hidden])", group);
}
