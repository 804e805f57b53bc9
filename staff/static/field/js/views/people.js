// Who showed a certificate, whom the officers met, how many pupils and teachers were there.
import { randomId } from "../bytes.js";
import { h, icon, say, Sentence, working } from "../dom.js";
import { officersOf, openDesk, pathOf } from "../desk.js";
import { clockTime, page, redraw } from "../frame.js";

const personLine = (person, isTicked) =>
  h("li", h("label.tick", h("input", { type: "checkbox", name: "went", value: String(person.id), checked: isTicked }),
    h("span.visit-words", h("strong", person.name),
      h("small", person.certificate_no ? `执法证号 ${person.certificate_no}` : "没有执法证，不能作为执法人员"),
      h("small", person.department))));

const certificateCard = (person) =>
  h("article.certificate", h("p.certificate-title", "行政执法证"), h("p.certificate-name", person.name),
    h("p", person.department), h("p.figures", `证号 ${person.certificate_no}`));

export const certificatePage = async (visitId) => {
  const desk = await openDesk(visitId);
  const known = [...officersOf(desk).values()].filter((one) => one.certificate_no);
  const shown = new Set(desk.state.certificate?.officers || desk.visit.officers.map((one) => one.id));
  const planned = known.filter((one) => !one.isOther || shown.has(one.id));
  const others = known.filter((one) => one.isOther && !shown.has(one.id));
  const list = h("ul.plain", planned.map((one) => personLine(one, shown.has(one.id))));
  const more = h("ul.plain", others.map((one) => personLine(one, false)));
  const confirm = working(async () => {
    const officers = [...document.querySelectorAll("[name=went]:checked")].map((box) => Number(box.value));
    if (officers.length < 2) throw new Sentence("执法人员不得少于两人，请勾选到场并出示证件的人员。");
    await desk.write("certificate_shown", { officers });
    say("已记录出示证件。");
    location.hash = pathOf(visitId);
  });
  const done = desk.state.certificate;
  await page({
    title: "出示执法证件", back: pathOf(visitId),
    body: [
      h("p.lead", "请主动向当事人出示，并告知：“我们是执法人员，这是我们的执法证件。您有权申请回避，有权陈述和申辩。”"),
      h("div.certificates", { tabIndex: 0, role: "group", "aria-label": "执法证件" }, planned.map(certificateCard)),
      done && h("p.begun", icon("circle-check"), `${clockTime(done.at)}已记录，共${done.officers.length}人。`),
      h("h2.heading", "到场并已出示证件的人员"), list,
      others.length ? h("details.card", h("summary", icon("user-plus"), "其他人员到场"), more) : null,
    ],
    actions: [h("button.btn.btn-primary.wide", { type: "button", onclick: confirm }, "当事人已看过证件")],
  });
};

const ROLES = ["负责人", "法定代表人", "教师", "工作人员", "家长"];

const metLine = (desk) => (person) =>
  h("li.met", h("span.visit-words", h("strong", person.name), h("small", person.role)),
    h("button.btn.btn-small", {
      type: "button", "aria-label": `删去${person.name}`,
      onclick: working(async () => {
        await desk.write("person_met", { key: person.key, name: "", role: "" });
        await redraw();
      }),
    }, icon("x")));

const metForm = (desk) => {
  const submit = working(async (event) => {
    event.preventDefault();
    const { person, role } = event.currentTarget.elements;
    if (!person.value.trim()) throw new Sentence("请填写姓名。");
    await desk.write("person_met", { key: randomId(), name: person.value.trim(), role: role.value.trim() });
    await redraw();
  });
  const suggested = desk.card.institution?.principal || desk.card.institution?.legal_person || "";
  return h("form.card.rows", { onsubmit: submit },
    h("label.field", h("span", "姓名"), h("input.form-control", { name: "person", maxLength: 50, autocomplete: "off", value: desk.state.people.size ? "" : suggested })),
    h("label.field", h("span", "身份"), h("input.form-control", { name: "role", maxLength: 50, autocomplete: "off", list: "roles", value: desk.state.people.size ? "" : ROLES[0] })),
    h("datalist", { id: "roles" }, ROLES.map((role) => h("option", { value: role }))),
    h("button.btn.wide", { type: "submit" }, icon("plus"), "登记在场人员"));
};

const whole = (field) => {
  if (field.value === "") return null;
  const number = Number(field.value);
  if (!Number.isInteger(number) || number < 0 || number > 100_000) throw new Sentence(`${field.dataset.name}须是不小于0的整数。`);
  return number;
};
const numberField = (name, label, value) =>
  h("label.field", h("span", label), h("input.form-control", {
    name, type: "number", inputMode: "numeric", min: 0, max: 100_000, step: 1, value: value ?? "", "data-name": label,
  }));

export const peoplePage = async (visitId) => {
  const desk = await openDesk(visitId);
  const { counts } = desk.state;
  const form = h("form.card.rows", { id: "counts", onsubmit: (event) => event.preventDefault() },
    h("div.pair", numberField("pupils", "在场学生", counts?.pupils), numberField("teachers", "在场教师", counts?.teachers)),
    h("label.field", h("span", "说明"), h("input.form-control", { name: "note", maxLength: 200, value: counts?.note || "", placeholder: "例如：三年级12人，五年级8人" })));
  const save = working(async () => {
    const { pupils, teachers, note } = form.elements;
    const body = { pupils: whole(pupils), teachers: whole(teachers), note: note.value.trim() };
    if (body.pupils === null && body.teachers === null) throw new Sentence("请填写学生或教师人数，没有人时填0。");
    await desk.write("counts", body);
    say("已存下。");
    location.hash = pathOf(visitId);
  });
  await page({
    title: "在场人员和人数", back: pathOf(visitId),
    body: [h("h2.heading", "在场人员"), h("ul.plain", [...desk.state.people.values()].map(metLine(desk))),
      metForm(desk), h("h2.heading", "清点人数"), form],
    actions: [h("button.btn.btn-primary.wide", { type: "button", onclick: save }, "存下人数")],
  });
};
