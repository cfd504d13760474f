// The one entry: marks that scripts run, then gives each part of the page its behaviour.
// Everything here only adds to pages that already work without it.
import { start as blocks } from "./blocks.js";
import { start as conditional } from "./conditional.js";
import { start as confirm } from "./confirm.js";
import { start as dialogs } from "./dialogs.js";
import { start as menu } from "./menu.js";
import { start as palette } from "./palette.js";
import { start as photos } from "./photos.js";
import { start as poll } from "./poll.js";
import { start as shortcuts } from "./shortcuts.js";
import { start as signature } from "./signature.js";
import { start as small } from "./small.js";
import { start as theme } from "./theme.js";
import { start as upload } from "./upload.js";
import { start as weeks } from "./weeks.js";

document.documentElement.classList.add("js");
for (const begin of [small, menu, theme, dialogs, confirm, shortcuts, palette, poll, photos, signature, conditional, upload, weeks, blocks]) begin();

// what htmx swapped in, or a dialog fetched, is new to the page
const fresh = (root) => { photos(root); signature(root); conditional(root); small(root); menu(root); weeks(root); blocks(root); };
document.addEventListener("htmx:load", (event) => { if (event.detail.elt !== document.body) fresh(event.detail.elt); });
document.addEventListener("ui:fresh", (event) => fresh(event.target));
