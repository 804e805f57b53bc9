// This phone: whose it is, how much room it has, the PIN, and leaving, which waits for the queue.
import { isInstalled, isStoreKept, roomLeft } from "../capable.js";
import { ask, h, icon, say, Sentence, working } from "../dom.js";
import { chineseDay, moment, page, plainPage } from "../frame.js";
import { packAge } from "../pack.js";
import { erase } from "../store.js";
import { unsent } from "../sync.js";
import { changePin, close, fact } from "../vault.js";

const megabytes = (bytes) => `${Math.round(bytes / 1_000_000)}兆字节`;

const leave = working(async () => {
  const left = (await unsent()).length;
  if (left) throw new Sentence(`手机上还有${left}次检查没有送达，不能退出。请先上传，或保存为文件交给单位人员。`);
  if (!(await ask("退出后，手机上的任务、密钥和资料全部清除，再用须重新登记。确定退出？", { yes: "退出" }))) return;
  if ((await unsent()).length) throw new Sentence("刚刚又有内容写入，请先上传。");
  close();
  await erase();
  plainPage("已退出", h("p", "手机上的内容已清除。"), h("a.btn.btn-primary.wide", { href: location.pathname, onclick: () => setTimeout(() => location.reload()) }, "重新登记"));
});

const pinForm = () => {
  const field = (name, label) => h("label.field", h("span", label),
    h("input.form-control.pin", { name, type: "password", inputMode: "numeric", maxLength: 6, autocomplete: "off" }));
  const submit = working(async (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    await changePin(form.elements.pin.value, form.elements.fresh.value, form.elements.again.value);
    form.reset();
    say("密码已更换。");
  });
  return h("details.card", h("summary", icon("key"), "更换密码"),
    h("form.rows", { onsubmit: submit }, field("pin", "现在的密码"), field("fresh", "新密码"), field("again", "再输入一次"),
      h("button.btn.wide", { type: "submit" }, "更换")));
};

const line = (name, value) => [h("dt", name), h("dd", value)];

export const mePage = async () => {
  const me = await fact("me");
  const { free, used } = await roomLeft();
  const isKept = await isStoreKept();
  const fetched = await packAge();
  await page({
    title: "本机", sub: `${me.person.name} · ${me.name}`, tab: "#/me",
    body: [
      h("dl.facts", line("登记有效至", chineseDay(me.expires_at.slice(0, 10))),
        line("任务下载", fetched ? moment(fetched) : "还没有下载"),
        line("已用空间", megabytes(used)), line("剩余空间", megabytes(free)),
        line("主屏幕", isInstalled() ? "已添加" : "未添加，建议用浏览器菜单添加"),
        line("保存方式", isKept ? "浏览器承诺不自动清除" : "浏览器可能在空间不足时清除，请尽早上传"),
        line("本机编号", h("span.figures", me.device.slice(0, 16)))),
      pinForm(),
      h("button.btn.wide", { type: "button", onclick: () => location.reload() }, icon("lock"), "锁定"),
      h("button.btn.wide", { type: "button", onclick: leave }, icon("logout"), "退出并清除本机"),
    ],
  });
};
