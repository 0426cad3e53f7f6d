import { z } from "zod";
import { FLOW_PAYLOADS, isFlowHandle } from "../../../app/sync/flow-triggers.ts";
import { parseToml } from "../../sandbox/shopify/app-config.ts";

const HANDLE = /^(?=.{1,30}$)[a-z0-9]+(-[a-z0-9]+)*$/;
const KEY = /^[a-zA-Z\s]+$/;
const REFERENCES = [
  "customer_reference",
  "order_reference",
  "product_reference",
  "company_reference",
  "company_contact_reference",
];
/** Kinds of fields that a trigger may have; an action may have more, and the command line lets those pass until deployment. */
const KINDS = ["boolean", "email", "single_line_text_field", "url", "number_decimal"];

const field = z.strictObject({ type: z.string(), key: z.string().optional(), description: z.string().optional() });
const extension = z.strictObject({
  name: z.string().min(1),
  type: z.literal("flow_trigger"),
  handle: z.string(),
  uid: z.string().optional(),
  description: z.string().min(1),
});
const document = z.strictObject({
  extensions: z.tuple([extension]),
  settings: z.object({ fields: z.array(field).min(1) }),
});
type Field = z.infer<typeof field>;

/** What is wrong with the configuration of a trigger, also compared with what the app sends; empty when all is well. */
export function checkFlowTrigger(toml: string): string[] {
  const parsed = document.safeParse(parseToml(toml));
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  const { extensions, settings } = parsed.data;
  const [{ handle, name }] = extensions;
  const names = settings.fields.map(nameOf);
  return [
    ...(HANDLE.test(handle) ? [] : [`the handle ${handle} is not up to 30 of a-z, 0-9 and -`]),
    ...(/^[A-Z]/.test(name) && !/[.!?]/.test(name) ? [] : [`the name "${name}" is no phrase in sentence case`]),
    ...settings.fields.flatMap(checkField),
    ...names.filter((one, index) => names.indexOf(one) < index).map((one) => `two fields are called ${one}`),
    ...compareWithApp(handle, settings.fields),
  ];
}

/** The handle that a configuration gives its trigger, whatever else is in it. */
export function handleOf(toml: string): string | null {
  const loose = z.object({ extensions: z.tuple([z.object({ handle: z.string() })]) }).safeParse(parseToml(toml));
  return loose.success ? loose.data.extensions[0].handle : null;
}

/** The name under which a field goes into the payload: a reference goes by what it refers to. */
function nameOf({ type, key }: Field): string {
  return REFERENCES.includes(type) ? type.replace("_reference", "_id") : (key ?? "");
}

function checkField({ type, key }: Field): string[] {
  if (REFERENCES.includes(type)) return key === undefined ? [] : [`${type} must have no key`];
  return [
    ...(KINDS.includes(type) ? [] : [`a trigger has no fields of type ${type}`]),
    ...(KEY.test(key ?? "") ? [] : [`the key ${key} must be letters and spaces`]),
  ];
}

function compareWithApp(handle: string, fields: readonly Field[]): string[] {
  if (!isFlowHandle(handle)) return [`the app sends nothing to ${handle}`];
  const sent = z.object({ properties: z.record(z.string(), z.object({ type: z.string() })) });
  const { properties } = sent.parse(z.toJSONSchema(FLOW_PAYLOADS[handle]));
  const declared = new Map(fields.map((one) => [nameOf(one), one.type]));
  return [
    ...Object.keys(properties)
      .filter((name) => !declared.has(name))
      .map((name) => `${name} is sent and not declared`),
    ...[...declared].flatMap(([name, type]) => {
      const property = properties[name];
      if (!property) return [`${name} is declared and never sent`];
      const isNumber = type === "number_decimal" || type.endsWith("_reference");
      const sendsNumber = property.type === "number" || property.type === "integer";
      return isNumber === sendsNumber ? [] : [`${name} is declared as ${type} and sent as ${property.type}`];
    }),
  ];
}
