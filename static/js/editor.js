// What the report editor does beyond CKEditor's own: uploads with our token, and pictures that
// stand in the text with a caption to fill in. Must load after ckeditor.js.
(function () {
  "use strict";

  // Stands in a new picture's caption until one is typed; equals CAPTION_PROMPT in news/body.py.
  var PROMPT = "Chú thích ảnh. Ảnh: tên người chụp";

  CKEDITOR.on("instanceCreated", function (event) {
    var editor = event.editor;

    // At each upload: signing in again, here or in another tab, changes the token.
    editor.on("fileUploadRequest", function () {
      var token = document.querySelector("[name=csrfmiddlewaretoken]");
      editor.config.fileTools_requestHeaders = { "X-CSRFToken": token.value };
    }, null, null, 1);

    // CKEditor tells nobody outside; safe-writing.js listens to the form. Its own "change" comes with
    // keys and buttons, not with what a phone's keyboard composes.
    function changed() {
      editor.element.$.dispatchEvent(new Event("input", { bubbles: true }));
    }
    editor.on("change", changed);
    editor.on("contentDom", function () {
      editor.editable().attachListener(editor.editable(), "input", changed);
    });

    editor.on("pluginsLoaded", function () {
      editor.lang.image2.captionPlaceholder = PROMPT;
      // What CKEditor's Vietnamese pack leaves in English.
      editor.lang.editor = "Khung soạn thảo";
      Object.assign(editor.lang.common, { browseServer: "Chọn trong kho", url: "Địa chỉ" });
      Object.assign(editor.lang.format, { tag_h2: "Tiêu đề mục", tag_h3: "Tiêu đề nhỏ", tag_h4: "Tiêu đề nhỏ nhất" });
      Object.assign(editor.lang.link, {
        displayText: "Chữ hiển thị", phone: "Điện thoại", toPhone: "Điện thoại", phoneNumber: "Số điện thoại",
        noTel: "Hãy nhập số điện thoại.", toUrl: "Địa chỉ trang",
      });
      editor.lang.link.anchor.errorWhitespace = "Tên điểm neo không có khoảng trắng.";
      Object.assign(editor.lang.table.cell, { columnHeader: "Đầu đề của cột", rowHeader: "Đầu đề của hàng" });
      Object.assign(editor.lang.table, {
        heightUnit: "đơn vị của chiều cao", caption: "Tên bảng", headers: "Ô đầu đề",  // both were "Đầu đề"
      });
      editor.lang.widget.label = "Khung %1";
      editor.lang.notification.closed = "Đã đóng thông báo.";
      editor.lang.toolbar.toolbarGroups.clipboard = "Dán, hoàn tác";
      var paste = "Trình duyệt không cho dán bằng nút. Hãy bấm %1 để dán.";
      editor.lang.pastetext.pasteNotification = paste;
      Object.assign(editor.lang.clipboard, {
        pasteNotification: paste,
        pasteMsg: "Hãy dán vào khung dưới đây rồi bấm “Đồng ý”.",
        fileFormatNotSupportedNotification: "Không nhận loại tệp này; chỉ nhận ${formats}.",
        fileWithoutFormatNotSupportedNotification: "Không nhận loại tệp này.",
      });
      Object.assign(editor.lang.uploadwidget, {
        abort: "Đã dừng tải ảnh lên.",
        doneOne: "Đã tải ảnh lên.",
        doneMany: "Đã tải %1 ảnh lên.",
        uploadOne: "Đang tải ảnh lên ({percentage}%)…",
        uploadMany: "Đang tải ảnh lên, xong {current} trong {max} ({percentage}%)…",
      });
    });

    // The server says in Vietnamese why it refuses a picture; CKEditor would only show a number.
    editor.on("fileUploadRequest", function (event) {
      var loader = event.data.fileLoader;
      loader.on("error", function () {
        try {
          loader.message = JSON.parse(loader.xhr.responseText).error.message;
        } catch (error) {
          loader.message = "Không tải được ảnh lên. Vui lòng kiểm tra mạng rồi thử lại.";
        }
      }, null, null, 1);
    });

    editor.on("widgetDefinition", function (event) {
      if (event.data.name !== "uploadimage") return;
      event.data.onUploaded = function (upload) {
        this.replaceWith(
          '<figure class="image"><img alt="" src="' + upload.url + '"><figcaption>' + PROMPT +
          "</figcaption></figure>"
        );
      };
    });
  });

  // A picture chosen in the dialog gets a caption as well, unless the clerk unticks it.
  CKEDITOR.on("dialogDefinition", function (event) {
    if (event.data.name !== "image2") return;
    var caption = event.data.definition.getContents("info").get("hasCaption");
    caption.setup = function (widget) {
      this.setValue(widget.data.src ? widget.data.hasCaption : true);
    };
  });

  // CKEditor's dialog of letters is wider than a phone, and shows them as HTML besides.
  CKEDITOR.on("dialogDefinition", function (event) {
    if (event.data.name !== "specialchar") return;
    var definition = event.data.definition;
    Object.assign(definition, { minWidth: 320, minHeight: 200, charColumns: 8 });
    definition.getContents("info").elements[0].type = "vbox";
    definition.getContents("info").get("htmlPreview").style = "display: none";
  });

  // Called by the library's window: puts a photo of it, with its words, into the open dialog.
  function choose(call, photo) {
    CKEDITOR.tools.callFunction(call, photo.url, function () {
      var dialog = this.getDialog();
      var lang = dialog.getParentEditor().lang.image2;
      dialog.getContentElement("info", "alt").setValue(photo.alt);
      // image2 writes it into the new figure as HTML.
      lang.captionPlaceholder = photo.caption ? CKEDITOR.tools.htmlEncode(photo.caption) : PROMPT;
      dialog.once("hide", function () { lang.captionPlaceholder = PROMPT; });
    });
  }

  // What safe-writing.js and the library's window need of the editor.
  window.bodyEditor = {
    choose: choose,
    sync: function () {
      Object.values(CKEDITOR.instances).forEach(function (editor) {
        if (editor.status === "ready") editor.updateElement();
      });
    },
    has: function (field) {
      return field.id in CKEDITOR.instances;
    },
    fill: function (field, html) {
      return new Promise(function (resolve) {
        CKEDITOR.instances[field.id].setData(html, { callback: resolve });
      });
    },
    whenReady: function (act) {
      CKEDITOR.once("instanceReady", act);
    },
  };
})();
