import { expect, test } from "vitest";
import type { CredentialField } from "../helpdesks/credential-field.ts";
import { readCredentials } from "./read-credentials.ts";

const FIELDS: CredentialField[] = [
  { name: "host", kind: "host" },
  { name: "token", kind: "secret" },
];

test("only the vendor's own fields are taken from a form", () => {
  expect(readCredentials(form({ host: "lamps", token: "t0ken", admin: "yes" }), FIELDS)).toEqual({
    fields: { host: "lamps", token: "t0ken" },
    problems: null,
  });
});

test("every empty field is named, not just the first", () => {
  expect(readCredentials(form({ host: "  " }), FIELDS).problems).toEqual({
    host: { key: "connect.problem.required" },
    token: { key: "connect.problem.required" },
  });
});

test("a file in place of text is no credential", () => {
  const given = form({ host: "lamps" });
  given.set("token", new File(["x"], "token.txt"));
  expect(Object.keys(readCredentials(given, FIELDS).problems ?? {})).toEqual(["token"]);
});

function form(values: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) data.set(name, value);
  return data;
}
