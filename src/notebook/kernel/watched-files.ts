/** The files of a notebook's cells, looked at when a cell is run. */
import { statSync } from "node:fs";
import type typescript from "@tslab/typescript-for-tslab";
import type { TypeScript } from "../typescript.js";

export interface WatchedFiles {
  host: typescript.WatchCompilerHost<typescript.BuilderProgram> | undefined;
  /** Tells the compiler which files have changed since it read them. */
  lookAgain(): void;
  /** Makes the compiler look again for what it did not find. */
  forgetAbsent(): void;
}

/** Takes the place of the compiler's watchers: nothing is told to it but when it is asked for. */
export function watchedFiles(ts: TypeScript): WatchedFiles {
  const files = new Map<string, { tell: typescript.FileWatcherCallback; modified: number }>();
  const folders = new Map<string, typescript.DirectoryWatcherCallback>();

  ts.sys.watchFile = (path, tell) => {
    // Files of packages do not change while one works; the project's own do.
    if (!/[\\/]node_modules[\\/]/.test(path)) files.set(path, { tell, modified: modifiedAt(path) });
    return { close: () => files.delete(path) };
  };
  ts.sys.watchDirectory = (path, tell) => {
    folders.set(path, tell);
    return { close: () => folders.delete(path) };
  };

  function told(tell: () => void): void {
    const { host } = watched;
    if (host === undefined) return;
    // Without timers the compiler takes news at once, and acts on it at the next conversion.
    const { setTimeout, clearTimeout } = host;
    Object.assign(host, { setTimeout: undefined, clearTimeout: undefined });
    tell();
    Object.assign(host, { setTimeout, clearTimeout });
  }

  const watched: WatchedFiles = {
    host: undefined,
    lookAgain() {
      for (const [path, file] of files) {
        const modified = modifiedAt(path);
        if (modified === file.modified) continue;
        const [was, is] = [file.modified >= 0, modified >= 0];
        const kind = is && was ? "Changed" : is ? "Created" : "Deleted";
        file.modified = modified;
        told(() => file.tell(path, ts.FileWatcherEventKind[kind]));
      }
    },
    forgetAbsent: () => told(() => folders.forEach((tell, path) => void tell(path))),
  };
  return watched;
}

/** Milliseconds; −1 where there is no such file. */
function modifiedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? -1;
}
