import { fileURLToPath } from "node:url";
import { provideBuild } from "../../setup/build.mjs";
import { installDependencies, runOnPinnedNode } from "../../setup/dependencies.mjs";
import { endWith } from "../../setup/programs.mjs";
import { provideChromium } from "../../setup/system-packages.mjs";

/** `npm run demo`: makes the checkout ready on whatever Node there is, then runs the demo on the project's own. */
async function main(args) {
  await installDependencies();
  if (process.env.PINNED_NODE !== "yes") return runOnPinnedNode(fileURLToPath(import.meta.url), args);
  await provideBuild();
  if (args.includes("--check")) await provideChromium();
  const { runDemo } = await import("./run-demo.ts");
  return runDemo(args);
}

await endWith(() => main(process.argv.slice(2)));
