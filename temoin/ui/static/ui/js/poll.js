// Parts that ask the server every few seconds (hx-trigger="every 10s", data-poll): only while the page
// is seen (add `, seen` to the trigger to ask at once when it is seen again), and not while somebody types in the part or has a menu open there.
export function start() {
  document.addEventListener("htmx:beforeRequest", (event) => {
    const part = event.detail.elt.closest?.("[data-poll]");
    if (!part || event.detail.requestConfig?.triggeringEvent) return;
    const busy = part.querySelector("input:focus, textarea:focus, select:focus, details[data-pop][open]");
    if (document.hidden || busy) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    for (const part of document.querySelectorAll("[data-poll]")) globalThis.htmx?.trigger(part, "seen");
  });
}
