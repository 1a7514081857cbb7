// Draws the cards of a wall: six at most, each with its code, each text cut where a line ends.
const SVG = "http://www.w3.org/2000/svg";
const QUIET = 4;
const LONG_TITLE = 44;

export function drawn(card, words) {
  const item = element("li", `card ${card.kind}`);
  const article = item.appendChild(element("article"));
  if (card.qr) article.append(code(card.qr, words.qr.replace("{}", card.title)));
  article.append(element("p", "kind", card.tag));
  article.append(element("h2", card.title.length > LONG_TITLE ? "long" : "", card.title));
  if (card.lines.length) {
    const lines = article.appendChild(element("p", "lines"));
    card.lines.forEach((line, at) => lines.append(...(at ? [document.createElement("br"), line] : [line])));
  }
  if (card.by) article.append(element("p", "by", words.by.replace("{}", card.by)));
  return item;
}

// As many whole lines as there is room for: one that is cut in half cannot be read by anybody.
export function fit(cards) {
  for (const article of cards.querySelectorAll("article")) {
    const [lines, by] = [".lines", ".by"].map((part) => article.querySelector(part));
    for (const part of [lines, by]) if (part) part.hidden = false;
    const room = article.clientHeight - Number.parseFloat(getComputedStyle(article).paddingBottom) + 4;
    const under = by ? by.offsetHeight + Number.parseFloat(getComputedStyle(by).marginTop) : 0;
    if (lines) {
      const whole = Math.floor((room - under - lines.offsetTop) / Number.parseFloat(getComputedStyle(lines).lineHeight));
      lines.hidden = whole < 1;
      lines.style.webkitLineClamp = String(Math.max(whole, 1));
    }
    if (by) by.hidden = by.offsetTop + by.offsetHeight > room;
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
