import { expect, test } from "vitest";
import { z } from "zod";
import { accessEndOf, accessTokenFields, formOrSignedIn, requireRefreshToken, tokensIn } from "./access-tokens.ts";
import { HelpdeskError } from "./helpdesk-error.ts";

const now = new Date("2026-04-01T12:00:00Z");

test("an access token ends when its answer says so, else when the vendor's usually do, else never", () => {
  const ends = (answer: object, usualSeconds: number | null) =>
    accessEndOf(tokensIn({ access_token: "a", ...answer }, { now, usualSeconds }))?.toISOString() ?? null;
  expect(ends({ expires_in: 1800 }, null)).toBe("2026-04-01T12:30:00.000Z");
  expect(ends({ expires_in: "60" }, null)).toBe("2026-04-01T12:01:00.000Z");
  expect(ends({}, 86_400)).toBe("2026-04-02T12:00:00.000Z");
  expect(ends({ expires_in: null }, null)).toBeNull();
  expect(ends({ expires_in: -5 }, 60)).toBe("2026-04-01T12:01:00.000Z");
});

test("an answer without a usable access token is none", () => {
  for (const answer of [null, "token", {}, { access_token: "" }, { access_token: 7 }, { access_token: "a\r\nb" }])
    expect(() => tokensIn(answer, { now, usualSeconds: null })).toThrow(HelpdeskError);
});

test("without a refresh token there is nothing to renew with", () => {
  const tokens = tokensIn({ access_token: "a" }, { now, usualSeconds: null });
  expect(() => requireRefreshToken(tokens)).toThrow(expect.objectContaining({ kind: "unauthorised" }));
  expect(requireRefreshToken({ ...tokens, refreshToken: "r" })).toBe("r");
});

test("a form and stored tokens pass one schema, and a form's problems keep their fields", () => {
  const schema = formOrSignedIn(
    z.object({ host: z.string().min(3, "hostInvalid"), key: z.string() }),
    z.object({ host: z.string(), ...accessTokenFields }),
  );
  const tokens = { accessToken: "a", refreshToken: null, accessEndsAt: null };
  expect(schema.parse({ host: "north", key: "k" })).toEqual({ host: "north", key: "k" });
  expect(schema.parse({ host: "north", ...tokens, other: 1 })).toEqual({ host: "north", ...tokens });
  const refused = schema.safeParse({ host: "n", key: "k" });
  expect(refused.error?.issues.map(({ path, message }) => [path, message])).toEqual([[["host"], "hostInvalid"]]);
  expect(schema.safeParse(null).success).toBe(false);
});
