// A week number proposes the Friday of that week, as temoin/ui/weeks.py does without scripts; a date that a person
// wrote is left alone.
import { all } from "./dom.js";

const DAY = 86400000;

// the Friday of an ISO week: that of 4 January's week, and so many weeks on; null where the year has no such week
export function friday(year, week) {
  const fourth = new Date(Date.UTC(year, 0, 4));
  const monday = fourth.getTime() - ((fourth.getUTCDay() + 6) % 7) * DAY;
  const found = new Date(monday + ((week - 1) * 7 + 4) * DAY);
  const thursday = new Date(found.getTime() - DAY);
  return week >= 1 && thursday.getUTCFullYear() === year ? found : null;
}

export function next(week, now = new Date()) {
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  const years = [now.getFullYear() - 1, now.getFullYear(), now.getFullYear() + 1, now.getFullYear() + 2];
  return years.map((year) => friday(year, week)).find((found) => found && found.getTime() >= today) ?? null;
}

export function start(root = document) {
  for (const input of all("[data-week-of]", root)) {
    const [on, at] = ["_0", "_1"].map((end) => input.form?.elements[input.dataset.weekOf + end]);
    if (!on || !at) continue;
    let proposed = "";
    input.addEventListener("input", () => {
      if (on.value && on.value !== proposed) return;
      const found = next(Number.parseInt(input.value, 10));
      proposed = found ? found.toISOString().slice(0, 10) : "";
      on.value = proposed;
      at.value = proposed ? "17:00" : "";
    });
  }
}
