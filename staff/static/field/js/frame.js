// The frame of every page: title and way back, what is still on the phone, the thumb's buttons.
import { h, icon, refill, show } from "./dom.js";
import { unsent } from "./sync.js";

const TABS = [
  ["#/", "clipboard-check", "检查"],
  ["#/queue", "cloud-check", "未送达"],
  ["#/law", "scale", "法规"],
  ["#/me", "device-mobile", "本机"],
];

let outcome = { state: "idle" };
const SAID = {
  sending: ["refresh", "正在上传"],
  offline: ["cloud-off", "没有信号"],
  ended: ["key", "登记已到期"],
  refused: ["alert-triangle", "点此查看"],
};

const statusWords = async () => {
  const waiting = (await unsent()).length;
  const [sign, words] = SAID[outcome.state] || [];
  const left = waiting ? `手机上还有${waiting}次检查未送达` : "没有未送达的内容";
  if (!waiting && outcome.state !== "ended") return ["is-clear", "circle-check", left];
  return [outcome.state === "sending" ? "is-busy" : "is-waiting", sign || "hourglass", words ? `${left} · ${words}` : left];
};

// Pages are drawn one after the other, always the one that the address names now: a slow page that
// was asked for earlier never comes to lie over a later one, whoever asked for the drawing.
let drawing = Promise.resolve();
let draw = null;
export const drawWith = (how) => { draw = how; };
export const redraw = () => {
  drawing = drawing.then(() => draw());
  return drawing;
};

const line = () => h("a.phone-state", { href: "#/queue" });
export const drawState = async (element = document.querySelector(".phone-state")) => {
  if (!element) return;
  const [tone, sign, words] = await statusWords();
  element.className = `phone-state ${tone}`;
  refill(element, icon(sign), h("span", words));
};
export const hear = (said) => {
  outcome = said;
  drawState();
};
export const lastOutcome = () => outcome;

const bar = (here) =>
  h("nav.tabs", { "aria-label": "常用" }, TABS.map(([href, sign, title]) =>
    h("a.tab", { href, "aria-current": href === here ? "page" : null }, icon(sign), h("span", title))));

// `tab` is the address of the tab that is open; `actions` stand in its place, under the thumb.
export const page = async ({ title, sub = "", back = "", tab = "", body, actions = [], onLeave }) => {
  const state = line();
  await drawState(state);
  const head = h("header.top",
    back ? h("a.top-back", { href: back, "aria-label": "返回" }, icon("chevron-left")) : h("span.top-mark"),
    h("div.top-words", h("h1", title), sub && h("p", sub)));
  const foot = actions.length ? h("section.actions", { "aria-label": "操作" }, actions) : bar(tab);
  show([head, h("section", { role: "status", "aria-label": "手机上的内容" }, state), h("main.body", { id: "content", tabIndex: -1 }, body), foot], onLeave);
  scrollTo(0, 0);
};

export const plainPage = (title, ...body) =>
  show(h("main.opening", h("img", { src: `${document.getElementById("app").dataset.static}staff/mark.svg`, alt: "", width: 56, height: 56 }), h("h1", title), body));

export const empty = (sign, words, ...more) => h("div.nothing", icon(sign), h("p", words), more);
export const tag = (words, tone = "quiet") => h(`span.tag.tag-${tone}`, words);
// China's time, wherever the phone believes it is: the same moment reads the same on every paper.
const PARTS = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
});
const partsOf = (at) => Object.fromEntries(PARTS.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
export const clockTime = (at) => {
  const { hour, minute } = partsOf(at);
  return `${hour}:${minute}`;
};
export const moment = (at) => {
  const { month, day } = partsOf(at);
  return `${Number(month)}月${Number(day)}日${clockTime(at)}`;
};
export const dayOf = (at) => {
  const { year, month, day } = partsOf(at);
  return chineseDay(`${year}-${month}-${day}`);
};
export const chineseDay = (text) => {
  const [year, month, day] = text.split("-").map(Number);
  return `${year}年${month}月${day}日`;
};
