// Makes pages quicker to use; each of them works without this file.
(() => {
  "use strict";

  const each = (selector, deed, root = document) => root.querySelectorAll(selector).forEach(deed);

  // Bulk selection: one box ticks all rows of its table.
  const rowsOf = (box) => [...box.closest("table").querySelectorAll("[data-select-row]")];

  function showSelection(table) {
    const rows = [...table.querySelectorAll("[data-select-row]")];
    const chosen = rows.filter((row) => row.checked).length;
    each("[data-select-all-input]", (box) => {
      box.checked = chosen > 0 && chosen === rows.length;
      box.indeterminate = chosen > 0 && chosen < rows.length;
    }, table);
    each("[data-selected-count]", (place) => { place.textContent = chosen; });
  }

  // A form that was changed and not sent asks before it is left.
  let unsaved = false;

  function narrow(input) {
    const list = document.querySelector(input.dataset.filterInput);
    if (!list) return;
    const wanted = input.value.trim().toLocaleLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    each("[data-filter-item]", (item) => {
      const words = (item.dataset.filterItem || item.textContent).toLocaleLowerCase();
      item.hidden = !wanted.every((word) => words.includes(word));
      if (!item.hidden) shown += 1;
    }, list);
    each("details", (group) => {
      const found = group.querySelector("[data-filter-item]:not([hidden])") !== null;
      group.hidden = !found;
      if (wanted.length > 0 && found) group.open = true;
    }, list);
    each(`[data-filter-status="${input.dataset.filterInput}"]`, (status) => { status.textContent = shown; });
  }

  function prepare(root) {
    each("[data-select-all]", (label) => { label.hidden = false; }, root);
    each("[data-focus]", (summary) => summary.focus(), root);
    each("[data-filter-input]", (input) => { if (input.value) narrow(input); }, root);
  }

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.matches("[data-select-all-input]")) rowsOf(box).forEach((row) => { row.checked = box.checked; });
    if (box.matches("[data-select-all-input], [data-select-row]")) showSelection(box.closest("table"));
    if (box.closest("form[data-unsaved]")) unsaved = true;
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-filter-input]")) narrow(event.target);
    else if (event.target.closest("form[data-unsaved]")) unsaved = true;
  });
  // Enter in the search of a list must not send the form around it.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("[data-filter-input]")) event.preventDefault();
    if (event.key === "Escape") each("details.menu[open]", (menu) => { menu.open = false; menu.querySelector("summary").focus(); });
  });
  document.addEventListener("click", (event) => {
    each("details.menu[open]", (menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener("submit", () => { unsaved = false; });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

  for (const [name, over] of [["dragenter", true], ["dragover", true], ["dragleave", false], ["drop", false]]) {
    document.addEventListener(name, (event) => {
      const place = event.target instanceof Element && event.target.closest("[data-file-drop]");
      if (!place) return;
      place.classList.toggle("file-drop--over", over);
      const input = place.querySelector("input[type=file]");
      if (event.target === input) return; // the browser drops on the input itself
      event.preventDefault();
      if (name === "drop" && event.dataTransfer.files.length > 0) {
        input.files = event.dataTransfer.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
  }

  document.addEventListener("DOMContentLoaded", () => prepare(document));
  document.addEventListener("htmx:afterSwap", (event) => prepare(event.detail.target));
  if (document.readyState !== "loading") prepare(document);
})();
