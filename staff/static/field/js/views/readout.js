// The record is read to the party in one piece; what changes afterwards must be read again.
import { drafts, keepDraft } from "../chain.js";
import { h, say, sentenceOf, working } from "../dom.js";
import { openDesk, pathOf } from "../desk.js";
import { clockTime, page } from "../frame.js";
import { recordText } from "../record_text.js";

const COMMENT = "party-comment";

export const readOutPage = async (visitId) => {
  const desk = await openDesk(visitId);
  const typed = (await drafts(desk.chain))[COMMENT] || "";
  const paper = h("article.paper", { tabIndex: 0 }, recordText(desk, typed));
  const comment = h("textarea.form-control", { rows: 2, maxLength: 500, value: typed, id: "comment", placeholder: "没有意见时不填" });
  comment.addEventListener("input", () => {
    paper.textContent = recordText(desk, comment.value);
    keepDraft(desk.chain, COMMENT, comment.value).catch((error) => say(sentenceOf(error), "error"));
  });
  const read = working(async () => {
    await desk.write("read_out", { text: recordText(desk, comment.value) });
    say("已记录宣读，请当事人和执法人员签字。");
    location.hash = pathOf(visitId, "sign");
  });
  const before = desk.state.readOut;
  await page({
    title: "宣读检查笔录", back: pathOf(visitId),
    body: [
      before && h("p.begun", desk.state.changedSinceReading ? `${clockTime(before.at)}宣读过，之后内容有改动，须重新宣读，已有签字作废。` : `${clockTime(before.at)}已宣读；重新宣读后须重新签字。`),
      h("label.field", { for: "comment" }, h("span", "当事人意见")), comment,
      h("h2.heading", "请向当事人宣读或交其阅读"), paper,
    ],
    actions: [h("button.btn.btn-primary.wide", { type: "button", onclick: read }, "已宣读，当事人已阅")],
  });
};
