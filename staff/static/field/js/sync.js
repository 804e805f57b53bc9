// Bringing visits home in small parts. Every step can be cut off, repeated or done days later; a
// visit leaves the phone only when the server answers for its head (docs/field-protocol.md).
import { ask, askJson, Offline, Refused } from "./api.js";
import { blob, blobSizes, chainRow, chains, clock, isConfirmed, note, release, signedFrom } from "./chain.js";
import { Sentence } from "./dom.js";
import { fact, isOpen, keepFact } from "./vault.js";

const PART_BYTES = 128 * 1024;
const CALL_BYTES = 700 * 1024; // below the 1 MB of the protocol, whatever JSON adds
const CALL_ENTRIES = 200;
const MOST_ROUNDS = 50;

const tell = (what) => dispatchEvent(new CustomEvent("field:sync", { detail: what }));

const batches = (signed) => {
  const found = [[]];
  let bytes = 0;
  for (const { text, sig } of signed) {
    bytes += text.length * 3;
    if (found.at(-1).length && (found.at(-1).length === CALL_ENTRIES || bytes > CALL_BYTES)) {
      found.push([]);
      bytes = text.length * 3;
    }
    found.at(-1).push({ text, sig });
  }
  return found;
};

const call = async (chain, entries) => {
  const said = await askJson("sync/", { method: "POST", json: { clock: clock(), entries, chains: [chain] } });
  if (said.rejected?.length) {
    const rejected = said.rejected.map(({ code, sentence }) => ({ code, sentence }));
    await note(chain, { rejected });
  } else if (entries.length) await note(chain, { rejected: [] });
  return { wasRejected: Boolean(said.rejected?.length), ...(said.chains[chain] || { entries: 0, waits_for: [], blobs: [], records: [] }) };
};

// One blob from where the server has it. A damaged copy on the phone is named, not sent for ever.
const sendBlob = async (chain, { sha256, offset }) => {
  const bytes = await blob(chain, sha256);
  if (!bytes) return;
  let at = offset;
  for (let differed = 0; ;) {
    const part = bytes.slice(at, at + PART_BYTES);
    const headers = { "Upload-Offset": String(at), "Upload-Length": String(bytes.byteLength) };
    const answer = await ask(`blobs/${sha256}/`, { method: "PATCH", bytes: part, headers, accept: [409, 422] });
    if (answer.status === 422) {
      if (++differed > 1) throw new Refused(422, "blob_differs", "手机上有一张照片或签名已损坏，服务器没有收下。请保存队列文件并告知管理人员。");
      at = 0;
    } else if (answer.headers.get("Upload-Complete") === "?1") return;
    else at = Number(answer.headers.get("Upload-Offset"));
    tell({ state: "sending", chain });
  }
};

const sendBlobs = async (chain, wanted) => {
  const before = (await chainRow(chain)).sentBlobs || [];
  const sent = new Set(before);
  for (const part of wanted) {
    sent.delete(part.sha256);
    await sendBlob(chain, part);
    sent.add(part.sha256);
    await note(chain, { sentBlobs: [...sent] });
  }
};

// Photos that the server has not been told of yet go first, so that the entries complete at once.
const sendFreshBlobs = async (chain) => {
  const sent = new Set((await chainRow(chain)).sentBlobs || []);
  const fresh = [...(await blobSizes(chain)).keys()].filter((sum) => !sent.has(sum));
  await sendBlobs(chain, fresh.map((sha256) => ({ sha256, offset: 0 })));
};

const sendEntries = async (chain, answer) => {
  // Without a gap the server holds the first ones; with a gap all go again, which changes nothing.
  const from = answer.waits_for.length ? 1 : answer.entries + 1;
  let last = answer;
  for (const entries of batches(await signedFrom(chain, from))) {
    if (entries.length) last = await call(chain, entries);
  }
  return last;
};

const ownRecord = (row, answer) => answer.records.find((record) => record.head === row.head);

