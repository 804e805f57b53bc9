// Nothing typed is lost when the session ends: a warning before, and a look before each sending.
(() => {
  "use strict";
  const watch = document.querySelector("[data-session-watch]");
  if (!watch) return;
  const ends = document.getElementById("session-ends");
  const over = document.getElementById("session-over");
  const WARN_BEFORE_MS = 120000;
  const TRUST_MS = 60000; // so long after the last answer a sending needs no look before it
  let lastAnswer = Date.now();
  let timer = 0;

  // {isIn, leftMs}; null when the server cannot be reached, which is no reason to stop anybody.
  const look = async (isUse) => {
    let answer;
    try {
      answer = await fetch(watch.dataset.url, {
        headers: isUse ? {} : { "X-Only-Looking": "1" }, cache: "no-store",
      });
    } catch { return null; }
    if (answer.status !== 200) return null;
    const said = await answer.json();
    if (!said.seconds_left) return { isIn: false, leftMs: 0 };
    lastAnswer = Date.now();
    // Signing in again elsewhere changed the token; the forms of this page go on with the new one.
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => {
      field.value = said.token;
    });
    document.body.setAttribute(
      "hx-headers:inherited", JSON.stringify({ "X-CSRFToken": said.token }),
    );
    return { isIn: true, leftMs: said.seconds_left * 1000 };
  };

  const arm = (leftMs) => {
    clearTimeout(timer);
    timer = setTimeout(check, Math.max(leftMs - WARN_BEFORE_MS, 1000));
  };
  // Another tab may have been used meanwhile, so the server is asked and not this page's clock.
  const check = async () => {
    const state = await look(false);
    if (!state) return arm(WARN_BEFORE_MS * 2);
    if (!state.isIn) {
      if (ends.open) ends.close();
      if (!over.open) over.showModal();
      return undefined;
    }
    if (state.leftMs > WARN_BEFORE_MS + 5000) {
      if (ends.open) ends.close("seen");
      return arm(state.leftMs);
    }
    if (!ends.open) ends.showModal();
    clearTimeout(timer);
    timer = setTimeout(check, Math.min(state.leftMs + 1000, 30000));
    return undefined;
  };
  ends.addEventListener("close", async () => {
    if (ends.returnValue !== "stay") return;
    const state = await look(true);
    if (state && !state.isIn) over.showModal();
    else arm(state ? state.leftMs : WARN_BEFORE_MS * 2);
  });
  over.addEventListener("close", () => arm(WARN_BEFORE_MS + 30000));

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const isPost = (form.getAttribute("method") || "").toLowerCase() === "post";
    if (!isPost || form.hasAttribute("hx-post") || Date.now() - lastAnswer < TRUST_MS) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    look(true).then((state) => {
      if (state && !state.isIn) { over.showModal(); return; }
      lastAnswer = Date.now();
      form.requestSubmit(event.submitter);
    });
  }, true);

  arm(Number(watch.dataset.idleSeconds) * 1000);
})();
