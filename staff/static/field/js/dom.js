// Elements without inline script or style: text is always text, never markup.
const SVG = "http://www.w3.org/2000/svg";
const root = () => document.getElementById("app");

const put = (element, key, value) => {
  if (value === false || value === null || value === undefined) return;
  if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
  else if (key in element && key !== "list" && key !== "form") element[key] = value;
  else element.setAttribute(key, value === true ? "" : value);
};

// h("button.btn", { onclick }, "开始"): a tag with its classes, what it holds, what is in it.
export const h = (what, facts, ...inside) => {
  const [tag, ...classes] = what.split(".");
  const element = document.createElement(tag || "div");
  if (classes.length) element.className = classes.join(" ");
  const isFacts = facts && facts.constructor === Object;
  if (isFacts) {
    for (const [key, value] of Object.entries(facts)) {
      if (key.includes("-") || key === "role" || key === "for") {
        if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
      } else put(element, key, value);
    }
  }
  const parts = (isFacts ? inside : [facts, ...inside]).flat(3);
  element.append(...parts.filter((part) => part !== null && part !== undefined && part !== false));
  return element;
};

export const icon = (name) => {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("class", "icon");
  picture.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${root().dataset.static}vendor/tabler-icons-3.51.0/sprite.svg#${name}`);
  picture.append(use);
  return picture;
};

// One page at a time. What a page watches (position, timers) it stops in the function it returns.
let leave = null;
export const show = (content, onLeave = null) => {
  const before = leave;
  leave = onLeave;
  before?.();
  root().replaceChildren(...[content].flat());
};
export const refill = (element, ...content) => {
  element.replaceChildren(...content.flat(2).filter(Boolean));
  return element;
};

export const say = (sentence, tone = "success") => {
  const card = h(
    `div.toast-card.toast-${tone}`,
    icon(tone === "error" ? "alert-triangle" : "circle-check"),
    h("p", sentence),
    h("button.toast-close", { type: "button", "aria-label": "关闭", onclick: () => card.remove() }, icon("x")),
  );
  document.getElementById("toasts").replaceChildren(card);
  if (tone !== "error") setTimeout(() => card.remove(), 5000);
};

// Asks back before what cannot be undone; resolves to true, false, or what was typed.
export const ask = (sentence, { yes = "确定", no = "返回", reason = "" } = {}) =>
  new Promise((resolve) => {
    const words = reason && h("textarea.form-control", { rows: 3, maxLength: 200, "aria-label": reason, placeholder: reason });
    const done = (answer) => {
      dialog.close();
      dialog.remove();
      resolve(answer);
    };
    const agree = () => {
      if (reason && !words.value.trim()) words.focus();
      else done(reason ? words.value.trim() : true);
    };
    const dialog = h(
      "dialog.ask",
      { "aria-label": sentence, oncancel: () => done(false) },
      h("p", sentence),
      words || null,
      h("div.ask-buttons",
        h("button.btn", { type: "button", onclick: () => done(false) }, no),
        h("button.btn.btn-primary", { type: "button", onclick: agree }, yes)),
    );
    document.body.append(dialog);
    dialog.showModal();
  });

// A button that works cannot be pressed again until its work is done, and failures are sentences.
export const working = (act) => async (event) => {
  const button = event?.currentTarget;
  if (button?.getAttribute("aria-busy") === "true") return;
  button?.setAttribute("aria-busy", "true");
  try {
    await act(event);
  } catch (error) {
    say(sentenceOf(error), "error");
  } finally {
    button?.removeAttribute("aria-busy");
  }
};

export class Sentence extends Error {}

const isFull = (error) => error?.name === "QuotaExceededError" || error?.inner?.name === "QuotaExceededError";
export const sentenceOf = (error) => {
  if (error instanceof Sentence) return error.message;
  if (isFull(error)) {
    return "手机存储空间不足，刚才这一步没有存下；已存的内容不受影响。请清理手机空间后再做一次。";
  }
  console.warn(error);
  return `没有完成：${error?.message || error}。已存的内容不受影响，请再试一次。`;
};
