// `waiting`: what is typed and not yet known to be saved, place → text and the number of the message that first may
// have carried it. Messages are numbered by the clock, so that a page drawn again never reuses the numbers of one
// before. Each carries all that waits, since of two that follow closely the server may see the second only.
const TYPING_MS = 500, AGAIN_MS = 6000;
const CELLS = "input[data-at], select[data-at]";
export default function(c) {
  const box = c.parentElement.querySelector(".lt-fields");
  const me = box.ltFields || (box.ltFields = { waiting: new Map(), sent: 0, late: null, again: null, html: null });
  me.c = c;
  const told = c.data.all[0];
  const all = () => [...box.querySelectorAll(CELLS)];
  const send = () => {
    clearTimeout(me.late); clearTimeout(me.again); me.late = me.again = null;
    if (!me.waiting.size) { return; }
    me.sent = Math.max(me.sent + 1, Date.now());
    const cells = {};
    for (const [place, one] of me.waiting) { cells[place] = one.text; one.number = one.number || me.sent; }
    me.again = setTimeout(send, AGAIN_MS);
    me.c.setStateValue("typed", { number: me.sent, cells });
  };
  const changed = (cell) => me.waiting.set(cell.dataset.at, { text: cell.value, number: 0 });
  const soon = () => { clearTimeout(me.late); me.late = setTimeout(send, TYPING_MS); };
  const put = (cell, text) => {
    if (cell instanceof HTMLSelectElement) {
      const wanted = text.trim().toLowerCase();
      const found = [...cell.options].find((one) => one.value === text || one.text.trim().toLowerCase() === wanted);
      if (!found) { return; }
      cell.value = found.value;
    } else { cell.value = text.slice(0, cell.maxLength > 0 ? cell.maxLength : undefined); }
    changed(cell);
  };
  // The field `down` rows below and `right` columns beside, past what is no field.
  const beside = (cell, down, right) => {
    const td = cell.closest("td"), row = td && td.parentElement;
    if (!row) { return null; }
    const rows = [...row.parentElement.rows];
    let at = rows.indexOf(row) + down, column = td.cellIndex + right;
    while (rows[at] && rows[at].cells[column]) {
      const found = rows[at].cells[column].querySelector(CELLS);
      if (found && !found.disabled) { return found; }
      at += down; column += right;
    }
    return null;
  };
  box.oninput = (e) => {
    if (!e.target.matches(CELLS)) { return; }
    changed(e.target);
    if (e.target instanceof HTMLSelectElement) { send(); } else { soon(); }
  };
  box.onchange = () => send();
  box.onkeydown = (e) => {
    const cell = e.target;
    if (!cell.matches("input[data-at]") || e.altKey || e.ctrlKey || e.metaKey || e.isComposing) { return; }
    const down = e.key === "ArrowDown" || (e.key === "Enter" && !e.shiftKey);
    const up = e.key === "ArrowUp" || (e.key === "Enter" && e.shiftKey);
    const none = cell.selectionStart === cell.selectionEnd;
    const left = e.key === "ArrowLeft" && none && cell.selectionStart === 0;
    const right = e.key === "ArrowRight" && none && cell.selectionEnd === cell.value.length;
    if (e.key === "Enter") { send(); }
    if (!(down || up || left || right)) { return; }
    const to = beside(cell, down ? 1 : up ? -1 : 0, right ? 1 : left ? -1 : 0);
    if (to) { e.preventDefault(); to.focus(); if (to.select) { to.select(); } }
  };
  box.onpaste = (e) => {
    const cell = e.target, text = e.clipboardData ? e.clipboardData.getData("text/plain") : "";
    if (!cell.matches(CELLS) || !cell.closest("td") || !/[\t\n]/.test(text.trimEnd())) { return; }
    e.preventDefault();
    const td = cell.closest("td"), row = td.parentElement;
    const rows = [...row.parentElement.rows], first = rows.indexOf(row);
    text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").forEach((line, down) => {
      line.split("\t").forEach((one, right) => {
        const there = rows[first + down]?.cells[td.cellIndex + right]?.querySelector(CELLS);
        if (there && !there.disabled) {
          put(there, one.trim());
          if (there.type === "text") { there.dispatchEvent(new Event("input", { bubbles: true, composed: true })); }
        }
      });
    });
    send();
  };
  // What was saved: cells that wait for it to be so keep what was typed.
  for (const [place, one] of [...me.waiting]) {
    if (one.number && one.number <= told.saved) { me.waiting.delete(place); }
  }
  if (!me.waiting.size) { clearTimeout(me.again); me.again = null; }
  if (me.html !== told.html) {
    const at = box.contains(document.activeElement) ? document.activeElement.dataset.at : null;
    box.innerHTML = me.html = told.html;
    if (at) { all().find((cell) => cell.dataset.at === at)?.focus(); }
  }
  for (const cell of all()) {
    const place = cell.dataset.at, own = me.waiting.get(place), text = own ? own.text : told.texts[place] || "";
    const spaced = cell === document.activeElement && cell.value.trim() === text.trim();
    if (cell.value !== text && !spaced) { cell.value = text; }
    if (cell.value !== text && cell instanceof HTMLSelectElement && !own) { cell.value = ""; }
  }
  for (const line of box.querySelectorAll("[data-line]")) {
    const [text, wrong] = told.lines[line.dataset.line] || ["", false];
    if (line.textContent !== text) { line.textContent = text; }
    line.classList.toggle("is-wrong", wrong);
  }
  // After a server that ended, or a page drawn anew: say again what may not have arrived.
  if (me.turn !== told.turn && me.waiting.size) { send(); }
  me.turn = told.turn;
  return () => { clearTimeout(me.late); clearTimeout(me.again); };
}
