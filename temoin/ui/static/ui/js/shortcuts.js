// Single keys for people who work here all day: J K Enter in lists, data-key on links and buttons,
// ? for the list. Never inside fields nor with Ctrl, Alt or Meta; can be switched off (WCAG 2.1.4).
import { all, make, one, word } from "./dom.js";
import { show } from "./dialogs.js";

const OFF = "keys-off";
const isOff = () => { try { return localStorage.getItem(OFF) === "1"; } catch { return false; } };
const setOff = (off) => { try { if (off) localStorage.setItem(OFF, "1"); else localStorage.removeItem(OFF); } catch { /* private window: keys stay on */ } };

export function start() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) sendForm(event);
    else if (event.key === "Escape") goBack(event);
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable], [role=listbox]")) return;
    if (one("dialog[open]")) return;
    if (event.key === "?") { event.preventDefault(); list(); return; }
    if (isOff()) return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") { if (move(key === "j" ? 1 : -1)) event.preventDefault(); return; }
    const target = all(`[data-key="${CSS.escape(key)}"]`).find((element) => element.getClientRects().length > 0);
    if (target) { event.preventDefault(); if (target.matches("input, textarea, select")) { target.focus(); target.scrollIntoView({ block: "nearest" }); } else target.click(); }
  });
  for (const button of all("[data-show-keys]")) { button.hidden = false; button.addEventListener("click", list); }
}

// Ctrl Enter sends the form that one types in, as its main button would
function sendForm(event) {
  const form = event.target.closest?.("form:not([role=search])");
  if (!form || event.defaultPrevented) return;
  event.preventDefault();
  form.requestSubmit(one("button[type=submit].primary", form) ?? one("button[type=submit]", form));
}

// Esc leaves the field first, so that nothing typed is lost; then the form, for the file; then the file, for its row
function goBack(event) {
  if (event.defaultPrevented || one("dialog[open]") || event.target.closest?.("details[data-pop][open]")) return;
  if (event.target.closest?.("input, textarea, select")) { event.target.blur(); return; }
  const back = one("main [data-back]");
  if (back) { event.preventDefault(); back.click(); return; }
  one("[data-rows] a[aria-current]")?.focus();
}

function move(step) {
  const rows = all("[data-rows] a.qrow, [data-rows] a.job, [data-rows] a.mailrow");
  if (!rows.length) return false;
  const focused = rows.indexOf(document.activeElement);
  const from = focused >= 0 ? focused : rows.findIndex((row) => row.hasAttribute("aria-current"));
  const next = rows[Math.min(Math.max(from + step, 0), rows.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function named(element) {
  return (element.getAttribute("aria-label") || element.labels?.[0]?.textContent || element.textContent).trim();
}

function list() {
  one("#ui-keys")?.remove();
  const lines = all("[data-key]").map((element) => [element.dataset.key.toUpperCase(), named(element)]);
  const known = new Map([["J", word("next")], ["K", word("previous")], [word("enter"), word("open")], ...lines, ["?", word("keys")]]);
  if (one("main form")) known.set("Ctrl ↵", word("send"));
  known.set("Esc", word("back"));
  if (one("[data-palette-url]")) known.set("Ctrl K", word("search"));
  const rows = [...known].map(([key, text]) => make("p", {}, make("kbd", { text: key }), make("span", { text })));
  const toggle = make("button", { class: "btn", type: "button" });
  const said = () => { toggle.textContent = word(isOff() ? "keysOn" : "keysOff"); };
  toggle.addEventListener("click", () => { setOff(!isOff()); said(); });
  said();
  const close = make("button", { class: "btn primary", type: "button", "data-close": "", text: word("close") });
  const dialog = make("dialog", { class: "sheet", id: "ui-keys", "aria-labelledby": "ui-keys-title" },
    make("div", { class: "sheet-head" }, make("h2", { id: "ui-keys-title", text: word("keys") })), make("div", { class: "keys" }, ...rows), make("div", { class: "sheet-foot" }, toggle, close));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  show(dialog);
}
