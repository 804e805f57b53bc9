// The day's work on the phone: an index that names sections by checksum. Only what changed comes
// over the wire, and the phone goes over to a new index when every section of it is there.
import { ask, Refused } from "./api.js";
import { sha256, toText } from "./bytes.js";
import { Sentence, sentenceOf } from "./dom.js";
import { get, keys, put, together } from "./store.js";
import { fact, isOpen, keepFact, sealBytes, openBytes } from "./vault.js";

const LIMITS = {
  far_m: 500, coarse_m: 100, old_s: 120, jump_m_per_s: 60,
  photo_px: 1600, photo_bytes: 400_000, blob_bytes: 8_000_000,
};
const place = (sum) => `section/${sum}`;

const fetchSection = async (sum) => {
  const bytes = await (await ask(`pack/${sum}/`)).arrayBuffer();
  if ((await sha256(bytes)) !== sum) throw new Sentence("下载的资料不完整，请再试一次。");
  await put("sections", sum, await sealBytes(bytes, place(sum)));
};

const dropOthers = (wanted) =>
  together(["sections"], async (tx) => {
    const store = tx.objectStore("sections");
    const others = (await store.getAllKeys()).filter((sum) => !wanted.has(sum));
    await Promise.all(others.map((sum) => store.delete(sum)));
  });

const asOnce = async () => {
  const kept = await fact("pack");
  const headers = kept?.etag ? { "If-None-Match": kept.etag } : {};
  const answer = await ask("pack/", { headers, accept: [304] });
  const fetched = Date.now();
  if (answer.status === 304) {
    await keepFact("pack", { ...kept, fetched });
    return false;
  }
  const index = await answer.json();
  const wanted = new Set(Object.values(index.sections).map((section) => section.sha256));
  const here = new Set(await keys("sections"));
  for (const sum of wanted) if (!here.has(sum)) await fetchSection(sum);
  await keepFact("pack", { index, etag: answer.headers.get("ETag"), fetched });
  await dropOthers(wanted);
  return true;
};

// Resolves to whether anything changed. The county may change between index and section: once more.
export const refreshPack = () =>
  navigator.locks.request("field-pack", async () => {
    try {
      return await asOnce();
    } catch (error) {
      if (error instanceof Refused && error.code === "pack_section_gone") return asOnce();
      throw error;
    }
  });

const EVERY_MS = 60 * 60_000;

// Newer work is fetched by itself: when the app opens, when the signal comes back, and each hour.
// Without a signal, or when the server says no, the old pack goes on serving.
export const keepFresh = (onNew) => {
  const look = async () => {
    if (!navigator.onLine || !isOpen()) return;
    try {
      if (await refreshPack()) await onNew();
    } catch (error) {
      console.info(sentenceOf(error));
    }
  };
  addEventListener("online", look);
  setInterval(look, EVERY_MS);
  look();
};

export const packAge = async () => (await fact("pack"))?.fetched ?? null;

const section = async (index, name) => {
  const named = index.sections[name];
  if (!named) return null;
  const sealed = await get("sections", named.sha256);
  return sealed ? JSON.parse(toText(await openBytes(sealed, place(named.sha256)))) : null;
};

export const read = async (...names) => {
  const pack = await fact("pack");
  if (!pack) return names.map(() => null);
  return Promise.all(names.map((name) => section(pack.index, name)));
};

export const packDay = async () => (await fact("pack"))?.index.day ?? null;

export const limitsOf = (county) => ({ ...LIMITS, ...(county?.limits || {}) });

// Everything that one visit needs on site, as one value that is kept with its chain.
export const cardFor = async (visit) => {
  const [institutions, findings, checklist, catalogue, laws, people, orders, county] = await read(
    "institutions", "findings", `checklist-${visit.checklist}`, "catalogue", "laws", "people", "orders", "county",
  );
  if (!checklist) throw new Sentence("这次检查的检查表还没有下载，请联网更新后再开始。");
  return {
    visit, checklist, catalogue, laws: laws || [], people: people || [], orders, county,
    institution: (institutions || []).find((row) => row.id === visit.institution),
    findings: (findings || []).filter((row) => row.institution === visit.institution),
    limits: limitsOf(county),
  };
};
