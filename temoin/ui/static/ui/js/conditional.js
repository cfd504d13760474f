// Fields that are needed only where an answer above makes them so: hidden (and not sent) while the
// question certainly says no. Questions are the JSON of temoin/ui/conditional.py.
import { all } from "./dom.js";

export function start(root = document) {
  const forms = new Set(all("[data-required-when]", root).map((part) => part.closest("form")).filter(Boolean));
  for (const form of forms) {
    const parts = all("[data-required-when]", form).map((part) => ({ part, question: JSON.parse(part.dataset.requiredWhen) }));
    const prefix = commonPrefix(form, parts);
    const update = () => parts.forEach(({ part, question }) => shown(part, judged(question, (code) => value(form, prefix + code))));
    form.addEventListener("input", update);
    form.addEventListener("change", update);
    update();
  }
}

function commonPrefix(form, parts) {
  const [code] = parts.flatMap(({ question }) => codes(question));
  if (!code) return "";
  const named = all("[data-field]", form).map((part) => part.dataset.field).find((name) => name === code || name.endsWith(`-${code}`));
  return named ? named.slice(0, named.length - code.length) : "";
}

function codes(question) {
  if (question.field) return [question.field.split(".")[0]]; // an item is asked for as field.item
  return [...(question.all ?? []), ...(question.any ?? []), ...(question.not ? [question.not] : [])].flatMap(codes);
}

function shown(part, answer) {
  part.hidden = answer === false && !part.classList.contains("err");
  for (const control of all("input, select, textarea, button", part)) control.disabled = part.hidden;
  for (const note of all("[data-maybe]", part)) note.hidden = answer === true;
}

function value(form, name) {
  const controls = [...form.elements].filter((control) => control.name === name || control.name === `${name}_0`);
  if (!controls.length) return null;
  const [first] = controls;
  if (first.type === "radio") return controls.find((control) => control.checked)?.value ?? "";
  if (first.type === "checkbox") return controls.some((control) => control.checked) ? "on" : "";
  if (first.type === "file") return controls.some((control) => control.files.length) ? "file" : "";
  return first.value.trim();
}

const same = (value, wanted) => (value === "on" && wanted === true) || value === (wanted === true ? "yes" : wanted === false ? "no" : String(wanted));

// true, false, or null where the form alone cannot tell
export function judged(question, read) {
  if (question.all) { const found = question.all.map((one) => judged(one, read)); return found.includes(false) ? false : found.includes(null) ? null : true; }
  if (question.any) { const found = question.any.map((one) => judged(one, read)); return found.includes(true) ? true : found.includes(null) ? null : false; }
  if (question.not) { const found = judged(question.not, read); return found === null ? null : !found; }
  if (!question.field) return null;
  const given = read(question.field);
  if (given === null) return null;
  if ("known" in question) return (given !== "") === question.known;
  if ("is" in question) return same(given, question.is);
  if ("in" in question) return question.in.some((wanted) => same(given, wanted));
  if (given === "") return false;
  const number = Number(given.replace(/\s/g, "").replace(",", "."));
  if (Number.isNaN(number)) return null;
  return "above" in question ? number > question.above : number <= question.at_most;
}
