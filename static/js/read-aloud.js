// Reads the article aloud by the browser's own Vietnamese voice. Where there is none, no button.
(function () {
  const LONGEST = 220; // letters in one breath; some browsers fall silent in a longer one
  const speech = window.speechSynthesis;
  if (!speech || !window.SpeechSynthesisUtterance) return;
  const read = document.querySelector("[data-tool=read]");
  const stop = document.querySelector("[data-tool=stop]");
  const label = read.querySelector("span");
  const sign = read.querySelector("use");
  let voice;
  let parts = [];
  let place = 0;
  let turn = 0; // a voice that is cut off still says that it has ended

  function inBreaths(text) {
    const sentences = text.replace(/\s+/g, " ").trim().match(/.+?(?:[.!?…;:]+(?=\s|$)|$)/g) || [];
    return sentences.flatMap(function (sentence) {
      return sentence.match(new RegExp(".{1," + LONGEST + "}(?:\\s|$)", "g")) || [sentence];
    });
  }

  function wordsOfTheArticle() {
    const blocks = "h2, h3, h4, p, li, caption, tr";
    const article = read.closest("article");
    const body = Array.from(article.querySelectorAll(".article__body :is(" + blocks + ")"));
    const head = Array.from(article.querySelectorAll("h1, .lead"));
    const alone = body.filter(function (block) { return !block.querySelector(blocks); });
    return head.concat(alone).flatMap(function (block) { return inBreaths(block.textContent); });
  }

  function show(words, icon, isOn) {
    label.textContent = words;
    sign.setAttribute("href", icon);
    stop.hidden = !isOn;
  }

  function silence() {
    turn += 1;
    speech.cancel();
  }

  function end() {
    silence();
    place = 0;
    if (document.activeElement === stop) read.focus();
    show("Đọc bài", "#i-play", false);
  }

  function say() {
    const mine = turn;
    if (place >= parts.length) return end();
    const utterance = new SpeechSynthesisUtterance(parts[place]);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.onend = function () {
      if (mine !== turn) return;
      place += 1;
      say();
    };
    utterance.onerror = function () { if (mine === turn) end(); };
    speech.speak(utterance);
  }

  function isReading() { return sign.getAttribute("href") === "#i-pause"; }

  // The sentence is begun anew after a pause: on Android a voice that pauses never goes on.
  read.addEventListener("click", function () {
    if (isReading()) {
      silence();
      show("Đọc tiếp", "#i-play", true);
      return;
    }
    if (!place) parts = wordsOfTheArticle();
    silence();
    show("Tạm dừng", "#i-pause", true);
    say();
  });
  stop.addEventListener("click", end);
  window.addEventListener("pagehide", silence);

  function look() {
    voice = speech.getVoices().find(function (one) { return /^vi([-_]|$)/i.test(one.lang); });
    read.hidden = !voice;
  }
  look();
  if (speech.addEventListener) speech.addEventListener("voiceschanged", look);
  else speech.onvoiceschanged = look; // Safari
})();
