// Before the pages: registering this phone, the PIN, and the end of a phone that was reported lost.
import { register } from "../api.js";
import { keepStore } from "../capable.js";
import { h, icon, say, sentenceOf, working } from "../dom.js";
import { plainPage } from "../frame.js";
import { refreshPack } from "../pack.js";
import { erase } from "../store.js";
import { close, keepFact, newKeys, open, requireGoodPin } from "../vault.js";

const pinField = (id, label, autocomplete) =>
  h("label.field", { for: id }, h("span", label),
    h("input.form-control.pin", {
      id, type: "password", inputMode: "numeric", maxLength: 6, autocomplete, required: true, pattern: "[0-9]{6}",
    }));

const loginAddress = () => `/login/?next=${encodeURIComponent(location.pathname)}`;
const problem = () => h("p.problem", { role: "alert", hidden: true });
const tellIn = (element, error) => {
  element.hidden = false;
  element.replaceChildren(sentenceOf(error), error.code === "signed_out" ? h("a.btn.wide", { href: loginAddress() }, "去登录") : "");
};

const furnish = async ({ name, pin, again }) => {
  requireGoodPin(pin, again);
  const { publicKey, keep } = await newKeys(pin);
  const said = await register(name, publicKey);
  await keep();
  await keepFact("me", { ...said, name, key: publicKey });
  keepStore().catch(() => {}); // some browsers ask the person first; nothing waits for it
  await refreshPack().catch((error) => say(sentenceOf(error), "error"));
};

export const setUp = (onOpen, { isInstalled }) => {
  const wrong = problem();
  const submit = working(async (event) => {
    event.preventDefault();
    const { device, pin, again } = event.currentTarget.elements;
    try {
      await furnish({ name: device.value.trim(), pin: pin.value, again: again.value });
      await onOpen();
    } catch (error) {
      tellIn(wrong, error);
    }
  });
  const name = h("label.field", { for: "device" }, h("span", "本机名称"),
    h("input.form-control", { id: "device", type: "text", required: true, maxLength: 40, placeholder: "例如：李华的手机" }));
  plainPage("登记本机",
    h("p", "登记后，今天的检查任务会存到手机上，没有信号也能工作。登记须先登录并联网。"),
    isInstalled ? null : h("p.hint", icon("info-circle"), h("span", "建议先用浏览器菜单的“添加到主屏幕”，再从主屏幕打开：未添加时，部分手机会在几天不用后清除保存的内容。")),
    h("form.door", { onsubmit: submit, noValidate: true }, name,
      pinField("pin", "设置6位密码", "new-password"), pinField("again", "再输入一次", "new-password"),
      h("p.hint", icon("lock"), h("span", "密码只存在于本机，用来打开手机上的内容。忘记后，未送达的内容无法恢复。")),
      wrong, h("button.btn.btn-primary.wide", { type: "submit" }, "登记")));
};

export const askPin = (onOpen) => {
  const wrong = problem();
  const field = pinField("pin", "6位密码", "current-password");
  const submit = working(async (event) => {
    event.preventDefault();
    const { pin } = event.currentTarget.elements;
    try {
      await open(pin.value);
      await onOpen();
    } catch (error) {
      pin.value = "";
      tellIn(wrong, error);
      pin.focus();
    }
  });
  plainPage("育监现场", h("form.door", { onsubmit: submit, noValidate: true }, field, wrong,
    h("button.btn.btn-primary.wide", { type: "submit" }, "打开")));
  field.querySelector("input").focus();
};

// The server said that this phone was reported lost: nothing of the county stays on it.
export const endOfPhone = async (sentence) => {
  close();
  await erase();
  plainPage("本机已停用", h("p", sentence || "本机已被登记为遗失。"),
    h("p", "本机的密钥、任务和未送达的内容已全部清除。未送达的检查由单位另行安排。如手机已找回，请登录后重新登记。"),
    h("button.btn.btn-primary.wide", { type: "button", onclick: () => location.reload() }, "重新登记"));
};
