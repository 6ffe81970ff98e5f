// Print, the device's own sharing, the address on the clipboard, the marked words for "Báo lỗi".
// The links beside them need no script.
(function () {
  const SHOWN = 3000; // milliseconds
  const LONGEST = 300; // letters of a marked passage
  const print = document.querySelector("[data-tool=print]");
  const links = document.querySelector(".share-links");
  const device = links.querySelector("[data-share=device]");
  const copy = links.querySelector("[data-share=copy]");
  const label = copy.querySelector("span");
  const address = links.dataset.address;

  // A page without https has no clipboard; a selected text is copied everywhere.
  function copySelected() {
    const text = document.createElement("textarea");
    text.value = address;
    text.setAttribute("readonly", "");
    links.append(text);
    text.select();
    const done = document.execCommand("copy");
    text.remove();
    copy.focus();
    return done ? Promise.resolve() : Promise.reject();
  }

  function tell(words) {
    label.textContent = words;
    setTimeout(function () { label.textContent = "Chép liên kết"; }, SHOWN);
  }

  print.addEventListener("click", function () { window.print(); });
  copy.addEventListener("click", function () {
    const copied = navigator.clipboard ? navigator.clipboard.writeText(address) : copySelected();
    copied.then(
      function () { tell("Đã chép liên kết"); },
      function () { tell("Trình duyệt không cho chép"); }
    );
  });
  // What is marked goes along to the form. Pressing on a link takes the mark away: so before that.
  const report = links.querySelector("[data-report]");
  const form = report.href;
  function takeAlong() {
    const marked = String(window.getSelection()).replace(/\s+/g, " ").trim().slice(0, LONGEST);
    report.href = marked ? form + "?doan=" + encodeURIComponent(marked) : form;
  }
  report.addEventListener("pointerdown", takeAlong);
  report.addEventListener("keydown", takeAlong);
  if (navigator.share) {
    device.parentElement.hidden = false;
    device.addEventListener("click", function () {
      // Whoever closes the sheet has decided; that is no fault.
      navigator.share({ title: links.dataset.title, url: address }).catch(function () {});
    });
  }
})();
