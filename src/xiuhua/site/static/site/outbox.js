/* What was sent without a signal waits on this device until it can be sent. A form marked data-outbox keeps its fields,
   with the id of its command, from the moment in which it is sent until the server has taken it: so it is sent again by
   itself, and counts once however often it arrives. Nothing is kept before sending, and signing out clears everything. */
const PREFIX = "outbox:";
const AGAIN = 15000;
const PATIENCE = 8000;

const keyOf = (form) => PREFIX + form.dataset.outbox;
const keys = () => Object.keys(window.localStorage).filter((name) => name.startsWith(PREFIX));

function read(key) {
  try {
    return JSON.parse(window.localStorage.getItem(key));
  } catch {
    return null;
  }
}

function keep(form) {
  const fields = Array.from(new FormData(form)).filter(([name]) => name !== "csrfmiddlewaretoken");
  const id = form.elements.namedItem("id").value;
  window.localStorage.setItem(keyOf(form), JSON.stringify({ id, path: window.location.pathname, fields }));
}

function fill(form, kept) {
  for (const control of form.elements) {
    if (!control.name || control.name === "csrfmiddlewaretoken") continue;
    const values = kept.fields.filter(([name]) => name === control.name).map(([, value]) => value);
    if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
    else if (values.length > 0) control.value = values[0];
  }
}

/* The smallest thing that the server has is asked for: any answer says that there is a signal. */
async function reachable() {
  try {
    await fetch(document.querySelector("link[rel=icon]").href, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    return true;
  } catch {
    return false;
  }
}

async function send(form) {
  const note = form.querySelector("[data-outbox-note]");
  if (navigator.onLine && (await reachable())) {
    form.submit();
    return;
  }
  note.hidden = false;
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}

function waiting(form) {
  return read(keyOf(form)) !== null;
}

function watch(form) {
  if (form.dataset.bound !== undefined) window.localStorage.removeItem(keyOf(form));
  const kept = read(keyOf(form));
  if (kept) fill(form, kept);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep(form);
    send(form);
  });
  form.addEventListener("input", () => waiting(form) && keep(form));
  form.querySelector("[data-draft-drop]")?.addEventListener("click", () => window.localStorage.removeItem(keyOf(form)));
  const again = () => waiting(form) && send(form);
  window.addEventListener("online", again);
  window.setInterval(again, AGAIN);
  again();
}

export function watchOutbox() {
  const taken = new Set(Array.from(document.querySelectorAll("[data-accepted]"), (mark) => mark.dataset.accepted));
  for (const key of keys()) if (taken.has(read(key)?.id)) window.localStorage.removeItem(key);
  document
    .querySelector("form[data-sign-out]")
    ?.addEventListener("submit", () => keys().forEach((key) => window.localStorage.removeItem(key)));
  for (const form of document.querySelectorAll("form[data-outbox]")) watch(form);
  const left = keys().map(read).find((kept) => kept && kept.path !== window.location.pathname);
  const sign = document.querySelector("[data-outbox-left]");
  if (!left || !sign) return;
  sign.querySelector("a").href = left.path;
  sign.hidden = false;
}
