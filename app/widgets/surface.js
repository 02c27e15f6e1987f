// The cost surface over (s, Q): bands of cost around the cheapest point, the line of the service asked for, and the
// points that stand out. Drawn on a canvas, since a hundred times a hundred cells as elements would be slow.
const HEIGHT = 380, LEFT = 58, BOTTOM = 44, TOP = 10, RIGHT = 12;

function floats(text) {
  const raw = atob(text), bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) { bytes[i] = raw.charCodeAt(i); }
  return new Float32Array(bytes.buffer);
}

function rgb(hex) { return [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)); }

export default function(c) {
  const began = performance.now();
  const d = c.data.all[0], root = c.parentElement, box = root.querySelector("#surface");
  const canvas = box.querySelector("canvas"), told = box.querySelector("#told"), pen = canvas.getContext("2d");
  const n = d.s.count, m = d.q.count, cost = floats(d.cost), fill = floats(d.fill);
  const sAt = (i) => d.s.low + d.s.step * i, qAt = (j) => d.q.low + d.q.step * j;
  const figure = (x) => Math.round(x).toLocaleString(d.lang === "fr" ? "fr-FR" : "en-GB");
  const percent = (x) => (100 * x).toLocaleString(d.lang === "fr" ? "fr-FR" : "en-GB",
    { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  let wide = 0, high = 0, cursor = null, picture = null;

  canvas.setAttribute("aria-label", d.alt);
  // Where the pointer's words are not yet: what one may do.
  if (!told.textContent || told.dataset.hint) { told.textContent = d.hint; told.dataset.hint = "1"; }

  const x = (q) => LEFT + (q - qAt(0)) / (qAt(m - 1) - qAt(0)) * wide;
  const y = (s) => TOP + high - (s - sAt(0)) / (sAt(n - 1) - sAt(0)) * high;

  function bands() {
    const ratio = window.devicePixelRatio || 1;
    const w = Math.max(Math.round(wide * ratio), 1), h = Math.max(Math.round(high * ratio), 1);
    const image = pen.createImageData(w, h), out = image.data;
    const colours = d.colours.map(rgb), line = rgb(d.service_colour), served = new Uint8Array(w * h);
    const limits = d.limits.map((share) => share * d.least);
    for (let py = 0; py < h; py++) {
      const fi = (h - 1 - py) / Math.max(h - 1, 1) * (n - 1), i = Math.min(Math.floor(fi), n - 2), u = fi - i;
      for (let px = 0; px < w; px++) {
        const fj = px / Math.max(w - 1, 1) * (m - 1), j = Math.min(Math.floor(fj), m - 2), v = fj - j, k = i * m + j;
        const a = (1 - u) * (1 - v), b = (1 - u) * v, e = u * (1 - v), f = u * v;
        const value = a * cost[k] + b * cost[k + 1] + e * cost[k + m] + f * cost[k + m + 1];
        const rate = a * fill[k] + b * fill[k + 1] + e * fill[k + m] + f * fill[k + m + 1];
        let band = 0;
        while (band < limits.length && value > limits[band]) { band++; }
        const at = 4 * (py * w + px), colour = colours[band];
        out[at] = colour[0]; out[at + 1] = colour[1]; out[at + 2] = colour[2]; out[at + 3] = 255;
        served[py * w + px] = rate >= d.target ? 1 : 0;
      }
    }
    // The border between what reaches the service and what does not, two pixels wide.
    for (let py = 1; py < h; py++) {
      for (let px = 1; px < w; px++) {
        const at = py * w + px;
        if (served[at] !== served[at - 1] || served[at] !== served[at - w]) {
          for (const near of [at, at - 1, at - w]) { out.set([...line, 255], 4 * near); }
        }
      }
    }
    picture = image;
  }

  function axis() {
    pen.fillStyle = d.text; pen.strokeStyle = d.grid; pen.lineWidth = 1;
    pen.font = "12px system-ui, sans-serif"; pen.textBaseline = "top"; pen.textAlign = "center";
    const ticks = (low, top, room) => {
      const wanted = (top - low) / Math.max(Math.floor(room / 70), 2), power = 10 ** Math.floor(Math.log10(wanted));
      const step = Math.max([1, 2, 5, 10].map((one) => one * power).find((one) => one >= wanted), 1), found = [];
      for (let value = Math.ceil(low / step) * step; value <= top; value += step) { found.push(value); }
      return found;
    };
    for (const q of ticks(qAt(0), qAt(m - 1), wide)) { pen.fillText(figure(q), x(q), TOP + high + 6); }
    pen.fillText(d.q.label, LEFT + wide / 2, TOP + high + 25);
    pen.textAlign = "right"; pen.textBaseline = "middle";
    for (const s of ticks(sAt(0), sAt(n - 1), high)) { pen.fillText(figure(s), LEFT - 6, y(s)); }
    pen.save(); pen.translate(10, TOP + high / 2); pen.rotate(-Math.PI / 2); pen.textAlign = "center";
    pen.fillText(d.s.label, 0, 0); pen.restore();
  }

  function mark(point, shape) {
    const px = x(point[1]), py = y(point[0]);
    pen.beginPath(); pen.lineWidth = 2; pen.strokeStyle = d.ground; pen.fillStyle = d.mark;
    if (shape === "star") {
      for (let k = 0; k < 10; k++) {
        const r = k % 2 ? 4 : 10, angle = Math.PI * (k / 5 - 0.5);
        pen.lineTo(px + r * Math.cos(angle), py + r * Math.sin(angle));
      }
    } else if (shape === "diamond") {
      pen.moveTo(px, py - 8); pen.lineTo(px + 7, py); pen.lineTo(px, py + 8); pen.lineTo(px - 7, py);
    } else { pen.arc(px, py, 6, 0, 2 * Math.PI); pen.fillStyle = d.own_colour; }
    pen.closePath(); pen.fill(); pen.stroke();
  }

  function draw() {
    const ratio = window.devicePixelRatio || 1, width = box.clientWidth;
    if (width < 120) { return; }
    if (wide !== width - LEFT - RIGHT || !picture) {
      wide = width - LEFT - RIGHT; high = HEIGHT - TOP - BOTTOM;
      canvas.width = Math.round(width * ratio); canvas.height = Math.round(HEIGHT * ratio);
      canvas.style.width = width + "px"; canvas.style.height = HEIGHT + "px";
      bands();
    }
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.putImageData(picture, Math.round(LEFT * ratio), Math.round(TOP * ratio));
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    axis();
    mark(d.best, "star");
    if (d.served && (d.served[0] !== d.best[0] || d.served[1] !== d.best[1])) { mark(d.served, "diamond"); }
    if (d.own) { mark([Math.min(Math.max(d.own[0], sAt(0)), sAt(n - 1)), Math.min(Math.max(d.own[1], qAt(0)), qAt(m - 1))], "dot"); }
    if (cursor) {
      pen.strokeStyle = d.mark; pen.lineWidth = 1; pen.setLineDash([3, 3]); pen.beginPath();
      pen.moveTo(LEFT, y(sAt(cursor[0]))); pen.lineTo(LEFT + wide, y(sAt(cursor[0])));
      pen.moveTo(x(qAt(cursor[1])), TOP); pen.lineTo(x(qAt(cursor[1])), TOP + high);
      pen.stroke(); pen.setLineDash([]);
    }
  }

  function point(i, j) {
    cursor = [Math.min(Math.max(i, 0), n - 1), Math.min(Math.max(j, 0), m - 1)];
    const k = cursor[0] * m + cursor[1];
    delete told.dataset.hint;
    told.textContent = d.readout.replace("{s}", figure(sAt(cursor[0]))).replace("{Q}", figure(qAt(cursor[1])))
      .replace("{cost}", figure(cost[k])).replace("{rate}", percent(fill[k]));
    draw();
  }

  const under = (event) => {
    const place = canvas.getBoundingClientRect();
    return [
      Math.round((TOP + high - (event.clientY - place.top)) / high * (n - 1)),
      Math.round((event.clientX - place.left - LEFT) / wide * (m - 1)),
    ];
  };
  const start = () => cursor || [
    Math.round(((d.own || d.best)[0] - sAt(0)) / d.s.step), Math.round(((d.own || d.best)[1] - qAt(0)) / d.q.step),
  ];
  const choose = () => { if (cursor && d.may_choose) { c.setTriggerValue("chosen", [sAt(cursor[0]), qAt(cursor[1])]); } };
  canvas.onpointermove = (event) => point(...under(event));
  canvas.onclick = (event) => { point(...under(event)); choose(); };
  canvas.onkeydown = (event) => {
    const far = event.shiftKey ? 10 : 1;
    const move = { ArrowUp: [far, 0], ArrowDown: [-far, 0], ArrowRight: [0, far], ArrowLeft: [0, -far] }[event.key];
    if (move) { const [i, j] = start(); point(i + move[0], j + move[1]); event.preventDefault(); }
    if (event.key === "Enter" || event.key === " ") { choose(); event.preventDefault(); }
  };
  canvas.onpointerleave = () => { cursor = null; draw(); };
  draw();
  box.dataset.drawn = d.stamp;
  box.dataset.ms = (performance.now() - began).toFixed(1);
  const watch = new ResizeObserver(draw);
  watch.observe(box);
  return () => watch.disconnect();
}
