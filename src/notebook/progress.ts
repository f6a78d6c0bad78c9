/** How far a run is: on a terminal one line per notebook, rewritten in place; elsewhere one line per cell. */

export interface Terminal {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

export interface Progress {
  /** A cell has begun; `label` reads «signsgd.ipynb  cell 3/9». */
  begin(label: string): void;
  /** That cell has ended. */
  end(): void;
  /** A line that stays. */
  say(line: string): void;
}

const refresh = 200;
const clearLine = "\r\x1b[K";

export function progressOn(terminal: Terminal): Progress {
  const inPlace = terminal.isTTY === true;
  let current: { label: string; started: number } | undefined;
  let timer: NodeJS.Timeout | undefined;

  function status(): string {
    if (current === undefined) return "";
    const seconds = (performance.now() - current.started) / 1000;
    return `${current.label}  ${seconds.toFixed(1)} s`;
  }

  return {
    begin(label) {
      current = { label, started: performance.now() };
      if (!inPlace) return;
      const draw = (): unknown => terminal.write(clearLine + status().slice(0, (terminal.columns || 80) - 1));
      draw();
      clearInterval(timer);
      timer = setInterval(draw, refresh).unref();
    },
    end() {
      clearInterval(timer);
      terminal.write(inPlace ? clearLine : `${status()}\n`);
      current = undefined;
    },
    say(line) {
      terminal.write(`${inPlace ? clearLine : ""}${line}\n`);
    },
  };
}
