// Forms with files (data-upload): a bar while they travel, and nothing lost when the line breaks.
import { bar, make, one, word } from "./dom.js";
import { released } from "./small.js";

export function start() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-upload]") || event.defaultPrevented || !hasFiles(form)) return;
    event.preventDefault();
    send(form, event.submitter);
  });
}

const hasFiles = (form) => [...form.elements].some((control) => control.type === "file" && control.files.length);

function send(form, submitter) {
  const body = new FormData(form);
  if (submitter?.name) body.append(submitter.name, submitter.value);
  const progress = bar(word("sending"));
  const said = make("p", { class: "hint", role: "status", text: word("sending") });
  const box = make("div", { class: "stack s2", "data-upload-state": "" }, said, progress.drawn);
  one("[data-upload-state]", form)?.remove();
  (submitter?.closest(".actions, .form-foot, .sheet-foot") ?? form).before(box);
  const request = new XMLHttpRequest();
  request.open("POST", form.action || location.href);
  request.upload.addEventListener("progress", (event) => {
    const percent = event.total ? (event.loaded / event.total) * 100 : 0;
    progress.set(percent);
    said.textContent = `${Math.round(percent)} % ${word("sent")}`;
  });
  request.addEventListener("load", () => arrived(request, form, said));
  request.addEventListener("error", () => broken(form, said));
  request.send(body);
}

// a redirect means it was taken, unless it leads to sign-in: following that would throw the files away;
// anything else is the page with its errors, shown as it came
function arrived(request, form, said) {
  const target = new URL(form.action || location.href, location).pathname;
  const reached = new URL(request.responseURL).pathname;
  if (request.status >= 500) { broken(form, said); return; }
  if (reached === word("signin") && reached !== target) { broken(form, said, word("over")); return; }
  if (request.status < 300 && reached !== target) { location.assign(request.responseURL); return; }
  const chosen = chosenIn(form);
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  document.title = page.title;
  document.body.replaceWith(document.adoptNode(page.body));
  globalThis.htmx?.process(document.body);
  document.body.dispatchEvent(new Event("ui:fresh", { bubbles: true }));
  for (const [name, files] of chosen) again(name, files);
  one("[autofocus]")?.focus();
}

// the page came back with something to correct: what was chosen need not be looked for again
const chosenIn = (form) => [...form.elements].filter((control) => control.type === "file" && control.name && !control.disabled && control.files.length).map((control) => [control.name, [...control.files]]);

function again(name, files) {
  const input = one(`form[data-upload] input[type=file][name="${CSS.escape(name)}"]:enabled`);
  if (!input) return;
  const carrier = new DataTransfer();
  for (const file of files) carrier.items.add(file);
  input.files = carrier.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function broken(form, said, words = word("failed")) {
  said.className = "errmsg";
  said.textContent = words;
  released(form);
}
