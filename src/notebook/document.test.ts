import { describe, expect, it } from "vitest";
import { parseNotebook } from "./document.js";
import { formatNotebook } from "./document-text.js";
import { code, markdown, sampleNotebook } from "./sample.js";

const valid = {
  cells: [
    {
      cell_type: "code",
      execution_count: 7,
      id: "a",
      metadata: { execution: { started: "now" }, tags: ["kept"] },
      outputs: [
        { name: "stdout", output_type: "stream", text: ["one\n", "two"] },
        {
          data: { "application/json": ["a", "list"], "image/png": "AQID\n", "text/plain": ["x\n", "y"] },
          execution_count: 7,
          metadata: {},
          output_type: "execute_result",
        },
      ],
      source: ["const a = 1;\n", "a"],
    },
    { cell_type: "markdown", metadata: {}, source: "# Title\n\ntext", id: "b" },
  ],
  metadata: { signature: "x", kernelspec: { name: "tslab", display_name: "TypeScript", language: "typescript" } },
  nbformat: 4,
  nbformat_minor: 5,
};

const parse = (change: object): (() => unknown) => {
  return () => parseNotebook(JSON.stringify({ ...valid, ...change }), "sgd.ipynb");
};

describe("a notebook document", () => {
  it("joins the lines it is kept in, but not lists that are JSON", () => {
    const [cell] = parseNotebook(JSON.stringify(valid), "sgd.ipynb").cells;
    expect(cell.source).toBe("const a = 1;\na");
    expect(cell.cell_type === "code" && cell.outputs).toMatchObject([
      { text: "one\ntwo" },
      { data: { "application/json": ["a", "list"], "text/plain": "x\ny" }, execution_count: null },
    ]);
  });

  it("is written as Jupyter writes it, without counts, times and signature", () => {
    const text = formatNotebook(parseNotebook(JSON.stringify(valid), "sgd.ipynb"));
    expect(text).toMatchInlineSnapshot(`
      "{
       "cells": [
        {
         "cell_type": "code",
         "execution_count": null,
         "id": "a",
         "metadata": {
          "tags": [
           "kept"
          ]
         },
         "outputs": [
          {
           "name": "stdout",
           "output_type": "stream",
           "text": [
            "one\\n",
            "two"
           ]
          },
          {
           "data": {
            "application/json": [
             "a",
             "list"
            ],
            "image/png": "AQID\\n",
            "text/plain": [
             "x\\n",
             "y"
            ]
           },
           "execution_count": null,
           "metadata": {},
           "output_type": "execute_result"
          }
         ],
         "source": [
          "const a = 1;\\n",
          "a"
         ]
        },
        {
         "cell_type": "markdown",
         "id": "b",
         "metadata": {},
         "source": [
          "# Title\\n",
          "\\n",
          "text"
         ]
        }
       ],
       "metadata": {
        "kernelspec": {
         "display_name": "TypeScript",
         "language": "typescript",
         "name": "tslab"
        }
       },
       "nbformat": 4,
       "nbformat_minor": 5
      }
      "
    `);
  });

  it("is the same text again when read again", () => {
    const once = formatNotebook(parseNotebook(JSON.stringify(valid), "sgd.ipynb"));
    expect(formatNotebook(parseNotebook(once, "sgd.ipynb"))).toBe(once);
  });

  it("names cells that have no name by their place, from nbformat 4.5 on", () => {
    const notebook = sampleNotebook([code("1"), markdown("two")]);
    const ids = (text: string): unknown[] => JSON.parse(text).cells.map((cell: { id?: string }) => cell.id);
    expect(ids(formatNotebook(notebook))).toEqual(["cell-1", "cell-2"]);
    expect(ids(formatNotebook({ ...notebook, nbformat_minor: 4 }))).toEqual([undefined, undefined]);
  });

  it.each([
    ["not JSON", () => parseNotebook("{ oops", "sgd.ipynb"), /^sgd\.ipynb: a notebook must be JSON: /],
    ["no object", () => parseNotebook("[]", "sgd.ipynb"), "sgd.ipynb: a notebook must be a JSON object"],
    ["nbformat 3", parse({ nbformat: 3 }), "sgd.ipynb: nbformat must be 4, got 3"],
    ["no cells", parse({ cells: undefined }), "sgd.ipynb: cells must be a list"],
    [
      "a Python kernel",
      parse({ metadata: { kernelspec: { name: "python3" } } }),
      'sgd.ipynb: the kernel must be one that is known, got "python3"; known: tslab, maruyama',
    ],
    ["a misspelt kernel", parse({ metadata: { kernelspec: { name: "tslap" } } }), 'got "tslap"; did you mean tslab?'],
    ["no kernel", parse({ metadata: {} }), "got none; known: tslab, maruyama"],
    ["a cell of no kind", parse({ cells: [valid.cells[1], { source: "" }] }), "sgd.ipynb: cell 2: cell_type must be"],
    ["a source that is a number", parse({ cells: [{ cell_type: "code", source: 1 }] }), "cell 1: source must be text"],
    [
      "an unknown output",
      parse({ cells: [{ cell_type: "code", source: "", outputs: [{ output_type: "pyout" }] }] }),
      'cell 1: output_type must be one of nbformat 4, got "pyout"',
    ],
  ])("refuses %s in one line", (_name, attempt, message) => {
    expect(attempt).toThrow(message);
  });
});
