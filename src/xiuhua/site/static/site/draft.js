/* Nothing typed is lost: a form marked data-draft keeps its fields in this browser until it is accepted.
   Personal fields are kept for this tab only, so that nothing about a person stays on a shared machine.
   The command id and the version looked at are kept with them: sending the same content again after a broken
   line is one command, and what others changed since is still noticed.
   The server names an accepted command in [data-accepted]; signing out clears everything. */
const PREFIX = "draft:";
const SKIPPED = "[type=hidden], [type=file], [type=password], [type=submit], [type=button]";

const keyOf = (form) => PREFIX + form.dataset.draft;
const CARRIED = ["id", "base_version"];
const stores = () => [window.localStorage, window.sessionStorage];
const storeOf = (control) => (control.dataset.personal === undefined ? window.localStorage : window.sessionStorage);

function controls(form) {
  return Array.from(form.elements).filter((control) => control.name && !control.matches(SKIPPED));
}

function read(store, key) {
  try {
    return JSON.parse(store.getItem(key));
  } catch {
    return null;
  }
}

function carried(form) {
  return CARRIED.map((name) => form.elements.namedItem(name)).filter(Boolean);
}

function isChoice(control) {
  return control.type === "radio" || control.type === "checkbox";
}

function save(form) {
  for (const store of stores()) {
    const fields = {};
    for (const control of controls(form)) {
      if (storeOf(control) !== store) continue;
      if (!isChoice(control)) fields[control.name] = control.value;
      else fields[control.name] = [...(fields[control.name] ?? []), ...(control.checked ? [control.value] : [])];
    }
    const origin = Object.fromEntries(carried(form).map((control) => [control.name, control.value]));
    store.setItem(keyOf(form), JSON.stringify({ origin, fields }));
  }
}

function forget(key) {
  for (const store of stores()) store.removeItem(key);
}

function restore(form) {
  let changed = false;
  for (const store of stores()) {
    const draft = read(store, keyOf(form));
    if (!draft) continue;
    form.dispatchEvent(new CustomEvent("restoring", { detail: Object.keys(draft.fields) }));
    for (const control of controls(form)) {
      const kept = draft.fields[control.name];
      if (kept === undefined || storeOf(control) !== store) continue;
      if (isChoice(control)) {
        const chosen = kept.includes(control.value);
        changed ||= control.checked !== chosen;
        control.checked = chosen;
      } else {
        changed ||= control.value !== kept;
        control.value = kept;
      }
    }
    if (changed) for (const control of carried(form)) control.value = draft.origin[control.name] ?? control.value;
  }
  const note = form.querySelector("[data-draft-note]");
  if (note) note.hidden = !changed;
}

function forgetAccepted() {
  const accepted = new Set(Array.from(document.querySelectorAll("[data-accepted]"), (mark) => mark.dataset.accepted));
  for (const store of stores()) {
    for (const key of Object.keys(store).filter((name) => name.startsWith(PREFIX))) {
      if (accepted.has(read(store, key)?.origin?.id)) forget(key);
    }
  }
}

function forgetAll() {
  for (const store of stores()) Object.keys(store).filter((name) => name.startsWith(PREFIX)).forEach(forget);
}

export function watchDrafts() {
  forgetAccepted();
  document.querySelector("form[data-sign-out]")?.addEventListener("submit", forgetAll);
  for (const form of document.querySelectorAll("form[data-draft]")) {
    /* A form that comes back from the server with errors already holds what was typed. */
    if (form.dataset.bound === undefined) restore(form);
    else save(form);
    form.addEventListener("input", () => save(form));
    form.querySelector("[data-draft-drop]")?.addEventListener("click", () => {
      forget(keyOf(form));
      window.location.reload();
    });
  }
}
