// Draws each figure of the page from the table beside it, so that picture and numbers cannot disagree.
import { drawBars } from "./bars.js";
import { drawMap } from "./map.js";
import { drawTrend } from "./trend.js";
import { makeReadable } from "./reading.js";

const kinds = { bars: drawBars, map: drawMap, trend: drawTrend };

/** One entry per row of the figure's table: what a chart needs of it. */
function readRows(figure) {
    return [...figure.querySelectorAll("tbody tr")].map((row) => {
        const [rate, focusRate] = row.querySelectorAll("td[data-rate]");
        const header = row.querySelector("th");
        const part = (name) => row.querySelector(`td[data-part=${name}]`)?.textContent.trim() ?? null;
        return {
            key: row.dataset.key,
            label: header.textContent.trim(),
            href: header.querySelector("a")?.getAttribute("href") ?? null,
            state: row.dataset.state,
            group: row.dataset.group,
            rate: rate?.dataset.rate ? Number(rate.dataset.rate) : null,
            focusRate: focusRate?.dataset.rate ? Number(focusRate.dataset.rate) : null,
            text: rate?.firstChild?.textContent.trim() || (rate?.textContent.trim() ?? ""),
            focusText: focusRate?.textContent.trim() ?? null,
            numerator: part("numerator"),
            denominator: part("denominator"),
        };
    });
}

function optionsOf(figure) {
    const { goal, borders, map, focus, noun } = figure.dataset;
    return {
        goal: goal ? Number(goal) : null,
        borders: borders ? borders.split(",").map(Number) : [],
        map: map ?? null,
        focus: focus ?? null,
        noun: noun ?? "",
    };
}

/** Puts a drawing of Plot's into the page: named for those who do not see it, and without inline style elements. */
function attach(place, drawing, label) {
    drawing.querySelectorAll("style").forEach((style) => style.remove());
    drawing.setAttribute("role", "img");
    drawing.setAttribute("aria-label", label);
    place.querySelector(".no-script")?.remove();
    place.querySelector("svg")?.remove();
    place.prepend(drawing);
}

async function start(figure) {
    const place = figure.querySelector(".chart");
    const rows = readRows(figure);
    const options = optionsOf(figure);
    const draw = kinds[figure.dataset.chart];
    const shape = options.map ? await (await fetch(options.map)).json() : null;
    const reading = makeReadable(place, rows, figure.dataset.chart);
    let width = 0;
    const redraw = () => {
        const now = Math.floor(place.clientWidth);
        if (now === 0 || now === width) return;
        width = now;
        const { drawing, marks } = draw(rows, options, width, shape);
        attach(place, drawing, place.dataset.label);
        reading.use(drawing, marks);
        figure.dataset.drawn = "yes";
    };
    new ResizeObserver(redraw).observe(place);
    redraw();
}

document.querySelectorAll("figure[data-chart]").forEach((figure) => {
    start(figure).catch((error) => {
        const words = figure.querySelector(".no-script");
        if (words) words.textContent = "The chart could not be drawn; the table below has the same numbers.";
        figure.querySelector("details").open = true;
        console.error(`Drawing ${figure.dataset.chart}: ${error.message}`);
    });
});
