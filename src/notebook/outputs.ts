/** The outputs of a cell, as nbformat 4 has them, gathered from the messages a kernel publishes. */
import { stripVTControlCharacters } from "node:util";
import type { Content } from "./protocol.js";
import { withoutKernelFrames } from "./source-line.js";

/** MIME type → data: a string, or JSON where the type is JSON. */
export type MimeBundle = Record<string, unknown>;

export interface StreamOutput {
  output_type: "stream";
  name: "stdout" | "stderr";
  text: string;
}

export interface DisplayOutput {
  output_type: "display_data";
  data: MimeBundle;
  metadata: Record<string, unknown>;
}

export interface ResultOutput {
  output_type: "execute_result";
  data: MimeBundle;
  metadata: Record<string, unknown>;
  execution_count: null;
}

export interface ErrorOutput {
  output_type: "error";
  ename: string;
  evalue: string;
  traceback: string[];
}

export type Output = StreamOutput | DisplayOutput | ResultOutput | ErrorOutput;

/** Displays by `display_id`; shared by the cells of one kernel, because a later cell may update an earlier figure. */
export type Displays = Map<string, (DisplayOutput | ResultOutput)[]>;

export interface Collector {
  readonly outputs: Output[];
  /** Takes one iopub message in; true when it was an output. */
  take(type: string, content: Content): boolean;
}

export function collector(displays: Displays): Collector {
  const outputs: Output[] = [];
  let clearOnNext = false;

  function add(output: Output): void {
    if (clearOnNext) outputs.length = 0;
    clearOnNext = false;
    const last = outputs.at(-1);
    if (output.output_type === "stream" && last?.output_type === "stream" && last.name === output.name) {
      last.text += output.text;
    } else {
      outputs.push(output);
    }
  }

  function addDisplay(output: DisplayOutput | ResultOutput, content: Content): void {
    add(output);
    const id = displayId(content);
    if (id !== undefined) displays.set(id, [...(displays.get(id) ?? []), output]);
  }

  function take(type: string, content: Content): boolean {
    const bundle = { data: objectOf(content.data), metadata: objectOf(content.metadata) };
    switch (type) {
      case "stream":
        add({ output_type: "stream", name: content.name === "stderr" ? "stderr" : "stdout", text: `${content.text}` });
        return true;
      case "display_data":
        addDisplay({ output_type: "display_data", ...bundle }, content);
        return true;
      case "execute_result":
        addDisplay({ output_type: "execute_result", ...bundle, execution_count: null }, content);
        return true;
      case "update_display_data":
        for (const display of displays.get(displayId(content) ?? "") ?? []) Object.assign(display, bundle);
        return true;
      case "error":
        add(errorOutput(`${content.ename}`, `${content.evalue}`, linesOf(content.traceback)));
        return true;
      case "clear_output":
        if (content.wait === true) clearOnNext = true;
        else outputs.length = 0;
        return true;
      default:
        return false;
    }
  }

  return { outputs, take };
}

export function errorOutput(ename: string, evalue: string, traceback: string[]): ErrorOutput {
  return { output_type: "error", ename, evalue, traceback };
}

/**
 * Makes a failed cell visible: stock tslab only says status "error" and writes the text to stderr, so the last stderr
 * stream becomes the error output it stands for. Outputs that hold an error already are left alone.
 */
export function ensureError(outputs: Output[]): void {
  if (outputs.some((output) => output.output_type === "error")) return;
  const at = outputs.findLastIndex((output) => output.output_type === "stream" && output.name === "stderr");
  const stderr = outputs[at];
  if (stderr?.output_type !== "stream") {
    outputs.push(errorOutput("Error", "the kernel gave no message", []));
    return;
  }
  const lines = stderr.text.replace(/\n$/, "").split("\n");
  const plain = lines.map(stripVTControlCharacters);
  const named = plain.map((line) => /^(?:Uncaught )?(\w*Error)(?: \[\w+\])?: (.*)/.exec(line)).find((m) => m !== null);
  outputs[at] = errorOutput(named?.[1] ?? "Error", named?.[2] ?? plain[0], withoutKernelFrames(lines));
}

function displayId(content: Content): string | undefined {
  const id = objectOf(content.transient).display_id;
  return typeof id === "string" ? id : undefined;
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function linesOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
