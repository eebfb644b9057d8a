"use strict";
// Timecodes copy with a click; without a clipboard they can still be selected.
(function () {
  var notice = document.getElementById("copied"), timer = 0;
  function announce(button, text, done) {
    notice.textContent = done ? text + " copied" : "select it and copy";
    notice.className = "on";
    button.classList.toggle("done", done);
    clearTimeout(timer);
    timer = setTimeout(function () {
      notice.className = "";
      document.querySelectorAll(".tc.done").forEach(function (each) { each.classList.remove("done"); });
    }, 1400);
  }
  function bySelection(text) {
    var area = document.createElement("textarea"), done = false;
    area.value = text;
    area.setAttribute("readonly", "");
    area.className = "tc";
    document.body.appendChild(area);
    area.select();
    try { done = document.execCommand("copy"); } catch (error) { done = false; }
    area.remove();
    return done;
  }
  function copy(event) {
    var button = event.target.closest && event.target.closest(".tc[role]");
    // Who marks text wants to mark it.
    if (!button || (event.type === "click" && String(window.getSelection()))) { return; }
    if (event.type === "keydown") {
      if (event.key !== "Enter" && event.key !== " ") { return; }
      event.preventDefault();
    }
    var text = button.textContent.trim().replace(/^frame /, "");
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).then(
        function () { announce(button, text, true); },
        function () { announce(button, text, bySelection(text)); }
      );
    } else {
      announce(button, text, bySelection(text));
    }
  }
  document.addEventListener("click", copy);
  document.addEventListener("keydown", copy);
})();
