// One state's counties, coloured in five steps; hatched where a figure is suppressed or absent.
import { geo, plot } from "@observablehq/plot";
import { geoBounds, geoCentroid } from "d3-geo";
import { feature, mesh } from "topojson-client";

/** An equal-area projection laid over the state, so that no county looks larger than it is. */
function projectionOver(counties) {
    const [[, south], [, north]] = geoBounds(counties);
    const [longitude] = geoCentroid(counties);
    const sixth = (north - south) / 6;
    return { type: "conic-equal-area", rotate: [-longitude, 0], parallels: [south + sixth, north - sixth], domain: counties };
}

export function drawMap(rows, options, width, topology) {
    const counties = feature(topology, topology.objects.counties);
    const outline = mesh(topology, topology.objects.counties, (a, b) => a === b);
    const byKey = new Map(rows.map((row) => [row.key, row]));
    const noRow = (county) => ({ key: county.id, label: county.properties.name, state: "none", rate: null, text: "n/a", href: null });
    const rowOf = (county) => byKey.get(county.id) ?? noRow(county);
    const fill = (county) => {
        const row = rowOf(county);
        if (row.rate === null) return `url(#pattern-${row.state === "suppressed" ? "suppressed" : "none"})`;
        return `var(--step-${options.borders.filter((border) => row.rate >= border).length})`;
    };
    const projection = projectionOver(counties);
    const drawing = plot({
        className: "drawing",
        width,
        height: mapHeight(projection, counties, width),
        margin: 3,
        projection,
        marks: [
            geo(counties, { className: "counties", fill }),
            geo(outline, { className: "outline" }),
            geo(counties.features.filter((county) => county.id === options.focus), { className: "in-focus" }),
        ],
    });
    // Plot draws features in their order; a county's name is read at the middle of its shape on the drawing.
    const nodes = [...drawing.querySelectorAll(".counties path")];
    drawing.querySelectorAll("style").forEach((style) => style.remove());
    document.body.append(drawing);
    const marks = counties.features.map((county, index) => {
        const box = nodes[index].getBBox();
        return { row: rowOf(county), x: box.x + box.width / 2, y: box.y + box.height / 2, node: nodes[index] };
    });
    drawing.remove();
    marks.sort((a, b) => a.row.label.localeCompare(b.row.label, "en"));
    return { drawing, marks };
}

/** Height at which the state fills the width, but no more than fits a screen. */
function mapHeight({ parallels }, counties, width) {
    const [[west, south], [east, north]] = geoBounds(counties);
    const middle = ((parallels[0] + parallels[1]) / 2) * (Math.PI / 180);
    const across = ((east - west + 360) % 360) * Math.cos(middle);
    return Math.round(Math.min(Math.max((width * (north - south)) / across, 220), 560));
}
