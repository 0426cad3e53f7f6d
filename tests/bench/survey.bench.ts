import { launchChromium } from "../setup/chromium.ts";
import { type Bytes, bytesOf, growthOf } from "./survey/bundle-bytes.ts";
import { type Contender, contendersOf, FLOOR, OURS, readPart } from "./survey/contenders.ts";
import { compareStore } from "./survey/lighthouse-runs.ts";
import { measureOnce, type Run, type Step, type StepName } from "./survey/measure-page.ts";
import { median } from "./survey/median.ts";
import { servePlainPage } from "./survey/plain-page.ts";
import { openStore, type StorePage, surveyMarkupIn } from "./survey/store-page.ts";

/** `SURVEY_ROUNDS=31` for steadier figures. */
const ROUNDS = Number(process.env.SURVEY_ROUNDS ?? 11);
const LIGHTHOUSE_RUNS = Number(process.env.LIGHTHOUSE_RUNS ?? 7);
const STEPS = ["load", "open", "answer"] as const satisfies readonly StepName[];
/** Bytes that the script with its style may take, compressed; and Lighthouse's points that the survey may cost. */
const MOST_GZIP_BYTES = 4096;
const MOST_POINTS = 1;

interface Row {
  name: string;
  lacks: string | null;
  bytes: Bytes;
  steps: Record<StepName, Step | null>;
}

/**
 * What the storefront survey costs a shopper: bytes, and work of the page's main thread in Chromium slowed down four
 * times, to load, open and answer, beside others that are driven in the same way; then Lighthouse's points for the
 * sandbox's store without and with it.
 */
export async function bench(): Promise<object> {
  const store = await openStore();
  try {
    const { markup, inPage } = await renderedBy(store);
    const rows = await measureAll(contendersOf(markup));
    for (const row of rows) console.log(lineOf(row));
    const verdict = judge(rows);
    console.log(
      `${OURS}'s markup in the page: ${JSON.stringify(inPage)}; least of all in: ${JSON.stringify(verdict.least)}`,
    );
    const compared = await compareStore(store, LIGHTHOUSE_RUNS);
    const pointsLost = median([compared.without.points - compared.with.points], 1);
    console.log(
      `Lighthouse, without: ${JSON.stringify(compared.without)}\nLighthouse, with: ${JSON.stringify(compared.with)}`,
    );
    return {
      ...{ rounds: ROUNDS, rows, inPage, ...verdict },
      lighthouse: { runs: LIGHTHOUSE_RUNS, ...compared, pointsLost, isWithin: pointsLost <= MOST_POINTS },
    };
  } finally {
    await store.close();
  }
}

/** The survey's markup as a page has it that asks for the score alone, and by how much the default one makes a page longer. */
async function renderedBy(store: StorePage): Promise<{ markup: string; inPage: Bytes }> {
  store.setEmbed(null);
  const without = await store.read();
  store.setEmbed({});
  const inPage = growthOf(without, await store.read());
  store.setEmbed({ comment: false });
  return { markup: surveyMarkupIn(await store.read()), inPage };
}

async function measureAll(contenders: readonly Contender[]): Promise<Row[]> {
  const page = await servePlainPage(contenders);
  // Whatever wants to leave the machine waits for ever instead.
  const rules = `MAP * 127.0.0.1:${page.silentPort}, EXCLUDE 127.0.0.1`;
  const browser = await launchChromium([`--host-resolver-rules=${rules}`]);
  const runs = new Map<string, Run[]>(contenders.map(({ name }) => [name, []]));
  try {
    // The first round warms the browser up.
    for (let round = 0; round <= ROUNDS; round += 1)
      for (const contender of contenders) {
        const run = await measureOnce(browser, page.origin, contender);
        if (round > 0) runs.get(contender.name)?.push(run);
      }
  } finally {
    await browser.close();
    await page.close();
  }
  return contenders.map(({ name, lacks, scripts, styles }) => ({
    ...{ name, lacks },
    bytes: bytesOf([...scripts, ...styles].map(readPart)),
    steps: stepsOf(runs.get(name) ?? []),
  }));
}

function stepsOf(runs: readonly Run[]): Row["steps"] {
  const of = (name: StepName): Step | null => {
    const steps = runs.flatMap((run) => run[name] ?? []);
    const middle = (key: keyof Step) =>
      median(
        steps.map((step) => step[key]),
        1,
      );
    if (steps.length === 0) return null;
    return {
      mainThreadMs: middle("mainThreadMs"),
      scriptMs: middle("scriptMs"),
      layoutMs: middle("layoutMs"),
      untilPaintedMs: middle("untilPaintedMs"),
    };
  };
  return { load: of("load"), open: of("open"), answer: of("answer") };
}

/** Whether ours keeps to its bytes, and in which columns nobody needs less. */
function judge(rows: readonly Row[]) {
  const ours = rows.find(({ name }) => name === OURS);
  if (!ours) throw new RangeError("Nothing was measured of ours");
  const others = rows.filter(({ name }) => name !== OURS && name !== FLOOR);
  const isLeast = (of: (row: Row) => number | undefined) => {
    const own = of(ours);
    return own !== undefined && others.every((row) => own <= (of(row) ?? Number.POSITIVE_INFINITY));
  };
  return {
    isSmall: ours.bytes.gzip <= MOST_GZIP_BYTES,
    least: {
      ...{ raw: isLeast(({ bytes }) => bytes.raw), gzip: isLeast(({ bytes }) => bytes.gzip) },
      brotli: isLeast(({ bytes }) => bytes.brotli),
      ...Object.fromEntries(STEPS.map((step) => [step, isLeast(({ steps }) => steps[step]?.mainThreadMs)])),
      // An empty frame is not yet a survey that anybody could answer.
      openWithSurvey: isLeast(({ steps }) => (steps.answer ? steps.open?.mainThreadMs : undefined)),
    },
  };
}

function lineOf({ name, lacks, bytes, steps }: Row): string {
  const times = STEPS.map((step) => {
    const found = steps[step];
    if (!found) return `${step}: not in this page`;
    const { mainThreadMs, scriptMs, layoutMs, untilPaintedMs } = found;
    return `${step}: main thread ${mainThreadMs} ms (script ${scriptMs}, layout ${layoutMs}), painted after ${untilPaintedMs} ms`;
  });
  const sizes = `${bytes.raw} bytes, gzip ${bytes.gzip}, brotli ${bytes.brotli}`;
  return `${name}${lacks === null ? "" : ` (lacks ${lacks})`}: ${sizes}\n  ${times.join("\n  ")}`;
}
