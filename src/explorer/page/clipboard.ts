/// <reference lib="dom" />

/** Copies an element's text; false where the browser does not let us. The text is then selected, so that one can. */
export async function copyText(box: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(box.textContent ?? "");
    return true;
  } catch {
    getSelection()?.selectAllChildren(box);
    return false;
  }
}
