// From "not ok" to what it is called: the checklist suggests, the officer decides.
import { randomId } from "../bytes.js";
import { h, icon, say, Sentence, working } from "../dom.js";
import { openDesk, pathOf } from "../desk.js";
import { notOk } from "../fold.js";
import { empty, page, redraw, tag } from "../frame.js";

const nameIn = ({ catalogue }) => {
  const known = new Map();
  for (const one of catalogue?.violations || []) known.set(one.code, { ...one, kind: "violation", words: "本部门处理" });
  for (const one of catalogue?.routed || []) known.set(one.code, { ...one, kind: "routed", words: `移交${one.department}` });
  return known;
};

const bodyOf = (key, one, item, text) => ({
  key, item, text, violation: one.kind === "violation" ? one.code : "", routed: one.kind === "routed" ? one.code : "",
});

const decide = async (desk, body) => {
  await desk.write("finding", body);
  await redraw();
};

const suggestion = (desk, known, item, answer) => (code) => {
  const one = known.get(code);
  if (!one) return null;
  const text = answer.note.trim() || `${item.text}：不符合。`;
  const act = working(() => decide(desk, bodyOf(randomId(), one, item.code, text)));
  return h("button.btn.suggest", { type: "button", onclick: act }, icon("plus"), h("span", `${one.title}`, h("small", `${one.code} · ${one.words}`)));
};

const suggested = (desk, known) => {
  const items = new Map(desk.card.checklist.items.map((item) => [item.code, item]));
  const has = new Set([...desk.state.findings.values()].map((one) => one.item));
  return notOk(desk.state).filter((answer) => !has.has(answer.item)).map((answer) => {
    const item = items.get(answer.item);
    const codes = [...(item.violations || []), ...(item.routed || [])];
    return h("article.item", h("p.item-text", h("b", item.code), " ", item.text), answer.note && h("p.quiet", answer.note),
      codes.length ? codes.map(suggestion(desk, known, item, answer)) : h("p.quiet", "没有对应的问题类型，可在下面另行添加。"));
  });
};

const lawsOf = (desk, one) => {
  const texts = new Map((desk.card.laws || []).map((law) => [law.key, law]));
  const found = (one.laws || []).map((key) => texts.get(key)).filter(Boolean);
  return found.length ? h("details.basis", h("summary", "法律依据"), found.map((law) => h("p", h("b", `${law.law}${law.article}`), h("br"), law.text))) : null;
};

const card = (desk, known) => (finding) => {
  const one = known.get(finding.violation || finding.routed) || { title: "", words: "", code: "" };
  const words = h("textarea.form-control", { rows: 3, maxLength: 1000, value: finding.text, "aria-label": `${one.title}：写入笔录的文字` });
  words.addEventListener("change", working(async () => {
    if (!words.value.trim()) throw new Sentence("问题的文字不能为空；不认定时请按“不认定”。");
    await desk.write("finding", { ...finding, text: words.value.trim() });
    say("已存下。");
  }));
  const takeBack = working(() => decide(desk, { ...finding, text: "" }));
  return h("article.item", { "data-value": "not_ok" }, h("p.item-text", h("b", one.code), " ", one.title, " ", tag(one.words, finding.routed ? "info" : "warn")),
    words, lawsOf(desk, one), h("button.btn.btn-small", { type: "button", onclick: takeBack }, "不认定"));
};

const addForm = (desk, known) => {
  const submit = working(async (event) => {
    event.preventDefault();
    const { code, text } = event.currentTarget.elements;
    const one = known.get(code.value);
    if (!one || !text.value.trim()) throw new Sentence("请选择问题类型，并写明发现的情况。");
    await decide(desk, bodyOf(randomId(), one, "", text.value.trim()));
  });
  const options = [...known.values()].map((one) => h("option", { value: one.code }, `${one.code} ${one.title}`));
  return h("details.card", h("summary", icon("plus"), "添加检查表以外的问题"),
    h("form.rows", { onsubmit: submit },
      h("label.field", h("span", "问题类型"), h("select.form-select", { name: "code" }, h("option", { value: "" }, "请选择"), options)),
      h("label.field", h("span", "发现的情况"), h("textarea.form-control", { name: "text", rows: 3, maxLength: 1000 })),
      h("button.btn.wide", { type: "submit" }, "添加")));
};

const remark = (desk) => {
  const words = h("textarea.form-control", { rows: 2, maxLength: 1000, value: desk.state.remark, "aria-label": "备注" });
  words.addEventListener("change", working(async () => {
    await desk.write("note", { text: words.value.trim() });
    say("备注已存下。");
  }));
  return h("section", h("h2.heading", "备注"), words);
};

export const findingsPage = async (visitId) => {
  const desk = await openDesk(visitId);
  const known = nameIn(desk.card);
  const found = [...desk.state.findings.values()];
  const open = suggested(desk, known);
  await page({
    title: "问题认定", back: pathOf(visitId),
    body: [
      open.length ? h("section", h("h2.heading", "不符合的项目，请选择问题类型"), open) : null,
      found.length ? h("section", h("h2.heading", "已认定"), found.map(card(desk, known)))
        : open.length ? null : empty("circle-check", "没有不符合的项目。"),
      addForm(desk, known), remark(desk),
    ],
    actions: [h("a.btn.btn-primary.wide", { href: pathOf(visitId) }, "认定完返回")],
  });
};
