/** The kernel's sockets: who may speak there, what becomes of messages that are none, and connection files of no use. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Dealer, Request, Subscriber } from "zeromq";
import { type Connection, openConnection } from "../connection.js";
import { type Content, decode, encode, type Header, newMessage } from "../protocol.js";
import { sampleFolder } from "../sample.js";
import { type BareKernel, bareKernel, type Client, client } from "./bare-kernel.js";
import { listen } from "./listening.js";

const cwd = sampleFolder();
let connection: Connection;
let kernel: BareKernel;
let peer: Client;
beforeAll(async () => {
  connection = await openConnection();
  kernel = bareKernel(connection.file, cwd);
  peer = client(connection);
  await peer.ask("kernel_info_request");
});
afterAll(async () => {
  peer.close();
  kernel.child.kill("SIGKILL");
  await kernel.ended;
  connection.remove();
  rmSync(cwd, { recursive: true });
});

const portOf = (address: string): number => Number(/\d+$/.exec(address)?.[0]);
const execute = (code: string): Promise<Content> => peer.ask("execute_request", { code });

describe("messages that are none", () => {
  const message = newMessage("execute_request", { code: "process.exit()" }, "session");
  const good = (): Buffer[] => encode(message, connection.key);
  const signed = (change: object): Buffer[] => encode({ ...message, ...change }, connection.key);

  it.each<[string, () => Buffer[], string]>([
    ["nothing", () => [Buffer.alloc(0)], "a frame must be <IDS|MSG>, got none"],
    ["noise", () => [Buffer.from([0xff, 0, 0x80]), Buffer.alloc(1 << 20, 7)], "a frame must be <IDS|MSG>, got none"],
    ["half a message", () => good().slice(0, 4), "5 frames must follow <IDS|MSG>, got 3"],
    [
      "another key's",
      () => encode(message, "another key"),
      "the signature must match the connection's key, got another one",
    ],
    ["unsigned", () => encode(message, ""), "the signature must match the connection's key, got another one"],
    [
      "changed on the way",
      () => good().with(5, Buffer.from("{}")),
      "the signature must match the connection's key, got another one",
    ],
    ["without an object", () => signed({ content: [1] }), "the content must be an object, got [1]"],
    [
      "without a type",
      () => signed({ header: { msg_id: "1" } as Header }),
      "a header must have msg_id and msg_type, got msg_id",
    ],
  ])("are told on stderr in a line each, and harm nobody: %s", async (_name, frames, line) => {
    for (const channel of ["shell", "control", "stdin"] as const) {
      const before = kernel.complaints().length;
      const socket = new Dealer({ linger: 0 });
      socket.connect(connection.address(channel));
      await socket.send(frames());
      await expect.poll(() => kernel.complaints().length, { timeout: 10_000 }).toBeGreaterThan(before);
      expect(kernel.complaints().slice(before)).toEqual([`kernel: Jupyter message: ${line}`]);
      socket.close();
    }
    expect(await execute("1")).toMatchObject({ status: "ok" });
  });

  it("may be no ZeroMQ at all", async () => {
    for (const channel of ["shell", "control", "iopub", "stdin", "hb"] as const) {
      await new Promise<void>((resolve) => {
        const socket = connect(portOf(connection.address(channel)), "127.0.0.1", () =>
          socket.write("GET / HTTP/1.1\r\n\r\n", () => socket.destroy()),
        );
        socket.on("close", () => resolve()).on("error", () => resolve());
      });
    }
    expect(await execute("1")).toMatchObject({ status: "ok" });
  });
});

describe("the sockets", () => {
  it("answer each of two clients its own, and tell both what is published", async () => {
    const iopub = new Subscriber({ linger: 0, receiveTimeout: 500 });
    iopub.connect(connection.address("iopub"));
    iopub.subscribe();
    const other = client(connection);
    // A subscription takes effect some time after it is asked for.
    const isHeard = async (): Promise<boolean> => {
      await other.ask("kernel_info_request");
      return iopub.receive().then(Boolean, () => false);
    };
    await expect.poll(isHeard, { timeout: 60_000 }).toBe(true);
    iopub.receiveTimeout = 60_000;
    const replies = await Promise.all([
      execute("console.log('mine'); 1"),
      other.ask("execute_request", { code: "console.log('theirs'); 2" }),
    ]);
    const counts = replies.map(({ execution_count: count }) => Number(count));
    expect(Math.abs(counts[0] - counts[1])).toBe(1);
    const heard: unknown[] = [];
    for await (const frames of iopub) {
      const { header, content } = decode(frames, connection.key);
      if (header.msg_type === "stream") heard.push(content.text);
      if (heard.length === 2) break;
    }
    expect(heard.sort()).toEqual(["mine\n", "theirs\n"]);
    iopub.close();
    other.close();
  });

  it("echo the heartbeat while a loop runs", async () => {
    await peer.begin('console.log("here"); while (true);');
    const heartbeat = new Request({ linger: 0 });
    heartbeat.connect(connection.address("hb"));
    for (const beat of ["one", "two"]) {
      await heartbeat.send(beat);
      expect(String(await heartbeat.receive())).toBe(beat);
    }
    heartbeat.close();
    kernel.child.kill("SIGKILL");
    expect(await kernel.ended).toBe("SIGKILL");
    kernel = bareKernel(connection.file, cwd);
    // The same client finds the next kernel on the same ports.
    expect(await execute("1")).toMatchObject({ status: "ok" });
  });

  it.runIf(process.platform === "linux")("listen on this machine only", () => {
    const ports = (["shell", "control", "iopub", "stdin", "hb"] as const).map((name) =>
      portOf(connection.address(name)),
    );
    const listening = ["/proc/net/tcp", "/proc/net/tcp6"]
      .flatMap((file) => readFileSync(file, "utf8").trim().split("\n").slice(1))
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state]) => state === "0A")
      .map(([, local]) => local.split(":"))
      .filter(([, port]) => ports.includes(Number.parseInt(port, 16)));
    expect(listening.map(([address]) => address)).toEqual(ports.map(() => "0100007F"));
  });
});

describe("a connection file of no use", () => {
  const file = join(cwd, "connection.json");
  function given(change: object): void {
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(connection.file, "utf8")), ...change }));
  }

  it.each<[string, () => void, string]>([
    ["none", () => rmSync(file, { force: true }), "kernel: the connection file must be readable JSON, got ENOENT"],
    ["no JSON", () => writeFileSync(file, "{oops"), "kernel: the connection file must be readable JSON, got "],
    [
      "no object",
      () => writeFileSync(file, "null"),
      "kernel: the connection file must hold transport, ip and key, got null",
    ],
    [
      "nothing in it",
      () => writeFileSync(file, "{}"),
      "kernel: the connection file must hold transport, ip and key, got []",
    ],
    [
      "everybody's address",
      () => given({ ip: "0.0.0.0" }),
      'kernel: ip must be an address of this machine\'s own, 127.0.0.1 say, got "0.0.0.0"',
    ],
    ["another's address", () => given({ ip: "192.0.2.1" }), "kernel: ip must be an address of this machine's own"],
    [
      "another scheme",
      () => given({ signature_scheme: "hmac-md5" }),
      'kernel: signature_scheme must be hmac-sha256, got "hmac-md5"',
    ],
    [
      "no port",
      () => given({ shell_port: undefined }),
      "kernel: shell_port must be an integer in 1..65535, got undefined",
    ],
    [
      "no such port",
      () => given({ shell_port: 65536 }),
      "kernel: shell_port must be an integer in 1..65535, got 65536",
    ],
    ["a kernel's port", () => given({}), "kernel: shell_port must be free, got tcp://127.0.0.1:"],
  ])("is told in one line: %s", async (_name, write, line) => {
    write();
    await expect(listen(file)).rejects.toThrow(line);
    await expect(listen(file)).rejects.toThrow(/^.*$/);
  });

  it.each([
    [
      "there is none",
      () => rmSync(file, { force: true }),
      /^kernel: the connection file must be readable JSON, got ENOENT/,
    ],
    ["its ports are another's", () => given({}), /^kernel: shell_port must be free, got .*: Address already in use$/],
  ])("ends the kernel where %s", async (_name, write, line) => {
    write();
    const { ended, complaints } = bareKernel(file, cwd);
    expect(await ended).toBe(1);
    expect(complaints()).toEqual([expect.stringMatching(line)]);
  });
});
