// An order to correct, handed over before leaving: choose a number, fill in, sign, hand over. What
// is frozen here is the paper; the server prints from it alone.
import { usedOrders } from "../chain.js";
import { ask, h, icon, refill, say, Sentence, sentenceOf, working } from "../dom.js";
import { officersOf, openDesk, pathOf } from "../desk.js";
import { asPath, sign } from "../ink.js";
import { clockTime, empty, page, redraw, tag } from "../frame.js";
import { digest, fill, PARTY, requireFilled } from "../orders.js";

const field = (name, label, value, more = {}) =>
  h("label.field", h("span", label), h("input.form-control", { name, value, maxLength: 200, autocomplete: "off", ...more }));

const citable = ({ state, card }) =>
  [...state.findings.values()].filter((one) => one.violation && card.orders.citable[one.violation]);

const paperView = (paper) =>
  h("article.paper", { tabIndex: 0 }, [
    paper.organ, paper.title, paper.number, "", `${paper.party.name}：`, ...paper.paragraphs,
    ...paper.findings.flatMap((one) => [`${one.no}．${one.text}`, `违反：${one.law}${one.article}。${one.requirement}`, `改正要求：${one.remedy}`]),
    ...paper.basis, ...paper.orders, paper.deadline_text, ...paper.after, "", paper.signature, paper.date,
  ].join("\n"));

const partyOf = (card) => {
  const { name = "", credit_code = "", licence_no = "", legal_person = "", principal = "", address = "" } = card.institution || {};
  return { name, credit_code, licence_no, person: legal_person || principal, address };
};

const checks = (desk) => h("ul.plain", citable(desk).map((one) =>
  h("li", h("label.tick", h("input", { type: "checkbox", name: "finding", value: one.key, checked: true }),
    h("span.visit-words", h("strong", one.text), h("small", one.violation))))));

const limits = (section, order) => h("label.field", h("span", "期限"),
  h("select.form-select", { name: "limit" }, section.releases[order.release].limits.map((one, i) =>
    h("option", { value: String(i) }, `${one.label}${one.due_on ? `（至${one.due_on}）` : ""}`))));

const handover = (desk) => [
  h("label.field", h("span", "送达方式"), h("select.form-select", { name: "way" },
    h("option", { value: "direct" }, "当场交付，当事人签收"), h("option", { value: "left" }, "当事人拒收，留置"))),
  field("recipient", "接收人", [...desk.state.people.values()][0]?.name || ""),
  field("relation", "与当事人的关系", [...desk.state.people.values()][0]?.role || ""),
  field("reason", "拒收理由（留置时填）", ""), field("witness", "见证人（留置时填）", ""),
];

const trimmed = (form, name) => form.elements[name].value.trim();

const officersWent = (desk) => {
  const known = officersOf(desk);
  return (desk.state.certificate?.officers || []).map((id) => known.get(id)).filter(Boolean);
};

const filledFrom = (desk, order, form) => {
  const ticked = new Set([...form.querySelectorAll("[name=finding]:checked")].map((box) => box.value));
  const { count, unit } = desk.card.orders.releases[order.release].limits[Number(form.elements.limit.value)];
  return {
    party: Object.fromEntries(PARTY.map((name) => [name, String(partyOf(desk.card)[name] || "").trim()])),
    place: trimmed(form, "place"),
    officers: officersWent(desk).map(({ name, certificate_no }) => ({ name, certificate_no })),
    limit: { count, unit }, added_order: trimmed(form, "added_order").replace(/[。\s]+$/, ""),
    findings: citable(desk).filter((one) => ticked.has(one.key)).map((one) => ({ code: one.violation, text: one.text.trim() })),
    handover: {
      way: form.elements.way.value, time: clockTime(Date.now()), recipient: trimmed(form, "recipient"),
      relation: trimmed(form, "relation"), reason: trimmed(form, "reason"), witness: trimmed(form, "witness"),
    },
    signatures: [],
  };
};

