// Photos: camera button where there is one, preview, and a copy of at most 1600 pixels to send.
// What the browser cannot decode (a HEIC on a desk, a PDF) is sent as it is.
import { all, make } from "./dom.js";

const SIDE = 1600;

export function start(root = document) {
  for (const box of all("[data-files]", root)) if (!box.dataset.ready) prepare(box);
}

function prepare(box) {
  box.dataset.ready = "yes";
  const main = box.querySelector("input[type=file][multiple]");
  const camera = box.querySelector("[data-camera] input");
  if (camera && matchMedia("(pointer: coarse)").matches) {
    camera.removeAttribute("name");
    camera.disabled = false;
    camera.closest("[data-camera]").hidden = false;
    camera.addEventListener("change", () => add(box, main, camera));
  }
  main.addEventListener("change", () => add(box, main, main));
  box.kept = [];
}

async function add(box, main, source) {
  const chosen = [...source.files];
  if (source !== main) source.value = "";
  for (const file of chosen) {
    const smaller = await downscaled(file);
    if (!box.kept.some((one) => one.name === smaller.name && one.size === smaller.size)) box.kept.push(smaller);
  }
  stored(box, main);
}

function stored(box, main) {
  const carrier = new DataTransfer();
  for (const file of box.kept) carrier.items.add(file);
  main.files = carrier.files;
  draw(box, main);
}

function draw(box, main) {
  const list = box.querySelector("[data-files-list]");
  for (const image of all("img", list)) URL.revokeObjectURL(image.src);
  list.replaceChildren(...box.kept.map((file) => entry(box, main, file)));
  list.hidden = !box.kept.length;
  box.querySelector("[data-files-said]").textContent = box.kept.length ? `${box.kept.length} · ${said(box.kept)}` : "";
}

// As the page's language writes it: 14 ko in French, 14 kB in Dutch.
function said(files) {
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const [value, unit] = size < 1e6 ? [Math.max(1, Math.round(size / 1e3)), "kilobyte"] : [Math.round(size / 1e5) / 10, "megabyte"];
  return new Intl.NumberFormat(document.documentElement.lang || undefined, { style: "unit", unit }).format(value);
}

function entry(box, main, file) {
  const picture = file.type.startsWith("image/")
    ? make("img", { src: URL.createObjectURL(file), alt: "", width: "160", height: "120" })
    : make("div", { class: "paper", text: "PDF" });
  const remove = make("button", { class: "btn sm quiet", type: "button", text: document.querySelector("#ui-words").dataset.remove, "aria-label": `${document.querySelector("#ui-words").dataset.remove}: ${file.name}` });
  remove.addEventListener("click", () => { box.kept = box.kept.filter((one) => one !== file); stored(box, main); main.focus(); });
  return make("li", {}, make("figure", {}, picture, make("figcaption", { text: file.name }), remove));
}

export async function downscaled(file) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = SIDE / Math.max(picture.width, picture.height);
    if (scale >= 1 && file.size < 1_500_000) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * Math.min(scale, 1));
    canvas.height = Math.round(picture.height * Math.min(scale, 1));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.82));
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg", lastModified: file.lastModified });
  } catch {
    return file;
  }
}
