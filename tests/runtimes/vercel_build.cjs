// node vercel_build.cjs MODULES PROJECT OUTPUT: builds a project with Vercel's own builder of Python
// and writes what it gives as a Build Output, every file of a function in its folder.
const { mkdirSync, readFileSync, writeFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { join, resolve } = require("node:path");

const [, , modules, project, output] = process.argv;
const from = createRequire(join(resolve(modules), "here.js"));
const { build } = from("@vercel/python");
const { download, glob } = from("@vercel/build-utils");

async function main() {
  const told = JSON.parse(readFileSync(join(project, "vercel.json"), "utf8"));
  const built = await build({
    files: await glob("**", { cwd: project }),
    entrypoint: "<detect>",
    workPath: project,
    repoRootPath: project,
    config: {
      zeroConfig: true,
      framework: told.framework,
      functions: told.functions,
      projectSettings: {},
    },
    meta: { skipDownload: true },
  });
  for (const [name, { files, type, ...configuration }] of Object.entries(built.result.output)) {
    if (type !== "Lambda") throw new Error(`${name} is a ${type}`);
    const folder = join(output, "functions", `${name}.func`);
    await download(files, folder);
    writeFileSync(join(folder, ".vc-config.json"), JSON.stringify(configuration));
  }
  mkdirSync(output, { recursive: true });
  const config = { version: 3, routes: built.result.routes, crons: told.crons ?? [] };
  writeFileSync(join(output, "config.json"), JSON.stringify(config));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
