// What the report editor does beyond CKEditor's own: uploads with our token, and pictures that
// stand in the text with a caption to fill in. Must load after ckeditor.js.
(function () {
  "use strict";

  // Stands in a new picture's caption until one is typed; equals CAPTION_PROMPT in news/body.py.
  var PROMPT = "Chú thích ảnh. Ảnh: tên người chụp";

  CKEDITOR.on("instanceCreated", function (event) {
    var editor = event.editor;

    editor.on("configLoaded", function () {
      var token = document.querySelector("[name=csrfmiddlewaretoken]");
      editor.config.fileTools_requestHeaders = { "X-CSRFToken": token.value };
    });

    editor.on("pluginsLoaded", function () {
      editor.lang.image2.captionPlaceholder = PROMPT;
      // What CKEditor's Vietnamese pack leaves in English.
      editor.lang.editor = "Khung soạn thảo";
      Object.assign(editor.lang.format, { tag_h2: "Tiêu đề mục", tag_h3: "Tiêu đề nhỏ", tag_h4: "Tiêu đề nhỏ nhất" });
      Object.assign(editor.lang.link, { displayText: "Chữ hiển thị", phone: "Điện thoại", phoneNumber: "Số điện thoại" });
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
})();
