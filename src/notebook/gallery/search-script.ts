/**
 * The script of the index. It runs in the browser as it stands here: the cards that have every word of the search stay,
 * the others hide. «/» goes to the search, Escape empties it, Enter opens the first card, the arrows go from card to card.
 */
export const searchScript = `"use strict";
(() => {
  const box = document.querySelector(".search");
  const input = box.querySelector("input");
  const status = box.querySelector("[role=status]");
  const texts = JSON.parse(document.querySelector("#texts").textContent);
  const items = [...document.querySelectorAll(".cards > li")].map((element, i) => {
    const excerpt = document.createElement("p");
    excerpt.className = "excerpt";
    element.querySelector(".words").append(excerpt);
    const shown = element.textContent.toLowerCase();
    return { element, link: element.querySelector("a"), excerpt, shown, text: texts[i], all: texts[i].toLowerCase() };
  });
  const groups = [...document.querySelectorAll(".group")];
  const visible = () => items.filter(({ element }) => !element.hidden).map(({ link }) => link);

  const search = () => {
    const words = input.value.toLowerCase().split(/\\s+/).filter(Boolean);
    for (const item of items) {
      item.element.hidden = !words.every((word) => item.shown.includes(word) || item.all.includes(word));
      describe(item, words);
    }
    for (const group of groups) group.hidden = group.querySelector("li:not([hidden])") === null;
    const hits = visible().length;
    if (words.length === 0) status.textContent = "";
    else if (hits === 0) status.textContent = "No notebook has all of this.";
    else status.textContent = hits + " of " + items.length + " notebooks";
  };

  /** Where a word stands in the notebook, if it does not stand on the card. */
  const describe = ({ element, excerpt, shown, text, all }, words) => {
    excerpt.replaceChildren();
    const word = element.hidden ? undefined : words.find((candidate) => !shown.includes(candidate));
    if (word === undefined) return;
    const at = all.indexOf(word);
    const mark = document.createElement("mark");
    mark.textContent = text.slice(at, at + word.length);
    excerpt.append("… " + text.slice(Math.max(0, at - 40), at), mark, text.slice(at + word.length, at + 60) + " …");
  };

  input.addEventListener("input", search);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && input.value.trim() !== "") visible()[0]?.click();
    if (event.key === "Escape") {
      input.value = "";
      search();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && document.activeElement !== input) {
      event.preventDefault();
      input.focus();
      input.select();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops = [input, ...visible()];
    const at = stops.indexOf(document.activeElement);
    if (step === undefined || at < 0) return;
    event.preventDefault();
    stops[Math.min(Math.max(at + step, 0), stops.length - 1)].focus();
  });
  box.hidden = false;
  search();
  // A browser that comes back to this page may fill the search in after the script has run.
  addEventListener("pageshow", search);
})();
`;
