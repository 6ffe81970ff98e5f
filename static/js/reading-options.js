// Keeps how the reader wants to read in this browser, without a cookie. What was chosen before is
// already on the root: templates/includes/reading_choice.js put it there before the first paint.
(function () {
  const options = document.querySelector(".reading-options");
  const root = document.documentElement;
  const summary = options.querySelector("summary");

  function save() {
    const chosen = {};
    options.querySelectorAll("input:checked").forEach(function (input) {
      chosen[input.name] = input.value;
      root.dataset[input.name] = input.value;
    });
    try {
      localStorage.setItem("reading", JSON.stringify(chosen));
    } catch (error) {
      // A browser that keeps nothing: the choice lasts as long as the page.
    }
  }

  options.querySelectorAll("input").forEach(function (input) {
    if (input.name in root.dataset) input.checked = root.dataset[input.name] === input.value;
  });
  options.addEventListener("change", save);
  options.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || !options.open) return;
    options.open = false;
    summary.focus();
  });
  document.addEventListener("click", function (event) {
    if (!options.contains(event.target)) options.open = false;
  });
})();
