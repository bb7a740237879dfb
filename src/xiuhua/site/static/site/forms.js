/* Three small services to forms: nothing is sent twice, a field is checked on leaving it, files can be dropped. */
const CHANGING = "form[method=post]:not([data-repeatable])";

function guardSubmit(event) {
  const form = event.target;
  if (!form.matches(CHANGING)) return;
  if (form.dataset.sent) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
}

function release(root) {
  for (const form of root.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  }
}

/* Only what the browser can judge by itself; the server checks everything again. While a button is being pressed
   nothing is said: the words would push the button away from under the finger, and the press would be lost. */
let pressed = null;

function checkField(event) {
  const control = event.target;
  const message = control.dataset?.message;
  if (!message || pressed) return;
  const slot = document.getElementById(`${control.id}-error`);
  const typed = control.value !== "" || control.validity.badInput;
  const wrong = typed && !control.validity.valid;
  if (wrong) {
    slot.textContent = message;
  } else if (slot.textContent !== message) {
    return;
  }
  slot.hidden = !wrong;
  control.closest(".field").classList.toggle("wrong", wrong);
  if (wrong) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
}

function nameFiles(input) {
  const list = input.closest("[data-drop]").querySelector("[data-drop-names]");
  list.textContent = Array.from(input.files, (file) => file.name).join(", ");
  list.hidden = input.files.length === 0;
}

export function watchDrop(zone) {
  const input = zone.querySelector("input[type=file]");
  input.addEventListener("change", () => nameFiles(input));
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (event.dataTransfer.files.length === 0) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

export function watchForms() {
  document.addEventListener("submit", guardSubmit, true);
  window.addEventListener("pageshow", (event) => event.persisted && release(document));
  document.addEventListener("htmx:afterRequest", () => release(document));
  document.addEventListener("pointerdown", (event) => (pressed = event.target.closest("a, button")));
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => (pressed = null));
  document.addEventListener("focusout", checkField);
  document.querySelectorAll("[data-drop]").forEach(watchDrop);
  document.querySelector("form[data-bound] .summary")?.focus();
}
