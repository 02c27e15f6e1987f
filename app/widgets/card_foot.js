// The foot of a card: its buttons and its box are made once and kept, so that the focus stays where it is.
export default function (c) {
  const told = c.data.all[0];
  const foot = c.parentElement.querySelector(".lt-foot");
  const made = (tag, name, text) => {
    const one = document.createElement(tag);
    if (name) { one.className = name; }
    if (text) { one.textContent = text; }
    return one;
  };
  let label = foot.querySelector("label");
  if (!label) {
    label = made("label", "lt-review");
    const box = made("input");
    box.type = "checkbox";
    label.append(box, made("span"));
    foot.append(label);
  }
  const wanted = new Set(told.offers.map((offer) => offer.action));
  for (const one of foot.querySelectorAll("button")) { if (!wanted.has(one.dataset.action)) { one.remove(); } }
  for (const offer of told.offers) {
    let button = foot.querySelector(`button[data-action="${offer.action}"]`);
    if (!button) {
      button = made("button");
      button.type = "button";
      button.dataset.action = offer.action;
      const icon = made("span", "lt-icon", offer.icon);
      icon.setAttribute("aria-hidden", "true");
      icon.translate = false;
      button.append(icon, made("span"));
      foot.insertBefore(button, label);
    }
    button.lastChild.textContent = offer.label;
    button.onclick = () => c.setTriggerValue(offer.action, true);
  }
  const box = label.firstChild;
  label.lastChild.textContent = told.review;
  box.checked = told.flagged;
  box.disabled = told.disabled;
  box.onchange = () => c.setStateValue("review", box.checked);
}
