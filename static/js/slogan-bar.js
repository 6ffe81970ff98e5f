// Shows the slogans one at a time. Without this file all of them stand, still.
// The sheet gives the bar its height and shows the first slogan before this file has come.
(function () {
  const SECONDS = 7;
  const LETTERS_A_SECOND = 15; // a long line stays until it is read
  const bar = document.querySelector(".slogan-bar");
  const text = bar.querySelector(".slogan-bar__text");
  const slogans = bar.querySelectorAll(".slogan-bar__slogan");
  const groups = bar.querySelectorAll(".slogan-bar__group");
  const controls = bar.querySelector(".slogan-bar__controls");
  const count = bar.querySelector(".slogan-bar__count");
  const toggle = bar.querySelector("[data-slogan=toggle]");
  const label = toggle.querySelector(".visually-hidden");
  const hover = window.matchMedia("(hover: hover)");
  const stillness = window.matchMedia("(prefers-reduced-motion: reduce)");
  let current = 0;
  let stopped;
  let timer;

  function show(index) {
    current = (index + slogans.length) % slogans.length;
    slogans.forEach(function (slogan, i) {
      slogan.classList.toggle("is-current", i === current);
    });
    groups.forEach(function (group) {
      group.classList.toggle("is-current", group.contains(slogans[current]));
    });
    count.textContent = current + 1 + "/" + slogans.length;
    letScroll(slogans[current]);
  }

  // A line too long for a phone scrolls from its beginning, by keys too.
  function letScroll(slogan) {
    slogan.scrollTop = 0;
    if (slogan.scrollHeight > slogan.clientHeight) slogan.tabIndex = 0;
    else slogan.removeAttribute("tabindex");
  }

  function turn(step) {
    bar.classList.add("is-turning");
    show(current + step);
  }

  // Under the pointer or the focus the bar waits, so that nobody's line is taken away;
  // but who has just pressed "play" still stands on that button. After a touch :hover stays where
  // the finger was, so it counts only where something hovers.
  function isHeld() {
    const focused = document.activeElement;
    return (hover.matches && bar.matches(":hover")) || (focused !== toggle && bar.contains(focused));
  }

  function wait() {
    const seconds = Math.max(SECONDS, slogans[current].textContent.length / LETTERS_A_SECOND);
    timer = setTimeout(function () {
      if (!isHeld()) turn(1);
      wait();
    }, seconds * 1000);
  }

  function setStopped(value) {
    stopped = value;
    bar.classList.toggle("is-paused", stopped);
    label.textContent = stopped ? "Chạy khẩu hiệu" : "Tạm dừng khẩu hiệu";
    // Read out what the reader turned to, never what turned by itself.
    text.setAttribute("aria-live", stopped ? "polite" : "off");
    clearTimeout(timer);
    if (!stopped) wait();
  }

  function stopAndTurn(step) {
    setStopped(true);
    turn(step);
  }

  toggle.addEventListener("click", function () { setStopped(!stopped); });
  bar.querySelector("[data-slogan=previous]").addEventListener("click", function () { stopAndTurn(-1); });
  bar.querySelector("[data-slogan=next]").addEventListener("click", function () { stopAndTurn(1); });
  stillness.addEventListener("change", function () { if (stillness.matches) setStopped(true); });

  bar.classList.add("is-running");
  controls.hidden = false;
  show(0);
  setStopped(stillness.matches);
})();
