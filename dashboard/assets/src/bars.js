// Bars of rates, one a row: label and value above or beside the bar, the county in focus as a dot.
import { barX, dot, plot, ruleX, text } from "@observablehq/plot";

const longest = 20;

/** With more rows than fit, the lowest are drawn; the table has all. */
function chooseRows(rows) {
    if (rows.length <= longest) return rows;
    return rows.filter((row) => row.rate !== null).sort((a, b) => a.rate - b.rate).slice(0, longest);
}

export function drawBars(allRows, options, width) {
    const rows = chooseRows(allRows);
    const widest = Math.max(...rows.map((row) => row.label.length));
    const above = widest > 24 || width < 480;
    const step = above ? 48 : 28;
    const marginLeft = above ? 1 : Math.max(7 * widest + 14, 70);
    const top = Math.max(1, ...rows.flatMap((row) => [row.rate ?? 0, row.focusRate ?? 0])) * 1.0001;
    const shown = rows.filter((row) => row.rate !== null);
    const hidden = rows.filter((row) => row.rate === null);
    const key = (row) => row.key;
    const inset = above ? { insetTop: 25, insetBottom: 5 } : { insetTop: 4, insetBottom: 4 };
    const middle = above ? 10 : 0;
    const drawing = plot({
        className: "drawing",
        width,
        height: rows.length * step + (options.goal === null ? 10 : 28),
        marginLeft,
        marginRight: 58,
        marginTop: options.goal === null ? 4 : 22,
        marginBottom: 6,
        x: { domain: [0, top], axis: null },
        y: { domain: rows.map(key), axis: null, padding: 0 },
        marks: [
            barX(rows, { y: key, x: top, className: "track", ...inset }),
            barX(hidden, { y: key, x: top, className: "hidden-rows", ...inset, fill: (row) => `url(#pattern-${row.state})` }),
            barX(shown, { y: key, x: "rate", className: "bars", ...inset, fill: (row) => (row.group === "combination" ? "var(--bar-strong)" : "var(--bar)") }),
            options.goal === null ? null : ruleX([options.goal], { className: "goal" }),
            options.goal === null ? null : text([options.goal], { x: (goal) => goal, frameAnchor: "top", dy: -12, textAnchor: "end", className: "goal-label", text: (goal) => `goal ${goal * 100}%` }),
            dot(rows.filter((row) => row.focusRate !== null), { y: key, x: "focusRate", r: 5.5, dy: middle, className: "focus-dots" }),
            text(rows, { y: key, x: 0, frameAnchor: "left", textAnchor: above ? "start" : "end", dx: above ? 0 : -10, dy: above ? -10 : 0, text: "label", lineWidth: above ? width / 13 : undefined, textOverflow: above ? "ellipsis" : undefined, className: "row-labels" }),
            text(rows, { y: key, frameAnchor: "right", textAnchor: "end", dx: 56, dy: middle, text: (row) => (row.state === "shown" ? row.text : row.state === "suppressed" ? "*" : "n/a"), className: "row-values" }),
        ],
    });
    const scaleY = drawing.scale("y");
    const scaleX = drawing.scale("x");
    const nodes = new Map();
    drawing.querySelectorAll(".bars rect").forEach((node, index) => nodes.set(shown[index], node));
    const marks = rows.map((row) => ({
        row,
        x: scaleX.apply(row.rate ?? 0),
        y: scaleY.apply(row.key) + scaleY.bandwidth / 2 + middle - 8,
        node: nodes.get(row) ?? null,
    }));
    return { drawing, marks };
}
