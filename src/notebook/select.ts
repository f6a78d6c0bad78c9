/** Which notebooks: those in a folder, and those of them a command names. */
import { existsSync, readdirSync } from "node:fs";
import { basename, join, resolve, sep } from "node:path";
import { shown, suggestion } from "../validate.js";

export interface NotebookFile {
  /** The path within the folder, with / and without .ipynb. */
  readonly name: string;
  readonly path: string;
}

/** All notebooks under `folder`, by name; Jupyter's own copies are left out. */
export function findNotebooks(folder: string): NotebookFile[] {
  if (!existsSync(folder)) throw new Error(`notebooks: the folder must exist, got ${folder}`);
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ipynb") && !path.split(sep).some((part) => part.startsWith(".")))
    .map((path) => ({ name: path.slice(0, -".ipynb".length).split(sep).join("/"), path: join(folder, path) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The files that `names` mean, each with or without folder and .ipynb; all of them when there are no names. */
export function selectNotebooks(files: readonly NotebookFile[], names: readonly string[]): NotebookFile[] {
  const chosen = new Set<NotebookFile>();
  for (const name of names) {
    const bare = name.replace(/\.ipynb$/, "").replace(/^\.\//, "");
    const matches = files.filter(
      (file) => file.name === bare || basename(file.name) === bare || file.path === `${resolve(bare)}.ipynb`,
    );
    if (matches.length === 0) {
      const known = files.map((file) => (bare.includes("/") ? file.name : basename(file.name)));
      throw new Error(`notebooks: unknown notebook ${shown(name)}${suggestion(bare, known)}`);
    }
    for (const file of matches) chosen.add(file);
  }
  return names.length === 0 ? [...files] : files.filter((file) => chosen.has(file));
}
