(function (root, chosen, name) {
  root.dataset.script = "";
  try {
    if (matchMedia("(prefers-contrast: more)").matches) root.dataset.contrast = "more";
    chosen = JSON.parse(localStorage.getItem("reading"));
    for (name in chosen) root.dataset[name] = chosen[name];
  } catch (error) {}
})(document.documentElement);
