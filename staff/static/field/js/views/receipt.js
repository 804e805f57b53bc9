// A visit that the server confirmed: what it said, and that the phone holds nothing of it any more.
import { h, icon } from "../dom.js";
import { moment, page } from "../frame.js";

const WORDS = {
  held: ["good", "服务器已核对全部内容并保存，正在登记为检查记录。"],
  recorded: ["good", "服务器已核对全部内容，检查记录已登记，等待他人确认。"],
  refused: ["error", "服务器已保存全部内容，但不能直接登记，须由单位人员处理。"],
  in_conflict: ["warning", "另一部手机也送来了这次检查的记录。两份都已保存，由单位人员选定。"],
  set_aside: ["info", "单位人员选定了另一份记录；本机送来的这一份仍然保存。"],
};

export const drawConfirmed = (desk, title) => {
  const { receipt, head, seq } = desk.row;
  const [tone, words] = WORDS[receipt.state];
  return page({
    title, back: "#/", tab: "#/",
    body: [
      h(`div.notice.notice-${tone === "good" ? "success" : tone}`, icon(tone === "good" ? "circle-check" : "alert-triangle"),
        h("p", words, receipt.sentence && h("br"), receipt.sentence)),
      h("dl.facts", h("dt", "送达时间"), h("dd", moment(receipt.at)), h("dt", "记录条数"), h("dd", String(seq)),
        h("dt", "校验码"), h("dd.figures", head)),
      h("p.quiet", "手机上的照片、签名和记录已在服务器确认后清除。"),
    ],
  });
};
