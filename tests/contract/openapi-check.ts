import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { isJsonObject } from "../sandbox/helpdesks/row-fields.ts";
import { nodeAt, type OpenApiDocument, templateFor, withNulls } from "./openapi-document.ts";
import type { Exchange } from "./openapi-exchanges.ts";
import { unknownFields } from "./openapi-unknown-fields.ts";

/** Gives what is wrong with an answer, [] when nothing is; null when the document does not describe it at all. */
export type AnswerCheck = (exchange: Exchange) => string[] | null;

/** Checks answers against a document, each by its request's method and path and its own status. */
export function answerCheck(document: OpenApiDocument): AnswerCheck {
  const ajv = new Ajv({ strict: false, validateSchema: false, logger: false, allErrors: true });
  addFormats.default(ajv);
  const converted = withNulls(document);
  ajv.addSchema(isJsonObject(converted) ? converted : {}, "api");
  const compiled = new Map<string, ValidateFunction | null>();
  const validatorAt = (place: readonly string[]) => {
    const pointer = place.map((step) => encodeURIComponent(step.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/");
    const known = compiled.get(pointer);
    if (known !== undefined) return known;
    const validator = nodeAt(converted, place) === undefined ? null : ajv.compile({ $ref: `api#/${pointer}` });
    compiled.set(pointer, validator);
    return validator;
  };
  return (exchange) => {
    const place = placeOf(document, exchange);
    const validate = place && validatorAt(place);
    if (!validate) return null;
    const broken = validate(exchange.body) ? [] : (validate.errors ?? []).map(problemIn);
    const unknown = unknownFields(document, nodeAt(document, place), exchange.body);
    return [...broken, ...unknown.map((field) => `${field} is not in the description`)];
  };
}

/** Where the document describes the answer: what it says of this status, else of all it does not name. */
function placeOf(document: OpenApiDocument, { method, path, status }: Exchange): string[] | null {
  const template = templateFor(document, method, path);
  if (template === null) return null;
  const responses = ["paths", template, method.toLowerCase(), "responses"];
  const named = nodeAt(document, [...responses, String(status)]) === undefined ? "default" : String(status);
  return [...responses, named, "content", "application/json", "schema"];
}

function problemIn({ instancePath, message, params }: ErrorObject): string {
  return `${instancePath || "/"} ${message} ${JSON.stringify(params)}`;
}
