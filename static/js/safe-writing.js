// No word of an article is lost while it is written: every few seconds what was typed goes to the
// server, apart from the history, and until the server has it, it lies in this browser. Saving goes
// on only when the server knows who is writing; until then the text stays where it is.
// What it says stands in templates/admin/news/article/safety.html.
(function () {
  "use strict";

  var TICK = 5000; // between what is typed and the server
  var SOON = 1000; // between what is typed and this browser
  var BEAT = 30000; // between two signs of life; others see them for PRESENT_FOR
  var SIGNED_OUT = "signed out";

  var safety = document.querySelector(".safety");
  var form = document.getElementById("article_form");
  document.querySelectorAll(".submit-row [data-question]").forEach(function (button) {
    button.hidden = false; // an article must come down even where the editor did not load
  });
  if (!safety || !form || !window.bodyEditor) return;
  var address = safety.dataset.address;
  var key = safety.dataset.user + " " + address;
  var editor = window.bodyEditor;
  var status = safety.querySelector(".safety__status");

  var sent; // the text that the server has, saved or as typing
  var limit = Number(safety.dataset.limit); // bytes that it takes
  var underWay = Promise.resolve();
  var isTelling = false, isOffering = false, isSaving = false, isLeaving = false;
  var pressed = null; // the button that saves
  var isWaiting = false; // to save, as soon as somebody has signed in
  var soon = 0, said = "";

  function part(name) { return safety.querySelector("[data-" + name + "]"); }

  // ---------- The form as text, and back ----------

  function isText(field) {
    return field.name && field.name !== "csrfmiddlewaretoken" && field.name.indexOf("__prefix__") < 0 &&
      ["file", "submit", "button", "image", "reset", "fieldset"].indexOf(field.type) < 0;
  }

  function fieldsOf() {
    editor.sync();
    var fields = {};
    Array.prototype.filter.call(form.elements, isText).forEach(function (field) {
      if (field.type === "checkbox") fields[field.name] = field.checked;
      else if (field.type !== "radio" || field.checked) fields[field.name] = field.value;
    });
    return fields;
  }

  function typed() { return JSON.stringify(fieldsOf()); }

  // As it was typed to the last hidden field: the version and the rows that it was typed on top of
  // tell the server, if somebody has saved since.
  function fill(fields) {
    var filled = [];
    Object.keys(fields).forEach(function (name) {
      if (/-TOTAL_FORMS$/.test(name)) addRows(name, Number(fields[name]));
    });
    Array.prototype.filter.call(form.elements, isText).forEach(function (field) {
      if (!(field.name in fields)) return;
      var value = fields[field.name];
      if (field.type === "checkbox") field.checked = value === true;
      else if (field.type === "radio") field.checked = field.value === value;
      else if (editor.has(field)) filled.push(editor.fill(field, String(value)));
      else field.value = value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
    return Promise.all(filled);
  }

  function isSame(fields) {
    var now = fieldsOf();
    return Object.keys(fields).every(function (name) { return fields[name] === now[name]; });
  }

  function addRows(name, wanted) {
    var total = form.elements[name];
    var add = document.querySelector("#" + name.replace("-TOTAL_FORMS", "-group") + " .add-row a");
    for (var had = -1; total && add && Number(total.value) < wanted && Number(total.value) > had;) {
      had = Number(total.value);
      add.click();
    }
  }

  function sizeOf(text) { return new Blob([text]).size; }

  // ---------- This browser's own copy, of what the server has not got ----------

  function inStore(mode, act) {
    return new Promise(function (resolve, reject) {
      var opening = indexedDB.open("safe-writing", 1);
      opening.onupgradeneeded = function () { opening.result.createObjectStore("typings"); };
      opening.onerror = reject;
      opening.onsuccess = function () { resolve(opening.result); };
    }).then(function (database) {
      return new Promise(function (resolve, reject) {
        var asking = act(database.transaction("typings", mode).objectStore("typings"));
        asking.onsuccess = function () { resolve(asking.result); };
        asking.onerror = reject;
      });
    }).catch(function () { return undefined; }); // a browser that keeps nothing: the server does
  }

  function keepHere(text) {
    return inStore("readwrite", function (store) { return store.put({ text: text, at: Date.now() }, key); });
  }
  function forgetHere() { return inStore("readwrite", function (store) { return store.delete(key); }); }
  function keptHere() { return inStore("readonly", function (store) { return store.get(key); }); }

  // ---------- Talking with the server ----------

  function talk(method, body, query) {
    return fetch(query ? address + (address.indexOf("?") < 0 ? "?" : "&") + query : address, {
      method: method,
      redirect: "manual",
      credentials: "same-origin",
      cache: "no-store",
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      body: body,
    }).then(function (answer) {
      if (answer.type === "opaqueredirect") throw SIGNED_OUT;
      if (!answer.ok) throw answer.status;
      return answer.json();
    }).then(hear);
  }

  // 403 may only mean that the token has changed: a look at the page's state brings the new one.
  function tell(text) {
    var body = '{"user":' + safety.dataset.user + (text ? ',"fields":' + text : "") + "}";
    return talk("POST", body).catch(function (problem) {
      if (problem !== 403) throw problem;
      return talk("GET").then(function () { return talk("POST", body); });
    });
  }

  function hear(state) {
    var isOther = String(state.user) !== safety.dataset.user;
    part("other").hidden = !isOther;
    if (isOther) throw SIGNED_OUT;
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach(function (field) { field.value = state.token; });
    if (state.remarks) document.dispatchEvent(new CustomEvent("typing:read", { detail: state.remarks }));
    if (said === "offline" || said === "refused") say("");
    part("sign-in").hidden = true;
    showOthers(state.others);
    safety.querySelectorAll("[data-saver]").forEach(function (saver) { saver.textContent = state.saved_by; });
    part("newer").hidden = isOffering || !(state.version > Number(form.elements.version.value));
    return state;
  }

  function showOthers(others) {
    var list = safety.querySelector(".safety__others");
    if (list.textContent === others.join("")) return;
    list.textContent = "";
    others.forEach(function (sentence) {
      list.appendChild(document.createElement("li")).textContent = sentence;
    });
  }

  function say(what) {
    said = what;
    status.querySelectorAll("[data-say]").forEach(function (line) { line.hidden = line.dataset.say !== what; });
  }

  function hour(at) {
    var day = new Date(at), isToday = day.toDateString() === new Date().toDateString();
    var time = ("0" + day.getHours()).slice(-2) + ":" + ("0" + day.getMinutes()).slice(-2);
    return isToday ? time : time + " ngày " + day.getDate() + "/" + (day.getMonth() + 1);
  }

  function regret(problem) {
    if (problem === SIGNED_OUT) {
      part("sign-in").hidden = false;
    } else {
      say(problem instanceof TypeError ? "offline" : "refused");
    }
  }

  // ---------- Every few seconds ----------

  function send(text) {
    isTelling = true;
    underWay = keepHere(text).then(function () { return tell(text); }).then(function () {
      sent = text;
      status.querySelector("time").textContent = hour(Date.now());
      say("saved");
      return forgetHere();
    });
    underWay = underWay.then(done, function (problem) { done(); throw problem; });
    return underWay;
    function done() { isTelling = false; }
  }

  function tick() {
    if (isTelling || isOffering || isSaving) return;
    var text = typed();
    if (text === sent) return;
    if (sizeOf(text) > limit) {
      keepHere(text);
      say("too-large");
      return;
    }
    send(text).catch(regret);
  }

  function touched() {
    if (soon || isOffering) return;
    soon = setTimeout(function () {
      soon = 0;
      var text = typed();
      if (text !== sent && !isSaving) keepHere(text);
    }, SOON);
  }

  // ---------- Saving ----------

  function save() {
    var text = typed();
    if (sizeOf(text) > limit) {
      keepHere(text);
      say("too-large");
      return;
    }
    isSaving = true;
    isWaiting = false;
    underWay.catch(function () {}).then(function () {
      return text === sent ? talk("GET") : send(text);
    }).then(leave, function (problem) {
      isSaving = false;
      if (problem === SIGNED_OUT) {
        regret(problem);
        isWaiting = true;
        part("sign-in").scrollIntoView({ block: "center" });
        part("sign-in").querySelector("input").focus();
      } else if (problem instanceof TypeError) {
        regret(problem);
      } else {
        leave(); // whatever is wrong with keeping the typing, the form's own answer says more
      }
    });
  }

  function leave() {
    isLeaving = true;
    var button = form.appendChild(document.createElement("input"));
    button.type = "hidden";
    button.name = (pressed && pressed.name) || "";
    button.value = (pressed && pressed.value) || "";
    HTMLFormElement.prototype.submit.call(form);
    window.addEventListener("pageshow", function () { // back from the next page
      button.remove();
      isLeaving = isSaving = false;
    });
  }

  function signIn(event) {
    event.preventDefault();
    var fields = part("sign-in").querySelector("form").elements, login = safety.dataset.login;
    var refusal = part("refusal");
    fetch(login, { credentials: "same-origin", cache: "no-store" }).then(textOf).then(function (page) {
      var body = new URLSearchParams({
        username: fields.username.value,
        password: fields.password.value,
        csrfmiddlewaretoken: page.querySelector("[name=csrfmiddlewaretoken]").value,
        next: address,
      });
      return fetch(login, { method: "POST", body: body, credentials: "same-origin", redirect: "manual" });
    }).then(function (answer) {
      if (answer.type === "opaqueredirect") return null;
      return textOf(answer).then(function (page) { return page.querySelector(".errornote") || page.body; });
    }).then(function (no) {
      refusal.hidden = !no;
      refusal.textContent = no ? no.textContent.trim().slice(0, 300) : "";
      if (no) return;
      fields.password.value = "";
      talk("GET").then(function () { return isWaiting ? save() : tick(); }).catch(regret);
    }).catch(function () { say("offline"); });
  }

  function textOf(answer) {
    return answer.text().then(function (text) { return new DOMParser().parseFromString(text, "text/html"); });
  }

  // ---------- Opening the form ----------

  function start() {
    sent = safety.hasAttribute("data-came-back") ? "" : typed();
    setInterval(tick, TICK);
    setInterval(function () { if (!isTelling && !isSaving) tell().catch(regret); }, BEAT);
    if (!sent) return tick();
    // Until it is known whether there is something to offer, nothing may be written over it.
    isOffering = true;
    Promise.all([talk("GET", undefined, "typing"), keptHere()]).then(function (found) {
      var theirs = found[0].typing, here = found[1];
      if (!here || (theirs && new Date(theirs.typed_at) > here.at)) return theirs;
      if (sizeOf(here.text) > limit) return tooLarge(here);
      return tell(here.text) // so that it comes back as harmless as everything from the server
        .then(function () { return talk("GET", undefined, "typing"); })
        .then(function (state) {
          return forgetHere().then(function () {
            state.typing.typed_at = here.at;
            return state.typing;
          });
        });
    }).then(function (typing) {
      if (typing && !isSame(typing.fields)) offer(typing);
      else isOffering = false;
      return tell();
    }).catch(function (problem) {
      isOffering = !part("offer").hidden;
      regret(problem);
    });
  }

  // The server can't have it, so it comes back from here; the editor filters what it is given.
  function tooLarge(here) {
    var fields = JSON.parse(here.text);
    return { fields: fields, version: Number(fields.version), typed_at: here.at };
  }

  function offer(typing) {
    part("at").textContent = hour(typing.typed_at);
    part("changed").hidden = typing.version >= Number(form.elements.version.value || 1);
    part("offer").hidden = false;
    form.inert = true; // what is offered must not be written over
    part("restore").onclick = function () {
      fill(typing.fields).then(function () {
        var text = typed();
        sent = sizeOf(text) > limit ? "" : text;
        goOn();
      });
    };
    part("discard").onclick = function () {
      if (!confirm(this.dataset.question)) return;
      talk("DELETE").then(forgetHere).then(goOn).catch(regret);
    };
  }

  function goOn() {
    part("offer").hidden = true;
    form.inert = isOffering = false;
  }

  form.addEventListener("input", touched);
  form.addEventListener("change", touched);
  form.addEventListener("click", function (event) {
    pressed = event.target.closest("[type=submit]") || pressed;
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    pressed = event.submitter || pressed;
    if (isSaving) return;
    if (pressed && pressed.dataset.question && !confirm(pressed.dataset.question)) return;
    save();
  });
  part("sign-in").querySelector("form").addEventListener("submit", signIn);
  window.addEventListener("focus", function () {
    if (!part("sign-in").hidden) talk("GET").catch(regret); // signed in on another tab?
  });
  document.addEventListener("visibilitychange", function () { // a phone may close what is hidden
    if (document.hidden && sent !== undefined) tick();
  });
  window.addEventListener("beforeunload", function (event) {
    if (isLeaving || isOffering || sent === undefined || typed() === sent) return;
    event.preventDefault();
    event.returnValue = "";
  });
  var row = form.querySelector(".submit-row");
  if (row) row.appendChild(status);
  editor.whenReady(start);
})();
