// Signatures of the party and of both officers by finger, or the refusal with its reason.
import { h, icon, say, Sentence, working } from "../dom.js";
import { officersOf, openDesk, pathOf } from "../desk.js";
import { asBlob, sign } from "../ink.js";
import { clockTime, empty, page, redraw, tag } from "../frame.js";
import { wasRefusedEntry } from "../steps.js";

const PARTY = "以上笔录已向本人宣读，本人已阅，与事实相符。";
const OFFICER = "本人参加了这次检查，笔录属实。";

export const writeSignature = async (desk, { role, user, name }, sentence) => {
  const drawn = await sign(`${name}签字`, sentence);
  if (!drawn) return null;
  const strokes = await asBlob(drawn);
  const body = { role, user, name, sha256: strokes.sha256, size: strokes.size };
  await desk.write("signature", body, { blobs: [strokes] });
  return drawn;
};

const line = (desk, who, sentence) => {
  const done = desk.state.signatures.get(`${who.role}/${who.user}/${who.name}`);
  const act = working(async () => {
    if (await writeSignature(desk, who, sentence)) await redraw();
  });
  return h("li.met", h("span.visit-words", h("strong", who.name), h("small", who.words)),
    done ? tag(`${clockTime(done.at)}已签`, "good") : null,
    h("button.btn.btn-small", { type: "button", onclick: act, "aria-label": `${who.name}${done ? "重新签字" : "签字"}` }, icon("signature"), done ? "重签" : "签字"));
};

const refusalForm = (desk) => {
  const said = desk.state.refusals.get("signature");
  const submit = working(async (event) => {
    event.preventDefault();
    const { reason, witness, unit } = event.currentTarget.elements;
    if (!reason.value.trim()) throw new Sentence("请写明当事人拒绝签字的情况和理由。");
    if (!witness.value.trim()) throw new Sentence("请填写见证人；没有见证人时填“无，已录像”。");
    await desk.write("refusal", {
      of: "signature", reason: reason.value.trim(), witness: witness.value.trim(), witness_unit: unit.value.trim(),
    });
    say("已记录拒绝签字。");
    await redraw();
  });
  const field = (name, label, value, most) =>
    h("label.field", h("span", label), h("input.form-control", { name, maxLength: most, value, autocomplete: "off" }));
  return h("details.card", { open: Boolean(said) }, h("summary", icon("ban"), said ? `${clockTime(said.at)}已记录拒绝签字` : "当事人拒绝签字"),
    h("form.rows", { onsubmit: submit }, field("reason", "情况和理由", said?.reason || "", 200),
      field("witness", "见证人", said?.witness || "", 50), field("unit", "见证人单位", said?.witness_unit || "", 100),
      h("button.btn.wide", { type: "submit" }, "记录拒绝签字")));
};

const witnessLine = (desk) => {
  const witness = desk.state.refusals.get("signature")?.witness;
  if (!witness || witness.startsWith("无")) return null;
  return line(desk, { role: "witness", user: 0, name: witness, words: "见证人" }, "本人见证了上述情况。");
};

export const signPage = async (visitId) => {
  const desk = await openDesk(visitId);
  const { state } = desk;
  const isReady = wasRefusedEntry(state) || (state.readOut && !state.changedSinceReading);
  const known = officersOf(desk);
  const officers = (state.certificate?.officers || []).map((id) => known.get(id)).filter(Boolean);
  const body = !isReady
    ? empty("file-text", state.readOut ? "宣读后内容有改动，须重新宣读后再签字。" : "请先宣读检查笔录，再签字。",
      h("a.btn", { href: pathOf(visitId, "read") }, "去宣读"))
    : [
      h("h2.heading", "当事人"),
      h("ul.plain", [...state.people.values()].map((one) => line(desk, { role: "party", user: 0, name: one.name, words: one.role }, PARTY))),
      state.people.size ? null : h("p.quiet", "没有登记在场人员。", h("a", { href: pathOf(visitId, "people") }, "去登记")),
      refusalForm(desk), h("ul.plain", witnessLine(desk)),
      h("h2.heading", "执法人员"),
      officers.length ? h("ul.plain", officers.map((one) => line(desk, { role: "officer", user: one.id, name: one.name, words: `执法证号 ${one.certificate_no}` }, OFFICER)))
        : h("p.quiet", "还没有记录出示证件的人员。", h("a", { href: pathOf(visitId, "certificate") }, "去记录")),
    ];
  await page({
    title: "签字", back: pathOf(visitId), body,
    actions: [h("a.btn.btn-primary.wide", { href: pathOf(visitId, "finish") }, "结束检查")],
  });
};
