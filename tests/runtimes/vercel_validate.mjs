// node vercel_validate.mjs VALIDATOR CONFIGURATIONS: what Vercel's own validator says of each
// vercel.json, by its name; null of a good one.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [, , validator, asked] = process.argv;
const { getConfigValidator } = await import(pathToFileURL(validator));
const validate = getConfigValidator();
const said = Object.entries(JSON.parse(readFileSync(asked, "utf8"))).map(([name, configuration]) => [
  name,
  validate(configuration) ? null : validate.errors,
]);
console.log(JSON.stringify(Object.fromEntries(said)));
