// What is still on the phone, part by part; sending it now; saving it as a file.
import { blobSizes, cardOf, chains } from "../chain.js";
import { h, icon, say, working } from "../dom.js";
import { empty, hear, lastOutcome, moment, page, redraw } from "../frame.js";
import { pathOf } from "../desk.js";
import { renew } from "../api.js";
import { saveQueue } from "../queue_file.js";
import { syncNow } from "../sync.js";
import { stateTag } from "./today.js";

const size = (bytes) => (bytes > 1_000_000 ? `${(bytes / 1_000_000).toFixed(1)}兆字节` : `${Math.ceil(bytes / 1000)}千字节`);

const part = async (row) => {
  const card = await cardOf(row);
  const blobs = await blobSizes(row.chain);
  const bytes = [...blobs.values()].reduce((sum, one) => sum + one, 0);
  const sent = (row.sentBlobs || []).filter((sum) => blobs.has(sum)).length;
  return h("li", h("a.visit-line", { href: pathOf(row.visit) },
    h("span.visit-words", h("strong", card.institution?.name || "现场检查"),
      h("small", `${moment(row.opened)}开始`),
      h("small", `记录${row.seq}条，已传${Math.min(row.held || 0, row.seq)}条；照片和签名${blobs.size}份（${size(bytes)}），已传${sent}份`),
      row.rejected?.length ? h("small.bad", row.rejected[0].sentence) : null,
      row.trouble ? h("small.bad", row.trouble) : null,
      row.contact ? h("small", `上次联系服务器：${moment(row.contact)}`) : h("small", "还没有联系过服务器")),
    stateTag(row), icon("chevron-right")));
};

const send = working(async () => {
  const outcome = await syncNow();
  hear(outcome);
  if (outcome.state === "offline") say("没有连上服务器。内容都在手机上，有信号后会自动上传。", "warning");
  else if (outcome.sentence) say(outcome.sentence, "error");
  await redraw();
});

const save = working(async () => {
  const file = await saveQueue();
  say(`已保存为“${file.name}”（${size(file.size)}）。文件没有加密，请当面交给单位人员，用后删除。`);
});

const extend = working(async () => {
  await renew();
  say("已续期。");
  await send();
});

const trouble = () => {
  const outcome = lastOutcome();
  if (outcome.state === "ended") {
    return h("div.notice.notice-warning", { role: "alert" }, icon("key"), h("div", h("p", outcome.sentence || "本机登记已到期。"),
      h("p", "请登录后回到这里按“续期”，手机上的内容不受影响。"),
      h("div.ask-buttons", h("a.btn", { href: `/login/?next=${encodeURIComponent(location.pathname)}` }, "去登录"),
        h("button.btn.btn-primary", { type: "button", onclick: extend }, "续期"))));
  }
  return outcome.state === "refused" && outcome.sentence
    ? h("div.notice.notice-error", { role: "alert" }, icon("alert-triangle"), h("p", outcome.sentence)) : null;
};

export const queuePage = async () => {
  const rows = (await chains()).filter((row) => !row.receipt).sort((a, b) => a.opened - b.opened);
  const lines = await Promise.all(rows.map(part));
  const buttons = rows.length ? h("div.rows",
    h("button.btn.btn-primary.wide", { type: "button", onclick: send }, icon("upload"), "立即上传"),
    h("button.btn.wide", { type: "button", onclick: save }, icon("download"), "保存为文件"),
    h("p.quiet", "手机一直连不上服务器时，可把文件交给单位人员在电脑上提交。照片逐一核对，内容有无改动一看便知。")) : null;
  await page({
    title: "未送达的内容", tab: "#/queue",
    body: [trouble(), rows.length ? h("ul.visits", lines) : empty("cloud-check", "手机上没有未送达的内容。"), buttons],
  });
};
