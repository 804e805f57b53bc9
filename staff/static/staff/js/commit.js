// A witness's secret is made here and stays here: only its SHA-256 goes into the form.
(() => {
  "use strict";
  const BYTES = 32;
  const make = document.querySelector("[data-make-secret]");
  const keep = document.querySelector("[data-keep-secret]");
  const shown = document.getElementById("secret");
  const digest = document.getElementById("id_digest");
  if (!make || !window.crypto || !window.crypto.subtle) return;

  const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

  make.addEventListener("click", async () => {
    const secret = hex(crypto.getRandomValues(new Uint8Array(BYTES)));
    const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret));
    shown.value = secret;
    digest.value = hex(new Uint8Array(hash));
    keep.href = `data:text/plain;charset=utf-8,${secret}`;
    keep.hidden = false;
  });
})();
