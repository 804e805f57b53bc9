// The queue as a file, for when the phone cannot reach the server any more. A colleague hands it in
// on the bureau's page; the signatures in it show whether anything was changed on the way.
import { canonical, toBytes } from "./bytes.js";
import { blob, blobSizes, signedFrom } from "./chain.js";
import { unsent } from "./sync.js";
import { fact } from "./vault.js";

const HEADING = "yujian-queue 1\n";

export const queueFile = async () => {
  const { device } = await fact("me");
  const entries = [];
  const blobs = new Map();
  for (const { chain } of await unsent()) {
    for (const { text, sig } of await signedFrom(chain)) entries.push({ text, sig });
    for (const [sha256, size] of await blobSizes(chain)) blobs.set(sha256, { chain, size });
  }
  const named = [...blobs].map(([sha256, { size }]) => ({ sha256, size }));
  const list = toBytes(canonical({ v: 1, device, saved_at: new Date().toISOString(), entries, blobs: named }));
  const parts = [HEADING, `${list.length}\n`, list];
  // One photo at a time into the file: together they may be more than the phone's memory.
  for (const [sha256, { chain }] of blobs) parts.push(new Blob([await blob(chain, sha256)]));
  return new Blob(parts, { type: "application/octet-stream" });
};

export const saveQueue = async () => {
  const stamp = new Date().toISOString().slice(0, 16).replaceAll(/[-:T]/g, "");
  const file = new File([await queueFile()], `yujian-queue-${stamp}.yjq`, { type: "application/octet-stream" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return file;
};
