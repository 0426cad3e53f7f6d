import { expect, test } from "vitest";
import type { HelpdeskAdapter } from "./adapter.ts";
import type { CredentialField } from "./credential-field.ts";
import { HELPDESKS, openHelpdesk, requireAdapter } from "./registry.server.ts";

test("every helpdesk is found by its own name, and names are unique", () => {
  for (const adapter of HELPDESKS) expect(requireAdapter(adapter.vendor)).toBe(adapter);
  expect(new Set(HELPDESKS.map(({ vendor }) => vendor)).size).toBe(HELPDESKS.length);
  expect(() => requireAdapter("carrier-pigeon")).toThrow(expect.objectContaining({ kind: "not-found" }));
});

test("every helpdesk asks for a secret and shows where a ticket is", () => {
  for (const adapter of HELPDESKS) {
    expect(adapter.credentialFields.filter(({ kind }) => kind === "secret")).toHaveLength(1);
    const account = adapter.accountOf(adapter.credentialSchema.parse(formOf(adapter))) ?? "fern";
    const url = new URL(adapter.ticketUrl(account, "12/../3"));
    expect(url.protocol).toBe("https:");
    expect(url.href, adapter.vendor).toContain("12%2F..%2F3");
  }
});

test("a client talks to the host that the credentials name, by https, and to no other", () => {
  for (const adapter of HELPDESKS) {
    const form = formOf(adapter);
    const { origin } = new URL(adapter.baseUrl(adapter.credentialSchema.parse(form)));
    expect(new URL(origin).protocol).toBe("https:");
    for (const { name, suffix } of hostsOf(adapter)) {
      const named = suffix ? `fern${suffix.replace(/\.io$/, "")}` : "desk.fern.example";
      expect(openHelpdesk(adapter, form).origin).toBe(origin);
      expect(origin, adapter.vendor).toMatch(new RegExp(`^https://${named.replaceAll(".", "\\.")}(\\.[a-z]+)?$`));
      expect(() => openHelpdesk(adapter, { ...form, [name]: "fern.evil.example/ x" })).toThrow(
        expect.objectContaining({ kind: "unauthorised" }),
      );
    }
  }
});

test("what the form sends is normalised: a whole address where the account's name is asked for is understood", () => {
  for (const adapter of HELPDESKS) {
    const good = adapter.credentialSchema.parse(formOf(adapter));
    for (const { name, suffix } of hostsOf(adapter)) {
      const host = suffix ? `fern${suffix}` : "desk.fern.example";
      for (const text of [` ${host.toUpperCase()} `, `https://${host}/app?x=1`, host])
        expect(adapter.credentialSchema.safeParse({ ...formOf(adapter), [name]: text }).data, text).toEqual(good);
    }
  }
});

test("what cannot be right is refused with the field's name", () => {
  for (const adapter of HELPDESKS) {
    for (const field of adapter.credentialFields)
      for (const text of WRONG[field.kind]) {
        const result = adapter.credentialSchema.safeParse({ ...formOf(adapter), [field.name]: text });
        const said = `${adapter.vendor} ${field.name} ${JSON.stringify(text)}`;
        expect(result.error?.issues[0]?.path, said).toEqual([field.name]);
        expect(result.error?.issues[0]?.message, said).toMatch(/^[a-zA-Z]+Invalid$/);
      }
  }
});

const WRONG: Record<CredentialField["kind"], readonly string[]> = {
  // A host of one's own may be an address: where that leads is looked at when it is asked.
  host: ["", "-fern", "fern@evil", "fern evil", "a".repeat(64)],
  email: ["", "owner", "owner@", "own er@fern.example"],
  secret: ["", "two words", "line\nbreak", "x".repeat(2_000)],
  choice: ["", "moon"],
  text: ["", "two words", "line\nbreak"],
};

const RIGHT: Record<CredentialField["kind"], string> = {
  ...{ host: "fern", email: "owner@fern.example", secret: "k3y-0f-the.desk", choice: "", text: "17" },
};

/** A filled-in form. */
function formOf({ credentialFields }: HelpdeskAdapter): Record<string, string> {
  const values = credentialFields.map((field) => {
    if (field.kind === "choice") return [field.name, field.options?.[0] ?? ""];
    return [field.name, field.kind === "host" && !field.suffix ? "desk.fern.example" : RIGHT[field.kind]];
  });
  return Object.fromEntries(values);
}

function hostsOf({ credentialFields }: HelpdeskAdapter): CredentialField[] {
  return credentialFields.filter(({ kind }) => kind === "host");
}
