/**
 * The kernel's side of the Jupyter protocol: requests of the shell channel are answered in their order, one at a time, and
 * those behind a cell that fails are given up; those of the control channel are answered at once.
 */
import { shown } from "../../validate.js";
import type { Content, Message } from "../protocol.js";
import type { ErrorReport } from "./error-report.js";
import type { Listening, RequestChannel } from "./listening.js";
import { joinedStreams } from "./published-streams.js";
import type { FromExecution, ToExecution } from "./thread-messages.js";

export interface ConversationParts {
  readonly listening: Listening;
  readonly info: Content;
  /** Hands a request to the thread that runs cells. */
  readonly ask: (request: ToExecution) => void;
  readonly interrupt: () => void;
  readonly shutDown: () => void;
  /** So many characters of output have been sent. */
  readonly sent: (characters: number) => void;
}

export interface Conversation {
  take(channel: RequestChannel, message: Message): void;
  /** What the thread that runs cells says. */
  hear(message: Exclude<FromExecution, { kind: "exit" | "stopping" }>): void;
  /** Sends what a cell has printed and waits to be joined with more. */
  flush(): void;
}

interface Request {
  readonly id: number;
  readonly channel: RequestChannel;
  readonly message: Message;
}

export function conversation({ listening, info, ask, interrupt, shutDown, sent }: ConversationParts): Conversation {
  const queue: Request[] = [];
  const history: [number, number, string][] = [];
  let ids = 0;
  let count = 0;
  /** The one the other thread is at. */
  let active: Request | undefined;
  /** The last cell: what is written after its end still belongs to it. */
  let cell: Request | undefined;
  /** Stop is meant for the cells in the queue too, also where the one that runs ends well. */
  let stopped = false;

  const streams = joinedStreams((content) => {
    listening.publish("stream", content, cell?.message).then(() => sent(String(content.text).length));
  });

  function publish(type: string, content: Content, parent: Message | undefined): void {
    streams.flush();
    listening.publish(type, content, parent);
  }

  function begin({ message }: Request): void {
    publish("status", { execution_state: "busy" }, message);
  }

  function end({ channel, message }: Request, content: Content | undefined): void {
    // A request's outputs come before its reply, and idle after both.
    streams.flush();
    if (content !== undefined) {
      listening.reply(channel, message, message.header.msg_type.replace(/_request$/, "_reply"), content);
    }
    publish("status", { execution_state: "idle" }, message);
  }

  function next(): void {
    while (active === undefined) {
      const request = queue.shift();
      if (request === undefined) return;
      begin(request);
      if (isForExecution(request.message)) hand(request);
      else end(request, answerOf(request));
    }
  }

  function hand(request: Request): void {
    const { id, message } = request;
    const { msg_type: type } = message.header;
    const { code, cursor_pos: position, silent, store_history: stored = silent !== true } = message.content;
    if (typeof code !== "string") return end(request, refusal("code must be a text", code));
    if (type === "complete_request" || type === "inspect_request") {
      if (!Number.isInteger(position)) return end(request, refusal("cursor_pos must be an integer", position));
      active = request;
      return ask({
        kind: type === "complete_request" ? "complete" : "inspect",
        id,
        code,
        position: position as number,
      });
    }
    active = request;
    if (type === "is_complete_request") return ask({ kind: "is_complete", id, code });
    cell = request;
    stopped = false;
    if (stored === true) {
      count++;
      history.push([0, count, code]);
    }
    if (silent !== true) publish("execute_input", { code, execution_count: count }, message);
    ask({ kind: "execute", id, code, number: count, silent: silent === true });
  }

  function answerOf({ message }: Request): Content | undefined {
    const { content, header } = message;
    switch (header.msg_type) {
      case "kernel_info_request":
        return info;
      case "history_request": {
        const last = typeof content.n === "number" && content.hist_access_type === "tail" ? content.n : history.length;
        const lines = last > 0 ? history.slice(-last) : [];
        return {
          status: "ok",
          history: content.output === true ? lines.map(([s, n, code]) => [s, n, [code, null]]) : lines,
        };
      }
      case "comm_info_request":
        return { status: "ok", comms: {} };
      case "connect_request":
        return { status: "ok" };
      case "comm_open":
        // Nobody here keeps the other end of a widget.
        publish("comm_close", { comm_id: content.comm_id, data: {} }, message);
        return undefined;
      case "shutdown_request": {
        const reply = { status: "ok", restart: content.restart === true };
        publish("shutdown_reply", reply, message);
        setImmediate(shutDown);
        return reply;
      }
      case "interrupt_request":
        stopped = true;
        interrupt();
        return { status: "ok" };
      default:
        // comm_msg and comm_close of comms that are closed, and what later protocols may add
        return header.msg_type.endsWith("_request")
          ? refusal("the request must be a known one", header.msg_type)
          : undefined;
    }
  }

  function take(channel: RequestChannel, message: Message): void {
    const request = { id: ++ids, channel, message };
    if (channel === "control") {
      begin(request);
      end(
        request,
        isForExecution(message)
          ? refusal("the shell channel must be used", message.header.msg_type)
          : answerOf(request),
      );
    } else if (channel === "shell") {
      queue.push(request);
      next();
    }
  }

  function hear(message: Exclude<FromExecution, { kind: "exit" | "stopping" }>): void {
    if (message.kind === "output") {
      if (message.type === "stream") streams.add(`${message.content.name}`, `${message.content.text}`);
      else publish(message.type, message.content, cell?.message);
      return;
    }
    if (active?.id !== message.id) return;
    const request = active;
    active = undefined;
    if (message.kind === "answered") end(request, message.content);
    else endCell(request, message.error);
    next();
  }

  function endCell(request: Request, error: ErrorReport | undefined): void {
    const { silent, stop_on_error: stops } = request.message.content;
    const expressions = expressionsOf(request.message.content);
    const common = { execution_count: count, user_expressions: expressions, payload: [] };
    if (error !== undefined && silent !== true) publish("error", { ...error }, request.message);
    end(request, { status: error === undefined ? "ok" : "error", ...common, ...error });
    if (stopped || (error !== undefined && stops !== false)) giveUpCells();
  }

  function giveUpCells(): void {
    for (const request of queue.filter(({ message }) => message.header.msg_type === "execute_request")) {
      queue.splice(queue.indexOf(request), 1);
      begin(request);
      // Without a number: it did not run.
      end(request, { status: "aborted" });
    }
  }

  return { take, hear, flush: streams.flush };
}

const FOR_EXECUTION: readonly string[] = [
  "execute_request",
  "complete_request",
  "inspect_request",
  "is_complete_request",
];

function isForExecution({ header }: Message): boolean {
  return FOR_EXECUTION.includes(header.msg_type);
}

function refusal(rule: string, got: unknown): Content {
  return { status: "error", ename: "RangeError", evalue: `kernel: ${rule}, got ${shown(got)}`, traceback: [] };
}

/** Expressions to be told after a cell are of Python's notebooks; each is refused by name, so that nobody waits for it. */
function expressionsOf({ user_expressions: asked }: Content): Content {
  const names = typeof asked === "object" && asked !== null ? Object.keys(asked) : [];
  return Object.fromEntries(names.map((name) => [name, refusal("user_expressions must be empty", name)]));
}
