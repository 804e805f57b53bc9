// Which page an address shows. Addresses stand behind the #, so that one shell serves them all.
import { h, sentenceOf } from "./dom.js";
import { drawWith, empty, page, redraw } from "./frame.js";
import { checklistPage } from "./views/checklist.js";
import { findingsPage } from "./views/findings.js";
import { finishPage } from "./views/finish.js";
import { lawPage } from "./views/law.js";
import { mePage } from "./views/me.js";
import { ordersPage } from "./views/orders.js";
import { certificatePage, peoplePage } from "./views/people.js";
import { queuePage } from "./views/queue.js";
import { readOutPage } from "./views/readout.js";
import { signPage } from "./views/sign.js";
import { todayPage } from "./views/today.js";
import { visitPage } from "./views/visit.js";

const OF_VISIT = {
  "": visitPage, certificate: certificatePage, people: peoplePage, checklist: checklistPage,
  findings: findingsPage, orders: ordersPage, read: readOutPage, sign: signPage, finish: finishPage,
};
const PLAIN = { "": todayPage, queue: queuePage, law: lawPage, me: mePage };

const pageFor = ([first = "", second = "", third = ""]) =>
  first === "visit" ? OF_VISIT[third] && (() => OF_VISIT[third](Number(second))) : PLAIN[first];

const drawNow = async () => {
  const drawPage = pageFor(location.hash.replace(/^#\/?/, "").split("/")) || todayPage;
  try {
    await drawPage();
  } catch (error) {
    await page({
      title: "没有打开", back: "#/",
      body: empty("alert-triangle", sentenceOf(error),
        h("button.btn", { type: "button", onclick: () => redraw() }, "再试一次")),
    });
  }
};

export const watchAddress = (mayDraw) => {
  drawWith(drawNow);
  addEventListener("hashchange", () => { if (mayDraw()) redraw(); });
};
