// node vercel_read.cjs MODULES FOLDER: what Vercel's own reader makes of a Build Output below FOLDER,
// each function without its files but for their paths.
const { createRequire } = require("node:module");
const { join, relative, resolve } = require("node:path");

// https://man7.org/linux/man-pages/man7/inode.7.html
const DIRECTORY = 0o040000;
const [, , modules, folder] = process.argv;
const from = createRequire(join(resolve(modules), "here.js"));
const { deserializeBuildOutput, deserializeLambda } = from("@vercel/build-utils");

async function main() {
  const read = await deserializeBuildOutput({
    outputDir: join(folder, ".vercel", "output"),
    repoRootPath: folder,
    maxBundleSizeMb: 500,
    deserializeLambda,
    groupLambdas: async (lambdas) => lambdas,
    getMeta: () => ({}),
    warn: (said) => {
      throw new Error(said);
    },
  });
  const told = Object.entries(read.output).map(([name, { files, ...configuration }]) => [
    name,
    {
      ...configuration,
      files: Object.fromEntries(
        Object.entries(files)
          .filter(([, file]) => (file.mode & 0o170000) !== DIRECTORY)
          .map(([path, file]) => [path, relative(folder, file.fsPath)]),
      ),
    },
  ]);
  console.log(
    JSON.stringify({ routes: read.routes, crons: read.crons, output: Object.fromEntries(told) }),
  );
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
