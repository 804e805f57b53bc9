// Keys of this phone. A random data key seals everything that is kept; the PIN only wraps that
// key, so that the app opens without signal. The signing key is kept sealed and, once opened,
// cannot be read out again by any script.
import { canonical, toBase64Url, toBytes, toText } from "./bytes.js";
import { Sentence } from "./dom.js";
import { get, put, together } from "./store.js";

const ROUNDS = 600_000; // PBKDF2-HMAC-SHA-256, OWASP's figure of 2023
const FREE_TRIES = 5;
const FIRST_PAUSE_S = 30;
const LONGEST_PAUSE_S = 3600;
const CURVE = { name: "ECDSA", namedCurve: "P-256" };

let dataKey = null;
let signingKey = null;

export const isOpen = () => dataKey !== null;
export const isFurnished = async () => Boolean(await get("plain", "keys"));
export const isPin = (text) => /^\d{6}$/.test(text);
const isGuessed = (pin) => /^(\d)\1+$/.test(pin) || "01234567890".includes(pin) || "09876543210".includes(pin);

export const requireGoodPin = (pin, again) => {
  if (!isPin(pin)) throw new Sentence("密码须是6位数字。");
  if (isGuessed(pin)) throw new Sentence("这个密码太容易猜到，请换一个。");
  if (pin !== again) throw new Sentence("两次输入的密码不一致。");
};

const random = (length) => crypto.getRandomValues(new Uint8Array(length));

const wrappingKey = async (pin, salt, rounds) => {
  const words = await crypto.subtle.importKey("raw", toBytes(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, words, { name: "AES-GCM", length: 256 }, false, ["wrapKey", "unwrapKey"]);
};

const wrapped = async (key, pin) => {
  const salt = random(16);
  const iv = random(12);
  const outer = await wrappingKey(pin, salt, ROUNDS);
  const sealedKey = await crypto.subtle.wrapKey("raw", key, outer, { name: "AES-GCM", iv });
  return { salt, iv, rounds: ROUNDS, sealedKey };
};

const unwrapped = async (kept, pin, extractable) => {
  const outer = await wrappingKey(pin, kept.salt, kept.rounds);
  const how = { name: "AES-GCM", iv: kept.iv };
  const use = ["encrypt", "decrypt", "wrapKey", "unwrapKey"];
  return crypto.subtle.unwrapKey("raw", kept.sealedKey, outer, how, "AES-GCM", extractable, use);
};

// New keys for this phone; the public half goes to the server. Nothing is kept before `keep`.
export const newKeys = async (pin) => {
  const data = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt", "wrapKey", "unwrapKey"]);
  const pair = await crypto.subtle.generateKey(CURVE, true, ["sign", "verify"]);
  const iv = random(12);
  const sealedKey = await crypto.subtle.wrapKey("pkcs8", pair.privateKey, data, { name: "AES-GCM", iv });
  const kept = { data: await wrapped(data, pin), signing: { iv, sealedKey } };
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  const keep = async () => {
    await put("plain", "keys", kept);
    await open(pin);
  };
  return { publicKey: { kty, crv, x, y }, keep };
};

const tries = async () => (await get("plain", "tries")) || { wrong: 0, until: 0 };
const pauseAfter = (wrong) =>
  wrong < FREE_TRIES ? 0 : Math.min(FIRST_PAUSE_S * 2 ** (wrong - FREE_TRIES), LONGEST_PAUSE_S);

const requireTurn = async (now) => {
  const { until } = await tries();
  // A clock set back must not make the pause longer than it ever was.
  const left = Math.ceil(Math.min(until - now, LONGEST_PAUSE_S * 1000) / 1000);
  if (left > 0) throw new Sentence(`密码错误次数过多，请${left}秒后再试。已存的内容不受影响。`);
};

const noteWrong = async (now) => {
  const wrong = (await tries()).wrong + 1;
  await put("plain", "tries", { wrong, until: now + pauseAfter(wrong) * 1000 });
  const left = FREE_TRIES - wrong;
  throw new Sentence(left > 0 ? `密码不对，还可再试${left}次。` : "密码不对，请稍后再试。");
};

export const open = async (pin) => {
  const now = Date.now();
  await requireTurn(now);
  const kept = await get("plain", "keys");
  const data = await unwrapped(kept.data, pin, false).catch(() => noteWrong(now));
  const how = { name: "AES-GCM", iv: kept.signing.iv };
  signingKey = await crypto.subtle.unwrapKey("pkcs8", kept.signing.sealedKey, data, how, CURVE, false, ["sign"]);
  dataKey = data;
  await put("plain", "tries", { wrong: 0, until: 0 });
};

export const close = () => {
  dataKey = null;
  signingKey = null;
};

export const changePin = async (pin, fresh, again) => {
  requireGoodPin(fresh, again);
  const now = Date.now();
  await requireTurn(now);
  const kept = await get("plain", "keys");
  const data = await unwrapped(kept.data, pin, true).catch(() => noteWrong(now));
  const outer = await wrapped(data, fresh);
  await together(["plain"], async (tx) => {
    const plain = tx.objectStore("plain");
    await plain.put({ ...kept, data: outer }, "keys");
    await plain.put({ wrong: 0, until: 0 }, "tries");
  });
};

const requireOpen = () => {
  if (!dataKey) throw new Sentence("请先输入密码。");
};

// `place` is bound into the seal: a value moved to another place does not open there.
export const sealBytes = async (bytes, place) => {
  requireOpen();
  const iv = random(12);
  const how = { name: "AES-GCM", iv, additionalData: toBytes(place) };
  return { iv, data: await crypto.subtle.encrypt(how, dataKey, bytes) };
};
export const openBytes = async (sealed, place) => {
  requireOpen();
  const how = { name: "AES-GCM", iv: sealed.iv, additionalData: toBytes(place) };
  return crypto.subtle.decrypt(how, dataKey, sealed.data);
};
export const seal = (value, place) => sealBytes(toBytes(JSON.stringify(value)), place);
export const unseal = async (sealed, place) =>
  sealed ? JSON.parse(toText(await openBytes(sealed, place))) : null;

export const fact = async (name) => unseal(await get("facts", name), `facts/${name}`);
export const keepFact = async (name, value) => put("facts", name, await seal(value, `facts/${name}`));

// ECDSA over the canonical bytes; r and s of 32 bytes each, as WebCrypto gives them.
export const sign = async (value) => {
  requireOpen();
  const how = { name: "ECDSA", hash: "SHA-256" };
  return toBase64Url(await crypto.subtle.sign(how, signingKey, toBytes(canonical(value))));
};
