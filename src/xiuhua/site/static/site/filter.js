/* A long list that is on the page already is narrowed while one types; without scripts the whole list stands there. */
export function watchFilters() {
  for (const box of document.querySelectorAll("[data-filter-for]")) {
    const list = document.getElementById(box.dataset.filterFor);
    box.hidden = false;
    box.querySelector("[data-filter]").addEventListener("input", (event) => {
      const wanted = event.target.value.trim().toLowerCase();
      for (const item of list.children) item.hidden = !item.textContent.toLowerCase().includes(wanted);
    });
  }
}
