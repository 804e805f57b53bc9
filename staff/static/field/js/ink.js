// A signature by finger: strokes as whole numbers, so that they can be drawn again on any paper.
import { canonical, sha256, toBytes } from "./bytes.js";
import { h, icon, say } from "./dom.js";

const WIDTH = 600; // units across, whatever the screen
const LEAST_STEP = 2; // units; a resting finger writes no further points
const LEAST_POINTS = 8;
const MOST_POINTS = 4000;
const BOX = { width: 1000, height: 300 }; // the box of an order's signature, docs/orders-on-site.md

const pad = (canvas) => {
  const strokes = [];
  const scale = WIDTH / canvas.clientWidth;
  const height = Math.round(canvas.clientHeight * scale);
  const ratio = devicePixelRatio || 1;
  canvas.width = canvas.clientWidth * ratio;
  canvas.height = canvas.clientHeight * ratio;
  const pen = canvas.getContext("2d");
  const fresh = () => {
    pen.setTransform(ratio / scale, 0, 0, ratio / scale, 0, 0);
    pen.clearRect(0, 0, WIDTH, height);
    Object.assign(pen, { lineWidth: 5, lineCap: "round", lineJoin: "round", strokeStyle: "#14262d" });
  };
  fresh();
  let first = 0;
  let points = 0;
  let open = null;
  const at = (event) => {
    first ||= event.timeStamp;
    const box = canvas.getBoundingClientRect();
    const within = (value, most) => Math.min(most, Math.max(0, Math.round(value * scale)));
    return [within(event.clientX - box.left, WIDTH), within(event.clientY - box.top, height), Math.round(event.timeStamp - first)];
  };
  const add = (event) => {
    const point = at(event);
    const last = open.at(-1);
    if (points >= MOST_POINTS || Math.hypot(point[0] - last[0], point[1] - last[1]) < LEAST_STEP) return;
    pen.beginPath();
    pen.moveTo(last[0], last[1]);
    pen.lineTo(point[0], point[1]);
    pen.stroke();
    open.push(point);
    points += 1;
  };
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    open = [at(event)];
    strokes.push(open);
    points += 1;
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!open) return;
    const all = event.getCoalescedEvents?.() || [];
    (all.length ? all : [event]).forEach(add);
  });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { open = null; });
  return {
    clear: () => { strokes.length = 0; points = 0; first = 0; fresh(); },
    isSigned: () => points >= LEAST_POINTS,
    drawn: () => ({ v: 1, width: WIDTH, height, strokes }),
  };
};

// Resolves to the strokes, or to null when the person went back.
export const sign = (title, sentence) =>
  new Promise((resolve) => {
    const canvas = h("canvas.ink", { "aria-label": `${title}，请在此处书写`, role: "img" });
    const done = (value) => {
      dialog.close();
      dialog.remove();
      resolve(value);
    };
    let paper = null;
    const accept = () => {
      if (paper.isSigned()) done(paper.drawn());
      else say("请书写完整姓名后再确认。", "error");
    };
    const dialog = h("dialog.signing", { "aria-label": title, oncancel: () => done(null) },
      h("div.signing-head", h("h2", title), h("button.btn.btn-small", { type: "button", onclick: () => done(null) }, "返回")),
      h("p", sentence), canvas,
      h("div.ask-buttons",
        h("button.btn", { type: "button", onclick: () => paper.clear() }, icon("rotate"), "重写"),
        h("button.btn.btn-primary", { type: "button", onclick: accept }, "确认签名")));
    document.body.append(dialog);
    dialog.showModal();
    paper = pad(canvas);
  });

export const asBlob = async (drawn) => {
  const bytes = toBytes(canonical(drawn)).buffer;
  return { bytes, sha256: await sha256(bytes), size: bytes.byteLength };
};

// The same strokes as an SVG path in the box of an order's paper: only M and L, whole numbers.
export const asPath = ({ width, height, strokes }) => {
  const scale = Math.min(BOX.width / width, BOX.height / height);
  const left = (BOX.width - width * scale) / 2;
  const at = ([x, y]) => `${Math.round(x * scale + left)} ${Math.round(y * scale)}`;
  return strokes.map((stroke) => {
    const line = stroke.length > 1 ? stroke : [stroke[0], stroke[0]];
    return `M${line.map(at).join("L")}`;
  }).join("");
};
