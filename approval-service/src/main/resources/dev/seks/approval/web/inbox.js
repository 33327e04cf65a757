// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0

// Keeps the parts marked data-live in step with the server. A form that somebody may be filling in is replaced only
// when it can no longer be sent.
"use strict";
const EVERY_MS = 3000;

function mustStay(part, fresh) {
  return part.dataset.open === "true" && fresh.dataset.open === "true";
}

async function refresh() {
  const answer = await fetch(location.pathname, { credentials: "same-origin", redirect: "manual" });
  if (!answer.ok) {
    if (answer.type === "opaqueredirect") location.reload();
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    const fresh = page.querySelector(`[data-live="${part.dataset.live}"]`);
    if (fresh && !mustStay(part, fresh) && fresh.innerHTML !== part.innerHTML) {
      part.replaceWith(fresh);
    }
  }
  document.title = page.title;
}

async function follow() {
  if (!document.hidden) {
    await refresh().catch(() => {});
  }
  setTimeout(follow, EVERY_MS);
}

if (document.querySelector("[data-live]")) {
  setTimeout(follow, EVERY_MS);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) refresh().catch(() => {});
  });
}
