/** The explorer's page around its script: one file, without modules, so that it opens from disk; nothing in it calls out. */
import { createHash } from "node:crypto";
import { homeLink, page } from "../pages/page.js";
import { stylesheet } from "../pages/stylesheet.js";
import { themeScript } from "../pages/theme-script.js";
import { explorerStylesheet } from "./explorer-stylesheet.js";

/** What the bar on top begins with; {@link withHome} makes it a link. */
const HOME = '<span class="home">Maruyama</span>';

/** The page that runs a classic script. */
export function shell(script: string): string {
  const scripts = [themeScript, script].map(inline);
  // the engine compiles equations, to WebAssembly and for single values to JavaScript
  const policy = [
    "default-src 'none'",
    `script-src ${scripts.map(hashOf).join(" ")} 'unsafe-eval'`,
    "style-src 'unsafe-inline'",
    "img-src data:",
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return page({
    title: "Maruyama explorer",
    policy,
    head: `<script>${scripts[0]}</script>
<style>${stylesheet}${explorerStylesheet}</style>`,
    home: HOME,
    body: `${body}
<script>${scripts[1]}</script>`,
  });
}

/** A script that may stand in an element: what would end the element means the same in a string of JavaScript. */
function inline(script: string): string {
  return script.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
}

/** What the policy knows a script by. */
function hashOf(script: string): string {
  return `'sha256-${createHash("sha256").update(script).digest("base64")}'`;
}

/** The page with a way back to the page at `address`. */
export function withHome(shown: string, address: string): string {
  return shown.replace(HOME, () => homeLink(address));
}

const body = `<main id="content" class="explorer-page" tabindex="-1">
<div class="title">
<div><h1>Explorer</h1><p class="quiet">An optimizer, the SDE that models it and what theory says, run in this page as you change them.</p></div>
<div class="actions"><span id="copied" role="status"></span><button type="button" id="reset">Reset</button><button type="button" id="copy">Copy as TypeScript</button></div>
</div>
<noscript><p class="problem">The explorer computes in this page, and needs JavaScript for that.</p></noscript>
<form id="controls" aria-label="What is run"></form>
<div id="figures" class="results">
<p id="complaint" class="problem" role="alert"></p>
<p id="refusal" class="problem" role="alert"></p>
<p id="state" class="state"></p>
<figure><div id="means" class="drawing"></div><figcaption id="caption"></figcaption></figure>
<p id="result" class="verdict" role="status" aria-live="polite"></p>
<div class="pair">
<figure><div id="distribution" class="drawing"></div></figure>
<figure><div id="landscape" class="drawing"></div></figure>
</div>
<details open><summary>Equations</summary><div id="equations"></div></details>
<details><summary>Differences in standard errors</summary><div id="differences" class="table"></div></details>
<details open><summary>TypeScript</summary><p class="quiet">This cell does the same in a notebook, and prints these hashes.</p>
<pre class="code" tabindex="0" role="region" aria-label="TypeScript"><code id="cell"></code></pre><dl id="hashes" class="hashes"></dl></details>
</div>
</main>`;
