/** The frame of every page: its head, and the bar on top. */
import { escapeHtml } from "./escape.js";

export interface PageParts {
  readonly title: string;
  /** Directives of its Content-Security-Policy. */
  readonly policy: readonly string[];
  /** Elements of the head: styles and scripts. */
  readonly head: string;
  /** The name at the left of the bar, perhaps a link. */
  readonly home: string;
  /** Links at the right of the bar. */
  readonly actions?: string;
  readonly body: string;
}

export function page({ title, policy, head, home, actions = "", body }: PageParts): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy.join("; ")}">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
${head}
</head>
<body>
<a class="skip" id="skip" href="#content">Skip to content</a>
<header class="bar">${home}<nav aria-label="page">${actions}<button type="button" class="theme" hidden></button></nav></header>
${body}
</body>
</html>
`;
}

/** The name at the left of the bar that leads to an address. */
export function homeLink(address: string): string {
  return `<a class="home" href="${escapeHtml(address)}">Maruyama</a>`;
}
