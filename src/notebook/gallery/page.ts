/** What every page of the gallery has around it. Nothing in it, nor in what it frames, comes from the network. */
import { page as framed, homeLink } from "../../pages/page.js";

export interface PageParts {
  readonly title: string;
  /** From the page's folder to the gallery's: "" or "../" or "../../" … */
  readonly toRoot: string;
  readonly body: string;
  /** Links at the right of the bar on top. */
  readonly actions?: string;
  /** Of the gallery's assets, run in this order when the page is there. */
  readonly scripts?: readonly string[];
}

/** Outputs may carry scripts and styles of their own; none of them may call out. */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data: blob:",
  "media-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "connect-src 'self' data: blob:",
  "base-uri 'none'",
  "form-action 'none'",
];

export function page({ title, toRoot, body, actions = "", scripts = [] }: PageParts): string {
  const asset = (name: string): string => `${toRoot}assets/${name}`;
  return framed({
    title,
    policy,
    head: `<link rel="stylesheet" href="${asset("katex.min.css")}">
<link rel="stylesheet" href="${asset("style.css")}">
<script src="${asset("theme.js")}"></script>
${scripts.map((name) => `<script defer src="${asset(name)}"></script>`).join("\n")}`,
    home: homeLink(`${toRoot}index.html`),
    actions,
    body,
  });
}
