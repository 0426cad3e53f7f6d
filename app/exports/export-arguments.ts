import { parseArgs } from "node:util";
import { z } from "zod";
import { ANSWER_SOURCES, type AnswerChoice, COUNTED_ANSWERS } from "../metrics/answer-list.ts";
import { SCORES } from "../metrics/answer-scores.ts";
import { type FigureFilter, writeAgentRef } from "../metrics/figure-filter.ts";
import type { FilterOptions } from "../metrics/filter-options.ts";
import { KPI_IDS, type KpiId } from "../metrics/kpi-book.ts";
import { CLOCKS } from "../metrics/measures.ts";
import { GRAINS } from "../metrics/period-buckets.ts";
import { CHANNELS } from "../tickets/ticket.ts";
import { DIMENSIONS, EXPORT_FORMATS, EXPORT_KINDS, type ExportKind } from "./export-request.ts";

export const USAGE =
  "npm run export -- kpis|tickets|agents|conversions|answers --shop DOMAIN --from DATE --to DATE --format csv|json|xlsx [--out FILE]";

/** An argument that cannot be used; `argument` is its name as it is written on the command line. */
export class ArgumentError extends Error {
  readonly kind = "bad-argument";

  constructor(argument: string, problem: string) {
    super(`${argument}: ${problem}`);
    this.name = "ArgumentError";
  }
}

const several = { type: "string", multiple: true } as const;
const once = { type: "string" } as const;
const OPTIONS = {
  ...{ shop: once, from: once, to: once, format: once, out: once },
  ...{ grain: once, by: once, compare: once, clock: once, kpi: once, part: once },
  ...{ helpdesk: several, channel: several, agent: several, tag: several },
  ...{ score: several, source: several },
} as const;

const schema = z.object({
  kind: z.enum(EXPORT_KINDS),
  shop: z.string().min(1),
  from: z.iso.date(),
  to: z.iso.date(),
  format: z.enum(EXPORT_FORMATS),
  out: z.string().min(1).optional(),
  grain: z.enum(GRAINS).optional(),
  by: z.enum(DIMENSIONS).optional(),
  compare: z.enum(["previous", "year"]).optional(),
  clock: z.enum(CLOCKS).default("calendar"),
  kpi: z.string().pipe(z.enum(KPI_IDS)).optional(),
  part: z.enum(["all", "hits"]).optional(),
  score: z.array(z.enum(SCORES.map(String))).optional(),
  source: z.array(z.enum(ANSWER_SOURCES)).optional(),
  helpdesk: z.array(z.string()).default([]),
  channel: z.array(z.enum(CHANNELS)).default([]),
  agent: z.array(z.string()).default([]),
  tag: z.array(z.string()).default([]),
});
export type ExportArguments = z.infer<typeof schema>;

const oneOf = (values: readonly string[]) => `one of ${values.join(", ")}`;
const EXPECTED: Record<keyof ExportArguments, string> = {
  kind: oneOf(EXPORT_KINDS),
  shop: "the shop's domain, such as example.myshopify.com",
  from: "the first shop day, as YYYY-MM-DD",
  to: "the last shop day, as YYYY-MM-DD",
  format: oneOf(EXPORT_FORMATS),
  out: "a file's name",
  grain: oneOf(GRAINS),
  by: oneOf(DIMENSIONS),
  compare: "previous or year",
  clock: oneOf(CLOCKS),
  kpi: "the id of a KPI, as the glossary lists them",
  part: "all or hits",
  score: oneOf(SCORES.map(String)),
  source: oneOf(ANSWER_SOURCES),
  helpdesk: "a helpdesk's name or id",
  channel: oneOf(CHANNELS),
  agent: "an agent's name, or HELPDESK-ID/AGENT-ID",
  tag: "a tag",
};

/** What only one kind of export understands. */
const BELONGS_TO = {
  grain: "kpis",
  by: "kpis",
  compare: "kpis",
  kpi: "tickets",
  part: "tickets",
  score: "answers",
  source: "answers",
} as const satisfies Partial<Record<keyof ExportArguments, ExportKind>>;
const OWNED = Object.keys(BELONGS_TO) as (keyof typeof BELONGS_TO)[]; // the record's own keys

/** Reads the command line. @throws ArgumentError for the first argument that cannot be used */
export function parseExportArguments(argv: readonly string[]): ExportArguments {
  const { values, positionals } = split(argv);
  if (positionals.length > 1) throw new ArgumentError(positionals[1] ?? "", "is one argument too many");
  const result = schema.safeParse({ ...values, kind: positionals[0] });
  if (!result.success) {
    const name = fieldOf(result.error);
    const given = name === "kind" ? positionals[0] : values[name];
    const problem = `expected ${EXPECTED[name]}${given === undefined ? "" : `, not ${String(given)}`}`;
    throw new ArgumentError(name === "kind" ? "What to export" : `--${name}`, problem);
  }
  const { data } = result;
  const stray = OWNED.find((name) => data[name] !== undefined && data.kind !== BELONGS_TO[name]);
  if (stray) throw new ArgumentError(`--${stray}`, `goes with ${BELONGS_TO[stray]} only`);
  if (data.from > data.to) throw new ArgumentError("--from", `${data.from} is after --to ${data.to}`);
  return data;
}

function split(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    // Says which argument, then how to write unusual ones.
    if (error instanceof TypeError) throw new ArgumentError("The arguments", error.message.split(". ")[0] ?? "");
    throw error;
  }
}

/** The argument that the first problem is about; one that is missing comes before one that is wrong. */
function fieldOf({ issues }: z.ZodError): keyof ExportArguments {
  const name = issues[0]?.path[0];
  return (Object.keys(EXPECTED) as (keyof ExportArguments)[]).find((known) => known === name) ?? "kind"; // its own keys
}

/** The filter that the arguments name, helpdesks and agents by name or id. @throws ArgumentError for what the shop has not */
export function filterOf({ helpdesk, channel, agent, tag }: ExportArguments, options: FilterOptions): FigureFilter {
  const unknownTag = tag.find((name) => !options.tags.includes(name));
  if (unknownTag !== undefined) throw new ArgumentError("--tag", `no ticket of the shop carries ${unknownTag}`);
  return {
    connectionIds: helpdesk.flatMap((text) => {
      const found = options.helpdesks.filter(({ connectionId, name }) => text === connectionId || text === name);
      if (found.length === 0) throw unknownName("--helpdesk", text, options.helpdesks);
      return found.map(({ connectionId }) => connectionId);
    }),
    channels: channel,
    agents: agent.flatMap((text) => {
      const found = options.agents.filter((known) => text === known.name || text === writeAgentRef(known));
      if (found.length === 0) throw unknownName("--agent", text, options.agents);
      return found.map(({ connectionId, agentId }) => ({ connectionId, agentId }));
    }),
    tags: tag,
  };
}

function unknownName(argument: string, text: string, known: readonly { name: string }[]): ArgumentError {
  const names = [...new Set(known.map(({ name }) => name))].slice(0, 20).join(", ");
  return new ArgumentError(argument, `the shop has no ${text}${names === "" ? "" : `; there are ${names}`}`);
}

/** The figure whose tickets are exported: the tickets created, unless another is named. */
export function kpiOf({ kpi }: ExportArguments): KpiId {
  return kpi ?? "tickets_created";
}

/** The answers that are exported: all of them, unless scores or sources are named. */
export function answersOf({ score, source }: ExportArguments): AnswerChoice {
  return {
    ...COUNTED_ANSWERS,
    scores: SCORES.filter((known) => score?.includes(String(known))),
    sources: source ?? [],
  };
}
