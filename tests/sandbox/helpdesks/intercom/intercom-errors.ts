import { Refusal } from "../refusal.ts";

/** The vendor's form of every error. */
export function intercomError(status: number, code: string, message: string): Refusal {
  const errors = [{ code, message }];
  return new Refusal(status, { type: "error.list", request_id: "5b0c1f7e-9d53-4f0a-8f0b-6f3f5d1c2a10", errors });
}

export function notFound(what: string): Refusal {
  return intercomError(404, "not_found", `${what} Not Found`);
}

export function badParameter(message: string): Refusal {
  return intercomError(400, "parameter_invalid", message);
}
