// Areas drawn over a photograph, told in thousandths of the picture: [x, y, width, height].
(() => {
  "use strict";
  const form = document.querySelector("[data-hide-areas]");
  if (!form) return;
  const stage = form.querySelector("[data-stage]");
  const field = form.querySelector("[name=areas]");
  const count = form.querySelector("[data-count]");
  const LEAST = 8;
  const MOST = 60;
  let areas = JSON.parse(document.getElementById("areas-now").textContent);
  let begun = null;

  const within = (value, low, high) => Math.min(Math.max(Math.round(value), low), high);
  const place = (box, [x, y, width, height]) => {
    box.style.left = `${x / 10}%`;
    box.style.top = `${y / 10}%`;
    box.style.width = `${width / 10}%`;
    box.style.height = `${height / 10}%`;
  };
  const tell = () => {
    field.value = JSON.stringify(areas);
    count.textContent = `已框${areas.length}处`;
  };
  const draw = (focused = -1) => {
    stage.querySelectorAll(".hide-area").forEach((box) => box.remove());
    areas.forEach((area, no) => {
      const box = document.createElement("button");
      box.type = "button";
      box.className = "hide-area";
      box.setAttribute("aria-label", `第${no + 1}处遮盖，按Delete键删除`);
      box.addEventListener("keydown", (event) => byKey(event, no));
      place(box, area);
      stage.append(box);
      if (no === focused) box.focus();
    });
    tell();
  };
  const byKey = (event, no) => {
    const step = { ArrowLeft: [-10, 0], ArrowRight: [10, 0], ArrowUp: [0, -10], ArrowDown: [0, 10] }[event.key];
    if (event.key === "Delete" || event.key === "Backspace") {
      areas.splice(no, 1);
      event.preventDefault();
      return draw(Math.min(no, areas.length - 1));
    }
    if (!step) return undefined;
    event.preventDefault();
    const [x, y, width, height] = areas[no];
    if (event.shiftKey) {
      areas[no] = [x, y, within(width + step[0], LEAST, 1000 - x), within(height + step[1], LEAST, 1000 - y)];
    } else {
      areas[no] = [within(x + step[0], 0, 1000 - width), within(y + step[1], 0, 1000 - height), width, height];
    }
    return draw(no);
  };
  const spot = (event) => {
    const frame = stage.getBoundingClientRect();
    return [
      within(((event.clientX - frame.left) / frame.width) * 1000, 0, 1000),
      within(((event.clientY - frame.top) / frame.height) * 1000, 0, 1000),
    ];
  };
  const between = ([a, b], [c, d]) => [Math.min(a, c), Math.min(b, d), Math.abs(a - c), Math.abs(b - d)];

  stage.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || areas.length >= MOST) return;
    event.preventDefault();
    stage.setPointerCapture(event.pointerId);
    begun = { from: spot(event), box: document.createElement("div") };
    begun.box.className = "hide-area";
    stage.append(begun.box);
  });
  stage.addEventListener("pointermove", (event) => {
    if (begun) place(begun.box, between(begun.from, spot(event)));
  });
  const end = (event) => {
    if (!begun) return;
    const area = between(begun.from, spot(event));
    begun.box.remove();
    begun = null;
    // A touch without a stroke marks nothing.
    if (area[2] >= LEAST && area[3] >= LEAST) areas.push(area);
    draw();
  };
  stage.addEventListener("pointerup", end);
  stage.addEventListener("pointercancel", end);
  form.querySelector("[data-undo]").addEventListener("click", () => {
    areas = areas.slice(0, -1);
    draw();
  });
  form.querySelector("[data-middle]").addEventListener("click", () => {
    if (areas.length < MOST) areas.push([400, 400, 200, 200]);
    draw(areas.length - 1);
  });
  draw();
})();
