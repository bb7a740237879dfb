/* "/" goes to the search box, as long as nobody is typing somewhere. Escape leaves it. */
const TYPING = "input, select, textarea, [contenteditable]";

export function watchSearch() {
  const box = document.querySelector("[data-search]");
  if (!box) return;
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest(TYPING)) {
      if (document.querySelector("dialog[open]")) return;
      event.preventDefault();
      box.focus();
      box.select();
    }
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") box.blur();
  });
}
