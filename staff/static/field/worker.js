// The service worker of the field app. The server puts `SET` before this code: the version, the
// address of the shell, and the checksum of every file that belongs to this version.
"use strict";
/* global SET */
const PREFIX = "field-";
const CACHE = PREFIX + SET.version;

const hex = (buffer) =>
  [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

// A file that is not the one named in the list would mix two releases: the whole set waits then.
const fetchExact = async (url, sha256) => {
  const answer = await fetch(url, { cache: "reload", credentials: "omit", redirect: "error" });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  const content = await answer.clone().arrayBuffer();
  if (hex(await crypto.subtle.digest("SHA-256", content)) !== sha256) {
    throw new Error(`${url}: another release`);
  }
  return answer;
};

const install = async () => {
  const cache = await caches.open(CACHE);
  for (const [url, sha256] of Object.entries(SET.files)) {
    await cache.put(url, await fetchExact(url, sha256));
  }
};

// Only caches of files are cleared here. Visits lie in IndexedDB, which no release touches.
const dropOlder = async () => {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)),
  );
  await self.clients.claim();
};

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(dropOlder()));

// A new version waits until the officer says so: nobody loses a screen in the middle of a visit.
self.addEventListener("message", (event) => {
  if (event.data === "take-over") self.skipWaiting();
  if (event.data === "version") event.source?.postMessage({ version: SET.version });
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  const isHome = event.request.mode === "navigate" && url.pathname === SET.home;
  const name = isHome ? SET.home : url.pathname;
  if (!(name in SET.files)) return;
  event.respondWith(
    caches.open(CACHE).then((cache) => cache.match(name)).then((kept) => kept || fetch(event.request)),
  );
});
