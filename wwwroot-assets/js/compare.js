// Compare: tokens under the pointer and under the keyboard, and columns by J and K. One listener for all tokens: an answer has thousands.

const delay = 180;
let hover = 0, shown = null;

function register() {
  if (!globalThis.Blazor?.registerCustomEventType) return setTimeout(register, 20);
  Blazor.registerCustomEventType("tokenopen", { browserEventName: "tokenopen", createEventArgs: event => event.detail });
}
register();

function open(token, enter) {
  const article = token.closest("article.answer");
  const box = article.getBoundingClientRect(), at = token.getClientRects()[0] ?? token.getBoundingClientRect();
  mark(token);
  token.dispatchEvent(new CustomEvent("tokenopen", {
    bubbles: true,
    detail: { token: Number(token.dataset.t), left: Math.round(Math.max(0, Math.min(at.left - box.left, box.width - 348))), top: Math.round(at.bottom - box.top + 6), enter }
  }));
}

function close() {
  if (!shown) return;
  const text = shown.closest(".tokens");
  mark(null);
  text?.dispatchEvent(new CustomEvent("tokenopen", { bubbles: true, detail: { token: -1, left: 0, top: 0, enter: false } }));
}

function mark(token) {
  shown?.classList.remove("tok-open");
  shown = token;
  token?.classList.add("tok-open");
}

document.addEventListener("pointerover", event => {
  const token = event.target.closest?.(".tokens [data-t]");
  clearTimeout(hover);
  if (token && token !== shown) hover = setTimeout(() => { if (token.isConnected && !document.activeElement?.closest(".alts")) open(token, false); }, delay);
  else if (!token && shown && !event.target.closest?.(".alts") && !document.activeElement?.closest(".alts, .tokens")) hover = setTimeout(close, 2 * delay);
});

document.addEventListener("click", event => {
  const token = event.target.closest(".tokens [data-t]");
  if (token) { clearTimeout(hover); open(token, true); }
  else if (shown && !event.target.closest(".alts")) close();
});

function step(text, by, doubtful) {
  const all = [...text.querySelectorAll(doubtful ? ".tok-1, .tok-2, .tok-3" : "[data-t]")];
  if (!all.length) return;
  const order = text.contains(shown) ? [...text.querySelectorAll("[data-t]")] : null;
  const from = order ? order.indexOf(shown) : by > 0 ? -1 : Infinity;
  const position = token => order ? order.indexOf(token) : all.indexOf(token);
  const next = by > 0 ? all.find(token => position(token) > from) : all.findLast(token => position(token) < from);
  if (next) { next.scrollIntoView({ block: "nearest" }); open(next, false); }
}

document.addEventListener("keydown", event => {
  if (event.altKey || event.metaKey || event.isComposing) return;
  const text = event.target.closest(".tokens");
  if (text && !event.ctrlKey) {
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") { event.preventDefault(); step(text, event.key === "ArrowRight" ? 1 : -1, event.shiftKey); return; }
    if (shown && ["ArrowDown", "Enter", "b", "B"].includes(event.key)) { event.preventDefault(); event.stopImmediatePropagation(); open(shown, true); return; }
    if (shown && event.key === "Escape") { event.stopImmediatePropagation(); close(); return; }
  }
  const list = event.target.closest(".alts");
  if (list) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const choices = [...list.querySelectorAll("[role=option]:not([disabled])")], at = choices.indexOf(document.activeElement);
      choices[(at + (event.key === "ArrowDown" ? 1 : -1) + choices.length) % choices.length]?.focus();
      return;
    }
    if (event.key === "Escape") {
      event.preventDefault(); event.stopImmediatePropagation();
      const back = shown?.closest(".tokens");
      close(); back?.focus();
      return;
    }
  }
  if (event.ctrlKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (event.key === "j" || event.key === "k") {
    const columns = [...document.querySelectorAll("article.answer")];
    if (!columns.length) return;
    const at = columns.indexOf(document.activeElement?.closest("article.answer"));
    const next = columns[Math.max(0, Math.min(columns.length - 1, at < 0 ? 0 : at + (event.key === "j" ? 1 : -1)))];
    next.focus();
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
    event.preventDefault();
  }
}, true);
