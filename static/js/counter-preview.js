// Lets the counter's preview follow what is typed. Without this file a button does.
addEventListener("DOMContentLoaded", function () {
  const button = document.querySelector(".counter-preview__button");
  const frame = document.querySelector(".counter-preview__frame");
  if (!button || !button.form) return;
  let timer;
  let asked = 0;
  button.hidden = true;

  async function ask() {
    const number = ++asked;
    const answer = await fetch(button.formAction, { method: "POST", body: new FormData(button.form) });
    const text = await answer.text();
    if (!answer.ok || answer.redirected || number !== asked) return;
    const page = new DOMParser().parseFromString(text, "text/html");
    frame.contentDocument.body.innerHTML = page.body.innerHTML;
  }

  button.form.addEventListener("input", function () {
    clearTimeout(timer);
    timer = setTimeout(function () { ask().catch(function () { button.hidden = false; }); }, 250);
  });
});
