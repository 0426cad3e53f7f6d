import { expect, test } from "vitest";
import { HELPDESKS, openHelpdesk, requireAdapter } from "./registry.server.ts";

test("every helpdesk is found by its own name, and names are unique", () => {
  for (const adapter of HELPDESKS) expect(requireAdapter(adapter.vendor)).toBe(adapter);
  expect(new Set(HELPDESKS.map(({ vendor }) => vendor)).size).toBe(HELPDESKS.length);
  expect(() => requireAdapter("carrier-pigeon")).toThrow(expect.objectContaining({ kind: "not-found" }));
});

test("every helpdesk asks for an account and a secret, and shows where a ticket is", () => {
  for (const adapter of HELPDESKS) {
    expect(adapter.credentialFields.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["host", "secret"]));
    const url = new URL(adapter.ticketUrl("fern", "12/../3"));
    expect(url.protocol).toBe("https:");
    expect(url.pathname).toContain("12%2F..%2F3");
  }
});

test("a client opened with stored credentials talks to their account only", () => {
  for (const adapter of HELPDESKS) {
    const credentials = credentialsFor(adapter.vendor);
    expect(openHelpdesk(adapter, credentials).origin).toBe(`https://fern.${adapter.vendor}.com`);
    expect(() => openHelpdesk(adapter, { ...credentials, subdomain: "fern.evil.example/" })).toThrow(
      expect.objectContaining({ kind: "unauthorised" }),
    );
  }
});

test("what the form sends is normalised, and what cannot be right is refused with the field's name", () => {
  for (const adapter of HELPDESKS) {
    const good = credentialsFor(adapter.vendor);
    for (const subdomain of [" Fern ", `https://fern.${adapter.vendor}.com/app?x=1`, `fern.${adapter.vendor}.com`]) {
      const result = adapter.credentialSchema.safeParse({ ...good, subdomain });
      expect(result.data).toEqual(good);
    }
    for (const [field, value] of [
      ...["", "fern.evil", "-fern", "fern.com", "a".repeat(64), "127.0.0.1", "fern@evil", "f\u00e9rn"].map((text) => [
        "subdomain",
        text,
      ]),
      ...["", "owner", "owner@", "own er@fern.example"].map((text) => ["email", text]),
      ...["", "two words", "line\nbreak", "x".repeat(513)].map((text) => [secretOf(adapter.vendor), text]),
    ]) {
      const result = adapter.credentialSchema.safeParse({ ...good, [String(field)]: value });
      expect(result.error?.issues[0]?.path, `${field} ${value}`).toEqual([field]);
      expect(result.error?.issues[0]?.message).toMatch(/^[a-zA-Z]+Invalid$/);
    }
  }
});

function credentialsFor(vendor: string): Record<string, string> {
  return { subdomain: "fern", email: "owner@fern.example", [secretOf(vendor)]: "k3y-0f-the.desk" };
}

function secretOf(vendor: string): string {
  return requireAdapter(vendor).credentialFields.find(({ kind }) => kind === "secret")?.name ?? "";
}
