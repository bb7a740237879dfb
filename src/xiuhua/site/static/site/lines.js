/* A form of many lines, such as an income ledger: one more line without asking the server.
   The form holds a <template> of a new line numbered behind the others; copies of it only change that number. */
import { watchDrop } from "./forms.js";

function add(form) {
  const rows = form.elements.namedItem("rows");
  const at = Number(rows.value);
  const spare = form.querySelector("template");
  if (at >= Number(form.dataset.lines)) return null;
  const line = spare.content.firstElementChild.cloneNode(true);
  const [from] = line.id.split("-");
  for (const element of [line, ...line.querySelectorAll("[id], [name], [for]")]) {
    for (const name of ["id", "name", "for"]) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replace(`${from}-`, `l${at}-`));
    }
  }
  const legend = line.querySelector("legend").firstChild;
  legend.textContent = legend.textContent.replace(/\d+/, at + 1);
  form.querySelector(".lines").append(line);
  line.querySelectorAll("[data-drop]").forEach(watchDrop);
  rows.value = at + 1;
  return line;
}

export function watchLines() {
  for (const form of document.querySelectorAll("form[data-lines]")) {
    form.querySelector("button[name=more]")?.addEventListener("click", (event) => {
      const line = add(form);
      if (!line) return;
      event.preventDefault();
      line.querySelector("select, input").focus();
    });
    /* A draft that is about to come back may hold more lines than the page. */
    form.addEventListener("restoring", (event) => {
      while (event.detail.some((name) => !form.elements.namedItem(name)) && add(form));
    });
  }
}
