/**
 * The script of a notebook's page. It runs in the browser as it stands here: code can be copied, boxes that scroll are
 * reached by keyboard, and where there is room the contents are open.
 */
export const readingScript = `"use strict";
for (const code of document.querySelectorAll(".cell > .code")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.setAttribute("aria-label", "Copy this code");
  button.addEventListener("click", async () => {
    button.textContent = (await copy(code)) ? "Copied" : "Press Ctrl-C";
    setTimeout(() => (button.textContent = "Copy"), 2000);
  });
  code.before(button);
}

/** By the clipboard, else by the selection, which stays for the reader to copy. */
async function copy(code) {
  try {
    await navigator.clipboard.writeText(code.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(code);
    return document.execCommand("copy");
  }
}

const boxes = document.querySelectorAll(".table, .html, .stream, .katex-display");
const markBoxes = () => {
  for (const box of boxes) {
    if (box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight) box.tabIndex = 0;
  }
};
markBoxes();
addEventListener("resize", markBoxes);

const contents = document.querySelector(".contents details");
if (contents !== null) {
  const wide = matchMedia("(min-width: 80rem)");
  const follow = () => (contents.open = wide.matches);
  follow();
  wide.addEventListener("change", follow);
  contents.addEventListener("click", (event) => {
    if (event.target.closest("a") !== null && !wide.matches) contents.open = false;
  });
}
`;
