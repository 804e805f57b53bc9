// The form on site: the time now, the position, how far the checklist is, more findings.
(() => {
  "use strict";
  const form = document.querySelector("[data-record]");
  if (!form) return;
  const changed = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));

  // <button data-now="starts_at"> writes the moment into its field.
  const pad = (number) => String(number).padStart(2, "0");
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-now]");
    if (!button) return;
    const now = new Date();
    const field = form.elements[button.dataset.now];
    field.value = `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}` +
      `T${pad(now.getHours())}:${pad(now.getMinutes())}`;
    changed(field);
  });

  // The position, and how far it lies from the registered site.
  const place = form.querySelector("[data-place]");
  const words = place.querySelector("[data-place-words]");
  const drop = place.querySelector("[data-drop-place]");
  const metresBetween = (a, b) => {
    const rad = Math.PI / 180;
    const half = (angle) => Math.sin((angle * rad) / 2) ** 2;
    const along = half(b.lat - a.lat) +
      Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * half(b.lng - a.lng);
    return 2 * 6371008.8 * Math.asin(Math.sqrt(along));
  };
  const spoken = (metres) =>
    metres < 1000 ? `${Math.round(metres)} 米` : `${(metres / 1000).toFixed(1)} 公里`;
  const showPlace = (accuracyM) => {
    const here = {
      lat: parseFloat(form.elements.latitude.value), lng: parseFloat(form.elements.longitude.value),
    };
    words.classList.remove("is-near", "is-far");
    drop.hidden = Number.isNaN(here.lat) || Number.isNaN(here.lng);
    if (Number.isNaN(here.lat) || Number.isNaN(here.lng)) return;
    const site = { lat: parseFloat(place.dataset.lat), lng: parseFloat(place.dataset.lng) };
    const about = accuracyM ? `（精度约 ${Math.round(accuracyM)} 米）` : "";
    if (Number.isNaN(site.lat)) {
      words.textContent = `已取得位置${about}，该机构尚未定位，不能计算距离。`;
      return;
    }
    const metres = metresBetween(here, site);
    const isFar = metres > parseFloat(place.dataset.far);
    words.classList.add(isFar ? "is-far" : "is-near");
    words.textContent = `距登记地点 ${spoken(metres)}${about}` + (isFar ? "，请核对地点。" : "");
  };
  const troubles = {
    1: "没有获得定位授权，请在浏览器设置中允许本站定位。",
    2: "暂时无法定位，请到开阔处再试。",
    3: "定位超时，请再试一次。",
  };
  place.querySelector("[data-locate]").addEventListener("click", (event) => {
    if (!navigator.geolocation || !window.isSecureContext) {
      words.textContent = "这个浏览器或网址不能定位（须使用 https 网址），可以不填位置直接提交。";
      return;
    }
    const button = event.currentTarget;
    button.setAttribute("aria-busy", "true");
    words.textContent = "正在定位……";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        button.removeAttribute("aria-busy");
        form.elements.latitude.value = coords.latitude.toFixed(6);
        form.elements.longitude.value = coords.longitude.toFixed(6);
        changed(form.elements.latitude);
        showPlace(coords.accuracy);
      },
      (trouble) => {
        button.removeAttribute("aria-busy");
        words.textContent = troubles[trouble.code] || troubles[2];
      },
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 },
    );
  });

  // A position that is wrong (indoors, by radio cell) must not keep the record from being sent.
  drop.addEventListener("click", () => {
    form.elements.latitude.value = "";
    form.elements.longitude.value = "";
    changed(form.elements.latitude);
    words.textContent = "已去掉位置，可以不填位置直接提交，也可以重新取位置。";
    showPlace();
  });

  // How many questions are answered, in all and per group.
  const bar = form.querySelector("[data-progress]");
  const count = form.querySelector("[data-progress-words]");
  const tally = () => {
    const items = [...form.querySelectorAll(".item")];
    const open = items.filter((item) => !item.querySelector("[type=radio]:checked"));
    const bad = form.querySelectorAll('.item [value="not_ok"]:checked').length;
    bar.max = items.length || 1;
    bar.value = items.length - open.length;
    count.textContent = `已填 ${items.length - open.length} / ${items.length} 项` +
      (bad ? `，不符合 ${bad} 项` : "");
    // A record cannot be taken back, so one with open questions asks first.
    form.dataset.ask = open.length ? `还有 ${open.length} 项没有填写，提交后不能修改。确定提交吗？` : "";
    form.querySelectorAll("[data-group]").forEach((group) => {
      const left = group.querySelectorAll(".item").length -
        group.querySelectorAll(".item [type=radio]:checked").length;
      group.querySelector("[data-group-left]").textContent = left ? `还有 ${left} 项` : "已填完";
    });
  };

  // One more finding beside the checklist.
  const extras = form.querySelector("[data-extras]");
  const pattern = document.getElementById("extra-row");
  const addExtra = (no) => {
    const row = pattern.content.cloneNode(true);
    row.querySelectorAll("[name]").forEach((field) => {
      field.name = field.name.replace("NO", no);
    });
    extras.append(row);
    return extras.lastElementChild;
  };
  const nextNo = () => Math.max(-1, ...[...extras.querySelectorAll("select")]
    .map((field) => parseInt(field.name.split("-").pop(), 10))) + 1;
  form.querySelector("[data-add-extra]").addEventListener("click", () => {
    addExtra(nextNo()).querySelector("select").focus();
  });
  extras.addEventListener("click", (event) => {
    const drop = event.target.closest("[data-drop-extra]");
    if (!drop) return;
    drop.closest(".extra").remove();
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });

  form.addEventListener("change", tally);
  form.addEventListener("draft:restored", (event) => {
    event.detail.missing
      .filter((name) => name.startsWith("extra-code-"))
      .forEach((name) => addExtra(name.split("-").pop()));
  });
  form.addEventListener("draft:filled", () => { tally(); showPlace(); });
  tally();
  showPlace();
})();
