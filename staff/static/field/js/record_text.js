// The on-site record as it is read to the party: built from what was written down, nothing else.
import { notOk } from "./fold.js";
import { clockTime, dayOf } from "./frame.js";
import { officersOf } from "./desk.js";

const VALUE = { ok: "符合", not_ok: "不符合", not_applicable: "不适用" };

const present = (state) => [...state.people.values()].map((one) => `${one.name}（${one.role || "身份不详"}）`).join("、") || "无";
const officers = (desk) => {
  const known = officersOf(desk);
  return (desk.state.certificate?.officers || []).map((id) => known.get(id)).filter(Boolean)
    .map((one) => `${one.name}（执法证号：${one.certificate_no}）`).join("、");
};

const countWords = (counts) => {
  if (!counts) return "现场人数未清点。";
  const part = (name, number) => (number === null ? `${name}未清点` : `${name}${number}人`);
  return `现场清点：${part("学生", counts.pupils)}，${part("教师", counts.teachers)}。${counts.note}`;
};

const facts = ({ state, card }) => {
  const texts = new Map(card.checklist.items.map((item) => [item.code, item.text]));
  const answers = Object.values(state.answers);
  const count = (value) => answers.filter((one) => one.value === value).length;
  const lines = [`按《${card.checklist.kind_label || card.institution?.kind_label || ""}检查表》第${card.checklist.version}版检查${answers.length}项：`
    + `符合${count("ok")}项，不符合${count("not_ok")}项，不适用${count("not_applicable")}项。`];
  notOk(state).forEach((one, i) => lines.push(`${i + 1}．${texts.get(one.item)}：${VALUE.not_ok}。${one.note}`));
  return lines;
};

const findings = ({ state }) =>
  [...state.findings.values()].map((one, i) => `${i + 1}．${one.text}`);

const orders = ({ state }) =>
  [...state.orders.values()].map((one) => `现场交付《${one.payload.title || "责令改正通知书"}》${one.payload.number || ""}。`);

export const recordText = (desk, comment) => {
  const { state, card } = desk;
  const found = findings(desk);
  const lines = [
    "现场检查笔录", "",
    `检查时间：${dayOf(state.start.at)}${clockTime(state.start.at)}起`,
    `被检查单位：${card.institution?.name || ""}`,
    `检查地点：${card.institution?.address || "见备注"}`,
    `在场人员：${present(state)}`,
    `执法人员：${officers(desk)}`, "",
    state.certificate ? "执法人员已主动出示执法证件，当事人已确认；已告知当事人有权申请回避，有权陈述和申辩。" : "尚未出示执法证件。", "",
    "检查情况：", countWords(state.counts), ...facts(desk),
    state.photos.size ? `现场拍摄照片${state.photos.size}张。` : "未拍摄照片。",
    ...(found.length ? ["", "发现的问题：", ...found] : ["", "未发现需要处理的问题。"]),
    ...orders(desk),
    ...(state.remark ? ["", `备注：${state.remark}`] : []), "",
    `当事人意见：${comment.trim() || "无"}`,
  ];
  return lines.join("\n").trimEnd();
};
