// The last look before a visit is closed: what lacks is named; closing hands it to the queue.
import { drafts } from "../chain.js";
import { ask, h, icon, say, Sentence, working } from "../dom.js";
import { openDesk, pathOf } from "../desk.js";
import { page } from "../frame.js";
import { gaps, stepsFor } from "../steps.js";
import { syncNow } from "../sync.js";

const blobsOf = (state) =>
  [...new Set([...state.photos.keys(), ...state.allStrokes])].sort();

const unanswered = ({ state, card }) =>
  card.checklist.items.filter((item) => !state.answers[item.code]).length;

// Words without an answer would stay behind on the phone.
const looseWords = async ({ chain, state, card }) => {
  const typed = await drafts(chain);
  return card.checklist.items
    .filter((item) => typed[item.code]?.trim() && !state.answers[item.code])
    .map((item) => `“${item.text}”写了说明，但没有选择结果。`);
};

const close = (desk, visitId, place) => working(async () => {
  if (!place.value.trim()) throw new Sentence("请填写检查地点。");
  const left = unanswered(desk);
  const sentence = left ? `还有${left}项没有填写，将记为未检查。结束后不能再改，确定结束？` : "结束后不能再改，确定结束？";
  if (!(await ask(sentence, { yes: "结束检查" }))) return;
  const auxiliaries = desk.visit.officers.filter((one) => !one.certificate_no).map((one) => one.id);
  const officers = [...new Set([...desk.state.certificate.officers, ...auxiliaries])];
  await desk.write("finish", { officers, place: place.value.trim(), blobs: blobsOf(desk.state) });
  say("检查已结束，内容都在手机上，有信号时自动上传。");
  syncNow().catch(() => {}); // the queue says how it went
  location.hash = pathOf(visitId);
});

export const finishPage = async (visitId) => {
  const desk = await openDesk(visitId);
  const lacking = [...gaps(desk.state, desk.card), ...(await looseWords(desk))];
  const place = h("input.form-control", { id: "place", maxLength: 200, value: desk.card.institution?.address || "" });
  const summary = stepsFor(desk.card).map((step) => [h("dt", step.title), h("dd", step.said(desk.state, desk.card))]);
  await page({
    title: "结束检查", back: pathOf(visitId),
    body: [
      lacking.length ? h("div.notice.notice-warning", { role: "alert" }, icon("alert-triangle"),
        h("div", h("p", "还不能结束："), h("ul.reasons", lacking.map((sentence) => h("li", sentence))))) : null,
      h("dl.facts", summary),
      h("label.field", { for: "place" }, h("span", "检查地点")), place,
      h("p.quiet", "结束后，照片、签名和记录在服务器逐一核对之前都留在手机上。"),
    ],
    actions: [lacking.length
      ? h("a.btn.btn-primary.wide", { href: pathOf(visitId) }, "返回补齐")
      : h("button.btn.btn-primary.wide", { type: "button", onclick: close(desk, visitId, place) }, "结束检查")],
  });
};
