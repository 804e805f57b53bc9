// One visit: before it begins what is known of the place, afterwards its steps.
import { ask, h, icon, say, working } from "../dom.js";
import { beginVisit, deskOf, pathOf } from "../desk.js";
import { write } from "../chain.js";
import { chineseDay, clockTime, moment, page, redraw, tag } from "../frame.js";
import { MARKS, distanceM, follow, locate, marksOf } from "../position.js";
import { stepsFor, wasRefusedEntry } from "../steps.js";
import { stateTag } from "./today.js";
import { drawConfirmed } from "./receipt.js";

const fact = (name, value) => (value ? [h("dt", name), h("dd", value)] : null);

const facts = ({ institution }) =>
  institution && h("dl.facts",
    fact("类别", institution.kind_label), fact("状态", institution.state_label),
    fact("地址", institution.address), fact("办学许可证号", institution.licence_no),
    fact("统一社会信用代码", institution.credit_code), fact("法定代表人", institution.legal_person),
    fact("负责人", institution.principal),
    fact("电话", institution.phone && h("a", { href: `tel:${institution.phone}` }, institution.phone)));

const history = ({ findings }) => {
  const lines = findings.map((one) =>
    h("li", h("p", one.text || one.title), h("small", `${chineseDay(one.on)} · ${one.code} ${one.title}`)));
  return h("details.card", { open: false }, h("summary", icon("history"), `以往发现的问题（${findings.length}）`),
    findings.length ? h("ul.plain", lines) : h("p.quiet", "没有记录。"));
};

const whereWords = (position, why, marks, distance) => {
  if (!position) return why;
  const away = distance === null ? "机构没有登记位置" : `距登记地点${distance}米`;
  const odd = marks.map((mark) => MARKS[mark]).join("、");
  return `${away}，精度${position.accuracy_m}米${odd ? `（${odd}，已注明）` : ""}`;
};

const start = (desk) => working(async (event) => {
  const button = event.currentTarget;
  button.replaceChildren("正在取位置……");
  const { card, visit } = desk;
  const { position, why } = await locate();
  const chain = await beginVisit(card);
  const site = card.institution?.point || null;
  const distance_m = position ? distanceM(position, site) : null;
  await write(chain, "start", { checklist: visit.checklist, position, distance_m });
  const at = new Date().toISOString();
  const marks = marksOf(position, { at, before: null, site, limits: card.limits });
  say(`已开始检查。${whereWords(position, why, marks, distance_m)}`, position ? "success" : "warning");
  await redraw();
});

const refuseEntry = (desk) => working(async () => {
  const reason = await ask("当事人拒绝检查或不让进入？请写明情况，之后仍须两名执法人员签字。", { yes: "记录", reason: "经过和理由" });
  if (!reason) return;
  await write(desk.chain, "refusal", { of: "entry", reason, witness: "", witness_unit: "" });
  await redraw();
});

const stepLine = (desk) => (step, i) => {
  const isDone = step.isDone(desk.state, desk.card);
  return h("li", h("a.step", { href: pathOf(desk.visit.id, step.part) },
    h(`span.step-no${isDone ? ".is-done" : ""}`, isDone ? icon("check") : String(i + 1)),
    h("span.visit-words", h("strong", step.title), h("small", step.said(desk.state, desk.card))),
    icon("chevron-right")));
};

const begunWords = ({ state, card }) => {
  const { position, distance_m: distance, at } = state.start;
  const marks = marksOf(position, { at, before: null, site: card.institution?.point || null, limits: card.limits });
  return h("p.begun", icon("map-pin"), `${clockTime(at)}开始。`, whereWords(position, "没有位置，已注明。", marks, distance));
};

const underWay = (desk) => {
  const { state, card, visit, row } = desk;
  const steps = stepsFor(card);
  const next = steps.find((step) => !step.isDone(state, card));
  const body = [
    begunWords(desk),
    row.rejected?.length ? h("div.notice.notice-error", { role: "alert" }, icon("alert-triangle"), h("p", row.rejected[0].sentence)) : null,
    wasRefusedEntry(state) ? h("div.notice.notice-warning", icon("ban"), h("p", `已记录拒绝检查：${state.refusals.get("entry").reason}`)) : null,
    h("ol.steps", steps.map(stepLine(desk))),
    h("details.card", h("summary", icon("building-community"), "机构资料"), facts(card)),
    history(card),
    wasRefusedEntry(state) ? null : h("button.btn.wide", { type: "button", onclick: refuseEntry(desk) }, icon("ban"), "当事人拒绝检查"),
  ];
  const actions = [next && h("a.btn.wide", { href: pathOf(visit.id, next.part) }, `下一步：${next.title}`),
    h("a.btn.btn-primary.wide", { href: pathOf(visit.id, "finish") }, "结束检查")];
  return { body, actions };
};

const finished = ({ state, row }) => ({
  body: [
    h("div.notice.notice-warning", icon("hourglass"), h("p", `${clockTime(state.finish.at)}已结束，共${row.seq}条记录，还没有全部送达。有信号时会自动上传，请不要清除浏览器数据。`)),
    row.rejected?.length ? h("div.notice.notice-error", { role: "alert" }, icon("alert-triangle"), h("p", row.rejected[0].sentence)) : null,
  ],
  actions: [h("a.btn.btn-primary.wide", { href: "#/queue" }, "查看上传情况")],
});

const before = (desk) => ({
  body: [
    h("p.meta", tag(desk.visit.purpose_label, "info"), ` 计划${chineseDay(desk.visit.planned_on)}`),
    h("p.meta", `执法人员：${desk.visit.officers.map((one) => one.name).join("、")}`),
    facts(desk.card), history(desk.card),
  ],
  actions: [h("button.btn.btn-primary.wide", { type: "button", onclick: start(desk) }, icon("current-location"), "开始检查")],
});

export const visitPage = async (visitId) => {
  const desk = await deskOf(visitId);
  const title = desk.card.institution?.name || "现场检查";
  if (desk.row?.receipt) {
    await drawConfirmed(desk, title);
    return;
  }
  const isBegun = Boolean(desk.chain && desk.state.start);
  const { body, actions } = !isBegun ? before(desk) : desk.row.isFinished ? finished(desk) : underWay(desk);
  const onLeave = isBegun && !desk.row.isFinished ? follow() : null;
  const sub = desk.row ? h("span", stateTag(desk.row), ` ${moment(desk.row.opened)}`) : "";
  await page({ title, sub, back: "#/", body, actions, onLeave });
};
