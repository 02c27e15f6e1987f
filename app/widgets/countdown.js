// Counts down in the browser, from the server's own clock: nothing is asked of the server until the end.
// The moment is computed anew at every look, so a machine that slept shows the right time when it wakes.
export default function (c) {
  const d = c.data, root = c.parentElement;
  const box = root.querySelector("#countdown"), time = box.querySelector("b"), said = box.querySelector("[role=status]");
  const offset = d.now - Date.now();
  const two = (n) => String(n).padStart(2, "0");
  box.querySelector("span").textContent = d.label;
  box.querySelector("small").textContent = d.note;
  let told = null, over = false, late = null;
  const show = () => {
    const left = Math.max(0, Math.ceil((d.end - Date.now() - offset) / 1000));
    const minutes = Math.ceil(left / 60);
    if (left <= 300) { time.textContent = Math.floor(left / 60) + ":" + two(left % 60); }
    else if (minutes < 60) { time.textContent = d.minutes.replace("{m}", minutes); }
    else { time.textContent = d.hours.replace("{h}", Math.floor(minutes / 60)).replace("{m}", two(minutes % 60)); }
    box.dataset.left = left <= 300 ? "short" : "";
    const step = [1, 5, 10].find((m) => left <= 60 * m && left > 60 * (m - 1));
    if (left > 0 && step && step !== told) {
      if (told !== null || left > 60 * step - 5) { said.textContent = d.say[step]; }
      told = step;
    }
    if (told === null) { told = 0; }
    if (left > 0 || over) { return; }
    over = true;
    said.textContent = d.over;
    // What is being typed is sent before the paper closes; the server waits a little longer than we do.
    if (document.activeElement && document.activeElement.blur) { document.activeElement.blur(); }
    late = setTimeout(() => c.setTriggerValue("expired", true), 1500);
  };
  show();
  const tick = setInterval(show, 500);
  document.addEventListener("visibilitychange", show);
  return () => { clearInterval(tick); clearTimeout(late); document.removeEventListener("visibilitychange", show); };
}
