import { describe, expect, it } from "vitest";
import { takeCaption } from "./figure-caption.js";

const title = { text: "squares", y: 0.99, yref: "container" };
const label = { text: "phase 1", xref: "x", yref: "paper", x: 1, y: 1, yanchor: "bottom", showarrow: false };
const caption = {
  text: "n = 100 paths; x<sub>0</sub> = 1,<br>a < b <script>",
  xref: "paper",
  yref: "paper",
  x: -0.1,
  // The margin was 50 below a plot of 200; the caption hangs 4 pixels lower.
  y: -54 / 200,
  yanchor: "top",
  align: "left",
  showarrow: false,
};
const layout = { width: 720, height: 300, margin: { t: 20, b: 80, l: 60 }, title, annotations: [label, caption] };

describe("the caption of a drawing", () => {
  it("is taken out with the room it had, and the title keeps its distance from the edge", () => {
    const { drawing, caption: text } = takeCaption({ data: [1], layout });
    expect(text).toBe("n = 100 paths; x<sub>0</sub> = 1, a &lt; b &lt;script&gt;");
    expect(drawing).toEqual({
      data: [1],
      layout: {
        ...layout,
        annotations: [label],
        height: expect.closeTo(270, 9),
        margin: { t: 20, b: expect.closeTo(50, 9), l: 60 },
        title: { ...title, y: expect.closeTo(1 - 3 / 270, 9) },
      },
    });
  });

  it("is not looked for in drawings of another make", () => {
    const others = [null, 3, {}, { layout: {} }, { data: [], layout: { ...layout, annotations: [label] } }];
    for (const drawing of [...others, { layout: { ...layout, margin: {} } }, { layout: { annotations: [caption] } }]) {
      expect(takeCaption(drawing)).toEqual({ drawing, caption: "" });
    }
  });
});
