/** What cells import: TypeScript files beside the notebook, compiled, and packages, which Node finds. */
import Module, { createRequire } from "node:module";
import { dirname, extname, join, resolve } from "node:path";
import type { ConvertedFile } from "./cell-converter.js";

const modules = createRequire(import.meta.url);

export interface ImportedFiles {
  /**
   * A cell begins that may import `files`; a changed one is loaded anew, and so is what imports it, and so is whatever was
   * left half loaded.
   */
  update(files: readonly ConvertedFile[]): void;
  readonly require: (id: string) => unknown;
}

export function importedFiles(folder: string): ImportedFiles {
  const texts = new Map<string, string>();
  const loaded = new Map<string, Module>();
  /** Who imports a file. */
  const importers = new Map<string, Set<string>>();

  function requireFrom(base: NodeJS.Require, importer: string): NodeJS.Require {
    return new Proxy(base, {
      apply(_target, _self, [id]: [string]) {
        if (id === "tslab") return modules("tslab");
        const path = resolve(dirname(importer), id);
        return fileAt(extname(path) === "" ? `${path}.js` : path, importer)?.exports ?? packageOf(base, id);
      },
    });
  }

  function fileAt(path: string, importer: string): Module | undefined {
    const text = texts.get(path);
    if (text === undefined) return undefined;
    importers.set(path, (importers.get(path) ?? new Set()).add(importer));
    const known = loaded.get(path);
    if (known !== undefined) return known;
    const file = new Module(path);
    Object.assign(file, { filename: path, paths: nodeModulesAbove(dirname(path)) });
    file.require = requireFrom(file.require as NodeJS.Require, path);
    loaded.set(path, file);
    try {
      (file as unknown as { _compile(text: string, path: string): void })._compile(text, path);
      file.loaded = true;
    } finally {
      if (!file.loaded) forget(path);
    }
    return file;
  }

  function forget(path: string): void {
    if (loaded.delete(path)) importers.get(path)?.forEach(forget);
  }

  const cell = join(folder, "cell.js");
  return {
    update(files) {
      // One whose loading was ended by force had no chance to take itself back.
      for (const [path, { loaded: isWhole }] of loaded) if (!isWhole) forget(path);
      for (const [path, file] of Object.entries(modules.cache)) if (file?.loaded === false) delete modules.cache[path];
      for (const { path, data } of files) {
        if (texts.get(path) === data) continue;
        texts.set(path, data);
        forget(path);
      }
    },
    require: requireFrom(createRequire(cell), cell),
  };
}

function packageOf(base: NodeJS.Require, id: string): unknown {
  try {
    return base(id);
  } catch (error) {
    // What Node keeps of an ES module that was ended by force while it was loaded, and throws ever after.
    if (error !== null) throw error;
    throw new Error(`import: the kernel must be restarted to load ${id}, whose loading was stopped`);
  }
}

function nodeModulesAbove(folder: string): string[] {
  const above = dirname(folder);
  return [join(folder, "node_modules"), ...(above === folder ? [] : nodeModulesAbove(above))];
}
