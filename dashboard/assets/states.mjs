// Cuts one state's counties out of the country's topology, keeping only the arcs that they use.

/** A topology with one object, `counties`, whose arcs are numbered anew in order of first use. */
export function stateTopology(atlas, stateFips) {
    const arcs = [];
    const renumbered = new Map();
    const renumber = (arc) => {
        // A negative number ~i is arc i walked backwards.
        const index = arc < 0 ? ~arc : arc;
        if (!renumbered.has(index)) {
            renumbered.set(index, arcs.length);
            arcs.push(atlas.arcs[index]);
        }
        return arc < 0 ? ~renumbered.get(index) : renumbered.get(index);
    };
    const walk = (nested) => nested.map((item) => (Array.isArray(item) ? walk(item) : renumber(item)));
    const geometries = atlas.objects.counties.geometries
        .filter((county) => county.id.startsWith(stateFips))
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .map(({ type, id, properties, arcs: own }) => ({ type, id, properties, arcs: walk(own) }));
    return { type: "Topology", transform: atlas.transform, arcs, objects: { counties: { type: "GeometryCollection", geometries } } };
}
