/** The five sockets a kernel listens on, as its connection file says, and on this machine only. */
import { readFileSync } from "node:fs";
import { Publisher, Reply, Router } from "zeromq";
import { shown } from "../../validate.js";
import { type Content, decode, encode, type Message, newMessage } from "../protocol.js";

export type RequestChannel = "shell" | "control" | "stdin";

export interface Listening {
  /** Calls `take` for each message that can be read; of others, `complain` is told in one line. */
  receive(take: (channel: RequestChannel, message: Message) => void, complain: (line: string) => void): void;
  reply(channel: RequestChannel, request: Message, type: string, content: Content): void;
  /** Publishes to all that listen; `parent` is the request this belongs to. */
  publish(type: string, content: Content, parent: Message | undefined): Promise<void>;
  /** Resolves when what was published before has left this thread. */
  flushed(): Promise<void>;
  /** Closes the sockets when everything has been sent. */
  close(): Promise<void>;
}

interface ConnectionFile {
  readonly transport: string;
  readonly ip: string;
  readonly key: string;
  readonly [port: `${string}_port`]: number;
}

const SESSION = crypto.randomUUID();

export async function listen(file: string): Promise<Listening> {
  const connection = readConnectionFile(file);
  const { key } = connection;
  const shell = new Router({ linger: 0 });
  const control = new Router({ linger: 0 });
  const stdin = new Router({ linger: 0 });
  const heartbeat = new Reply({ linger: 0 });
  // No message is dropped: a reader may be slower than the cell.
  const iopub = new Publisher({ sendHighWaterMark: 0, linger: 1000 });
  const requests = { shell, control, stdin };
  const sockets = { ...requests, iopub, hb: heartbeat };
  try {
    for (const [name, socket] of Object.entries(sockets)) await bind(socket, name, connection);
  } catch (error) {
    for (const socket of Object.values(sockets)) socket.close();
    throw error;
  }
  echo(heartbeat);

  /** A socket sends one message at a time. */
  const last = new Map<object, Promise<void>>();
  function send(socket: Router | Publisher, message: Message): Promise<void> {
    const before = last.get(socket) ?? Promise.resolve();
    // A client that has gone takes no replies; that is no fault of ours.
    const sent = before.then(() => socket.send(encode(message, key))).catch(() => {});
    last.set(socket, sent);
    return sent;
  }

  async function flushed(): Promise<void> {
    await Promise.all(last.values());
  }

  return {
    receive(take, complain) {
      for (const channel of ["shell", "control", "stdin"] as const) {
        void readAll(requests[channel], key, (message) => take(channel, message), complain);
      }
    },
    reply(channel, { identities, header }, type, content) {
      void send(requests[channel], { ...newMessage(type, content, SESSION), identities, parent: header });
    },
    publish(type, content, parent) {
      const topic = Buffer.from(`kernel.${SESSION}.${type}`);
      return send(iopub, { ...newMessage(type, content, SESSION), identities: [topic], parent: parent?.header });
    },
    flushed,
    async close() {
      await flushed();
      for (const socket of Object.values(sockets)) socket.close();
    },
  };
}

async function readAll(
  socket: Router,
  key: string,
  take: (message: Message) => void,
  complain: (line: string) => void,
): Promise<void> {
  for await (const frames of socket) {
    try {
      take(decode(frames, key));
    } catch (error) {
      complain(error instanceof Error ? error.message : String(error));
    }
  }
}

async function echo(heartbeat: Reply): Promise<void> {
  for await (const beat of heartbeat) await heartbeat.send(beat);
}

function readConnectionFile(file: string): ConnectionFile {
  let connection: Partial<ConnectionFile> | null;
  try {
    connection = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(
      `kernel: the connection file must be readable JSON, got ${error instanceof Error ? error.message : error}`,
    );
  }
  const {
    transport,
    ip,
    key,
    signature_scheme: scheme = "hmac-sha256",
  } = (connection ?? {}) as Record<string, unknown>;
  if (typeof ip !== "string" || typeof key !== "string" || (transport !== "tcp" && transport !== "ipc")) {
    throw new Error(
      `kernel: the connection file must hold transport, ip and key, got ${shown(connection && Object.keys(connection))}`,
    );
  }
  if (scheme !== "hmac-sha256") throw new Error(`kernel: signature_scheme must be hmac-sha256, got ${shown(scheme)}`);
  // Whoever reaches the ports and knows the key runs programs here.
  if (transport === "tcp" && !/^(127\.\d+\.\d+\.\d+|::1|localhost)$/.test(ip)) {
    throw new Error(`kernel: ip must be an address of this machine's own, 127.0.0.1 say, got ${shown(ip)}`);
  }
  return connection as ConnectionFile;
}

async function bind(socket: Router | Publisher | Reply, channel: string, connection: ConnectionFile): Promise<void> {
  const address = addressOf(connection, channel);
  await socket.bind(address).catch(({ message }: Error) => {
    throw new Error(`kernel: ${channel}_port must be free, got ${address}: ${message}`);
  });
}

function addressOf(connection: ConnectionFile, channel: string): string {
  const port = connection[`${channel}_port`];
  // ZeroMQ would take a larger one for its remainder.
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Error(`kernel: ${channel}_port must be an integer in 1..65535, got ${shown(port)}`);
  }
  const { transport, ip } = connection;
  if (transport === "ipc") return `ipc://${ip}-${port}`;
  return `tcp://${ip === "localhost" ? "127.0.0.1" : ip === "::1" ? "[::1]" : ip}:${port}`;
}
