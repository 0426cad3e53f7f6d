import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject, SandboxClock } from "../simulator.ts";
import { parseToml } from "./app-config.ts";
import { isObject, objectAt, objectsAt, textAt } from "./values.ts";

/** A trigger of Shopify Flow, as an extension of the app declares it. */
interface FlowTrigger {
  handle: string;
  /** Types by the name under which a payload holds the field. */
  fields: Map<string, string>;
}

/** A trigger that the app has fired. */
export interface FlowEvent {
  handle: string;
  payload: JsonObject;
  /** ISO 8601. */
  receivedAt: string;
}

export interface FlowTriggers {
  readonly events: readonly FlowEvent[];
  /** `flowTriggerReceive`: records the event, or says what is wrong with it. */
  receive(args: JsonObject): JsonObject;
}

/** References name the object by its number, under the name of their type (shopify.dev, "Flow triggers: configuration"). */
const REFERENCE = /^(\w+)_reference$/;
/** Payloads are small by Flow's rules; the documented limit could not be confirmed. */
const MOST_BYTES = 50_000;

/** The triggers of `extensions/flow-*`, read anew for every event. */
export function makeFlowTriggers(directory: string, clock: SandboxClock): FlowTriggers {
  const events: FlowEvent[] = [];
  const receive = (args: JsonObject): JsonObject => {
    const [handle, payload] = [textAt(args, "handle"), objectAt(args, "payload")];
    const trigger = readTriggers(directory).find((one) => one.handle === handle);
    const problems = trigger
      ? problemsOf(trigger, payload)
      : [`Errors validating schema: there is no trigger "${handle}"`];
    if (trigger && payload && problems.length === 0) {
      events.push({ handle: trigger.handle, payload, receivedAt: clock().toISOString() });
    }
    return { userErrors: problems.map((message) => ({ __typename: "UserError", field: ["payload"], message })) };
  };
  return { events, receive };
}

function readTriggers(directory: string): FlowTrigger[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .map((name) => join(directory, name, "shopify.extension.toml"))
    .filter((file) => existsSync(file))
    .flatMap((file) => triggersIn(parseToml(readFileSync(file, "utf8"))));
}

function triggersIn(toml: JsonObject): FlowTrigger[] {
  const fields = objectsAt(objectAt(toml, "settings") ?? {}, "fields");
  return objectsAt(toml, "extensions")
    .filter(({ type }) => type === "flow_trigger")
    .map((extension) => ({
      handle: textAt(extension, "handle") ?? "",
      fields: new Map(
        fields.map((field) => {
          const type = textAt(field, "type") ?? "";
          const referred = REFERENCE.exec(type)?.[1];
          return [referred === undefined ? (textAt(field, "key") ?? "") : `${referred}_id`, type];
        }),
      ),
    }));
}

function problemsOf({ fields }: FlowTrigger, payload: JsonObject | null): string[] {
  if (payload === null) return ["Errors validating schema: payload is missing"];
  if (JSON.stringify(payload).length > MOST_BYTES) return ["Payload is too large"];
  return Object.entries(payload).flatMap(([name, value]) => {
    const type = fields.get(name);
    if (type === undefined) return [`Errors validating schema: the trigger has no field "${name}"`];
    return fits(type, value) ? [] : [`Errors validating schema: "${name}" is no ${type}`];
  });
}

function fits(type: string, value: unknown): boolean {
  if (REFERENCE.test(type)) return typeof value === "number" && Number.isSafeInteger(value) && value > 0;
  if (type === "number_decimal") return typeof value === "number" && Number.isFinite(value);
  if (type === "boolean") return typeof value === "boolean";
  if (type === "single_line_text_field") return typeof value === "string" && !/[\r\n]/.test(value);
  if (type === "email") return typeof value === "string" && value.includes("@");
  if (type === "url") return typeof value === "string" && URL.canParse(value);
  return type === "multi_line_text_field" ? typeof value === "string" : isObject(value);
}
