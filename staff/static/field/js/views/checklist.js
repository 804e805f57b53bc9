// The questions, each with its answer, its words and its photos. Every touch is written at once.
import { drafts, keepDraft } from "../chain.js";
import { h, refill, say, sentenceOf, working } from "../dom.js";
import { openDesk, pathOf } from "../desk.js";
import { page } from "../frame.js";
import { follow } from "../position.js";
import { drawPhotos, photoTools } from "./photo_tools.js";

const VALUES = [["ok", "符合"], ["not_ok", "不符合"], ["not_applicable", "不适用"]];
const TYPING_MS = 300;

const noteField = (desk, item, typed) => {
  const said = desk.state.answers[item.code];
  const words = h("textarea.form-control", {
    rows: 2, maxLength: 500, "aria-label": `${item.text}：说明`, placeholder: "说明（不符合时须写明看到的情况）", value: typed ?? said?.note ?? "",
  });
  let timer = 0;
  words.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => keepDraft(desk.chain, item.code, words.value).catch((error) => say(sentenceOf(error), "error")), TYPING_MS);
  });
  words.addEventListener("change", working(async () => {
    clearTimeout(timer);
    const answer = desk.state.answers[item.code];
    if (answer) await desk.answer(item, answer.value, words.value);
    else await keepDraft(desk.chain, item.code, words.value);
  }));
  return words;
};

const choices = (desk, item, words, onAnswer) =>
  h("div.choices", { role: "radiogroup", "aria-label": item.text }, VALUES.map(([value, label]) => {
    const box = h("input", {
      type: "radio", name: `answer-${item.code}`, value, checked: desk.state.answers[item.code]?.value === value,
      onchange: working(async () => {
        await desk.answer(item, value, words.value);
        onAnswer(value);
      }),
    });
    return h(`label.choice.choice-${value}`, box, h("span", label));
  }));

const itemCard = (typed) => (desk, item) => {
  const list = h("ul.thumbs");
  drawPhotos(list, desk, item.code).catch((error) => say(sentenceOf(error), "error"));
  const words = noteField(desk, item, typed[item.code]);
  const more = h("details.basis", h("summary", "标准和依据"), h("p", item.ok_when), h("p.quiet", item.basis));
  const card = h("article.item", { id: `item-${item.code}` });
  const mark = (value) => { card.dataset.value = value || ""; };
  mark(desk.state.answers[item.code]?.value);
  card.append(h("p.item-text", h("b", item.code), " ", item.text), choices(desk, item, words, mark), words,
    photoTools(desk, item.code, list, item.text), list, more);
  return card;
};

const progress = (desk) => {
  const count = Object.keys(desk.state.answers).length;
  return `已填${count}项，共${desk.card.checklist.items.length}项`;
};

export const checklistPage = async (visitId) => {
  const desk = await openDesk(visitId);
  const typed = await drafts(desk.chain);
  const counter = h("p.counter", { role: "status" }, progress(desk));
  desk.answer = async (item, value, note) => {
    const body = { item: item.code, value, note: note.trim() };
    await desk.write("answer", body, { draft: item.code });
    desk.state.answers[item.code] = body;
    refill(counter, progress(desk));
  };
  await writeTyped(desk, typed);
  const groups = byGroup(desk.card.checklist.items);
  const general = h("ul.thumbs");
  await drawPhotos(general, desk, "");
  await page({
    title: "检查项目和照片", back: pathOf(visitId), onLeave: follow(),
    body: [counter,
      h("section.item", h("p.item-text", h("b", "全景"), " 门头、招牌、公示栏等"), photoTools(desk, "", general, "全景"), general),
      h("p.quiet", "照片拍下即存证，不能删除；与检查无关的可在核对时说明。"),
      [...groups].map(([title, items]) => h("section", h("h2.heading", title), items.map((item) => itemCard(typed)(desk, item))))],
    actions: [h("a.btn.btn-primary.wide", { href: pathOf(visitId) }, "填完返回")],
  });
};

// Words that a killed tab left behind go to the answer they belong to.
const writeTyped = async (desk, typed) => {
  for (const item of desk.card.checklist.items) {
    const said = desk.state.answers[item.code];
    if (said && typed[item.code] !== undefined && typed[item.code].trim() !== said.note) {
      await desk.answer(item, said.value, typed[item.code]);
    }
  }
};

const byGroup = (items) => {
  const found = new Map();
  for (const item of items) found.set(item.group, [...(found.get(item.group) || []), item]);
  return found;
};
