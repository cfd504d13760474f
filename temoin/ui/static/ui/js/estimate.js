// The study of an estimate by keyboard: J K from line to line, 1 to 5 decide on it, D opens its details.
// What is shown follows the radio buttons by style alone; this only moves the focus.
import { all } from "./dom.js";

const off = () => { try { return localStorage.getItem("keys-off") === "1"; } catch { return false; } };
const lines = () => all("[data-line]").filter((line) => line.getClientRects().length > 0);
const here = () => document.activeElement?.closest("[data-line]");

function move(step) {
  const shown = lines();
  const next = shown[Math.min(Math.max(shown.indexOf(here()) + step, 0), shown.length - 1)];
  const target = next?.querySelector(".keep input:checked") ?? next?.querySelector(".keep input");
  target?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || off()) return;
  if (event.target.matches?.("textarea, select, input:not([type=radio]):not([type=checkbox])") || document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") move(key === "j" ? 1 : -1);
  else if (/^[1-5]$/.test(key)) here()?.querySelector(`[data-digit="${key}"]`)?.click();
  else if (key === "d") here()?.querySelector(".opens input")?.click();
  else return;
  event.preventDefault();
});

// a decision that needs words puts the cursor where they go
document.addEventListener("change", (event) => {
  const line = event.target.closest?.("[data-line]");
  if (!line || !event.target.matches(".keep input")) return;
  if (["reduce", "refuse", "ask"].includes(event.target.value)) line.querySelector(event.target.value === "reduce" ? "[name^='q-']" : "textarea")?.focus();
});
