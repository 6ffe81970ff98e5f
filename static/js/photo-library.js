// The window in which a photo is chosen: hands it to the editor that opened it, and closes.
(function () {
  "use strict";

  const library = document.querySelector(".library");
  const editor = window.opener && window.opener.bodyEditor;
  if (!library || !editor || !library.dataset.call) return;

  library.addEventListener("click", function (event) {
    const photo = event.target.closest(".library__photo");
    if (!photo) return;
    editor.choose(Number(library.dataset.call), {
      url: photo.dataset.url,
      alt: photo.dataset.alt,
      caption: photo.dataset.caption,
    });
    window.close();
  });
})();
