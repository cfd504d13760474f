// A signature drawn with finger, pen or mouse; it is sent as a picture in the form's own file field.
// Without scripts, or without drawing, the typed name and the ticked sentence sign.
import { all, one } from "./dom.js";

const NAME = "signature.png", INK = "#10242b", PAPER = "#ffffff";

export function start(root = document) {
  for (const pad of all("[data-sign]", root)) if (!pad.dataset.ready) prepare(pad);
}

function prepare(pad) {
  pad.dataset.ready = "yes";
  pad.hidden = false;
  const canvas = one("canvas", pad), file = one("input[type=file]", pad);
  const clear = one("[data-sign-clear]", pad), said = one("[data-sign-said]", pad);
  const pen = canvas.getContext("2d");
  let last = null, inked = false;
  const empty = () => {
    inked = false;
    pen.fillStyle = PAPER;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    file.disabled = true;
    clear.hidden = true;
    said.textContent = said.dataset.empty;
  };
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * canvas.width / box.width, (event.clientY - box.top) * canvas.height / box.height];
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    canvas.setPointerCapture(event.pointerId);
    event.preventDefault();
    last = at(event);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    for (const moved of event.getCoalescedEvents?.().length ? event.getCoalescedEvents() : [event]) {
      const next = at(moved);
      stroke(pen, last, next);
      last = next;
      inked = true;
    }
  });
  const lifted = () => {
    if (!last) return;
    last = null;
    if (!inked) return;
    send(canvas, file);
    clear.hidden = false;
    said.textContent = said.dataset.full;
  };
  canvas.addEventListener("pointerup", lifted);
  canvas.addEventListener("pointercancel", lifted);
  clear.addEventListener("click", empty);
  empty();
}

function stroke(pen, [x, y], [toX, toY]) {
  pen.strokeStyle = INK;
  pen.lineWidth = 5;
  pen.lineCap = pen.lineJoin = "round";
  pen.beginPath();
  pen.moveTo(x, y);
  pen.lineTo(toX, toY);
  pen.stroke();
}

// at once, not by toBlob: the form may be sent in the very next moment
function send(canvas, file) {
  const bytes = Uint8Array.from(atob(canvas.toDataURL("image/png").split(",")[1]), (letter) => letter.charCodeAt(0));
  const carrier = new DataTransfer();
  carrier.items.add(new File([bytes], NAME, { type: "image/png" }));
  file.files = carrier.files;
  file.disabled = false;
}
