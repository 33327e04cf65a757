// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0

// Keyboard shortcuts. What a key does stands in the page: data-key on what it marks or follows. A verdict is never given
// by one key alone: it marks the button, and Enter presses it. Keeping pages in step is htmx's work.
"use strict";

const typing = "input, textarea, select, [contenteditable]";

function step(by) {
  const items = [...document.querySelectorAll("main .card, main .row")];
  const at = items.indexOf(document.activeElement?.closest?.(".card, .row"));
  const next = items[at < 0 ? (by > 0 ? 0 : items.length - 1) : at + by];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

// What stands in an item of a list is meant only while that item is the one looked at, or none is.
function keyed(key) {
  const at = document.activeElement?.closest?.(".card");
  return [...document.querySelectorAll(`[data-key="${key}"]`)].find((one) => {
    const item = one.closest(".card");
    return !at || !item || item === at;
  });
}

function press(element) {
  if (element.matches("a")) {
    element.click();
  } else {
    element.focus();
    element.scrollIntoView({ block: "nearest" });
  }
}

document.addEventListener("keydown", (event) => {
  const inDialog = document.querySelector("dialog[open]");
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || inDialog) return;
  if (event.target.closest?.(typing)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const marked = /^[a-z]$/.test(event.key) ? keyed(event.key) : null;
  if (event.key === "j" || event.key === "k") {
    step(event.key === "j" ? 1 : -1);
  } else if (event.key === "?") {
    document.getElementById("keys")?.showModal();
  } else if (marked) {
    press(marked);
  } else {
    return;
  }
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
});