const bringHome = async (chain) => {
  await sendFreshBlobs(chain);
  let answer = await call(chain, []);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const row = await chainRow(chain);
    const record = ownRecord(row, answer);
    await note(chain, { held: answer.entries, missing: answer.blobs.length, contact: Date.now() });
    if (row.isFinished && isConfirmed(record)) return release(chain, record);
    if (answer.entries < row.seq || answer.waits_for.length) answer = await sendEntries(chain, answer);
    if (answer.wasRejected) return false;
    await sendBlobs(chain, answer.blobs);
    if (!answer.blobs.length && answer.entries >= row.seq && !answer.waits_for.length) {
      const again = await call(chain, []);
      return row.isFinished && isConfirmed(ownRecord(row, again)) ? release(chain, ownRecord(row, again)) : false;
    }
    answer = await call(chain, []);
  }
  return false;
};

export const unsent = async () => (await chains()).filter((row) => !row.receipt);

const SETTLED = new Set(["recorded", "set_aside"]);

// After a receipt the state may still move (a person decides): asked for as long as it is shown.
const refreshReceipts = async () => {
  const open = (await chains()).filter(({ receipt }) => receipt && !SETTLED.has(receipt.state));
  if (!open.length) return;
  const said = await askJson("sync/", {
    method: "POST", json: { clock: clock(), entries: [], chains: open.map((row) => row.chain) },
  });
  for (const row of open) {
    const record = said.chains[row.chain] && ownRecord(row, said.chains[row.chain]);
    if (record) await note(row.chain, { receipt: { ...row.receipt, state: record.state, sentence: record.sentence } });
  }
};

const ENDED = new Set(["device_unknown", "device_expired"]);

// What concerns the whole phone ends the round; what concerns one visit lets the others go on.
const isOfThePhone = (error) =>
  error instanceof Offline || (error instanceof Refused && (error.status < 404 || error.status === 429 || error.status >= 500));

const bringEachHome = async () => {
  let trouble = null;
  for (const { chain } of await unsent()) {
    try {
      await bringHome(chain);
      await note(chain, { trouble: "" });
    } catch (error) {
      if (isOfThePhone(error)) throw error;
      trouble = error instanceof Sentence ? error
        : new Sentence("手机上有一份内容打不开，可能已损坏。其他内容照常上传；请保存队列文件并告知管理人员。");
      console.warn(error);
      await note(chain, { trouble: trouble.message });
    }
  }
  if (trouble) throw trouble;
};

const round = async () => {
  await bringEachHome();
  await refreshReceipts();
  await keepFact("contact", { at: Date.now() });
};

// Send all that is unsent. Resolves to { state: "done" | "offline" | "ended" | "revoked" | "refused" }.
export const syncNow = () =>
  navigator.locks.request("field-sync", async () => {
    if (!isOpen() || !(await fact("me"))) return { state: "done" };
    tell({ state: "sending" });
    let outcome = { state: "done" };
    try {
      await round();
    } catch (error) {
      if (error instanceof Offline) outcome = { state: "offline" };
      else if (error instanceof Refused && error.code === "device_revoked") outcome = { state: "revoked", sentence: error.message };
      else if (error instanceof Refused && ENDED.has(error.code)) outcome = { state: "ended", sentence: error.message };
      else if (error instanceof Sentence) outcome = { state: "refused", sentence: error.message, wait: error.retryAfter };
      else throw error;
    }
    tell(outcome);
    return outcome;
  });

const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 300_000;

// Tries whenever it may work: signal back, page shown again, something written; and now and then.
export const keepSending = (onOutcome) => {
  let wait = FIRST_WAIT_MS;
  let timer = 0;
  const plan = (ms) => { clearTimeout(timer); timer = setTimeout(go, ms); };
  const go = async () => {
    const outcome = await syncNow().catch((error) => ({ state: "refused", sentence: error.message }));
    onOutcome(outcome);
    const isIdle = outcome.state === "done" && !(await unsent()).length;
    plan(Math.max(isIdle ? LONGEST_WAIT_MS : wait, (outcome.wait || 0) * 1000));
    wait = Math.min(wait * 2, LONGEST_WAIT_MS); // until something new is written or the signal comes back
  };
  const soon = () => { wait = FIRST_WAIT_MS; plan(300); };
  const afterWriting = () => { wait = FIRST_WAIT_MS; if (navigator.onLine) plan(1500); };
  addEventListener("online", soon);
  addEventListener("field:written", afterWriting);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(); });
  soon();
};
