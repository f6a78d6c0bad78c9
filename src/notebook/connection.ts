/** The connection file: where a kernel listens and the key its messages are signed with. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Connection {
  readonly file: string;
  readonly key: string;
  address(channel: Channel): string;
  /** Removes the connection file and its folder. */
  remove(): void;
}

const channels = ["shell", "control", "iopub", "stdin", "hb"] as const;
export type Channel = (typeof channels)[number];

const host = "127.0.0.1";

export async function openConnection(): Promise<Connection> {
  const ports = await freePorts(channels.length);
  const portOf = (channel: Channel): number => ports[channels.indexOf(channel)];
  const key = randomBytes(32).toString("hex");
  const folder = mkdtempSync(join(tmpdir(), "maruyama-kernel-"));
  const file = join(folder, "connection.json");
  const description = {
    transport: "tcp",
    ip: host,
    key,
    signature_scheme: "hmac-sha256",
    kernel_name: "tslab",
    ...Object.fromEntries(channels.map((channel) => [`${channel}_port`, portOf(channel)])),
  };
  // The key lets whoever reads it run code here, so nobody else may.
  writeFileSync(file, JSON.stringify(description), { mode: 0o600 });
  return {
    file,
    key,
    address: (channel) => `tcp://${host}:${portOf(channel)}`,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Distinct ports nobody listens on: all are held open at once before any is given back. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listenAnywhere));
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function listenAnywhere(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, host, () => resolve(server));
  });
}
