// Links and buttons that open a dialog: one that stands in the page, or the link's own page fetched
// into one. Without scripts (or when the line breaks) the link simply leads to that page.
import { make, one, word } from "./dom.js";

export function start() {
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const opener = event.target.closest("[data-dialog]");
    if (opener) {
      const standing = opener.dataset.dialog && document.getElementById(opener.dataset.dialog);
      if (standing) { event.preventDefault(); show(standing); return; }
      if (opener.href) { event.preventDefault(); fetched(opener.href); return; }
    }
    const closer = event.target.closest("dialog [data-close]");
    if (closer) {
      event.preventDefault(); // a link that leads back on the page without scripts
      closer.closest("dialog").close();
    }
    else if (event.target instanceof HTMLDialogElement && outside(event)) event.target.close();
  });
}

export function show(dialog) {
  if (!dialog.open) dialog.showModal();
  one("[autofocus]", dialog)?.focus();
}

function outside(event) {
  const box = event.target.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

async function fetched(address) {
  try {
    const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" }, redirect: "follow" });
    if (!answer.ok || (answer.redirected && new URL(answer.url).pathname !== new URL(address, location).pathname)) throw new Error("elsewhere");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const part = one("[data-dialog-part]", page) ?? one("main form", page);
    if (!part) throw new Error("no part");
    show(framed(part, page, address));
  } catch {
    location.assign(address);
  }
}

function framed(part, page, address) {
  const dialog = make("dialog", { class: "sheet", "aria-labelledby": "ui-dialog-title" });
  for (const form of [part, ...part.querySelectorAll("form")]) if (form.matches("form") && !form.getAttribute("action")) form.action = address;
  if (part.querySelector(".sheet-head")) {
    part.querySelector(".sheet-head h1, .sheet-head h2")?.setAttribute("id", "ui-dialog-title");
    dialog.append(document.adoptNode(part));
  } else {
    const close = make("button", { class: "btn quiet sm", type: "button", "data-close": "", text: word("close") });
    const title = make("h2", { id: "ui-dialog-title", text: one("main h1", page)?.textContent ?? "" });
    dialog.append(make("div", { class: "sheet-head" }, make("div", {}, title), close));
    dialog.append(make("div", { class: "sheet-body" }, document.adoptNode(part)));
  }
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  globalThis.htmx?.process(dialog);
  dialog.dispatchEvent(new Event("ui:fresh", { bubbles: true }));
  return dialog;
}
