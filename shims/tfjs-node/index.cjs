"use strict";
/*
 * danfojs-node requires @tensorflow/tfjs-node when it is loaded, and uses it for tensors, scalers, encoders and sampling
 * only. The overrides in the root package.json put this file in its place there. It hands over the real package where
 * one is installed in the root and loads; else it offers the Tensor type, which no value has, and every other name throws.
 */
const util = require("node:util");

util.isNullOrUndefined ??= (value) => value === null || value === undefined; // gone from Node 23; tfjs-node 4.22 calls it

module.exports = installed() ?? standIn();

function installed() {
  try {
    const found = require.resolve("@tensorflow/tfjs-node");
    return found === __filename ? undefined : require(found); // npm may link this very folder into the root
  } catch {
    return undefined; // not there, or there without its native library
  }
}

function standIn() {
  const known = { standIn: true, Tensor: function Tensor() {}, __esModule: false, then: undefined };
  return new Proxy(known, {
    get(_, name) {
      if (typeof name === "symbol" || name in known) return known[name];
      throw new Error(`danfojs-node: ${name} needs TensorFlow.js, which does not load here; add it with: npm run add:tfjs`);
    },
  });
}
