import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { requireAdapter } from "../../app/helpdesks/registry.server.ts";
import { isJsonObject } from "../sandbox/helpdesks/row-fields.ts";
import { type AnswerCheck, answerCheck } from "./openapi-check.ts";
import { CONTRADICTIONS, corrected } from "./openapi-contradictions.ts";
import { documentIn, readVendorDocument, VENDOR_FILES } from "./openapi-document.ts";
import { type Exchange, exchangesOf } from "./openapi-exchanges.ts";
import { REQUIRED_FIELDS } from "./openapi-required-fields.ts";
import { RECORDINGS } from "./recordings.ts";

/** Answers that no vendor would give: the endpoint, the place in its answer, and what stands there instead. */
const WRONG: Record<string, [endpoint: RegExp, place: string, value: unknown][]> = {
  intercom: [
    [/^GET \/me /, "app.id_code", 7],
    [/^GET \/admins /, "admins", { "301": "Noor" }],
    [/^POST \/conversations\/search /, "conversations.0.created_at", "2026-03-02T09:10:11Z"],
    [/^GET \/conversations\/\d+ 200/, "state", "solved"],
    [/^GET \/conversations\/\d+ 200/, "conversation_parts.conversation_parts.0.author", "Noor"],
    [/^GET \/conversations\/\d+ 404/, "errors", "not_found"],
    [/^POST \/contacts\/search /, "data.0.id", 7],
    [/^GET \/contacts\/\w+ /, "custom_attributes", "none"],
  ],
  chatwoot: [
    [/\/agents 200/, "0.role", "owner"],
    [/\/agent_bots 200/, "0.id", "71"],
    [/\/conversations 200/, "data.payload.0.status", "solved"],
    [/\/conversations\/filter 200/, "meta.all_count", "12"],
    [/\/conversations\/\d+ 200/, "meta.sender", "Mira"],
    [/\/conversations\/\d+ 404/, "error", null],
    [/\/messages 200/, "payload.0.message_type", 9],
    [/\/reporting_events 200/, "0.event_end_time", "yesterday"],
    [/\/csat_survey_responses 200/, "0.rating", 6],
  ],
};

const INDISPENSABLE: Record<string, Omit<Spoiling, "value">> = {
  intercom: { endpoint: /^POST \/conversations\/search /, place: "conversations.0.updated_at" },
  chatwoot: { endpoint: /\/messages 200/, place: "payload.0.created_at" },
};

for (const vendor of ["intercom", "chatwoot"]) {
  const known = CONTRADICTIONS.filter((each) => each.vendor === vendor);
  const file = readVendorDocument(vendor);
  const required = REQUIRED_FIELDS[vendor] ?? documentIn(null);
  const checks: [string, AnswerCheck][] = [["the required fields", answerCheck(required)]];
  if (file) checks.push(["the vendor's description", answerCheck(corrected(file, known))]);
  let walked: Promise<Exchange[]> | undefined;
  const exchanges = () => {
    walked ??= exchangesOf(requireAdapter(vendor));
    return walked;
  };

  test(`${vendor}: the vendor's description takes part whenever its file is there`, () => {
    expect(checks).toHaveLength(existsSync(join(RECORDINGS, VENDOR_FILES[vendor] ?? "")) ? 2 : 1);
  });

  test(`${vendor}: the adapter asks for everything that the required fields are told of`, async () => {
    const asked = (await exchanges()).map(endpointOf);
    const unasked = (WRONG[vendor] ?? []).filter(([endpoint]) => !asked.some((each) => endpoint.test(each)));
    expect(unasked).toEqual([]);
    expect(asked.length).toBeGreaterThan(200);
  });

  for (const [source, check] of checks) {
    test(`${vendor}: every answer of the simulator fits ${source}`, async () => {
      expect(problemsIn(check, await exchanges())).toEqual([]);
    });

    test(`${vendor}: answers that are wrong do not fit ${source}`, async () => {
      for (const [endpoint, place, value] of WRONG[vendor] ?? []) {
        const problems = check(spoiltIn(await exchanges(), { endpoint, place, value }));
        expect.soft(problems?.length, `${endpoint} ${place}`).toBeGreaterThan(0);
      }
    });
  }

  test(`${vendor}: an answer that lacks a field does not fit the required fields`, async () => {
    const { endpoint, place } = INDISPENSABLE[vendor] ?? { endpoint: /^$/, place: "" };
    const spoilt = spoiltIn(await exchanges(), { endpoint, place, value: undefined });
    expect(answerCheck(required)(spoilt)).toEqual([expect.stringContaining("must have required property")]);
  });

  if (file)
    test(`${vendor}: each known contradiction of the vendor's description is still one`, async () => {
      const all = await exchanges();
      const stale = known.filter((one) => {
        const check = answerCheck(
          corrected(
            file,
            known.filter((each) => each !== one),
          ),
        );
        return all.every((exchange) => check(exchange)?.length === 0);
      });
      expect(stale).toEqual([]);
    });

  if (vendor === "intercom")
    test("intercom: the adapter asks for the version that the description is of", async () => {
      const asked = new Set((await exchanges()).map(({ requestHeaders }) => requestHeaders.get("intercom-version")));
      expect([...asked]).toEqual([isJsonObject(file?.info) ? file.info.version : "2.14"]);
    });
}

