/**
 * The script of a page with figures. It runs in the browser as it stands here, after Plotly: a figure takes the width
 * of the page. On a narrow one its legend goes below it line by line and its title is broken; panels that stand side by
 * side stay legible and scroll.
 */
export const figuresScript = `"use strict";
for (const element of document.querySelectorAll(".drawing")) {
  const { data, layout = {}, frames = [], config = {} } = JSON.parse(element.nextElementSibling.textContent);
  const { width = 720, ...rest } = layout;
  const narrow = element.clientWidth < 0.9 * width;
  const sideBySide = Object.entries(layout).some(([name, axis]) => name.startsWith("xaxis") && axis.domain?.[0] > 0);
  if (narrow && sideBySide) {
    element.style.width = width + "px";
    element.closest("figure").tabIndex = 0;
  }
  const shape = narrow && !sideBySide ? narrowed(data, rest) : rest;
  const options = { responsive: true, displaylogo: false, ...config };
  Plotly.newPlot(element, { data, layout: { height: 440, ...shape, autosize: true }, frames, config: options }).then(
    () => element.classList.add("drawn"),
    (error) => {
      element.textContent = "This figure could not be drawn: " + error.message;
    },
  );
}

function narrowed(data, layout) {
  const { height = 440, margin = {}, legend = {}, title = {} } = layout;
  const lines = broken(title.text ?? "", 34);
  const top = (margin.t ?? 60) + 18 * (lines.length - 1);
  const plotHeight = height - (margin.t ?? 60) - (margin.b ?? 80);
  const entries = data.filter((trace) => trace.name && trace.showlegend !== false).length;
  const legendTop = legend.y < 0 ? -legend.y * plotHeight : 60;
  const bottom = layout.showlegend === false ? margin.b ?? 80 : legendTop + 20 * entries + 10;
  const whole = top + plotHeight + bottom;
  return {
    ...layout,
    height: whole,
    margin: { ...margin, t: top, r: 12, b: bottom },
    legend: { ...legend, orientation: "v", x: 0, xanchor: "left", y: -legendTop / plotHeight, yanchor: "top" },
    // Plotly anchors a title of several lines above the middle of its first.
    ...(title.text && {
      title: { ...title, text: lines.join("<br>"), x: 0.02, xref: "container", y: 1 - (9 * lines.length) / whole, yref: "container", yanchor: "top" },
    }),
  };
}

function broken(text, longest) {
  const lines = [""];
  for (const word of text.split(" ")) {
    if (lines.at(-1) !== "" && (lines.at(-1) + " " + word).length > longest) lines.push(word);
    else lines.push((lines.pop() + " " + word).trim());
  }
  return lines;
}
`;
