// Progressive enhancement: every page works without it.
import { initAll as startGovuk } from "../govuk/govuk-frontend.min.js";
import { initAll as startMoj } from "../moj/moj-frontend.min.js";
import { startDrafts } from "./drafts.js";

const NARROW = "(max-width: 40.0625em)";

/** Shows the buttons that print the page. */
function startPrintButtons() {
  for (const button of document.querySelectorAll('[data-module="lintel-print"]')) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

/** Folds filters away on a narrow screen; elsewhere they lie open. */
function startFilters() {
  if (!window.matchMedia(NARROW).matches) return;
  for (const filter of document.querySelectorAll('[data-module="lintel-filter"]')) {
    filter.open = false;
  }
}

/** Shows the field that belongs to a choice while that choice is picked. (The vendor's own way puts `aria-expanded` on
 * a radio, which ARIA does not allow.) Without JavaScript every such field is shown. */
function startReveals() {
  const choices = [...document.querySelectorAll("[data-lintel-reveals]")];
  const settle = () => {
    for (const choice of choices) {
      const kind = choice.type === "radio" ? "radios" : "checkboxes";
      const field = document.getElementById(choice.dataset.lintelReveals);
      field?.classList.toggle(`govuk-${kind}__conditional--hidden`, !choice.checked);
    }
  };
  if (choices.length) document.addEventListener("change", settle);
  window.addEventListener("pageshow", settle);
}

/** Opens every fold for the printer (the figures under a chart), and closes again what was closed. */
function startPrintFolds() {
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(".lintel-chart__table:not([open]), .lintel-why:not([open])")];
    for (const fold of opened) fold.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });
}

startGovuk();
startMoj();
startPrintButtons();
startFilters();
startReveals();
startPrintFolds();
startDrafts();
