/**
 * The generator's words in the order an ensemble consumes them, for a test battery.
 *
 * `engine`: for each step, the six draws of ENSEMBLE in turn, each for all coordinates and, fastest, all paths.
 * `path`: for each path, 1000 steps, each with the six draws in turn, each for all coordinates.
 *
 * Both take the module src/compiler/random.ts (built, or a changed one) and a seed; call after call of what they return
 * gives the next 61,440 words, the storage being reused.
 */
const PATHS = 1024;
const STEPS = 1000;
const COORDINATES = 10;
/** Stream, member and draw of what two workers of an optimizer, a noise of two uniforms and an SDE take at each step. */
const ENSEMBLE = [
  ["gradient", 0, 0],
  ["gradient", 0, 1],
  ["gradient", 1, 0],
  ["dW", 0, 0],
  ["dU", 0, 0],
  ["burnIn", 0, 0],
];
const WORDS = PATHS * COORDINATES * ENSEMBLE.length;

function engine({ keySchedule, threefry, STREAMS }, seed) {
  const schedules = ENSEMBLE.map(([stream, member]) =>
    keySchedule([seed % 2 ** 32, Math.floor(seed / 2 ** 32), STREAMS[stream], member]),
  );
  const result = new Int32Array(WORDS);
  const counter = new Int32Array(4);
  const words = new Int32Array(4);
  return (step) => {
    let at = 0;
    ENSEMBLE.forEach(([, , draw], e) => {
      for (let coordinate = 0; coordinate < COORDINATES; coordinate++) {
        for (let group = 0; group < PATHS / 16; group++, at += 16) {
          for (let lane = 0; lane < 4; lane++) {
            counter[0] = step;
            counter[1] = 4 * group + lane;
            counter[2] = coordinate;
            counter[3] = draw;
            threefry(schedules[e], counter, words);
            for (let j = 0; j < 4; j++) result[at + 4 * j + lane] = words[j];
          }
        }
      }
    });
    return result;
  };
}

function path({ randomStream, STREAMS }, seed) {
  const streams = ENSEMBLE.map(([stream, member]) => randomStream(seed, STREAMS[stream], member));
  const result = new Int32Array(WORDS);
  return (call) => {
    let at = 0;
    for (let k = call * PATHS; at < WORDS; k++) {
      ENSEMBLE.forEach(([, , draw], e) => {
        for (let coordinate = 0; coordinate < COORDINATES; coordinate++) {
          result[at++] = streams[e].word(Math.floor(k / STEPS), k % STEPS, coordinate, draw);
        }
      });
    }
    return result;
  };
}

export const ORDERS = { engine, path };
