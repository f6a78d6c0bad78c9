/**
 * The Jupyter wire protocol, version 5.3: a message is a row of frames
 *
 *     identity… , <IDS|MSG>, signature, header, parent header, metadata, content, buffer…
 *
 * where the signature is the HMAC-SHA256 of the four JSON frames under the connection's key.
 */
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

export const protocolVersion = "5.3";

/** Names are the wire's own. */
export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

export type Content = Readonly<Record<string, unknown>>;

export interface Message {
  readonly identities: readonly Buffer[];
  readonly header: Header;
  /** `{}` on the wire when a message answers nothing. */
  readonly parent: Header | undefined;
  readonly metadata: Content;
  readonly content: Content;
  readonly buffers: readonly Buffer[];
}

const delimiter = Buffer.from("<IDS|MSG>");

export function newMessage(type: string, content: Content, session: string): Message {
  const header: Header = {
    msg_id: randomUUID(),
    msg_type: type,
    session,
    username: "maruyama",
    date: new Date().toISOString(),
    version: protocolVersion,
  };
  return { identities: [], header, parent: undefined, metadata: {}, content, buffers: [] };
}

/** The frames of `message`, signed with `key`; an empty key means unsigned, as the protocol has it. */
export function encode(message: Message, key: string): Buffer[] {
  const parts = [message.header, message.parent ?? {}, message.metadata, message.content];
  const frames = parts.map((part) => Buffer.from(JSON.stringify(part)));
  return [...message.identities, delimiter, Buffer.from(signature(frames, key)), ...frames, ...message.buffers];
}

/** The message in `frames`; throws when it is cut short, not JSON, or not signed with `key`. */
export function decode(frames: readonly Buffer[], key: string): Message {
  const start = frames.findIndex((frame) => frame.equals(delimiter));
  if (start < 0) throw new Error("Jupyter message: a frame must be <IDS|MSG>, got none");
  const body = frames.slice(start + 1);
  if (body.length < 5) throw new Error(`Jupyter message: 5 frames must follow <IDS|MSG>, got ${body.length}`);
  const signed = body.slice(1, 5);
  if (!equalInConstantTime(body[0], Buffer.from(signature(signed, key)))) {
    throw new Error("Jupyter message: the signature must match the connection's key, got another one");
  }
  const [header, parent, metadata, content] = ["header", "parent header", "metadata", "content"].map((name, i) =>
    parseObject(name, signed[i]),
  );
  return {
    identities: frames.slice(0, start),
    header: requireHeader(header),
    parent: typeof parent.msg_id === "string" ? requireHeader(parent) : undefined,
    metadata,
    content,
    buffers: body.slice(5),
  };
}

function signature(frames: readonly Buffer[], key: string): string {
  if (key === "") return "";
  const hmac = createHmac("sha256", key);
  for (const frame of frames) hmac.update(frame);
  return hmac.digest("hex");
}

function equalInConstantTime(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function parseObject(name: string, frame: Buffer): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(frame.toString("utf8"));
  } catch {
    throw new Error(`Jupyter message: the ${name} must be JSON, got ${JSON.stringify(frame.toString("utf8", 0, 40))}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(`Jupyter message: the ${name} must be an object, got ${JSON.stringify(value)?.slice(0, 40)}`);
  }
  return value as Record<string, unknown>;
}

function requireHeader(header: Record<string, unknown>): Header {
  const text = (name: string): string => (typeof header[name] === "string" ? header[name] : "");
  if (text("msg_id") === "" || text("msg_type") === "") {
    throw new Error(`Jupyter message: a header must have msg_id and msg_type, got ${Object.keys(header).join(", ")}`);
  }
  return {
    msg_id: text("msg_id"),
    msg_type: text("msg_type"),
    session: text("session"),
    username: text("username"),
    date: text("date"),
    version: text("version"),
  };
}
