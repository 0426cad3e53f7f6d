import type { CredentialField } from "../helpdesks/credential-field.ts";

interface RequiredProblem {
  key: string;
}

type ReadCredentials =
  | { fields: Record<string, string>; problems: null }
  | { fields: null; problems: Record<string, RequiredProblem> };

/** The vendor's fields out of a form and nothing else; one that is empty is a problem of that field. */
export function readCredentials(form: FormData, credentialFields: readonly CredentialField[]): ReadCredentials {
  const texts = credentialFields.map(({ name }) => [name, textOf(form.get(name))] as const);
  const missing = texts.filter(([, text]) => text.trim() === "");
  if (missing.length === 0) return { fields: Object.fromEntries(texts), problems: null };
  return {
    fields: null,
    problems: Object.fromEntries(missing.map(([name]) => [name, { key: "connect.problem.required" }])),
  };
}

function textOf(value: FormDataEntryValue | null): string {
  return typeof value === "string" ? value : "";
}
