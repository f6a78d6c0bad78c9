/** What the explorer adds to the gallery's look. */
export const explorerStylesheet: string = `
.bar { padding-inline: max(1.25rem, calc((100vw - 86rem) / 2 + 1.25rem)); }
.actions { display: flex; align-items: center; gap: 0.5rem; }
.actions button {
  font: inherit; font-size: 0.88rem; padding: 0.3rem 0.75rem; border-radius: 8px; cursor: pointer; white-space: nowrap;
  color: var(--text); background: var(--raised); border: 1px solid var(--line);
}
.actions button:hover { border-color: var(--accent); color: var(--accent); }
#copy { background: var(--accent); color: var(--ground); border-color: var(--accent); }
#copy:hover { filter: brightness(1.1); color: var(--ground); }
#copied { font-size: 0.85rem; color: var(--quiet); }
#copied:empty { display: none; }

.explorer-page { display: grid; gap: 0 2rem; padding: 1rem 1.25rem 5rem; max-width: 86rem; margin: 0 auto; grid-template-columns: minmax(0, 1fr); }
.title { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: end; gap: 0.6rem 2rem; margin-bottom: 1rem; }
.explorer-page h1 { font-size: 1.5rem; line-height: 1.3; letter-spacing: -0.02em; margin: 0; }
@media (min-width: 60rem) {
  .explorer-page { grid-template-columns: 21rem minmax(0, 1fr); }
  .title { grid-column: 1 / -1; }
  #controls { position: sticky; top: 4.2rem; align-self: start; max-height: calc(100vh - 5rem); overflow-y: auto; padding-right: 0.4rem; }
}

#controls { display: grid; gap: 0.5rem; grid-template-columns: 1fr 1fr; align-content: start; margin-bottom: 0.7rem; }
.group[open] { grid-column: 1 / -1; }
.group { background: var(--raised); border: 1px solid var(--line); border-radius: 12px; padding: 0.35rem 0.9rem; min-width: 0; }
.group summary, .results summary { cursor: pointer; font-weight: 600; font-size: 0.95rem; }
.group[open] { padding-bottom: 0.6rem; }
.menu { margin-top: 0.35rem; display: grid; grid-template-columns: 6.2rem minmax(0, 1fr); gap: 0.5rem; align-items: center; }
.field { margin-top: 0.3rem; display: grid; grid-template-columns: 2.9rem minmax(0, 1fr) 5rem; gap: 0.6rem; align-items: center; }
.field.wide { grid-template-columns: 2.9rem minmax(0, 1fr); }
.sliders { display: flex; gap: 0.6rem; }
.explorer-page label { font-size: 0.9rem; color: var(--quiet); }
.explorer-page select, .explorer-page input[type="text"] {
  font: inherit; font-size: 0.9rem; width: 100%; min-width: 0; padding: 0.05rem 0.4rem; border-radius: 7px;
  color: var(--text); background: var(--ground); border: 1px solid var(--line); font-variant-numeric: tabular-nums;
}
.explorer-page input[aria-invalid] { border-color: var(--bad); background: var(--bad-soft); }
.explorer-page input[type="range"] { width: 100%; min-width: 0; margin: 0; accent-color: var(--accent); height: 1.4rem; cursor: pointer; }

.results figure { margin: 0; overflow: hidden; }
.results .drawing { min-height: 0; }
.drawing svg { display: block; margin: 0 auto; max-width: 100%; height: auto; }
.pair { display: grid; gap: 0.8rem; grid-template-columns: repeat(auto-fit, minmax(min(21rem, 100%), 1fr)); margin: 0.8rem 0; }
.pair > figure:has(> [hidden]) { display: none; }
.state { margin: 0 0 0.5rem; font-size: 0.85rem; color: var(--quiet); min-height: 1.4em; font-variant-numeric: tabular-nums; }
.verdict { margin: 0.8rem 0; padding: 0.6rem 1rem; border-left: 3px solid var(--accent); background: var(--accent-soft); border-radius: 0 8px 8px 0; white-space: pre-line; font-size: 0.95rem; line-height: 1.5; }
[aria-busy="true"] { opacity: 0.55; }
.stale figure { opacity: 0.3; }
.problem { margin: 0 0 0.6rem; padding: 0.5rem 1rem; border-left: 3px solid var(--warn); background: var(--warn-soft); border-radius: 0 8px 8px 0; font-size: 0.92rem; line-height: 1.5; overflow-wrap: anywhere; }
.problem:empty, .verdict:empty { display: none; }
.results > details { margin-top: 1rem; content-visibility: auto; contain-intrinsic-size: auto 20rem; }
.results h3 { font-size: 0.95rem; margin: 0.8rem 0 0; }
.results section p, .explorer-page .quiet { margin: 0.1rem 0 0.4rem; font-size: 0.82rem; color: var(--quiet); }
.equation { overflow-x: auto; padding: 0.15rem 0; }
.equation math { font-size: 1.05rem; }
.results .code { margin: 0.4rem 0; }
#differences caption { text-align: left; font-size: 0.82rem; color: var(--quiet); padding-bottom: 0.4rem; }
.hashes { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0.2rem 0.9rem; font-size: 0.82rem; margin: 0.6rem 0 0; }
.hashes dt { color: var(--quiet); }
.hashes dd { margin: 0; }
.hashes code { font-family: var(--mono); overflow-wrap: anywhere; }

@media (max-width: 40rem) {
  .explorer-page { padding-inline: 0.8rem; }
  .bar { padding-inline: 0.8rem; }
  .results .code { margin-inline: 0; border-radius: 10px; border-right: 1px solid var(--line); padding: 0.7rem 0.8rem; }
  .hashes { grid-template-columns: minmax(0, 1fr); }
}
@media print { #controls, .bar { display: none; } }
`;
