// Shows the lines of an occasion while it is typed. Without this file they show after saving.
addEventListener("DOMContentLoaded", function () {
  const preview = document.querySelector(".occasion-preview");
  const form = document.querySelector("#occasion_form");
  if (!preview || !form) return;
  let timer;
  let asked = 0;

  async function ask() {
    const number = ++asked;
    const answer = await fetch(preview.dataset.url, { method: "POST", body: new FormData(form) });
    const text = answer.ok && !answer.redirected ? await answer.text() : "";
    if (number !== asked) return; // a later question is on its way
    preview.innerHTML = text;
    preview.hidden = !text.trim();
  }

  form.addEventListener("input", function () {
    clearTimeout(timer);
    timer = setTimeout(function () { ask().catch(function () { preview.hidden = true; }); }, 400);
  });
});
