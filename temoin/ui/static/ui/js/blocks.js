// Text blocks: put in where the cursor stands, from their menu or by `::` and the first letters of their code.
import { all, one } from "./dom.js";

export function start(root = document) {
  for (const form of all("form[data-blocks]", root)) {
    const field = one("textarea", form), menu = one("details", form);
    if (!field || !menu) continue;
    const buttons = all("[data-block]", menu);
    for (const button of buttons) button.addEventListener("click", () => { put(field, button.dataset.block); menu.open = false; });
    field.addEventListener("input", () => {
      const typed = asked(field);
      if (typed === null) { if (menu.dataset.typed) shut(menu, buttons); return; }
      const fitting = buttons.filter((button) => fits(button, typed));
      for (const button of buttons) button.hidden = !fitting.includes(button);
      menu.open = fitting.length > 0;
      menu.dataset.typed = "yes";
    });
    field.addEventListener("keydown", (event) => {
      if (!menu.dataset.typed || !menu.open || !["Enter", "Tab", "Escape", "ArrowDown"].includes(event.key)) return;
      event.preventDefault();
      const first = buttons.find((button) => !button.hidden);
      if (event.key === "ArrowDown") { first?.focus(); return; }
      if (event.key !== "Escape" && first) put(field, first.dataset.block);
      shut(menu, buttons);
    });
  }
}

const fits = (button, typed) => `${button.dataset.code} ${button.textContent}`.toLowerCase().includes(typed.toLowerCase());

function asked(field) {
  return /::([\p{L}\w-]*)$/u.exec(field.value.slice(0, field.selectionStart))?.[1] ?? null;
}

function shut(menu, buttons) {
  menu.open = false;
  delete menu.dataset.typed;
  for (const button of buttons) button.hidden = false;
}

function put(field, text) {
  const end = field.selectionStart, typed = asked(field);
  field.setRangeText(text, typed === null ? end : end - typed.length - 2, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}
