// New versions of the app. They are fetched in the background and wait; the officer says when to go
// over, between two pages. What is written on the phone is not touched by it.
import { h, icon } from "./dom.js";

const HOURLY = 60 * 60_000;

const offer = (worker) => {
  if (document.querySelector(".release")) return;
  const bar = h("div.release", { role: "status" },
    icon("download"),
    h("p", "有新版本。更新不影响手机上未送达的内容。"),
    h("button.btn.btn-small", { type: "button", onclick: () => worker.postMessage("take-over") }, "更新"));
  document.body.append(bar);
};

export const watchReleases = async () => {
  let hasOne = Boolean(navigator.serviceWorker.controller);
  const home = document.getElementById("app").dataset.home;
  const registration = await navigator.serviceWorker
    .register(`${home}sw.js`, { scope: home, updateViaCache: "none" })
    .catch(() => null); // without signal on the very first visit; the next one tries again
  if (!registration) return;
  const look = (worker) => worker?.addEventListener("statechange", () => {
    if (worker.state === "installed" && navigator.serviceWorker.controller) offer(worker);
  });
  if (registration.waiting && hasOne) offer(registration.waiting);
  look(registration.installing);
  registration.addEventListener("updatefound", () => look(registration.installing));
  // The first worker of all takes a page that runs its files already; each later one brings others.
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (hasOne) location.reload();
    hasOne = true;
  });
  const ask = () => registration.update().catch(() => {});
  setInterval(ask, HOURLY);
  addEventListener("online", ask);
};

export const isReadyOffline = async () =>
  Boolean(navigator.serviceWorker.controller || (await navigator.serviceWorker.getRegistration())?.active);
