// Shows what the proof-reader says of the text being typed, as often as it is kept.
(function () {
  "use strict";

  var panel = document.querySelector(".check-panel");
  var form = document.getElementById("article_form");
  if (!panel || !form) return;

  var row = form.querySelector(".submit-row");
  var link = document.createElement("a");
  link.href = "#" + panel.id;
  link.className = "check-link";
  link.hidden = true;
  if (row) row.append(link);

  function element(name, className, text) {
    var made = document.createElement(name);
    made.className = className;
    made.textContent = text || "";
    return made;
  }

  function placeOf(remark) {
    var place = element("li", "check__place");
    place.append(element("span", "check__where", remark.where));
    if (remark.quote) {
      var quote = element("q", "check__quote", "…" + remark.before);
      quote.append(element("mark", "", remark.quote), remark.after + "…");
      place.append(quote);
    }
    var hint = remark.suggestion ? " Có thể là: " + remark.suggestion : "";
    place.append(element("span", "check__message", remark.message + hint));
    if (panel.dataset.address && remark.key) place.append(dismissal(remark, place));
    return place;
  }

  function dismissal(remark, place) {
    var holder = element("div", "check__dismiss");
    var button = element("button", "", "Bỏ qua");
    button.type = "button";
    button.addEventListener("click", function () {
      var said = new FormData();
      said.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      said.append("dismiss", remark.key);
      fetch(panel.dataset.address, { method: "POST", body: said, credentials: "same-origin", redirect: "manual" })
        .then(function () { place.remove(); count(); });
    });
    holder.append(button);
    return holder;
  }

  function count() {
    var found = panel.querySelectorAll(".check__place").length;
    panel.hidden = !found;
    link.hidden = !found;
    link.textContent = found + " chỗ nên xem lại";
    var shown = panel.querySelector("[data-count]");
    if (shown) shown.textContent = found;
  }

  document.addEventListener("typing:read", function (event) {
    var check = panel.querySelector("template").content.cloneNode(true);
    event.detail.forEach(function (remark) { check.querySelector("ul").append(placeOf(remark)); });
    panel.querySelector("[data-check]").replaceChildren(check);
    count();
  });
  count();
})();
