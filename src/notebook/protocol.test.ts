import { describe, expect, it } from "vitest";
import { decode, encode, newMessage } from "./protocol.js";

const key = "a key";
const message = newMessage("execute_request", { code: "η = 1 // <IDS|MSG>" }, "session");

function framesWith(change: (frames: Buffer[]) => void): Buffer[] {
  const frames = encode(message, key);
  change(frames);
  return frames;
}

describe("protocol", () => {
  it("gives back what was sent", () => {
    const sent = { ...message, identities: [Buffer.from("peer")], parent: message.header, buffers: [Buffer.from([1])] };
    expect(decode(encode(sent, key), key)).toEqual(sent);
  });

  it("reads a message without a parent", () => {
    expect(decode(encode(message, key), key).parent).toBeUndefined();
  });

  it("signs nothing under an empty key", () => {
    expect(encode(message, "")[1].toString()).toBe("");
    expect(decode(encode(message, ""), "").content).toEqual(message.content);
  });

  it.each([
    ["content", 5],
    ["header", 2],
    ["signature", 1],
  ])("refuses a message whose %s was changed", (_name, frame) => {
    const frames = framesWith((all) => {
      const changed = Buffer.from(all[frame]);
      changed[1] ^= 1;
      all[frame] = changed;
    });
    expect(() => decode(frames, key)).toThrow("the signature must match");
  });

  it("refuses a message signed with another key, or with none", () => {
    expect(() => decode(encode(message, "another key"), key)).toThrow("the signature must match");
    expect(() => decode(encode(message, ""), key)).toThrow("the signature must match");
  });

  it("says what is wrong with a malformed message", () => {
    expect(() => decode([], key)).toThrow("a frame must be <IDS|MSG>, got none");
    expect(() => decode(encode(message, key).slice(0, 4), key)).toThrow("5 frames must follow <IDS|MSG>, got 3");
    const text = encode(message, "").with(5, Buffer.from("{oops"));
    expect(() => decode(text, "")).toThrow('the content must be JSON, got "{oops"');
    const list = encode(message, "").with(4, Buffer.from("[1]"));
    expect(() => decode(list, "")).toThrow("the metadata must be an object, got [1]");
    const bare = encode(message, "").with(2, Buffer.from('{"msg_id":"1"}'));
    expect(() => decode(bare, "")).toThrow("a header must have msg_id and msg_type, got msg_id");
  });
});
