// The phone's store. Values are sealed before they come here (vault.js); keys and counts are not.
import { deleteDB, openDB } from "../../vendor/idb-8.0.4/idb.js";
import { Sentence } from "./dom.js";

const NAME = "yujian-field";

// One step per version, in order, never edited: a phone that skipped releases walks through all
// of them, and no step may take away a visit that was not confirmed.
const STEPS = [
  (db) => {
    db.createObjectStore("plain"); // salts, tries, what must be read before the PIN
    db.createObjectStore("facts"); // sealed: token, person, index of the day
    db.createObjectStore("sections"); // sealed parts of the day's pack, by checksum
    db.createObjectStore("chains"); // per visit: last number and checksum, and what the server said
    db.createObjectStore("entries"); // sealed, by [chain, number]
    db.createObjectStore("blobs"); // sealed photos and strokes, by [chain, checksum]
    db.createObjectStore("drafts"); // sealed words typed and not yet written down, by [chain, field]
  },
];

let opened = null;
export const store = () => {
  opened ??= openDB(NAME, STEPS.length, {
    upgrade: (db, from) => STEPS.slice(from).forEach((step) => step(db)),
    // Another tab brings a newer release: step aside at once, it has everything we have.
    blocking: (_current, _blocked, event) => {
      event.target.close();
      opened = null;
      location.reload();
    },
    terminated: () => { opened = null; },
  }).catch((error) => {
    opened = null;
    if (error?.name === "VersionError") {
      throw new Sentence("手机上已有更新版本保存的内容，请联网后重新打开本页，内容不会丢失。");
    }
    throw error;
  });
  return opened;
};

export const erase = async () => {
  (await store()).close();
  opened = null;
  await deleteDB(NAME);
};

const STRICT = { durability: "strict" }; // done means on disk, not on its way there

// Several puts as one: all of them are kept or none.
export const together = async (names, act) => {
  const tx = (await store()).transaction(names, "readwrite", STRICT);
  try {
    const result = await act(tx);
    await tx.done;
    return result;
  } catch (error) {
    tx.done.catch(() => {}); // the reason is thrown below, once
    try { tx.abort(); } catch { /* it ended by itself */ }
    throw error;
  }
};

export const get = async (name, key) => (await store()).get(name, key);
export const put = async (name, key, value) =>
  together([name], (tx) => tx.objectStore(name).put(value, key));
export const drop = async (name, key) => together([name], (tx) => tx.objectStore(name).delete(key));
export const keys = async (name, range) => (await store()).getAllKeys(name, range);
export const all = async (name, range) => (await store()).getAll(name, range);
export const ofChain = (chain) => IDBKeyRange.bound([chain], [chain, []]);
