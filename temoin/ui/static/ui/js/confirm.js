// Asks before what cannot be undone. The form then carries confirmed=1; without scripts the server
// finds it missing and shows its own page with the same question.
import { make, word } from "./dom.js";
import { show } from "./dialogs.js";

export function start() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const asking = event.submitter?.dataset.confirm !== undefined ? event.submitter : form;
    if (asking.dataset.confirm === undefined || form.elements.namedItem("confirmed")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    show(question(form, event.submitter, asking.dataset));
  }, true);
}

function question(form, submitter, { confirm, confirmText, confirmYes, danger }) {
  const no = make("button", { class: "btn", type: "button", "data-close": "", text: word("cancel"), autofocus: "" });
  const yes = make("button", { class: danger === undefined ? "btn primary" : "btn solid", type: "button", text: confirmYes || submitter?.textContent.trim() || word("confirm") });
  const head = make("div", {}, make("h2", { id: "ui-confirm-title", text: confirm || word("sure") }));
  const dialog = make("dialog", { class: "sheet", role: "alertdialog", "aria-labelledby": "ui-confirm-title" }, make("div", { class: "sheet-head" }, head));
  if (confirmText) dialog.append(make("p", { class: "sheet-note", text: confirmText }));
  dialog.append(make("div", { class: "sheet-foot" }, no, yes));
  dialog.addEventListener("close", () => dialog.remove());
  yes.addEventListener("click", () => {
    const answer = make("input", { type: "hidden", name: "confirmed", value: "1" });
    form.append(answer);
    dialog.close();
    if (form.requestSubmit) form.requestSubmit(submitter ?? undefined);
    else form.submit();
    setTimeout(() => answer.remove(), 0);
  });
  document.body.append(dialog);
  return dialog;
}
