// j and k lead to the next and the previous paper; a moves to the button. Nothing is decided by a key.
(() => {
  "use strict";
  const ways = { j: "next", k: "prev" };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    if (ways[event.key]) document.querySelector(`a[data-turn="${ways[event.key]}"]`)?.click();
    if (event.key === "a") document.querySelector("[data-decide]")?.focus();
    if (event.key === "r") {
      const back = document.querySelector("[data-give-back]");
      if (!back) return;
      event.preventDefault();
      back.open = true;
      back.querySelector("textarea")?.focus();
    }
  });
})();
