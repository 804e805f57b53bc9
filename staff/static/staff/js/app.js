// The little that pages need beyond HTML and htmx. No inline scripts, so that the policy stays 'self'.
(() => {
  "use strict";
  const TOAST_STAYS_MS = 6000;

  document.documentElement.classList.add("has-script");

  // Toasts go by themselves when they bring good news; refusals stay until they are read.
  const retire = (toast) => {
    if (!toast.classList.contains("toast-error")) {
      setTimeout(() => toast.remove(), TOAST_STAYS_MS);
    }
  };
  document.querySelectorAll(".toast-card").forEach(retire);

  document.addEventListener("click", (event) => {
    const close = event.target.closest(".toast-close");
    if (close) close.closest(".toast-card").remove();
    document.querySelectorAll("details.menu[open], details.phonebar-more[open]").forEach((menu) => {
      const inside = menu.contains(event.target);
      const onVeil = event.target === menu;
      if (!inside || onVeil) menu.open = false;
    });
    const opener = event.target.closest(".filters-open");
    if (opener) opener.setAttribute("aria-expanded", String(opener.form.classList.toggle("is-open")));
    if (event.target.closest("[data-print]")) window.print();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.menu[open], details.phonebar-more[open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  // <form data-ask="…"> or <button data-ask="…"> asks before it sends.
  const ask = document.getElementById("ask");
  let asked = null;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "dialog") return;
    const sentence = event.submitter?.dataset.ask || form.dataset.ask;
    if (sentence && asked !== form && ask) {
      event.preventDefault();
      ask.querySelector("#ask-sentence").textContent = sentence;
      ask.onclose = () => {
        if (ask.returnValue !== "yes") return;
        asked = form;
        form.requestSubmit(event.submitter);
      };
      ask.returnValue = "no";
      ask.showModal();
      return;
    }
    asked = null;
    // A second click does nothing; the verb behind it would refuse anyway.
    if (form.method === "post" && !form.hasAttribute("hx-post")) {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
      event.submitter?.setAttribute("aria-busy", "true");
    }
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
    });
  });

  // The line at the top while htmx waits.
  let waiting = 0;
  const wait = (step) => {
    waiting = Math.max(0, waiting + step);
    document.documentElement.classList.toggle("is-waiting", waiting > 0);
  };
  document.addEventListener("htmx:before:request", () => wait(1));
  document.addEventListener("htmx:finally:request", () => wait(-1));
  document.addEventListener("htmx:after:swap", () => {
    document.querySelectorAll(".toast-card").forEach(retire);
  });
})();
