// The visits that are on this phone, with what each of them waits for.
import { cardOf, chains } from "../chain.js";
import { h, icon, say, working } from "../dom.js";
import { chineseDay, empty, moment, page, redraw, tag } from "../frame.js";
import { pathOf } from "../desk.js";
import { packAge, packDay, read, refreshPack } from "../pack.js";
import { isReadyOffline } from "../releases.js";
import { syncNow } from "../sync.js";

const RECEIPTS = {
  held: ["已送达，等待处理", "good"], recorded: ["已送达", "good"], refused: ["已送达，须人工处理", "bad"],
  in_conflict: ["已送达，与另一份记录冲突", "warn"], set_aside: ["已送达，采用了另一份", "quiet"],
};

export const stateTag = (row) => {
  if (!row) return tag("未开始");
  if (row.receipt) return tag(...RECEIPTS[row.receipt.state]);
  if (row.rejected?.length) return tag("有内容未被收下", "bad");
  return row.isFinished ? tag("已结束，未送达", "warn") : tag("检查中", "busy");
};

const line = (visit, institution, row) =>
  h("li", h("a.visit-line", { href: pathOf(visit.id) },
    h("span.visit-words",
      h("strong", institution?.name || "机构资料未下载"),
      h("small", `${visit.purpose_label} · ${chineseDay(visit.planned_on)}`),
      institution?.address && h("small", institution.address)),
    stateTag(row), icon("chevron-right")));

// Those of the pack, and those that were begun here and are no longer in it.
const visitsHere = async () => {
  const [planned, institutions] = await read("visits", "institutions");
  const rows = (await chains()).sort((a, b) => a.opened - b.opened);
  const rowOf = new Map(rows.map((row) => [row.visit, row]));
  const known = new Map((institutions || []).map((institution) => [institution.id, institution]));
  const found = (planned || []).map((visit) => ({ visit, institution: known.get(visit.institution), row: rowOf.get(visit.id) }));
  const listed = new Set(found.map(({ visit }) => visit.id));
  for (const row of rowOf.values()) {
    if (listed.has(row.visit)) continue;
    const { visit, institution } = await cardOf(row);
    found.push({ visit, institution, row });
  }
  return found.sort((a, b) => a.visit.planned_on.localeCompare(b.visit.planned_on));
};

const group = (title, found) =>
  found.length ? h("section", h("h2.heading", title), h("ul.visits", found.map(({ visit, institution, row }) => line(visit, institution, row)))) : null;

const refresh = working(async () => {
  const isNew = await refreshPack();
  await syncNow();
  say(isNew ? "任务和资料已更新。" : "已经是最新的。");
  await redraw();
});

const freshness = async () => {
  const fetched = await packAge();
  const isReady = await isReadyOffline();
  const words = fetched ? `任务和资料：${moment(fetched)}下载` : "任务和资料还没有下载";
  return h("div.fresh", h("p", words, !isReady && h("small", "本页尚未存好，离线前请再打开一次")),
    h("button.btn", { type: "button", onclick: refresh }, icon("refresh"), "更新"));
};

export const todayPage = async () => {
  const found = await visitsHere();
  const day = await packDay();
  const isOpen = ({ row }) => !row?.receipt;
  const today = found.filter((one) => isOpen(one) && one.visit.planned_on <= day);
  const later = found.filter((one) => isOpen(one) && one.visit.planned_on > day);
  const done = found.filter((one) => !isOpen(one));
  const none = found.length ? null : empty("clipboard-check", "手机上没有检查任务。出发前请在有信号的地方按“更新”。");
  await page({
    title: "现场检查", sub: day ? chineseDay(day) : "", tab: "#/",
    body: [await freshness(), none, group("今天", today), group("以后", later), group("已送达", done)],
  });
};