// The officers sign, then who receives it, or the witness of a refusal.
const signers = (filled) => [
  ...filled.officers.map((one) => ({ role: "officer", name: one.name })),
  filled.handover.way === "direct"
    ? { role: "party", name: filled.handover.recipient || filled.party.name }
    : { role: "witness", name: filled.handover.witness },
];

const signed = async (filled, title) => {
  const signatures = [];
  for (const { role, name } of signers(filled)) {
    const drawn = await sign(`${name}签字`, `《${title}》`);
    if (!drawn) return null;
    signatures.push({ role, name, path: asPath(drawn) });
  }
  return { ...filled, signatures };
};

const hand = (desk, order, form) => working(async () => {
  const section = desk.card.orders;
  const filled = filledFrom(desk, order, form);
  if (filled.officers.length < 2) throw new Sentence("请先在“出示执法证件”中记录到场的两名执法人员。");
  requireFilled(filled, section.words_refused);
  const whole = await signed(filled, order.title);
  if (!whole) return;
  requireFilled(whole, section.words_refused);
  const payload = fill(section, order, whole);
  if (!(await ask(`交付《${order.title}》${order.number}？交付后文字不能再改。`, { yes: "交付" }))) return;
  await desk.write("order_handed", { release: order.id, payload, payload_sha256: await digest(payload) });
  say("已交付，文书号不再用于其他机构。");
  await redraw();
});

const makeOut = async (desk, order) => {
  const form = h("form.rows", { onsubmit: (event) => event.preventDefault() },
    h("h2.heading", "责令改正的问题"), checks(desk),
    limits(desk.card.orders, order), field("place", "检查地点", desk.card.institution?.address || ""),
    h("label.field", h("span", "另行要求（可不填）"), h("textarea.form-control", { name: "added_order", rows: 2, maxLength: 500 })),
    handover(desk));
  const view = h("div");
  const draw = () => {
    try {
      refill(view, paperView(fill(desk.card.orders, order, filledFrom(desk, order, form))));
    } catch (error) {
      refill(view, h("p.quiet", sentenceOf(error)));
    }
  };
  form.addEventListener("input", draw);
  draw();
  await page({
    title: order.title, sub: order.number, back: pathOf(desk.visit.id, "orders"),
    body: [form, h("h2.heading", "文书"), view],
    actions: [h("button.btn", { type: "button", onclick: () => redraw() }, "返回"),
      h("button.btn.btn-primary.wide", { type: "button", onclick: hand(desk, order, form) }, "签字并交付")],
  });
};

const orderLine = (desk, used) => (order) => {
  const handed = desk.state.orders.get(order.id);
  const words = h("span.visit-words", h("strong", order.title), h("small.figures", order.number));
  if (handed) return h("li", h("details.card", h("summary", words, tag(`${clockTime(handed.at)}已交付`, "good")), paperView(handed.payload)));
  if (used.has(order.id)) return h("li.met", words, tag("已用于其他检查"));
  return h("li.met", words, h("button.btn.btn-small", { type: "button", onclick: working(() => makeOut(desk, order)) }, icon("writing"), "填写"));
};

export const ordersPage = async (visitId) => {
  const desk = await openDesk(visitId);
  const orders = desk.card.orders?.orders || [];
  const none = citable(desk).length ? null
    : h("div.notice.notice-warning", icon("alert-triangle"), h("p", "没有可以当场责令改正的问题。请先在“问题认定”中认定本部门处理的问题。"));
  await page({
    title: "当场责令改正", back: pathOf(visitId),
    body: orders.length ? [none, h("p.quiet", "下列文书号由局领导预先放出，仅限今天由您使用；未用的自动交回。"), h("ul.plain", orders.map(orderLine(desk, await usedOrders())))]
      : empty("gavel", "今天没有放出的文书号。"),
    actions: [h("a.btn.btn-primary.wide", { href: pathOf(visitId) }, "返回检查")],
  });
};
