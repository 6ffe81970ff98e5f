// Shows the slogans one at a time. Without this file all of them stand, still.
(function () {
  const SECONDS = 7;
  const bar = document.querySelector(".slogan-bar");
  const slogans = bar ? bar.querySelectorAll(".slogan-bar__slogan") : [];
  if (slogans.length < 2) return;

  const groups = bar.querySelectorAll(".slogan-bar__group");
  const controls = bar.querySelector(".slogan-bar__controls");
  const count = bar.querySelector(".slogan-bar__count");
  const toggle = bar.querySelector("[data-slogan=toggle]");
  const label = toggle.querySelector(".visually-hidden");
  const stillness = window.matchMedia("(prefers-reduced-motion: reduce)");
  let current = 0;
  let stopped = stillness.matches;
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
  }

  // Under the pointer or the focus the bar waits, so that nobody's line is taken away;
  // but who has just pressed "play" still stands on that button.
  function isHeld() {
    const focused = document.activeElement;
    return bar.matches(":hover") || (focused !== toggle && bar.contains(focused));
  }

  function setStopped(value) {
    stopped = value;
    bar.classList.toggle("is-paused", stopped);
    label.textContent = stopped ? "Chạy khẩu hiệu" : "Tạm dừng khẩu hiệu";
    clearInterval(timer);
    if (stopped) return;
    timer = setInterval(function () {
      if (!isHeld()) show(current + 1);
    }, SECONDS * 1000);
  }

  function turn(step) {
    setStopped(true);
    show(current + step);
  }

  toggle.addEventListener("click", function () { setStopped(!stopped); });
  bar.querySelector("[data-slogan=previous]").addEventListener("click", function () { turn(-1); });
  bar.querySelector("[data-slogan=next]").addEventListener("click", function () { turn(1); });
  stillness.addEventListener("change", function () { if (stillness.matches) setStopped(true); });

  bar.classList.add("is-rotating");
  controls.hidden = false;
  show(0);
  setStopped(stopped);
})();
