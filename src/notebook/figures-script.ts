/**
 * The script of a page with figures. It runs in the browser as it stands here, after Plotly: a figure takes the width
 * of the page, and on a narrow one its legend goes below it and its margins shrink.
 */
export const figuresScript = `"use strict";
for (const element of document.querySelectorAll(".plotly")) {
  const { data, layout = {}, frames = [], config = {} } = JSON.parse(element.nextElementSibling.textContent);
  const narrow = element.clientWidth < 560;
  const { width, ...rest } = layout;
  const shape = {
    autosize: true,
    height: narrow ? Math.min(layout.height ?? 420, 400) : layout.height ?? 440,
    ...(narrow && { legend: { ...layout.legend, orientation: "h", x: 0, xanchor: "left", y: -0.26, yanchor: "top" } }),
    ...(narrow && { margin: { ...layout.margin, l: 52, r: 10 } }),
  };
  const options = { responsive: true, displaylogo: false, ...config };
  Plotly.newPlot(element, { data, layout: { ...rest, ...shape }, frames, config: options }).then(
    () => element.classList.add("drawn"),
    (error) => {
      element.textContent = "This figure could not be drawn: " + error.message;
    },
  );
}
`;
