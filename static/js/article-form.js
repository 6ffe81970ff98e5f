// An announcement or a document has a number, a signer and files: show where they are filled in.
// Without this file they are folded under their headings.
addEventListener("DOMContentLoaded", function () {
  const kind = document.querySelector("#id_kind");
  if (!kind) return;

  function unfold() {
    if (kind.value !== "announcement" && kind.value !== "document") return;
    document.querySelectorAll(".for-documents details, #attachments-group details").forEach(
      function (part) { part.open = true; }
    );
  }

  kind.addEventListener("change", unfold);
  unfold();
});
