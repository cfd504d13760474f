// Light, dark, or as the system prefers: at once, without loading the page anew.
import { all } from "./dom.js";

export function start() {
  for (const form of all("form[data-theme-choice]")) {
    form.addEventListener("submit", (event) => {
      const chosen = event.submitter?.value;
      if (!chosen) return;
      event.preventDefault();
      apply(chosen);
      const body = new FormData(form);
      body.set("theme", chosen);
      fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => undefined);
      for (const button of all("button", form)) button.setAttribute("aria-pressed", String(button.value === chosen));
    });
  }
}

function apply(chosen) {
  if (chosen === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}
