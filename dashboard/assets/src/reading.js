// Reading a chart's values by pointer and by keyboard. The values are those of the table's rows.

const distances = {
    bars: (mark, x, y) => Math.abs(mark.y - y),
    trend: (mark, x) => Math.abs(mark.x - x),
};

function words(row) {
    const parts = [`${row.label}: ${row.state === "suppressed" ? "suppressed" : row.state === "none" ? "no data" : row.text}`];
    if (row.focusText) parts.push(`county in focus ${row.focusText}`);
    if (row.state === "shown" && row.denominator) parts.push(`${row.numerator} of ${row.denominator}`);
    return parts;
}

/**
 * Makes a chart's place readable.
 * `use(drawing, marks)` hands over a new drawing; a mark is {row, x, y, node} in the drawing's own coordinates.
 */
export function makeReadable(place, rows, kind) {
    const box = document.createElement("div");
    box.className = "readout";
    box.hidden = true;
    const spoken = document.createElement("p");
    spoken.className = "unseen";
    spoken.setAttribute("aria-live", "polite");
    place.append(box, spoken);
    let drawing = null;
    let marks = [];
    let active = -1;

    const show = (index, speak) => {
        if (active >= 0) marks[active]?.node?.classList.remove("active");
        active = index;
        const mark = marks[index];
        box.hidden = !mark;
        if (!mark) return;
        mark.node?.classList.add("active");
        if (kind === "map" && mark.node) mark.node.parentNode.append(mark.node);
        const [title, ...rest] = words(mark.row);
        box.replaceChildren(Object.assign(document.createElement("b"), { textContent: title }));
        for (const line of rest) box.append(document.createElement("br"), line);
        const half = box.offsetWidth / 2;
        const left = Math.min(Math.max(mark.x, half + 4), place.clientWidth - half - 4);
        box.style.left = `${left}px`;
        box.style.top = `${mark.y}px`;
        box.classList.toggle("under", mark.y < box.offsetHeight + 18);
        if (speak) spoken.textContent = [title, ...rest].join(", ");
    };

    const at = (event) => {
        if (kind === "map") return marks.findIndex((mark) => mark.node === event.target);
        const frame = drawing.getBoundingClientRect();
        const [x, y] = [event.clientX - frame.left, event.clientY - frame.top];
        let best = -1;
        marks.forEach((mark, index) => {
            if (best < 0 || distances[kind](mark, x, y) < distances[kind](marks[best], x, y)) best = index;
        });
        return best;
    };

    const open = (index) => {
        if (marks[index]?.row.href) location.assign(marks[index].row.href);
    };

    place.addEventListener("pointermove", (event) => show(at(event), false));
    place.addEventListener("pointerleave", () => show(-1, false));
    place.addEventListener("click", (event) => open(at(event)));
    place.addEventListener("blur", () => show(-1, false));
    place.addEventListener("keydown", (event) => {
        const last = marks.length - 1;
        const next = {
            ArrowRight: active >= last ? 0 : active + 1,
            ArrowDown: active >= last ? 0 : active + 1,
            ArrowLeft: active <= 0 ? last : active - 1,
            ArrowUp: active <= 0 ? last : active - 1,
            Home: 0,
            End: last,
            Escape: -1,
        }[event.key];
        if (next !== undefined && marks.length > 0) {
            show(next, true);
            event.preventDefault();
        } else if (event.key === "Enter" && active >= 0) {
            open(active);
        }
    });

    return {
        use(newDrawing, newMarks) {
            // A drawing made anew, for another width, has its marks in the same order: what is being read stays.
            const kept = active;
            drawing = newDrawing;
            marks = newMarks;
            active = -1;
            show(kept, false);
            place.classList.toggle("opens", marks.some((mark) => mark.row.href));
        },
    };
}
