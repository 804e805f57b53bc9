// The way in: can this browser hold a visit, is the phone registered, is it open; then the pages.
import { isInstalled, lacking } from "./capable.js";
import { h, sentenceOf } from "./dom.js";
import { hear, plainPage, redraw } from "./frame.js";
import { keepFresh } from "./pack.js";
import { watchAddress } from "./routes.js";
import { keepSending } from "./sync.js";
import { isFurnished, isOpen } from "./vault.js";
import { askPin, endOfPhone, setUp } from "./views/door.js";
import { watchReleases } from "./releases.js";

const LOCK_AFTER_MS = 15 * 60_000;

const cannot = (sentences) =>
  plainPage("这个浏览器不能用于现场检查",
    h("ul.reasons", sentences.map((sentence) => h("li", sentence))),
    h("p", "请用手机系统自带的浏览器或 Chrome 新版本打开；在此之前可用电脑上的“现场检查”页面补录。"));

// Elsewhere somebody may be typing: the list is drawn anew only where it is looked at.
const isAtList = () => ["", "#", "#/"].includes(location.hash);

let isSending = false;
const begin = async () => {
  if (!isSending) {
    isSending = true;
    keepSending((outcome) => {
      hear(outcome);
      if (outcome.state === "revoked") endOfPhone(outcome.sentence);
    });
    keepFresh(() => isAtList() && redraw());
  }
  await redraw();
};

// A phone that lay in a pocket asks for the PIN again; what was typed is kept before that.
const lockWhenLeft = () => {
  let hiddenAt = 0;
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) hiddenAt = Date.now();
    else if (hiddenAt && isOpen() && Date.now() - hiddenAt > LOCK_AFTER_MS) location.reload();
  });
};

const open = async () => {
  const missing = lacking();
  if (missing.length) {
    cannot(missing);
    return;
  }
  await watchReleases();
  watchAddress(isOpen);
  addEventListener("field:sync", ({ detail }) => hear(detail));
  lockWhenLeft();
  if (await isFurnished()) askPin(begin);
  else setUp(begin, { isInstalled: isInstalled() });
};

open().catch((error) => plainPage("没有打开", h("p", sentenceOf(error)),
  h("button.btn.btn-primary.wide", { type: "button", onclick: () => location.reload() }, "再试一次")));
