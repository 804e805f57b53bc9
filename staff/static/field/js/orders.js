// An order made out on site: the released blank, filled in. The server does the same steps again
// and takes the paper only when both agree (docs/orders-on-site.md).
import { canonical, sha256, toBytes } from "./bytes.js";
import { Sentence } from "./dom.js";

const MARK = /⟦([a-z_]+)⟧/g;
const LINE_MOST = 200; // signs of a name, a place, a reason
const STROKES_BYTES_MOST = 40_000; // of all signatures of one paper together
export const PARTY = ["name", "credit_code", "licence_no", "person", "address"];

const spoken = (value, words) => {
  if (typeof value === "string") return value.replace(MARK, (_mark, name) => words[name]);
  if (Array.isArray(value)) return value.map((one) => spoken(one, words));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, spoken(one, words)]));
  }
  return value;
};

const leaves = (value) =>
  value && typeof value === "object" ? Object.values(value).flatMap(leaves) : [value];

// The mistakes of a paper as sentences, before anybody signs it.
export const requireFilled = (filled, wordsRefused) => {
  if (!filled.findings.length) throw new Sentence("请至少选择一个要责令改正的问题。");
  if (!filled.place) throw new Sentence("请填写检查地点。");
  if (!filled.party.name) throw new Sentence("请填写当事人名称。");
  if (filled.handover.way === "direct" && !filled.handover.recipient) throw new Sentence("请填写接收人。");
  if (filled.handover.way === "left" && !(filled.handover.reason && filled.handover.witness)) {
    throw new Sentence("留置送达须写明拒收的理由和见证人。");
  }
  if (leaves(filled).some((text) => /[⟦⟧]/.test(String(text)))) throw new Sentence("文字中不能使用“⟦”“⟧”。");
  const lines = leaves([filled.party, filled.place, filled.officers, filled.handover]);
  if (lines.some((text) => String(text).length > LINE_MOST)) throw new Sentence(`名称、地点和理由每项不超过${LINE_MOST}字。`);
  const own = [filled.added_order, ...filled.findings.map((one) => one.text)].join("");
  const word = (wordsRefused || []).find((one) => own.includes(one));
  if (word) throw new Sentence(`责令改正不是处罚，文字中不能出现“${word}”。`);
  if (filled.signatures.map((one) => one.path).join("").length > STROKES_BYTES_MOST) {
    throw new Sentence("签名笔迹过长，请重签得简短一些。");
  }
};

// `order` and `section` as they stand in the pack; gives the whole paper.
export const fill = (section, order, filled) => {
  const { blank, limits } = section.releases[order.release];
  const { count, unit } = filled.limit;
  const limit = limits.find((one) => one.count === count && one.unit === unit);
  if (!limit) throw new Sentence("请选择改正期限。");
  const paper = spoken(blank, {
    number: order.number, verify_url: order.verify_url, place: filled.place, limit: limit.label, counted: limit.counted,
    added_order: filled.added_order,
    officers: filled.officers.map((one) => `${one.name}（执法证号：${one.certificate_no}）`).join("、"),
  });
  paper.party = { ...filled.party };
  paper.findings = filled.findings.map(({ code, text }, i) => {
    const { law, article, requirement, remedy } = section.citable[code];
    return { no: i + 1, code, text, law, article, requirement, remedy, found_on: paper.date, place: filled.place };
  });
  paper.orders = paper.orders.filter((one) => one !== "。");
  for (const { code } of filled.findings) {
    const version = section.citable[code].version;
    const cut = version.indexOf("@");
    paper.policy_versions[version.slice(0, cut)] = version.slice(cut + 1);
  }
  paper.filled = filled;
  return paper;
};

export const digest = (paper) => sha256(toBytes(canonical(paper)));
