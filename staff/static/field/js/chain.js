// What happens on site is written down as a chain of signed entries, one chain per visit. An entry,
// the photo it names and the chain's new head are kept in one transaction, or not at all.
import { canonical, randomId, sha256, toBytes } from "./bytes.js";
import { Sentence } from "./dom.js";
import { all, get, keys, ofChain, together } from "./store.js";
import { fact, seal, sealBytes, openBytes, sign, unseal } from "./vault.js";

const NOTHING = "0".repeat(64);
const LONGEST_ENTRY = 250_000; // bytes, docs/field-protocol.md, section 3
const EPOCH = randomId(); // `mono` counts within the life of this page

const place = (chain, key) => `${chain}/${key}`;
export const clock = () => ({ at: new Date().toISOString(), mono: Math.round(performance.now()), epoch: EPOCH });

// `card` is what the visit was begun with: its checklist and law stay, whatever is published later.
export const begin = async (card) => {
  const before = (await chains()).find((row) => row.visit === card.visit.id && !row.receipt);
  if (before) return before.chain;
  const chain = randomId();
  const sealedCard = await seal(card, place(chain, "card"));
  const row = { chain, visit: card.visit.id, seq: 0, head: NOTHING, isFinished: false, sealedCard };
  await together(["chains"], (tx) => tx.objectStore("chains").put({ ...row, opened: Date.now() }, chain));
  return chain;
};

export const chains = async () => all("chains");
export const usedOrders = async () => new Set((await chains()).flatMap((row) => row.handed || []));
export const chainRow = async (chain) => get("chains", chain);
export const cardOf = async (row) => unseal(row.sealedCard, place(row.chain, "card"));

const signed = async (row, kind, body) => {
  const { device } = await fact("me");
  const entry = {
    ...clock(), v: 1, chain: row.chain, visit: row.visit, device,
    seq: row.seq + 1, prev: row.head, kind, body,
  };
  const text = canonical(entry);
  if (toBytes(text).length > LONGEST_ENTRY) throw new Sentence("这一项内容太长，请缩短后再存。");
  return { text, sig: await sign(entry), hash: await sha256(toBytes(text)), seq: entry.seq };
};

// All sealing is done before the transaction opens: a database does not wait for ciphers.
const sealedParts = async (chain, written, blobs) => {
  const entry = await seal({ text: written.text, sig: written.sig }, place(chain, written.seq));
  const parts = [];
  for (const { sha256: sum, bytes } of blobs) {
    parts.push({ sum, size: bytes.byteLength, ...(await sealBytes(bytes, place(chain, sum))) });
  }
  return { entry, parts };
};

// A released order's number serves once on this phone, whichever visit used it.
const withHanded = async (store, fresh, release) => {
  if (release === undefined) return fresh;
  const used = (await store.getAll()).flatMap((row) => row.handed || []);
  if (used.includes(release)) throw new Sentence("这个文书号已经用过，请换一个。");
  return { ...fresh, handed: [...(fresh.handed || []), release] };
};

const keep = (row, written, sealed, { isFinished, draft, release: used }) =>
  together(["chains", "entries", "blobs", "drafts"], async (tx) => {
    const fresh = await tx.objectStore("chains").get(row.chain);
    // Never two entries of one number: another tab was first, so this one is written anew.
    if (fresh.head !== row.head) return false;
    if (fresh.isFinished) throw new Sentence("这次检查已经结束，不能再改。");
    const next = { ...(await withHanded(tx.objectStore("chains"), fresh, used)), seq: written.seq, head: written.hash, isFinished };
    await Promise.all([
      ...sealed.parts.map((part) => tx.objectStore("blobs").put(part, [row.chain, part.sum])),
      tx.objectStore("entries").put({ hash: written.hash, ...sealed.entry }, [row.chain, written.seq]),
      draft && tx.objectStore("drafts").delete([row.chain, draft]),
      tx.objectStore("chains").put(next, row.chain),
    ]);
    return true;
  });

// Write one entry with the blobs that it names. Resolves once it is on disk, with its checksum.
export const write = (chain, kind, body, { blobs = [], draft = "" } = {}) =>
  navigator.locks.request(`chain-${chain}`, async () => {
    for (;;) {
      const row = await chainRow(chain);
      if (!row || row.isFinished) throw new Sentence("这次检查已经结束，不能再改。");
      const written = await signed(row, kind, body);
      const sealed = await sealedParts(chain, written, blobs);
      const release = kind === "order_handed" ? body.release : undefined;
      const isKept = await keep(row, written, sealed, { isFinished: kind === "finish", draft, release });
      if (isKept) {
        dispatchEvent(new CustomEvent("field:written", { detail: { chain, kind } }));
        return written.hash;
      }
    }
  });

// The signed texts from number `from` on, in order.
export const signedFrom = async (chain, from = 1) => {
  const range = IDBKeyRange.bound([chain, from], [chain, Infinity]);
  const rows = await all("entries", range);
  const numbers = (await keys("entries", range)).map(([, seq]) => seq);
  return Promise.all(
    rows.map(async ({ hash, ...sealed }, i) => ({
      hash, seq: numbers[i], ...(await unseal(sealed, place(chain, numbers[i]))),
    })),
  );
};
export const entries = async (chain) =>
  (await signedFrom(chain)).map(({ text }) => JSON.parse(text));

export const blob = async (chain, sum) => {
  const sealed = await get("blobs", [chain, sum]);
  return sealed ? openBytes(sealed, place(chain, sum)) : null;
};
export const blobSizes = async (chain) =>
  new Map((await all("blobs", ofChain(chain))).map(({ sum, size }) => [sum, size]));

// Words that are being typed: kept as they come, so that a killed tab loses no letter.
export const keepDraft = async (chain, field, text) => {
  const sealed = await seal(text, place(chain, `draft/${field}`));
  await together(["drafts"], (tx) => tx.objectStore("drafts").put(sealed, [chain, field]));
};
export const drafts = async (chain) => {
  const found = {};
  for (const key of await keys("drafts", ofChain(chain))) {
    found[key[1]] = await unseal(await get("drafts", key), place(chain, `draft/${key[1]}`));
  }
  return found;
};

// What the server said of this chain, beside the chain itself.
export const note = (chain, facts) =>
  together(["chains"], async (tx) => {
    const row = await tx.objectStore("chains").get(chain);
    if (row) await tx.objectStore("chains").put({ ...row, ...facts }, chain);
  });

const CONFIRMED = new Set(["held", "recorded", "refused", "in_conflict", "set_aside"]);
export const isConfirmed = (record) => CONFIRMED.has(record?.state);

// The only way in which a visit leaves the phone: the server holds all of it, under our own head.
export const release = (chain, record) =>
  together(["chains", "entries", "blobs", "drafts"], async (tx) => {
    const row = await tx.objectStore("chains").get(chain);
    if (!row?.isFinished || row.head !== record.head || !isConfirmed(record)) return false;
    const receipt = { state: record.state, sentence: record.sentence, at: Date.now() };
    await Promise.all([
      ...["entries", "blobs", "drafts"].map((name) => tx.objectStore(name).delete(ofChain(chain))),
      tx.objectStore("chains").put({ ...row, receipt }, chain),
    ]);
    return true;
  });
