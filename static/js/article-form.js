// An announcement or a document has a number, a signer and files, a video its film: show where they
// are filled in.
// Without this file they are folded under their headings.
addEventListener("DOMContentLoaded", function () {
  const kind = document.querySelector("#id_kind");
  if (!kind) return;

  function unfold() {
    const parts = {
      announcement: ".for-documents details, #attachments-group details",
      document: ".for-documents details, #attachments-group details",
      video: "#videos-group details",
    }[kind.value];
    if (!parts) return;
    document.querySelectorAll(parts).forEach(function (part) { part.open = true; });
  }

  kind.addEventListener("change", unfold);
  unfold();
});
