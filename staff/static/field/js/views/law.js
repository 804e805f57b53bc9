// The words of the law, to look up and read out without a signal.
import { h, refill } from "../dom.js";
import { empty, page } from "../frame.js";
import { read } from "../pack.js";

const entry = (law) => h("details.card", h("summary", h("strong", law.law), " ", law.article), h("p.law-text", law.text));
const matches = (words) => (law) => words.every((word) => `${law.law}${law.article}${law.text}`.includes(word));

export const lawPage = async () => {
  const [laws] = await read("laws");
  const list = h("div");
  const draw = (text) => {
    const found = (laws || []).filter(matches(text.trim().split(/\s+/).filter(Boolean)));
    refill(list, found.length ? found.map(entry) : empty("scale", laws?.length ? "没有找到，请换一个词。" : "法规条文还没有下载，请在“检查”页按“更新”。"));
  };
  draw("");
  const field = h("input.form-control", {
    type: "search", placeholder: "查找条文，例如：预收费", "aria-label": "查找条文", oninput: (event) => draw(event.target.value),
  });
  await page({ title: "法规条文", tab: "#/law", body: [field, list] });
};
