/** The sockets to a kernel: requests go out, and every answer finds the request it belongs to. */
import { randomUUID } from "node:crypto";
import { Dealer, Subscriber } from "zeromq";
import type { Connection } from "./connection.js";
import { type Content, decode, encode, type Message, newMessage } from "./protocol.js";

export type AnswerHandler = (channel: "shell" | "control" | "iopub", message: Message) => void;

export interface Channels {
  /** Sends a request; `answer` is called for each message that names it as parent, for as long as the kernel lives. */
  request(channel: "shell" | "control", type: string, content: Content, answer: AnswerHandler): void;
  /** Never resolves; rejects when a socket fails or a message cannot be read. */
  readonly broken: Promise<never>;
  close(): void;
}

export function openChannels(connection: Connection): Channels {
  const session = randomUUID();
  // No linger: what a dead kernel has not taken must not keep this program alive.
  const shell = new Dealer({ linger: 0 });
  const control = new Dealer({ linger: 0 });
  const iopub = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
  const sockets = { shell, control, iopub };
  const answers = new Map<string, AnswerHandler>();

  let fail: (reason: unknown) => void = () => {};
  const broken = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  // Whoever waits sees the rejection; with nobody waiting it is no event of its own.
  broken.catch(() => {});

  async function listen(channel: "shell" | "control" | "iopub"): Promise<void> {
    for await (const frames of sockets[channel]) {
      const message = decode(frames, connection.key);
      answers.get(message.parent?.msg_id ?? "")?.(channel, message);
    }
  }
  for (const channel of ["shell", "control", "iopub"] as const) {
    sockets[channel].connect(connection.address(channel));
    listen(channel).catch(fail);
  }
  iopub.subscribe();

  return {
    request(channel, type, content, answer) {
      const message = newMessage(type, content, session);
      answers.set(message.header.msg_id, answer);
      sockets[channel].send(encode(message, connection.key)).catch(fail);
    },
    broken,
    close() {
      for (const socket of [shell, control, iopub]) socket.close();
    },
  };
}
