// Draws echarts as SVG in the tokens' colours, and again when the theme changes: echarts reads colours once.

const charts = new Map();
let loading;

function load(url) {
  return loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = resolve;
    script.onerror = () => reject(new Error("The chart library could not be loaded."));
    document.head.append(script);
  });
}

function coloured(value, style) {
  if (typeof value === "string") {
    const token = /^var\((--[\w-]+)\)$/.exec(value);
    return token ? style.getPropertyValue(token[1]).trim() : value;
  }
  if (Array.isArray(value)) return value.map(item => coloured(item, style));
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, coloured(item, style)]));
  return value;
}

function paint(place, options) {
  charts.get(place)?.chart.dispose();
  const style = getComputedStyle(document.documentElement);
  const chart = window.echarts.init(place, null, { renderer: "svg" });
  chart.setOption({ animation: !matchMedia("(prefers-reduced-motion: reduce)").matches, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily }, ...coloured(JSON.parse(options), style) });
  const entry = charts.get(place) ?? { sized: new ResizeObserver(() => charts.get(place)?.chart.resize()) };
  entry.chart = chart;
  entry.options = options;
  charts.set(place, entry);
  entry.sized.observe(place);
}

export async function draw(place, options, url) {
  await load(url);
  if (place.isConnected) paint(place, options);
}

export function dispose(place) {
  const entry = charts.get(place);
  entry?.sized.disconnect();
  entry?.chart.dispose();
  charts.delete(place);
}

new MutationObserver(() => charts.forEach((entry, place) => paint(place, entry.options)))
  .observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
