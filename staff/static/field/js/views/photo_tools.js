// Taking photos and looking at them again: a caption may be added, nothing may be taken away.
import { blob } from "../chain.js";
import { h, icon, refill, say, sentenceOf, working } from "../dom.js";
import { photosOf } from "../fold.js";
import { clockTime } from "../frame.js";
import { keepPhoto } from "../photos.js";

const pictureOf = async (desk, photo) => {
  const bytes = await blob(desk.chain, photo.sha256);
  const url = URL.createObjectURL(new Blob([bytes], { type: photo.media_type }));
  return h("img", { src: url, alt: photo.caption || "现场照片", onload: () => URL.revokeObjectURL(url) });
};

const looked = async (desk, photo, onCaption) => {
  const words = h("input.form-control", { maxLength: 200, value: photo.caption, "aria-label": "照片说明", placeholder: "照片说明" });
  const close = () => {
    dialog.close();
    dialog.remove();
  };
  const save = working(async () => {
    const caption = words.value.trim();
    if (caption !== photo.caption) {
      const next = { ...photo, caption };
      await desk.write("photo", next);
      onCaption(next);
    }
    close();
  });
  const where = photo.position ? `精度${photo.position.accuracy_m}米` : "没有位置";
  const dialog = h("dialog.signing", { "aria-label": "照片", oncancel: close },
    h("div.photo-large", await pictureOf(desk, photo)),
    h("p.quiet", `${clockTime(photo.taken_at)}拍摄，${where}`), h("p.figures.quiet", photo.sha256), words,
    h("div.ask-buttons", h("button.btn", { type: "button", onclick: close }, "返回"),
      h("button.btn.btn-primary", { type: "button", onclick: save }, "存下说明")));
  document.body.append(dialog);
  dialog.showModal();
};

const thumbnail = async (desk, photo) => {
  let shown = photo;
  const words = h("small", photo.caption || (photo.position ? "有位置" : "无位置"));
  const onCaption = (next) => {
    shown = next;
    desk.state.photos.set(next.sha256, next);
    words.textContent = next.caption || "无说明";
  };
  const open = working(() => looked(desk, shown, onCaption));
  return h("li.thumb", h("button.thumb-open", { type: "button", "aria-label": "查看照片", onclick: open }, await pictureOf(desk, photo), words));
};

export const drawPhotos = async (list, desk, item) =>
  refill(list, await Promise.all(photosOf(desk.state, item).map((photo) => thumbnail(desk, photo))));

// Hidden, and pressed through its label: the camera opens from the button that says so.
const picker = (words, sign, what, onFiles, capture) => {
  const field = h("input.visually-hidden", { type: "file", accept: "image/*", multiple: !capture, "aria-label": `${what}：${words}` });
  if (capture) field.setAttribute("capture", "environment");
  field.addEventListener("change", () => onFiles([...field.files]).finally(() => { field.value = ""; }));
  field.addEventListener("cancel", () => say("没有拍下照片。如果相机没有打开，请在手机设置中允许浏览器使用相机。", "warning"));
  return h("label.btn", icon(sign), words, field);
};

export const photoTools = (desk, item, list, what) => {
  const take = async (files) => {
    for (const file of files) {
      const waiting = h("li.thumb.is-waiting", h("small", "正在存下"));
      list.append(waiting);
      try {
        const photo = await keepPhoto(desk.chain, file, { item, limits: desk.card.limits });
        desk.state.photos.set(photo.sha256, photo);
        waiting.replaceWith(await thumbnail(desk, photo));
      } catch (error) {
        waiting.remove();
        say(sentenceOf(error), "error");
      }
    }
  };
  return h("div.photo-tools", picker("拍照", "camera", what, take, true), picker("从相册选", "photo", what, take, false));
};
