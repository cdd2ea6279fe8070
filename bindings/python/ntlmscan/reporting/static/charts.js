// Figures: drawn when their page is first shown, again when the theme changes, all of them for paper.
const drawn = new Map();

function figureOf(key) {
  const figure = structuredClone(DATA.charts[key].figure);
  if (themeNow() !== "dark") return figure;
  for (const [path, value] of DATA.charts[key].dark) {
    let at = figure;
    for (const step of path.slice(0, -1)) at = at[step];
    at[path[path.length - 1]] = value;
  }
  return figure;
}

function drawChart(element) {
  const key = element.dataset.chart;
  const state = themeNow() + (printing ? " paper" : "");
  if (drawn.get(key) === state) return;
  const figure = figureOf(key);
  if (printing) figure.layout.width = 900;
  drawn.set(key, state);
  Plotly.react(element, figure.data, figure.layout, { displayModeBar: false, responsive: true, scrollZoom: false });
}

function drawChartsOf(page) {
  page.querySelectorAll("[data-chart]").forEach(drawChart);
}

function redrawCharts() {
  const pages = printing ? document.querySelectorAll(".page") : document.querySelectorAll(".page.shown");
  pages.forEach(drawChartsOf);
}
