// One rate over time: a line through the points, gaps where a point is suppressed or absent.
import { dot, gridY, line, plot, ruleY, text, axisX, axisY } from "@observablehq/plot";

export function drawTrend(rows, options, width) {
    const points = rows.map((row) => ({ ...row, date: new Date(`${row.key}T00:00:00Z`), row }));
    const shown = points.filter((point) => point.rate !== null);
    const values = shown.map((point) => point.rate).concat(options.goal === null ? [] : [options.goal]);
    const low = Math.floor((Math.min(...values, 1) - 0.02) * 20) / 20;
    const high = Math.max(...values, low + 0.1);
    const domain = [Math.max(0, low), Math.max(high > 0.9 ? 1 : Math.ceil((high + 0.02) * 20) / 20, high)];
    const last = shown.at(-1);
    const drawing = plot({
        className: "drawing",
        width,
        height: Math.min(Math.max(width * 0.6, 240), 360),
        marginLeft: 46,
        marginRight: 54,
        marginTop: 18,
        marginBottom: 32,
        x: { type: "utc", domain: points.length > 1 ? undefined : around(points) },
        y: { domain },
        marks: [
            gridY({ ticks: 5, className: "grid" }),
            axisY({ ticks: 5, tickSize: 0, label: null, tickFormat: (rate) => `${Math.round(rate * 1000) / 10}%`, className: "axis" }),
            axisX({ ticks: Math.max(2, Math.floor(width / 90)), tickSize: 0, label: null, className: "axis" }),
            options.goal === null ? null : ruleY([options.goal], { className: "goal" }),
            options.goal === null ? null : text([options.goal], { y: (goal) => goal, frameAnchor: "left", textAnchor: "start", dx: 4, dy: -8, text: (goal) => `goal ${goal * 100}%`, className: "goal-label" }),
            line(points, { x: "date", y: (point) => point.rate ?? NaN, className: "line" }),
            dot(shown, { x: "date", y: "rate", r: 3.5, className: "points" }),
            last ? text([last], { x: "date", y: "rate", text: "text", textAnchor: "start", dx: 8, className: "row-values" }) : null,
        ],
    });
    const [scaleX, scaleY] = [drawing.scale("x"), drawing.scale("y")];
    const nodes = [...drawing.querySelectorAll(".points circle")];
    const marks = points.map((point) => ({
        row: point.row,
        x: scaleX.apply(point.date),
        y: point.rate === null ? scaleY.apply(domain[0]) : scaleY.apply(point.rate),
        node: point.rate === null ? null : nodes[shown.indexOf(point)],
    }));
    return { drawing, marks };
}

function around(points) {
    const middle = points[0]?.date.getTime() ?? 0;
    const year = 365 * 86400000;
    return [new Date(middle - year), new Date(middle + year)];
}