test("a description is heeded where it lets fields be null, also beside a reference, and nowhere else", () => {
  const check = checkOfTicket({ closed_at: { $ref: "#/components/schemas/time", nullable: true }, at: ref("time") });
  expect(check({ at: 5, closed_at: null })).toEqual([]);
  expect(check({ at: null, closed_at: 5 })).toEqual([expect.stringMatching(/^\/at must be integer/)]);
});

test("a field that a description does not name is told, also inside of what is put together", () => {
  const items = { allOf: [{ properties: { at: ref("time") } }, { properties: { by: {} } }] };
  const check = checkOfTicket({ moves: { type: "array", items } });
  expect(check({ moves: [{ at: 5, by: { any: 1 } }] })).toEqual([]);
  expect(check({ moves: [{ at: 5, byWhom: 7 }] })).toEqual(["/moves/*/byWhom is not in the description"]);
});

test("an answer that nothing describes fits nothing", () => {
  const check = answerCheck(documentIn({ paths: { "/tickets": { get: {} } }, components: {} }));
  for (const path of ["/tickets", "/people"]) {
    expect(check(exchangeOf(path, {}))).toBeNull();
    expect(problemsIn(check, [exchangeOf(path, {})])).toEqual([`GET ${path} 200: not described`]);
  }
});

function checkOfTicket(properties: object): (body: unknown) => string[] | null {
  const described = { "application/json": { schema: { type: "object", properties } } };
  const paths = { "/tickets/{id}": { get: { responses: { 200: { content: described } } } } };
  const check = answerCheck(documentIn({ paths, components: { schemas: { time: { type: "integer" } } } }));
  return (body) => check(exchangeOf("/tickets/7", body));
}

function ref(name: string) {
  return { $ref: `#/components/schemas/${name}` };
}

function exchangeOf(path: string, body: unknown): Exchange {
  return { method: "GET", path, requestHeaders: new Headers(), status: 200, body };
}

function endpointOf({ method, path, status }: Exchange): string {
  return `${method} ${path} ${status}`;
}

/** Each problem once, whichever ticket it was found at. */
function problemsIn(check: AnswerCheck, exchanges: readonly Exchange[]): string[] {
  const found = exchanges.flatMap((exchange) => {
    const problems = check(exchange) ?? ["not described"];
    return problems.map((problem) => `${endpointOf(exchange).replace(/\/\d{2,}/, "/{id}")}: ${problem}`);
  });
  return [...new Set(found)].slice(0, 20);
}

function has(body: unknown, place: string): boolean {
  return place.split(".").reduce<unknown>((node, step) => inside(node)[step], body) !== undefined;
}

interface Spoiling {
  endpoint: RegExp;
  /** Such as "rows.0.id". */
  place: string;
  value: unknown;
}

/** An answer of the endpoint that has something at the place, with the value there instead. */
function spoiltIn(exchanges: readonly Exchange[], { endpoint, place, value }: Spoiling): Exchange {
  const exchange = exchanges.find((each) => endpoint.test(endpointOf(each)) && has(each.body, place));
  if (!exchange) throw new Error(`No answer of ${endpoint} has ${place}`);
  return { ...exchange, body: spoil(exchange.body, place.split("."), value) };
}

/** A copy that has the value at the place. */
function spoil(body: unknown, [step, ...rest]: string[], value: unknown): unknown {
  if (step === undefined) return value;
  const spoilt = { ...inside(body), [step]: spoil(inside(body)[step], rest, value) };
  return Array.isArray(body) ? Object.values(spoilt) : spoilt;
}

function inside(node: unknown): Record<string, unknown> {
  return typeof node === "object" && node !== null ? Object.fromEntries(Object.entries(node)) : {};
}
