/** Joins what a cell prints in quick succession: a message for each line of a long loop would drown every client. */
import type { Content } from "../protocol.js";

/** Milliseconds a text waits for the next one. */
const WAIT = 20;
const MOST_CHARACTERS = 1 << 18;

export interface JoinedStreams {
  add(name: string, text: string): void;
  /** Sends what waits; to be called before anything else is sent. */
  flush(): void;
}

export function joinedStreams(send: (content: Content) => void): JoinedStreams {
  let name = "";
  let texts: string[] = [];
  let length = 0;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (texts.length === 0) return;
    send({ name, text: texts.join("") });
    texts = [];
    length = 0;
  }

  function add(stream: string, text: string): void {
    if (stream !== name) flush();
    name = stream;
    texts.push(text);
    length += text.length;
    if (length > MOST_CHARACTERS) flush();
    else timer ??= setTimeout(flush, WAIT);
  }

  return { add, flush };
}
