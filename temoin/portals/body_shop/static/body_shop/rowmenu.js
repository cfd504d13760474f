// The menu of a row: by its button (click, Enter, space, arrows) or by a right click anywhere on the row.
// It is drawn by the server when it opens; without this script the button leads to the mission's page.
let open = null; // { menu, button }

const buttons = () => document.querySelectorAll("[data-menu-of]");
const items = () => [...open.menu.querySelectorAll("[role=menuitem]")];

function prepare() {
  for (const button of buttons()) {
    button.setAttribute("role", "button");
    button.setAttribute("aria-haspopup", "menu");
    button.setAttribute("aria-expanded", String(open?.button === button));
  }
}

async function show(button, at, last = false) {
  shut(false);
  try {
    const answer = await fetch(button.dataset.menuOf, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) throw new Error("elsewhere");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const menu = document.adoptNode(page.querySelector("[role=menu]"));
    (document.querySelector("main") ?? document.body).append(menu);
    open = { menu, button };
    button.setAttribute("aria-expanded", "true");
    place(menu, at ?? below(button));
    (last ? items().at(-1) : items()[0]).focus();
  } catch {
    location.assign(button.href);
  }
}

const below = (button) => { const box = button.getBoundingClientRect(); return { x: box.right, y: box.bottom + 4, right: true }; };

function place(menu, { x, y, right }) {
  const { offsetWidth: wide, offsetHeight: high } = menu;
  menu.style.left = `${Math.max(8, Math.min(right ? x - wide : x, innerWidth - wide - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(y, innerHeight - high - 8))}px`;
}

function shut(back = true) {
  if (!open) return;
  const { menu, button } = open;
  open = null;
  menu.remove();
  button.setAttribute("aria-expanded", "false");
  if (back) (document.getElementById(button.id) ?? button).focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-menu-of]");
  if (button && event.button === 0 && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    const again = open?.button === button;
    shut();
    if (!again) show(button);
  } else if (open?.menu.contains(event.target)) {
    const item = event.target.closest("[role=menuitem]");
    if (item && item.getAttribute("aria-disabled") !== "true") setTimeout(() => shut(), 0);
  } else shut(false);
});

document.addEventListener("contextmenu", (event) => {
  const row = event.target.closest("[data-rowmenu]");
  if (open && !open.menu.contains(event.target)) shut(false);
  const button = row?.querySelector("[data-menu-of]");
  if (!button || event.shiftKey || getSelection().toString()) return; // the browser's own menu stays within reach
  event.preventDefault();
  const byKey = event.clientX === 0 && event.clientY === 0;
  show(button, byKey ? undefined : { x: event.clientX, y: event.clientY });
});

document.addEventListener("keydown", (event) => {
  const button = event.target.closest?.("[data-menu-of]");
  if (!open && button && ["Enter", " ", "ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    show(button, undefined, event.key === "ArrowUp");
    return;
  }
  if (!open) return;
  const all = items(), at = all.indexOf(document.activeElement);
  const to = { ArrowDown: (at + 1) % all.length, ArrowUp: (at - 1 + all.length) % all.length, Home: 0, End: all.length - 1 }[event.key];
  if (to !== undefined) { event.preventDefault(); all[to].focus(); }
  else if (event.key === "Escape" || event.key === "Tab") { event.preventDefault(); event.stopPropagation(); shut(); }
  else if (event.key === " ") { event.preventDefault(); document.activeElement.click(); }
  else if (/^\p{L}$/u.test(event.key)) {
    const next = [...all.slice(at + 1), ...all].find((item) => item.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()));
    next?.focus();
  }
}, true);

addEventListener("scroll", () => open && !open.menu.matches(":hover") && shut(false), true);
document.addEventListener("htmx:beforeRequest", (event) => { if (open && event.target.closest("[data-poll]")) event.preventDefault(); });
document.addEventListener("htmx:load", prepare);
prepare();
