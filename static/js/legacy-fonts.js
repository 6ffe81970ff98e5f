// Text in TCVN3 or VNI letters, pasted from an old document: shown converted before it goes in. The
// server converts, by the fonts that Word puts on the clipboard; the editor would drop them.
(function () {
  "use strict";

  var OLD_FONT = /(?:font-family\s*:|face\s*=)\s*["']?\s*(?:\.vn|vni[- ]|vps)/i;
  // What every Vietnamese text in Unicode has and no old one.
  var UNICODE_ONLY = /[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9\u0300-\u0323]/;
  var TELLTALE = /[\u00a1-\u00ff]/;
  var PICTURE = /data:image\/[\w.+-]+;base64,[\w+\/=\s]*/g;

  CKEDITOR.on("instanceReady", function (event) {
    var editor = event.editor;

    editor.on("paste", function (paste) {
      var data = paste.data, transfer = data.dataTransfer;
      var html = transfer.getData("text/html", true) || data.dataValue;
      if (data.isRead || !mayBeOld(html)) return;
      paste.cancel();
      var pictures = [];
      var words = html.replace(PICTURE, function (picture) {
        return "old-letters:" + (pictures.push(picture) - 1);
      });
      ask(editor.config.oldLettersUrl, words).then(function (answer) {
        return answer.count && choose(answer);
      }).then(function (converted) {
        pasteAgain(converted && converted.replace(/old-letters:(\d+)/g, function (_, number) { return pictures[number]; }));
      }).catch(function () {
        editor.showNotification("Chưa hỏi được máy chủ về bảng mã cũ; chữ được dán như trong bản gốc.", "warning");
        pasteAgain();
      });

      function pasteAgain(converted) {
        if (converted) {
          transfer = new CKEDITOR.plugins.clipboard.dataTransfer();
          transfer.setData("text/html", converted);
          transfer.setData("text/rtf", data.dataTransfer.getData("text/rtf", true)); // its pictures
        }
        editor.focus();
        editor.fire("paste", {
          type: data.type, method: data.method, dataTransfer: transfer, isRead: true,
          dataValue: converted ? transfer.getData("text/html") : data.dataValue,
        });
      }
    }, null, null, 1);
  });

  function mayBeOld(html) {
    return OLD_FONT.test(html) || (TELLTALE.test(html) && !UNICODE_ONLY.test(html));
  }

  function ask(address, html) {
    return fetch(address, {
      method: "POST",
      redirect: "error",
      credentials: "same-origin",
      headers: { "Content-Type": "text/html", "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value },
      body: html,
    }).then(function (answer) {
      if (!answer.ok) throw answer.status;
      return answer.json();
    });
  }

  // ---------- The question ----------

  // Returns a promise of the converted HTML, or of nothing where the letters are to stay.
  function choose(answer) {
    var dialog = element("dialog", "old-letters");
    var change = element("button", "button default", "Chuyển sang Unicode");
    var keep = element("button", "button", "Giữ nguyên");
    var list = element("dl", "old-letters__lines");
    answer.lines.forEach(function (line) {
      list.append(element("dt", "", shortened(line.before)), element("dd", "", shortened(line.after)));
    });
    var actions = element("p", "old-letters__actions");
    actions.append(change, keep);
    dialog.append(
      element("h2", "", "Chữ vừa dán có vẻ dùng bảng mã cũ (TCVN3 hoặc VNI)"),
      element("p", "", "Bạn đọc chỉ đọc được chữ Unicode. Sau khi chuyển, " + answer.count + " đoạn sẽ như dòng dưới:"),
      list, actions
    );
    document.body.append(dialog);
    return new Promise(function (resolve) {
      change.addEventListener("click", function () { dialog.close("change"); });
      keep.addEventListener("click", function () { dialog.close(); });
      dialog.addEventListener("close", function () {
        dialog.remove();
        resolve(dialog.returnValue === "change" ? answer.html : undefined);
      });
      dialog.showModal();
      change.focus();
    });
  }

  function shortened(text) { return text.length > 140 ? text.slice(0, 140) + " …" : text; }

  function element(name, className, text) {
    var made = document.createElement(name);
    if (made.type === "submit") made.type = "button";
    made.className = className;
    made.textContent = text || "";
    return made;
  }
})();
