/* A button that copies a text on the page, for whatever the reader writes in; without it the text is marked by hand. */
export function watchCopies() {
  for (const button of document.querySelectorAll("button[data-copy]")) {
    const text = document.getElementById(button.dataset.copy);
    if (!text) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      text.select();
      try {
        await navigator.clipboard.writeText(text.value);
      } catch {
        document.execCommand("copy");
      }
      button.parentElement.querySelector("[role=status]").textContent = button.dataset.done;
    });
  }
}
