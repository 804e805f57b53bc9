// Photos are shown at once and sent one by one; what fails can be sent again by a touch.
(() => {
  "use strict";
  const form = document.querySelector("[data-record]");
  const picker = form?.querySelector("[data-pick-photos]");
  if (!picker) return;
  const list = form.querySelector("[data-photos]");
  const pattern = document.getElementById("photo-card");
  const MOST_BYTES = 15 * 1024 * 1024;

  const changed = () => form.dispatchEvent(new Event("draft:changed"));
  const newCard = (url) => {
    const card = pattern.content.cloneNode(true).firstElementChild;
    card.querySelector("img").src = url;
    list.append(card);
    return card;
  };
  const keep = (card, token, url) => {
    card.dataset.token = token;
    card.dataset.url = url;
    card.classList.remove("is-failed");
    card.querySelector("[name=photo]").value = token;
    card.querySelector(".photo-state").textContent = "";
  };
  const fail = (card, why) => {
    card.classList.add("is-failed");
    card.querySelector(".photo-state").textContent = `${why}，点此重试`;
  };
  // A refusal comes as a card for the corner of the page.
  const showRefusal = (html) => {
    const toasts = document.getElementById("toasts");
    if (html.includes("toast-card")) {
      const read = new DOMParser().parseFromString(html, "text/html");
      toasts.append(...read.body.children);
    }
  };
  const send = async (card, file) => {
    card.classList.remove("is-failed");
    card.querySelector(".photo-state").textContent = "正在上传……";
    const body = new FormData();
    body.append("photo", file, file.name);
    try {
      const answer = await fetch(picker.dataset.url, {
        method: "POST",
        body,
        headers: {
          "X-CSRFToken": form.elements.csrfmiddlewaretoken.value,
          "HX-Request": "true",
        },
      });
      if (answer.headers.get("HX-Redirect")) {
        fail(card, "登录已过期，请在新窗口登录");
        return;
      }
      if (!answer.ok || answer.redirected) {
        showRefusal(await answer.text());
        fail(card, "没有收下");
        return;
      }
      const kept = await answer.json();
      keep(card, kept.token, kept.url);
      changed();
    } catch {
      fail(card, "网络中断");
    }
  };

  picker.addEventListener("change", () => {
    [...picker.files].forEach((file) => {
      const card = newCard(URL.createObjectURL(file));
      const start = () => send(card, file);
      card.querySelector(".photo-state").addEventListener("click", () => {
        if (card.classList.contains("is-failed")) start();
      });
      if (file.size > MOST_BYTES) fail(card, "超过15兆字节");
      else start();
    });
    picker.value = "";
  });
  list.addEventListener("click", (event) => {
    const drop = event.target.closest(".photo-drop");
    if (!drop) return;
    drop.closest(".photo-card").remove();
    changed();
  });
  // A photo that is not sent yet lies in this page only, and goes with it.
  window.addEventListener("beforeunload", (event) => {
    if (list.querySelector(".photo-card:not([data-token])")) event.preventDefault();
  });
  list.addEventListener("input", changed);
  form.addEventListener("draft:restored", ({ detail }) => {
    (detail.draft.photos || []).forEach((photo) => {
      const card = newCard(photo.url);
      keep(card, photo.token, photo.url);
      card.querySelector("[name=caption]").value = photo.caption;
    });
  });
  // Cards without a token never reached the server: their empty fields are not sent.
  form.addEventListener("submit", (event) => {
    const waiting = list.querySelectorAll(".photo-card:not([data-token])");
    if (!waiting.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting[0].scrollIntoView({ block: "center" });
    waiting.forEach((card) => {
      if (!card.classList.contains("is-failed")) return;
      card.querySelector(".photo-state").textContent = "没有上传，请点此重试或删除";
    });
  }, true);
})();
