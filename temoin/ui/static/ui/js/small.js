// Small things: toasts that leave, menus that close, numbers with two buttons, copying, forms sent once.
import { all, toast, word } from "./dom.js";

let listening = false;

export function start(root = document) {
  for (const shown of all("[data-toast]", root)) {
    const close = shown.querySelector("[data-dismiss]");
    if (close) { close.hidden = false; close.addEventListener("click", () => shown.remove()); }
    leaving(shown);
  }
  all("[data-stepper]", root).forEach(stepper);
  if (root === document && all("[data-toast]").length) document.querySelector("[data-landing]")?.focus({ preventScroll: true });
  if (listening) return;
  listening = true;
  document.addEventListener("click", clicked);
  document.addEventListener("submit", sentOnce);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = event.target.closest?.("details[data-pop][open]");
    if (open) { event.preventDefault(); open.open = false; open.querySelector("summary")?.focus(); }
  });
  addEventListener("pageshow", () => all("form[data-sent]").forEach(released));
}

// gone after 8 s, unless somebody is on it; what can be undone says how long it still stands there
function leaving(shown) {
  const undo = shown.querySelector("[data-countdown]");
  const words = undo?.textContent;
  let left = 8;
  const tick = () => {
    if (!shown.isConnected) return;
    if (shown.matches(":hover, :focus-within")) left = Math.max(left, 3);
    else if (left <= 0) { shown.remove(); return; }
    if (undo) undo.textContent = `${words} (${Math.max(left, 1)} s)`;
    left -= 1;
    setTimeout(tick, 1000);
  };
  tick();
}

function clicked(event) {
  for (const open of all("details[data-pop][open]")) if (!open.contains(event.target) || event.target.closest("a[href^='#']")) open.open = false;
  const copy = event.target.closest("[data-copy]");
  if (copy) navigator.clipboard?.writeText(copy.dataset.copy).then(() => toast(word("copied")), () => undefined);
}

function stepper(box) {
  const input = box.querySelector("input");
  const step = (change) => {
    const next = Math.max(0, (Number.parseInt(input.value, 10) || 0) + change);
    input.value = String(next);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  for (const [name, change] of [["[data-less]", -1], ["[data-more]", 1]]) {
    const button = box.querySelector(name);
    if (!button || !button.hidden) continue;
    button.hidden = false;
    button.addEventListener("click", () => step(change));
  }
  box.classList.add("on");
}

// a second click while the first is on its way must not send a second time
function sentOnce(event) {
  const form = event.target;
  if (!form.matches("form[data-once]") || event.defaultPrevented) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  for (const button of all("button[type=submit], button:not([type])", form)) held(button);
}

function held(button) {
  if (button.hasAttribute("aria-disabled")) return;
  button.setAttribute("aria-disabled", "true");
  button.dataset.held = "yes";
}

export function released(form) {
  delete form.dataset.sent;
  for (const button of all("button[data-held]", form)) { button.removeAttribute("aria-disabled"); delete button.dataset.held; }
}
