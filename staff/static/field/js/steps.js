// The steps of a visit in the order of the law: what each says when done, and what still lacks.
import { notOk } from "./fold.js";

const items = (card) => card.checklist.items.length;
const answered = (state) => Object.keys(state.answers).length;
const signedBy = (state, role) => [...state.signatures.values()].filter((one) => one.role === role);

export const wasRefusedEntry = (state) => state.refusals.has("entry");

export const explained = (state, item) =>
  Boolean(state.answers[item]?.note.trim()) || [...state.findings.values()].some((one) => one.item === item);

export const STEPS = [
  {
    part: "certificate", title: "出示执法证件", icon: "certificate",
    isDone: (state) => Boolean(state.certificate),
    said: (state) => (state.certificate ? `${state.certificate.officers.length}人已出示` : "未出示"),
  },
  {
    part: "people", title: "在场人员和人数", icon: "users",
    isDone: (state) => state.people.size > 0 && Boolean(state.counts),
    said: (state) => {
      const people = [...state.people.values()].map((one) => one.name).join("、") || "未登记在场人员";
      return state.counts ? `${people}；学生${state.counts.pupils ?? "未"}人` : people;
    },
  },
  {
    part: "checklist", title: "检查项目和照片", icon: "list-check",
    isDone: (state, card) => answered(state) === items(card),
    said: (state, card) => `${answered(state)}/${items(card)}项，不符合${notOk(state).length}项，照片${state.photos.size}张`,
  },
  {
    part: "findings", title: "问题认定", icon: "flag",
    isDone: (state) => answered(state) > 0 && notOk(state).every((one) => explained(state, one.item)),
    said: (state) => (state.findings.size ? `${state.findings.size}个问题` : "未认定问题"),
  },
  {
    part: "orders", title: "当场责令改正", icon: "gavel",
    isHere: (card) => Boolean(card.orders?.orders?.length),
    isDone: (state) => state.orders.size > 0,
    said: (state, card) => (state.orders.size ? `已交付${state.orders.size}份` : `可用文书号${card.orders.orders.length}个`),
  },
  {
    part: "read", title: "宣读检查笔录", icon: "file-text",
    isDone: (state) => Boolean(state.readOut) && !state.changedSinceReading,
    said: (state) => {
      if (!state.readOut) return "未宣读";
      return state.changedSinceReading ? "宣读后内容有改动，须重新宣读" : "已宣读";
    },
  },
  {
    part: "sign", title: "签字", icon: "signature",
    isDone: (state) => partyHasAnswered(state) && officersHaveSigned(state),
    said: (state) => {
      const names = [...state.signatures.values()].map((one) => one.name);
      return names.length ? `${names.join("、")}已签` : "未签";
    },
  },
];

export const partyHasAnswered = (state) =>
  signedBy(state, "party").length > 0 || state.refusals.has("signature") || wasRefusedEntry(state);
export const officersHaveSigned = (state) => {
  const signed = new Set(signedBy(state, "officer").map((one) => one.user));
  const went = state.certificate?.officers || [];
  return went.length >= 2 && went.every((user) => signed.has(user));
};

export const stepsFor = (card) => STEPS.filter((step) => step.isHere?.(card) ?? true);

// What keeps a visit from being finished: sentences, in the order in which one would mend them.
export const gaps = (state, card) => {
  const texts = new Map(card.checklist.items.map((item) => [item.code, item.text]));
  const found = [];
  const went = state.certificate?.officers.length || 0;
  if (went < 2) found.push("到场并出示证件的执法人员不足两人。");
  for (const { item } of notOk(state)) {
    if (!explained(state, item)) found.push(`“${texts.get(item)}”不符合，但没有说明，也没有认定问题。`);
  }
  if (!wasRefusedEntry(state)) {
    if (!answered(state)) found.push("检查项目一项都没有填写。");
    if (!state.readOut) found.push("检查笔录还没有向当事人宣读。");
    else if (state.changedSinceReading) found.push("宣读后内容有改动，须重新宣读并签字。");
    if (!partyHasAnswered(state)) found.push("当事人没有签字，也没有记录拒签原因。");
  }
  if (went >= 2 && !officersHaveSigned(state)) found.push("执法人员没有全部签字。");
  return found;
};
