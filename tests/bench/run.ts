import { readdir } from "node:fs/promises";

const FOLDER = new URL(".", import.meta.url);

/** Runs one bench by name; its last line is `bench NAME: {json}`. */
async function main(name: string | undefined): Promise<void> {
  const benches = (await readdir(FOLDER)).flatMap((file) => /^(.+)\.bench\.ts$/.exec(file)?.[1] ?? []);
  if (!name || !benches.includes(name)) {
    console.error(`Usage: npm run bench -- NAME, where NAME is one of ${benches.sort().join(", ")}`);
    process.exit(1);
  }
  const { bench } = await import(new URL(`${name}.bench.ts`, FOLDER).href);
  console.log(`bench ${name}: ${JSON.stringify(await bench())}`);
}

await main(process.argv[2]);
