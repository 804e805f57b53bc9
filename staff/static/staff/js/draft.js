// What is typed stays on this device until it was sent: a reload or a lost signal loses nothing.
// <form data-draft="key"> keeps; <span data-forget-draft="key"> on the next page forgets.
(() => {
  "use strict";
  const PREFIX = "yujian-draft:";
  const WAIT_MS = 300;
  const SKIPPED = new Set(["csrfmiddlewaretoken", "photos", "photo", "caption"]);

  document.querySelectorAll("[data-forget-draft]").forEach((mark) => {
    localStorage.removeItem(PREFIX + mark.dataset.forgetDraft);
  });

  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const key = PREFIX + form.dataset.draft;
  const note = form.querySelector("[data-draft-words]");

  const fields = () => [...form.elements].filter(
    (field) => field.name && !SKIPPED.has(field.name) && field.type !== "file",
  );
  const photos = () => [...form.querySelectorAll(".photo-card[data-token]")].map((card) => ({
    token: card.dataset.token,
    url: card.dataset.url,
    caption: card.querySelector("[name=caption]").value,
  }));
  const collect = () => {
    const values = {};
    fields().forEach((field) => {
      if (field.type === "radio" || field.type === "checkbox") {
        values[field.name] = values[field.name] || [];
        if (field.checked) values[field.name].push(field.value);
      } else {
        values[field.name] = field.value;
      }
    });
    return { at: Date.now(), values, photos: photos() };
  };
  const clock = (at) => new Date(at).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
  const say = (text) => { if (note) note.textContent = text; };

  let timer = 0;
  const keep = () => {
    clearTimeout(timer);
    try {
      const draft = collect();
      localStorage.setItem(key, JSON.stringify(draft));
      say(`已暂存在本机 ${clock(draft.at)}`);
      return true;
    } catch {
      say("本机存储已满，未能暂存，请尽快提交。");
      return false;
    }
  };
  const save = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, WAIT_MS);
  };

  const fill = (draft) => {
    fields().forEach((field) => {
      const value = draft.values[field.name];
      if (value === undefined) return;
      if (field.type === "radio" || field.type === "checkbox") {
        field.checked = value.includes(field.value);
      } else {
        field.value = value;
      }
    });
  };
  const restore = () => {
    let draft = null;
    try { draft = JSON.parse(localStorage.getItem(key)); } catch { draft = null; }
    if (!draft || !draft.values) return;
    const known = new Set(fields().map((field) => field.name));
    const missing = Object.keys(draft.values).filter((name) => !known.has(name));
    form.dispatchEvent(new CustomEvent("draft:restored", { detail: { missing, draft } }));
    fill(draft);
    form.dispatchEvent(new Event("draft:filled"));
    say(`已恢复本机在 ${clock(draft.at)} 暂存的内容`);
  };

  // Without a signal the browser would leave this page for one of its own.
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say(keep() ? "现在没有网络，还没有提交；内容已暂存在本机，有网络后请再提交。"
      : "现在没有网络，还没有提交，本机也存不下了；请不要关闭这个页面。");
  }, true);

  // What the server sends back with an error is newer than what lies here.
  window.addEventListener("DOMContentLoaded", () => { if (!form.dataset.bound) restore(); });
  form.addEventListener("input", save);
  form.addEventListener("change", save);
  form.addEventListener("draft:changed", save);
})();
