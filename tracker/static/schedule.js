// Keeps the matrix of a data schedule telling the truth while it is filled in; it works without this file.
(() => {
  "use strict";
  document.addEventListener("change", (event) => {
    const group = event.target.closest("[data-group]");
    if (group) {
      const chosen = group.querySelectorAll(".data-line__head :checked").length;
      group.querySelector("[data-group-count]").textContent = chosen;
      group.querySelector(".matrix__count").classList.toggle("matrix__count--some", chosen > 0);
    }
    const choices = event.target.closest("[data-choices]");
    if (choices) {
      const names = [...choices.querySelectorAll(":checked + span")].map((name) => name.textContent);
      const text = choices.querySelector("[data-choices-text]");
      if (names.length > 0) text.textContent = names.join(", ");
    }
  });
})();
