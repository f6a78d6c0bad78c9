/** Jupyter counts characters of a text, JavaScript counts halves of those beyond U+FFFF. */

/** The index into `text` of its character `position`. */
export function indexOf(text: string, position: number): number {
  return Array.from(text).slice(0, position).join("").length;
}

/** The number of characters before `index`. */
export function positionOf(text: string, index: number): number {
  return Array.from(text.slice(0, index)).length;
}
