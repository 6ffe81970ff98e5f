// The row under the masthead: panels and submenus that Escape closes, and the reading options, kept
// in this browser without a cookie. What was chosen before is already on the root when this runs:
// templates/includes/reading_choice.js put it there before the first paint.
(function () {
  const bar = document.querySelector(".site-bar");
  const menu = bar.querySelector(".main-nav__list");
  const options = bar.querySelector(".reading-options");
  const root = document.documentElement;

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

  function close(panel) {
    if (panel.contains(document.activeElement)) panel.querySelector("summary").focus();
    panel.open = false;
  }

  // A submenu shows under the pointer and the focus; dismissed, it stays shut until they come anew.
  function dismissSubmenus() {
    const top = document.activeElement.closest(".main-nav__list > li");
    if (top) top.querySelector("a").focus();
    menu.classList.add("is-dismissed");
  }

  options.querySelectorAll("input").forEach(function (input) {
    if (input.name in root.dataset) input.checked = root.dataset[input.name] === input.value;
  });
  options.addEventListener("change", save);
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    bar.querySelectorAll("details[open]").forEach(close);
    if (menu) dismissSubmenus();
  });
  document.addEventListener("click", function (event) {
    bar.querySelectorAll("details[open]").forEach(function (panel) {
      if (!panel.contains(event.target)) panel.open = false;
    });
  });
  if (menu) {
    ["mouseleave", "focusin"].forEach(function (name) {
      menu.addEventListener(name, function () { menu.classList.remove("is-dismissed"); });
    });
  }
})();
