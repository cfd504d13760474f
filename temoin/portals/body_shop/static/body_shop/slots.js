// Photos in their slots: made small on the device, then sent at once; the server answers with the slot as it is now.
import { downscaled } from "../ui/js/photos.js";

document.addEventListener("change", async (event) => {
  const input = event.target, slot = input.closest?.("[data-slot]");
  if (!slot || input.type !== "file" || !input.files.length) return;
  event.stopPropagation();
  slot.setAttribute("aria-busy", "true");
  const carrier = new DataTransfer();
  for (const file of [...input.files]) carrier.items.add(await downscaled(file));
  input.files = carrier.files;
  globalThis.htmx.trigger(slot, "shrunk");
});

// a line that breaks loses nothing: the file is still chosen, and is sent with the form or by choosing it again
for (const name of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(name, (event) => {
    const slot = event.target.closest?.("[data-slot]");
    slot?.removeAttribute("aria-busy");
    slot?.classList.add("failed");
  });
}
