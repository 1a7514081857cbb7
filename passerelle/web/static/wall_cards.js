// Draws the cards of a wall: six at most, each with its code, each text cut where a line ends.
const SVG = "http://www.w3.org/2000/svg";
const QUIET = 4;
const LONG_TITLE = 44;

export function drawn(card, words) {
  const item = element("li", `card ${card.kind}`);
  const article = item.appendChild(element("article", card.qr ? "has-code" : ""));
  article.append(element("p", "kind", words.kinds[card.kind] || ""));
  const text = article.appendChild(element("div", "text"));
  text.append(element("h2", card.title.length > LONG_TITLE ? "long" : "", card.title));
  if (card.lines.length) {
    const lines = text.appendChild(element("p", "lines"));
    card.lines.forEach((line, at) => lines.append(...(at ? [document.createElement("br"), line] : [line])));
  }
  if (card.by) text.append(element("p", "by", words.by.replace("{}", card.by)));
  if (card.qr) article.append(code(card.qr, words.qr.replace("{}", card.title)));
  return item;
}

// As many whole lines as there is room for; a line cut in half cannot be read by anybody.
export function fit(cards) {
  for (const lines of cards.querySelectorAll(".lines")) {
    const height = Number.parseFloat(getComputedStyle(lines).lineHeight);
    const room = lines.parentElement.clientHeight - lines.offsetTop + lines.parentElement.offsetTop;
    const by = lines.parentElement.querySelector(".by");
    const whole = Math.floor((room - (by ? by.offsetHeight + 8 : 0)) / height);
    lines.hidden = whole < 1;
    lines.style.webkitLineClamp = String(Math.max(whole, 1));
  }
}

function code(packed, label) {
  const [width, bits] = packed.split(":");
  const size = Number(width);
  const bytes = Uint8Array.from(atob(bits), (sign) => sign.charCodeAt(0));
  let path = "";
  for (let at = 0; at < size * size; at += 1) {
    if (bytes[at >> 3] & (128 >> (at & 7))) path += `M${(at % size) + QUIET} ${Math.floor(at / size) + QUIET}h1v1h-1z`;
  }
  const whole = size + 2 * QUIET;
  const svg = shape("svg", { viewBox: `0 0 ${whole} ${whole}`, class: "qr", role: "img", "aria-label": label });
  svg.append(shape("path", { d: `M0 0h${whole}v${whole}H0z`, fill: "#fff" }), shape("path", { d: path, fill: "#000" }));
  return svg;
}

function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function element(name, className, text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}
