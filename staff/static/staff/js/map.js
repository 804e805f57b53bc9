// Draws every element with data-map: the county's boundary, one point or many, tiles if there are any.
(() => {
  "use strict";
  const RUNS_BADLY = ["lead", "unlicensed"];
  const AT_REST = ["suspended", "stopped", "ended", "revoked", "deregistered", "lapsed"];

  const words = JSON.parse(document.getElementById("map-words")?.textContent || "{}");

  const pinClass = ({ kind, state, step }) => {
    if (step) return `pin dot step-${step}`;
    const tone = RUNS_BADLY.includes(state) ? "pin-bad"
      : state === "rectifying" ? "pin-warn"
      : AT_REST.includes(state) ? "pin-rest" : "";
    return `pin dot kind-${kind} ${tone}`;
  };

  const popup = (facts, pageUrl) => {
    const box = document.createElement("div");
    const link = document.createElement("a");
    link.href = `${pageUrl}${facts.id}/`;
    link.textContent = facts.name;
    const about = document.createElement("p");
    about.textContent = facts.says ?? `${words.kind?.[facts.kind] ?? ""} · ${words.state?.[facts.state] ?? ""}`;
    const where = document.createElement("p");
    where.className = "soft";
    where.textContent = facts.address ?? "";
    box.append(link, about, where);
    return box;
  };

  // The legend counts what is not on the map as well, so only differences to before are added.
  let before = null;
  const count = (features) => {
    const now = {};
    for (const { properties } of features) now[properties.step] = (now[properties.step] ?? 0) + 1;
    document.querySelectorAll("[data-count]").forEach((place) => {
      const step = place.dataset.count;
      if (before) place.textContent = Number(place.textContent) + (now[step] ?? 0) - (before[step] ?? 0);
    });
    before = now;
  };

  const read = async (url) => {
    const answer = await fetch(url, { headers: { Accept: "application/geo+json" } });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  };

  const draw = async (element) => {
    const data = element.dataset;
    const map = L.map(element, { attributionControl: false, scrollWheelZoom: !data.point, zoomControl: !data.point, zoomSnap: 0.25 });
    if (data.tilesUrl) L.tileLayer(data.tilesUrl, { maxZoom: 18 }).addTo(map);
    const county = L.geoJSON(await read(data.boundaryUrl), {
      interactive: false,
      style: { className: "county-line", weight: 2 },
    }).addTo(map);
    map.fitBounds(county.getBounds(), { padding: [12, 12] });

    if (data.point) {
      const place = data.point.split(",").map(Number);
      L.marker(place, { icon: L.divIcon({ className: "pin pin-here", iconSize: [22, 22] }), interactive: false, keyboard: false }).addTo(map);
      if (data.tilesUrl) map.setView(place, 15);
      return;
    }
    const pins = L.layerGroup().addTo(map);
    const form = document.querySelector(data.filters);
    const show = async () => {
      const query = new URLSearchParams(form ? new FormData(form) : undefined);
      const found = await read(`${data.pointsUrl}?${query}`);
      pins.clearLayers();
      count(found.features);
      for (const { geometry, properties } of found.features) {
        const [lon, lat] = geometry.coordinates;
        L.marker([lat, lon], {
          icon: L.divIcon({ className: pinClass(properties), iconSize: [16, 16] }),
          title: properties.name,
          alt: properties.name,
        }).bindPopup(() => popup(properties, data.pageUrl)).addTo(pins);
      }
    };
    let soon;
    form?.addEventListener("input", () => {
      clearTimeout(soon);
      soon = setTimeout(() => show().catch(() => {}), 300);
    });
    await show();
    // Whoever looks away needs no news.
    const again = () => { if (!document.hidden) show().catch(() => {}); };
    if (data.refreshS) setInterval(again, Number(data.refreshS) * 1000);
  };

  const failed = (element) => {
    element.textContent = "地图没有加载出来，请使用下方列表，或刷新页面重试。";
    element.classList.add("map-failed");
  };
  document.querySelectorAll("[data-map]").forEach((element) => {
    draw(element).catch(() => failed(element));
  });
})();
