// Asks whoever leaves a form with something typed and not saved, and sends a double click once.
// Articles do both themselves.
addEventListener("DOMContentLoaded", function () {
  const form = document.querySelector("#content-main form[method=post]");
  if (!form) return;
  let isUnsaved = Boolean(document.querySelector(".errornote")); // sent back, so saved nowhere
  let isSent = false;
  let opened;

  function typed() { // all options count: Django's list of two boxes selects none before it is sent
    return JSON.stringify(Array.from(form.elements).filter(function (field) {
      return field.name && field.type !== "submit";
    }).map(function (field) {
      const options = Array.from(field.options || []).map(function (option) {
        return [option.value, option.selected];
      });
      return [field.name, field.value, field.checked, options];
    }));
  }

  form.addEventListener("input", function () {
    if (opened === undefined) isUnsaved = true; // before Django's own scripts were ready
  });
  addEventListener("load", function () { setTimeout(function () { opened = typed(); }); });
  addEventListener("pageshow", function () { isSent = false; }); // back from where it was sent
  form.addEventListener("submit", function (event) {
    if (isSent) event.preventDefault(); // the server would take the second for somebody else's
    isSent = true;
    setTimeout(function () { isSent = false; }, 3000); // if no answer comes, it can be sent again
  });
  addEventListener("beforeunload", function (event) {
    if (isSent || !(isUnsaved || opened !== undefined && typed() !== opened)) return;
    event.preventDefault();
    event.returnValue = "";
  });
});
