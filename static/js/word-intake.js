// The files of one drop before they are sent: seen, put in order, photos given their captions.
// The form's own file input always holds them in the order of the list, so that what is posted is
// what a form without this file would post. A refusal leaves files and captions where they are.
(function () {
  "use strict";

  var form = document.querySelector(".word-intake");
  if (!form || !window.DataTransfer) return;
  var input = form.querySelector("input[type=file]");
  var list = form.querySelector(".word-intake__files");
  var row = form.querySelector(".word-intake__row").content.firstElementChild;
  var status = form.querySelector(".word-intake__status");
  var button = form.querySelector("[type=submit]");
  var files = new Map(); // row: file
  var dragged = null;

  form.classList.add("word-intake--lists");

  // ---------- The list ----------

  function rows() { return Array.from(list.children); }

  function isPicture(file) {
    return /^image\//.test(file.type) || /\.(jpe?g|jfif|png|webp|gif|bmp|hei[cf])$/i.test(file.name);
  }

  function size(bytes) {
    return bytes < 1e6 ? Math.ceil(bytes / 1024) + " KB" : (bytes / 1048576).toFixed(1).replace(".", ",") + " MB";
  }

  function add(file) {
    var known = Array.from(files.values()).some(function (other) {
      return other.name === file.name && other.size === file.size && other.lastModified === file.lastModified;
    });
    if (known) return;
    var item = row.cloneNode(true);
    var caption = item.querySelector("input");
    var picture = item.querySelector(".word-intake__picture");
    item.querySelector("bdi").textContent = file.name;
    item.querySelector("small").textContent = size(file.size);
    item.querySelectorAll("[data-move]").forEach(function (move) {
      move.setAttribute("aria-label", move.title + ": " + file.name);
    });
    picture.textContent = file.name.replace(/^.*\./, "").slice(0, 5);
    if (isPicture(file)) {
      caption.setAttribute("aria-label", "Chú thích của " + file.name);
      show(file, picture);
    } else {
      caption.type = "hidden"; // posted all the same: captions are told apart by their place
    }
    files.set(item, file);
    list.append(item);
  }

  // HEIC is shown by few browsers; its row then keeps the word.
  function show(file, place) {
    var image = new Image();
    image.alt = "";
    image.decoding = "async";
    image.onload = function () { place.replaceChildren(image); };
    image.src = URL.createObjectURL(file);
  }

  function drop(item) {
    var image = item.querySelector("img");
    if (image) URL.revokeObjectURL(image.src);
    files.delete(item);
    item.remove();
  }

  function changed() {
    var transfer = new DataTransfer();
    rows().forEach(function (item) { transfer.items.add(files.get(item)); });
    input.files = transfer.files;
    list.hidden = !files.size;
    status.textContent = files.size ? files.size + " tệp" : "";
    complain({ files: tooMuch() });
  }

  function tooMuch() {
    var total = 0;
    files.forEach(function (file) { total += file.size; });
    if (files.size > Number(form.dataset.maxFiles)) return [form.dataset.tooMany];
    return total > Number(form.dataset.maxTotal) ? [form.dataset.tooHeavy] : [];
  }

  function take(more) {
    Array.from(more).forEach(add);
    changed();
  }

  input.addEventListener("change", function () { take(input.files); });

  list.addEventListener("click", function (event) {
    var pressed = event.target.closest("[data-move]");
    if (!pressed) return;
    var item = pressed.closest("li"), way = Number(pressed.dataset.move);
    if (way === 0) drop(item);
    else if (way < 0 && item.previousElementSibling) item.previousElementSibling.before(item);
    else if (way > 0 && item.nextElementSibling) item.nextElementSibling.after(item);
    changed();
    if (way === 0) return;
    pressed.focus(); // a moved element loses it
    status.textContent = files.get(item).name + ": thứ " + (rows().indexOf(item) + 1);
  });

  // Enter in a caption goes to the next one: sending is for the button.
  list.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || event.target.name !== "caption") return;
    event.preventDefault();
    var captions = Array.from(list.querySelectorAll("input[type=text]"));
    (captions[captions.indexOf(event.target) + 1] || button).focus();
  });

  // ---------- Dragging: rows within the list, files from outside onto the page ----------

  list.addEventListener("dragstart", function (event) {
    if (event.target.closest("input")) { event.preventDefault(); return; } // there it marks text
    dragged = event.target.closest("li");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    dragged.classList.add("word-intake__file--dragged");
  });
  list.addEventListener("dragover", function (event) {
    var over = event.target.closest("li");
    if (!dragged || !over || over === dragged) return;
    var box = over.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) over.before(dragged);
    else over.after(dragged);
  });
  list.addEventListener("dragend", function () {
    if (!dragged) return;
    dragged.classList.remove("word-intake__file--dragged");
    dragged = null;
    changed();
  });
  document.addEventListener("dragover", function (event) {
    event.preventDefault(); // or the browser would open a dropped file instead of the page
    form.classList.toggle("word-intake--over", !dragged);
  });
  document.addEventListener("dragleave", function (event) {
    if (!event.relatedTarget) form.classList.remove("word-intake--over");
  });
  document.addEventListener("drop", function (event) {
    event.preventDefault();
    form.classList.remove("word-intake--over");
    if (!dragged && event.dataTransfer.files.length) take(event.dataTransfer.files);
  });

  // ---------- Sending ----------

  function complain(errors) {
    form.querySelectorAll("[data-errors]").forEach(function (place) {
      var sentences = errors[place.dataset.errors] || [];
      var ul = document.createElement("ul");
      ul.className = "errorlist";
      sentences.forEach(function (sentence) {
        ul.append(Object.assign(document.createElement("li"), { textContent: sentence }));
      });
      place.replaceChildren.apply(place, sentences.length ? [ul] : []);
    });
  }

  function stop(sentence) {
    status.textContent = sentence;
    button.disabled = false;
  }

  // The page once more: signing in again, here or in another tab, changes the token; and whoever is
  // signed out should know before a hundred megabytes are on their way.
  function freshToken() {
    return fetch(location.href, { cache: "no-store", headers: { Accept: "text/html" } }).then(function (response) {
      if (response.redirected) throw "Phiên đăng nhập đã hết. Hãy đăng nhập lại ở một thẻ khác rồi bấm “Nhập” lần nữa; tệp và chú thích vẫn ở đây.";
      return response.text();
    }).then(function (html) {
      var token = new DOMParser().parseFromString(html, "text/html").querySelector(".word-intake [name=csrfmiddlewaretoken]");
      if (token) form.elements.csrfmiddlewaretoken.value = token.value;
    });
  }

  function send() {
    var request = new XMLHttpRequest(); // fetch tells nothing about how far an upload is
    request.open("POST", location.href);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", function (event) {
      var percent = Math.floor((100 * event.loaded) / event.total);
      status.textContent = percent < 100 ? "Đang gửi: " + percent + " %" : "Đang đọc tệp…";
    });
    request.addEventListener("load", function () {
      var answer = request.response || {};
      if (answer.next) { location.assign(answer.next); return; }
      complain(answer.errors || {});
      stop(answer.errors ? "" : request.status === 413
        ? form.dataset.tooHeavy
        : "Máy chủ không nhận được (mã " + request.status + "). Tệp và chú thích vẫn ở đây; vui lòng thử lại.");
    });
    request.addEventListener("error", function () {
      stop("Mất kết nối. Tệp và chú thích vẫn ở đây; vui lòng thử lại.");
    });
    request.send(new FormData(form));
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var sentences = tooMuch();
    complain({ files: sentences });
    if (sentences.length) return;
    button.disabled = true;
    status.textContent = "Đang gửi…";
    freshToken().then(send).catch(function (reason) {
      stop(typeof reason === "string" ? reason : "Mất kết nối. Tệp và chú thích vẫn ở đây; vui lòng thử lại.");
    });
  });

  // Back from the draft: the browser may keep what was chosen, but not our list of it.
  addEventListener("pageshow", function () {
    button.disabled = false;
    if (input.files.length && !files.size) take(input.files);
  });
})();
