// Bytes, checksums and the one way in which an entry is written down before it is signed.
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const toBytes = (text) => encoder.encode(text);
export const toText = (bytes) => decoder.decode(bytes);
export const toHex = (bytes) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

export const toBase64 = (bytes) => {
  const view = new Uint8Array(bytes);
  let text = "";
  // In pieces: a photo is too long for the arguments of one call.
  for (let i = 0; i < view.length; i += 0x8000) {
    text += String.fromCharCode(...view.subarray(i, i + 0x8000));
  }
  return btoa(text);
};
export const toBase64Url = (bytes) =>
  toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

export const sha256 = async (bytes) => toHex(await crypto.subtle.digest("SHA-256", bytes));

// Keys sorted by their UTF-16 units, no spaces, whole numbers only: what Python writes of the same
// value is the same bytes, so that both sides get the same checksum.
export const canonical = (value) => {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new TypeError(`not a whole number: ${value}`);
    return String(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object") throw new TypeError(`cannot be written down: ${typeof value}`);
  const keys = Object.keys(value).filter((key) => value[key] !== undefined).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
};

export const randomId = () => crypto.randomUUID();
