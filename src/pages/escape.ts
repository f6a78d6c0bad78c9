/** Text made safe to stand in a page. */

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** For element content and for quoted attributes alike. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]);
}

/** JSON that may stand inside a script element: nothing in it can end that element. */
export function escapeJson(value: unknown): string {
  return JSON.stringify(value).replace(/</g, "\\u003c");
}

/** The address when following it can run no script, else "#". */
export function safeAddress(address: string): string {
  const scheme = /^\s*([a-z][a-z0-9+.-]*)\s*:/i.exec(address.replace(/\p{Cc}/gu, ""))?.[1].toLowerCase();
  const harmless = scheme === undefined || scheme === "http" || scheme === "https" || scheme === "mailto";
  return harmless ? address : "#";
}
