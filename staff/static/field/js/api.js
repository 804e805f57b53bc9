// Asking the server: with the phone's own token, never with the session. Every refusal is a
// sentence; a lost signal is not an error but a state (`Offline`).
import { Sentence } from "./dom.js";
import { fact, keepFact } from "./vault.js";

const LONGEST_MS = 60_000;

export class Offline extends Sentence {
  constructor() { super("没有连上服务器。内容都在手机上，有信号后会自动上传。"); }
}
export class Refused extends Sentence {
  constructor(status, code, sentence, retryAfter = 0) {
    super(sentence || `服务器没有收下（${status}）。内容都在手机上，请稍后再试。`);
    Object.assign(this, { status, code, retryAfter });
  }
}

const base = () => `${document.getElementById("app").dataset.home}api/`;

const asked = async (path, options) => {
  try {
    return await fetch(base() + path, { signal: AbortSignal.timeout(LONGEST_MS), cache: "no-store", ...options });
  } catch {
    throw new Offline();
  }
};

const body = async (answer) => {
  try {
    return await answer.json();
  } catch (error) {
    // A cut in the middle of an answer is a lost signal; a page instead of JSON is a way in between.
    if (error instanceof SyntaxError && answer.ok) throw new Refused(answer.status, "no_json", "");
    if (error instanceof SyntaxError) return {};
    throw new Offline();
  }
};

const refusal = async (answer) => {
  const { code = "", sentence = "" } = await body(answer);
  return new Refused(answer.status, code, sentence, Number(answer.headers.get("Retry-After")) || 0);
};

// `accept` are further statuses that are answers and not refusals.
export const ask = async (path, { method = "GET", json, bytes, headers = {}, accept = [] } = {}) => {
  const { token } = await fact("me");
  const sent = { ...headers, Authorization: `Bearer ${token}` };
  if (json !== undefined) sent["Content-Type"] = "application/json";
  if (bytes !== undefined) sent["Content-Type"] = "application/octet-stream";
  const payload = json !== undefined ? JSON.stringify(json) : bytes;
  const answer = await asked(path, { method, headers: sent, body: payload, credentials: "omit", redirect: "error" });
  if (answer.ok || accept.includes(answer.status)) return answer;
  throw await refusal(answer);
};

export const askJson = async (path, options) => body(await ask(path, options));

// Once per phone, in the session of the person who signed in; again when the token has ended.
export const register = async (name, key) => {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  const signedOut = () => new Refused(401, "signed_out", "请先登录，再登记本机。");
  if (!cookie) throw signedOut(); // the login page gives it
  const answer = await asked("devices/", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": cookie.slice("csrftoken=".length) },
    body: JSON.stringify({ name, key }),
    redirect: "manual",
  });
  if (answer.type === "opaqueredirect" || answer.status === 401) throw signedOut();
  if (!answer.ok) throw await refusal(answer);
  return body(answer);
};

export const renew = async () => {
  const me = await fact("me");
  const fresh = await register(me.name, me.key);
  if (fresh.device !== me.device || fresh.person.id !== me.person.id) {
    throw new Sentence(`本机登记在${me.person.name}名下，请用${me.person.name}的账号登录。`);
  }
  await keepFact("me", { ...me, token: fresh.token, expires_at: fresh.expires_at });
};
