/** For tests: a kernel with no client of its own, so that anything can be said to it. */
import { type ChildProcess, spawn } from "node:child_process";
import { type Channels, openChannels } from "../channels.js";
import type { Connection } from "../connection.js";
import { maruyamaKernel } from "../kernelspec.js";
import type { Content } from "../protocol.js";

export interface BareKernel {
  readonly child: ChildProcess;
  /** What it wrote past Jupyter so far, line by line. */
  complaints(): string[];
  /** Resolves with its exit status, or the signal that ended it. */
  readonly ended: Promise<number | string | null>;
}

export function bareKernel(connectionFile: string, cwd: string, variables: NodeJS.ProcessEnv = {}): BareKernel {
  const [command, ...words] = maruyamaKernel().argv.map((word) => word.replace("{connection_file}", connectionFile));
  const child = spawn(command, words, {
    cwd,
    env: { ...process.env, ...variables },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let text = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  const ended = new Promise<number | string | null>((resolve) => {
    child.once("close", (status, signal) => resolve(signal ?? status));
  });
  return { child, complaints: () => text.split("\n").filter((line) => line !== ""), ended };
}

export interface Client {
  /** The content of the reply. */
  ask(type: string, content?: Content): Promise<Content>;
  /** The same on the control channel. */
  tell(type: string, content?: Content): Promise<Content>;
  /** Runs a cell, and resolves when it has printed something. */
  begin(code: string): Promise<void>;
  close(): void;
}

export function client(connection: Connection): Client {
  const channels: Channels = openChannels(connection);
  const reply = (on: "shell" | "control", type: string, content: Content): Promise<Content> =>
    new Promise((resolve) => {
      channels.request(on, type, content, (channel, message) => {
        if (channel === on) resolve(message.content);
      });
    });
  return {
    ask: (type, content = {}) => reply("shell", type, content),
    tell: (type, content = {}) => reply("control", type, content),
    begin: (code) =>
      new Promise((resolve) => {
        channels.request("shell", "execute_request", { code }, (_channel, message) => {
          if (message.header.msg_type === "stream") resolve();
        });
      }),
    close: channels.close,
  };
}
