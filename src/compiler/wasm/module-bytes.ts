import { type ByteWriter, byteWriter } from "./byte-writer.js";
import type { FunctionBuilder } from "./function-builder.js";
import { TYPE_CODES, type ValueType } from "./instructions.js";

/** The bytes of a module with one memory of its own, of so many pages of 64 kB; every function is exported by its name. */
export function moduleBytes(functions: readonly FunctionBuilder[], pages: number): Uint8Array {
  const all = byteWriter();
  const section = (id: number, count: number, item: (writer: ByteWriter, index: number) => void): void => {
    const content = byteWriter();
    content.unsigned(count);
    for (let index = 0; index < count; index++) item(content, index);
    all.byte(id);
    all.unsigned(content.written().length);
    all.bytes(content.written());
  };
  const text = (writer: ByteWriter, value: string): void => {
    const encoded = new TextEncoder().encode(value);
    writer.unsigned(encoded.length);
    writer.bytes(encoded);
  };
  const types = (writer: ByteWriter, list: readonly ValueType[]): void => {
    writer.unsigned(list.length);
    for (const type of list) writer.byte(TYPE_CODES[type]);
  };
  all.bytes([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  section(1, functions.length, (writer, index) => {
    writer.byte(0x60);
    types(writer, functions[index].parameters);
    types(writer, functions[index].results);
  });
  section(3, functions.length, (writer, index) => writer.unsigned(index));
  section(5, 1, (writer) => {
    writer.byte(0);
    writer.unsigned(pages);
  });
  section(7, functions.length + 1, (writer, index) => {
    const isMemory = index === functions.length;
    text(writer, isMemory ? "memory" : functions[index].name);
    writer.byte(isMemory ? 2 : 0);
    writer.unsigned(isMemory ? 0 : index);
  });
  section(10, functions.length, (writer, index) => writer.bytes(functions[index].body().written()));
  return all.written().slice();
}
