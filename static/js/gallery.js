// Opens the pictures of a gallery over the page. Without this file each is a link to itself.
// A picture that is open is an entry of the history: Back closes it and stays on the page.
(function () {
  const gallery = document.querySelector(".gallery");
  const viewer = gallery.querySelector(".gallery__viewer");
  if (!viewer.showModal) return; // Safari before 15.4
  const links = Array.from(gallery.querySelectorAll(".gallery__link"));
  const count = viewer.querySelector(".gallery__count");
  const image = new Image();
  const caption = viewer.querySelector("figcaption");
  let current = 0;
  caption.before(image);

  function show(index) {
    current = (index + links.length) % links.length;
    const link = links[current];
    const words = link.parentElement.querySelector("figcaption");
    image.removeAttribute("src"); // the last picture does not stand over this one's words
    image.src = link.href;
    image.alt = link.querySelector("img").alt;
    caption.textContent = words ? words.textContent.replace(/\s+/g, " ").trim() : "";
    count.textContent = "Ảnh " + (current + 1) + "/" + links.length;
    new Image().src = links[(current + 1) % links.length].href;
  }

  function picture() { return history.state ? links[history.state.picture] : undefined; }

  // Opens or closes as the entry says that the reader came to: by Back, Forward or loading again.
  function follow() {
    if (!picture()) {
      viewer.close();
      history.scrollRestoration = "auto";
    } else if (!viewer.open) {
      viewer.showModal();
      show(history.state.picture);
    }
  }

  gallery.addEventListener("click", function (event) {
    const link = event.target.closest(".gallery__link");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.scrollRestoration = "manual"; // the page stands where the picture seen last is
    history.pushState({ picture: links.indexOf(link) }, "");
    follow();
  });
  addEventListener("popstate", follow);
  viewer.addEventListener("click", function (event) {
    const button = event.target.closest("button");
    if (button && button.dataset.gallery !== "close") {
      show(current + (button.dataset.gallery === "next" ? 1 : -1));
    } else if (button || event.target === viewer) {
      viewer.close();
    }
  });
  viewer.addEventListener("keydown", function (event) {
    const aims = { ArrowLeft: current - 1, ArrowRight: current + 1, Home: 0, End: links.length - 1 };
    if (event.key in aims) show(aims[event.key]);
  });
  // Back to the picture that was looked at last, which need not be the one that was opened.
  viewer.addEventListener("close", function () {
    links[current].focus();
    if (picture()) history.back(); // closed by a key or a button: its entry goes too
  });

  viewer.hidden = false;
  follow();
})();
