// What Word keeps from a reader, its import leaves out; so does a paste: margin comments, words deleted
// with changes tracked, hidden words. And lists keep their letters and Roman numerals, headings their rank.
(function () {
  "use strict";

  // In this order: a comment may be deleted or hidden, and is named once.
  var UNSHOWN = [
    ["[style*='mso-element:comment-list' i]", "ghi chú bên lề"],
    ["a.msocomanchor", "dấu ghi chú"],
    ["del", "chữ đã xóa"],
    ["[style*='mso-hide:all' i], [style*='display:none' i], [style*='display: none' i]", "chữ ẩn"],
  ];
  var MAY_HOLD = /msocomanchor|comment-list|<del\b|mso-hide|display:\s*none/i;
  var GOOGLE = /docs-internal-guid-/;
  var TYPES = { "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i", "upper-roman": "I" };
  var LONG = 80;

  CKEDITOR.on("instanceReady", function (event) {
    var editor = event.editor;

    editor.on("paste", function (paste) {
      var data = paste.data;
      var html = data.dataTransfer && data.dataTransfer.getData("text/html", true) || data.dataValue || "";
      if (!MAY_HOLD.test(html) && !GOOGLE.test(html)) return;
      var page = new DOMParser().parseFromString(html, "text/html");
      var found = takeOut(page);
      if (GOOGLE.test(html)) steady(page);
      else if (!found.length) return;
      var transfer = new CKEDITOR.plugins.clipboard.dataTransfer();
      transfer.setData("text/html", page.documentElement.outerHTML);
      if (data.dataTransfer) transfer.setData("text/rtf", data.dataTransfer.getData("text/rtf", true)); // its pictures
      data.dataTransfer = transfer;
      data.dataValue = transfer.getData("text/html");
      if (found.length) editor.showNotification(CKEDITOR.tools.htmlEncode("Không dán vào bài: " + found.join("; ") + "."), "warning");
    }, null, null, 0);

    // After CKEditor has read Word's and Google's lists, before it drops what they look like, and the
    // headings that the body has not.
    editor.on("paste", function (paste) {
      paste.data.dataValue = paste.data.dataValue.replace(/(<\/?)h1\b/gi, "$1h2").replace(/(<\/?)h[56]\b/gi, "$1h4");
      if (!/list-style-type/i.test(paste.data.dataValue)) return;
      var page = new DOMParser().parseFromString(paste.data.dataValue, "text/html");
      page.querySelectorAll("ol").forEach(function (list) {
        var item = list.querySelector(":scope > li");
        var type = TYPES[list.style.listStyleType || item && item.style.listStyleType];
        if (type) list.setAttribute("type", type);
      });
      paste.data.dataValue = page.body.innerHTML;
    }, null, null, 4);
  });

  // CKEditor's reader of Google Docs stops at a span without looks and at an empty div, and nothing is pasted.
  function steady(page) {
    page.querySelectorAll("span:not([style])").forEach(function (span) { span.replaceWith.apply(span, span.childNodes); });
    page.querySelectorAll("div:empty").forEach(function (division) { division.remove(); });
  }

  // Returns what was taken out of the page, in words.
  function takeOut(page) {
    var found = [];
    UNSHOWN.forEach(function (kind) {
      page.querySelectorAll(kind[0]).forEach(function (element) {
        var text = element.textContent.replace(/\s+/g, " ").trim();
        if (text && page.contains(element)) found.push(kind[1] + " “" + shortened(text) + "”");
        element.remove();
      });
    });
    return found;
  }

  function shortened(text) { return text.length > LONG ? text.slice(0, LONG) + " …" : text; }
})();
