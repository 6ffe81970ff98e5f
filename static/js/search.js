/* Suggestions below a search field while somebody types (ARIA combobox with a list of options).
   Without this script the field is a plain one, and the form works as it does. */
(function () {
  "use strict";

  var DELAY = 200; // ms without a key before the server is asked

  function Suggestions(input) {
    this.input = input;
    this.list = document.createElement("ul");
    this.list.className = "search__options";
    this.list.id = input.id + "-goi-y";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Gợi ý");
    this.status = document.createElement("span");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    input.parentNode.append(this.list, this.status);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.list.id);
    input.setAttribute("aria-expanded", "false");
    this.active = -1;
    input.addEventListener("input", this.typed.bind(this));
    input.addEventListener("keydown", this.pressed.bind(this));
    input.addEventListener("blur", this.close.bind(this));
    this.list.addEventListener("mousedown", function (event) { event.preventDefault(); });
    this.list.addEventListener("click", this.clicked.bind(this));
  }

  Suggestions.prototype.typed = function () {
    clearTimeout(this.timer);
    if (this.input.value.trim().length < 2) {
      this.close();
      return;
    }
    this.timer = setTimeout(this.ask.bind(this), DELAY);
  };

  Suggestions.prototype.ask = function () {
    var self = this;
    var typed = this.input.value;
    fetch(this.input.dataset.suggestions + "?q=" + encodeURIComponent(typed))
      .then(function (answer) { return answer.ok ? answer.text() : ""; })
      .then(function (html) {
        if (typed === self.input.value && document.activeElement === self.input) {
          self.show(html);
        }
      })
      .catch(function () { self.close(); });
  };

  Suggestions.prototype.show = function (html) {
    var self = this;
    this.list.innerHTML = html;
    this.options = Array.prototype.slice.call(this.list.children);
    this.options.forEach(function (option, number) {
      option.id = self.list.id + "-" + number;
      option.setAttribute("aria-selected", "false");
    });
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.expand(this.options.length > 0);
    this.status.textContent = this.options.length ? this.options.length + " gợi ý" : "";
  };

  Suggestions.prototype.expand = function (open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
  };

  Suggestions.prototype.close = function () {
    clearTimeout(this.timer);
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.status.textContent = "";
    this.expand(false);
  };

  Suggestions.prototype.pressed = function (event) {
    if (this.list.hidden || event.isComposing) { return; }
    var count = this.options.length;
    if (event.key === "ArrowDown") {
      this.move(this.active === count - 1 ? -1 : this.active + 1);
    } else if (event.key === "ArrowUp") {
      this.move(this.active === -1 ? count - 1 : this.active - 1);
    } else if (event.key === "Enter" && this.active >= 0) {
      this.open(this.options[this.active]);
    } else if (event.key === "Escape") {
      this.close();
    } else {
      return;
    }
    event.preventDefault();
  };

  Suggestions.prototype.move = function (number) {
    if (this.active >= 0) { this.options[this.active].setAttribute("aria-selected", "false"); }
    this.active = number;
    if (number < 0) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    this.options[number].setAttribute("aria-selected", "true");
    this.options[number].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", this.options[number].id);
  };

  Suggestions.prototype.clicked = function (event) {
    var option = event.target.closest("[data-url]");
    if (option) { this.open(option); }
  };

  Suggestions.prototype.open = function (option) {
    window.location.assign(option.dataset.url);
  };

  document.querySelectorAll("[data-suggestions]").forEach(function (input) {
    new Suggestions(input);
  });
})();
