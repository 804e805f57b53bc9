// Can this browser hold a visit? Each thing it lacks is one sentence; an empty list is a yes.
const hasInAppFrame = () => /MicroMessenger|QQ\/|DingTalk|AliApp|Weibo/i.test(navigator.userAgent);

export const lacking = () => {
  const found = [];
  if (!window.isSecureContext) found.push("本页没有使用加密连接（https），浏览器不允许离线保存。");
  if (hasInAppFrame()) found.push("正在应用内置的浏览器中打开，请改用系统浏览器（Chrome、Edge 或 Safari）打开本页。");
  if (!("serviceWorker" in navigator)) found.push("浏览器不支持离线打开网页。");
  if (!("indexedDB" in window)) found.push("浏览器不支持在手机上保存数据，或处于无痕模式。");
  if (!window.crypto?.subtle) found.push("浏览器不支持加密保存。");
  if (!navigator.locks) found.push("浏览器不支持多页面协调，版本过旧。");
  if (!window.createImageBitmap) found.push("浏览器不支持处理照片，版本过旧。");
  if (!("showModal" in document.createElement("dialog"))) found.push("浏览器版本过旧。");
  return found;
};

export const isInstalled = () =>
  matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;

// Ask the browser not to clear our store when space runs short. It may say no.
export const keepStore = async () => {
  if (!navigator.storage?.persist) return false;
  return (await navigator.storage.persisted()) || navigator.storage.persist();
};

export const isStoreKept = async () => Boolean(await navigator.storage?.persisted?.());

export const roomLeft = async () => {
  const { quota = 0, usage = 0 } = (await navigator.storage?.estimate?.()) || {};
  return { free: Math.max(quota - usage, 0), used: usage };
};
