/* The side sheet: a link marked data-sheet is shown beside the page instead of replacing it.
   The dialog element gives the focus trap, Escape and the way back to the link. Whatever goes wrong,
   the link is simply followed. */
export function watchSheet() {
  const sheet = document.getElementById("sheet");
  const body = document.getElementById("sheet-body");
  const htmx = window.htmx;
  if (!sheet || !htmx) return;

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-sheet]");
    const wantsTab = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (!link || event.defaultPrevented || wantsTab) return;
    event.preventDefault();
    htmx.ajax("GET", link.href, { source: link, target: body, swap: "innerHTML" });
  });

  const isOurs = (event) => event.detail.target === body;
  const follow = (event) => {
    if (isOurs(event)) window.location.assign(event.detail.requestConfig.elt.href);
  };
  document.addEventListener("htmx:responseError", follow);
  document.addEventListener("htmx:sendError", follow);
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig } = event.detail;
    if (!isOurs(event) || !requestConfig.elt.href || !xhr.responseURL) return;
    /* Another page answered, such as sign-in after the session ended: show it as the page it is. */
    if (new URL(xhr.responseURL).pathname !== new URL(requestConfig.elt.href).pathname) {
      event.detail.shouldSwap = false;
      window.location.assign(requestConfig.elt.href);
    }
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (!isOurs(event)) return;
    if (!sheet.open) sheet.showModal();
    sheet.scrollTop = 0;
  });

  sheet.addEventListener("click", (event) => {
    if (event.target === sheet) sheet.close();
  });
  sheet.addEventListener("close", () => body.replaceChildren());
}
