// What pages can't do from the server: copy to the clipboard, keys that press buttons, closing menus, the reconnect dialog.

document.addEventListener("click", async event => {
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    await navigator.clipboard.writeText(copy.dataset.copy);
    copy.dataset.copied = "";
    setTimeout(() => delete copy.dataset.copied, 1200);
  }
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// An element with data-key="1" (or "Escape", "Ctrl+Enter") is pressed by that key; plain keys only while nobody is typing.
document.addEventListener("keydown", event => {
  if (event.altKey || event.metaKey || event.isComposing) return;
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const name = (event.ctrlKey ? "Ctrl+" : "") + event.key;
  if (typing && !event.ctrlKey && event.key !== "Escape") return;
  // Enter on a link or a button is that one's own.
  if (name === "Enter" && event.target.closest("a, button, summary")) return;
  // A form of its own has its own key: what is typed into it is asked by its button.
  const own = [...(typing?.closest("[data-scope]")?.querySelectorAll("[data-own-key]") ?? [])].find(e => e.dataset.ownKey === name && !e.disabled);
  // A link that says it is a button is pressed by the space bar too.
  if (name === " " && event.target.matches("a[role=button]")) {
    event.preventDefault();
    event.target.click();
    return;
  }
  const target = own ?? [...document.querySelectorAll("[data-key]")].reverse().find(e => e.dataset.key.toLowerCase() === name.toLowerCase() && !e.disabled);
  if (!target) return;
  event.preventDefault();
  // A text field reports its value when it is left, and the button must see the value.
  if (typing) typing.dispatchEvent(new Event("change", { bubbles: true }));
  if (target.matches("input, textarea, select")) target.focus(); else target.click();
});

// What went wrong is said at the head of a page, the button that was pressed may be at its foot.
new MutationObserver(changes => {
  for (const added of changes.flatMap(change => [...change.addedNodes])) {
    if (added.nodeType !== Node.ELEMENT_NODE) continue;
    const alert = added.matches(".note[role=alert]") ? added : added.querySelector(".note[role=alert]");
    alert?.scrollIntoView({ block: "nearest" });
  }
}).observe(document.body, { childList: true, subtree: true });

// A drawer that opens takes the focus, since it stands far behind the list it was opened from; closed, it gives it back to what shows the same.
let drawer = null, drawerAt = null;
for (const kind of ["keydown", "click"]) document.addEventListener(kind, () => { if (drawer) drawerAt = location.href; }, true);
new MutationObserver(() => {
  const now = document.querySelector("aside.drawer[data-open]");
  if (!now === !drawer) return;
  drawer = now;
  const at = document.activeElement;
  if (now) {
    if (!at?.matches("input, textarea, select")) now.querySelector("h2")?.focus();
  } else if (at === document.body || at === null) {
    [...document.querySelectorAll("main a[href]")].find(link => link.href === drawerAt)?.focus();
  }
}).observe(document.body, { childList: true, subtree: true });

// A link that is gone once it was followed, as that to the next page on the last one, leaves the focus near it.
let focused = null, near = null;
document.addEventListener("focusin", event => { focused = event.target; near = focused.closest("[data-near]"); });
new MutationObserver(() => {
  if (near?.isConnected && !focused.isConnected && document.activeElement === document.body) near.querySelector("[tabindex='-1']")?.focus();
}).observe(document.body, { childList: true, subtree: true });

const dialog = document.getElementById("components-reconnect-modal");
dialog?.addEventListener("components-reconnect-state-changed", event => {
  const state = event.detail.state;
  if (state === "hide") { if (dialog.open) dialog.close(); }
  else if (!dialog.open) dialog.showModal();
});
dialog?.addEventListener("click", async event => {
  const action = event.target.closest("[data-reconnect]")?.dataset.reconnect;
  if (action === "reload") location.reload();
  if (action === "retry") {
    const back = await Blazor.reconnect().catch(() => false) || await Blazor.resumeCircuit?.().catch(() => false);
    if (!back) location.reload();
  }
});
