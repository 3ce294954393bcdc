// The suite editor: line numbers beside the text, lines with problems marked, the text sent when typing rests, and the way to a line.

const rest = 300;
let timer = 0, waiting = false;

const boxOf = element => element.closest?.(".code[data-lines]");

function draw(box) {
  const text = box.querySelector("textarea"), gutter = box.querySelector(".gutter");
  if (!text || !gutter) return;
  const count = text.value.split("\n").length, bad = box.dataset.lines;
  if (gutter.dataset.drawn !== `${count}:${bad}`) {
    gutter.dataset.drawn = `${count}:${bad}`;
    const marked = new Set(bad.split(" "));
    gutter.replaceChildren();
    let plain = "";
    for (let line = 1; line <= count; line++) {
      if (marked.has(String(line))) {
        gutter.append(plain);
        const mark = document.createElement("b");
        mark.textContent = line;
        gutter.append(mark, "\n");
        plain = "";
      } else plain += line + "\n";
    }
    // The text's own scrollbar makes it longer than its lines.
    gutter.append(plain + "\n\n");
  }
  gutter.scrollTop = text.scrollTop;
}

function drawAll() {
  waiting = false;
  for (const box of document.querySelectorAll(".code[data-lines]")) draw(box);
}

function soon() {
  if (!waiting) { waiting = true; requestAnimationFrame(drawAll); }
}

new MutationObserver(soon).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-lines", "value"] });
soon();

document.addEventListener("input", event => {
  const box = boxOf(event.target);
  if (!box) return;
  draw(box);
  clearTimeout(timer);
  timer = setTimeout(() => event.target.dispatchEvent(new Event("change", { bubbles: true })), rest);
});

document.addEventListener("scroll", event => {
  const box = event.target.nodeType === 1 && boxOf(event.target);
  if (box && event.target.matches("textarea")) box.querySelector(".gutter").scrollTop = event.target.scrollTop;
}, true);

// A new line begins under the one before.
document.addEventListener("keydown", event => {
  if (event.key !== "Enter" || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || !event.target.matches?.(".code textarea")) return;
  const before = event.target.value.slice(0, event.target.selectionStart);
  const indent = before.slice(before.lastIndexOf("\n") + 1).match(/^ *(- )?/)[0].replace("-", " ");
  if (!indent) return;
  event.preventDefault();
  // Deprecated, and yet the only way that can be undone.
  document.execCommand("insertText", false, "\n" + indent);
});

document.addEventListener("click", event => {
  const line = Number(event.target.closest?.("[data-goto-line]")?.dataset.gotoLine);
  const text = document.querySelector(".code textarea");
  if (!line || !text) return;
  const lines = text.value.split("\n"), from = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  text.focus();
  text.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
  text.scrollTop = Math.max(0, (line - 1) * 18 - text.clientHeight / 3);
});
