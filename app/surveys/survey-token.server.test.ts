import { createHmac, hkdfSync } from "node:crypto";
import { jwtVerify } from "jose";
import { afterEach, expect, test, vi } from "vitest";
import { setTestEnvironment } from "../../tests/database/test-environment.ts";
import { issueSurveyToken, readSurveyToken } from "./survey-token.server.ts";

setTestEnvironment();
const TICKET = { shopId: "0c7a52f4-6f3c-4a5e-9a55-6b1f4d1f2a10", surveyId: "7d0f8b1e-0f3c-4a5e-9a55-6b1f4d1f2a11" };
const HOUR_MS = 3_600_000;

afterEach(() => void vi.useRealTimers());

test("a token opens the survey that it was given for, for two hours on a page and for a day behind a link", () => {
  const tokens = {
    storefront: issueSurveyToken(TICKET, "storefront"),
    link: issueSurveyToken(TICKET, "link"),
  };
  expect(readSurveyToken(tokens.storefront)).toEqual(TICKET);
  at(2 * HOUR_MS + 1_000);
  expect(readSurveyToken(tokens.storefront)).toBe("expired");
  expect(readSurveyToken(tokens.link)).toEqual(TICKET);
  at(24 * HOUR_MS + 1_000);
  expect(readSurveyToken(tokens.link)).toBe("expired");
});

test("a token is a JSON Web Token as other programs understand it", async () => {
  const secret = new Uint8Array(hkdfSync("sha256", Buffer.alloc(32, 5), "", "deskworth survey token v1", 32));
  const { payload } = await jwtVerify(issueSurveyToken(TICKET, "link"), secret, { algorithms: ["HS256"] });
  expect(payload).toMatchObject({ aud: TICKET.shopId, sub: TICKET.surveyId, jti: expect.any(String) });
});

test("two tokens of the same survey differ", () => {
  expect(issueSurveyToken(TICKET, "link")).not.toBe(issueSurveyToken(TICKET, "link"));
});

test("no token that was changed, cut, unsigned or signed otherwise is taken for ours", () => {
  const good = issueSurveyToken(TICKET, "link");
  const [head = "", body = "", signature = ""] = good.split(".");
  const claims = JSON.parse(Buffer.from(body, "base64url").toString());
  const header = JSON.parse(Buffer.from(head, "base64url").toString());
  const forged = [
    ...[
      "",
      "a",
      "a.b.c",
      "..",
      good.slice(0, -2),
      `${good}A`,
      ` ${good}`,
      `${good}=`,
      `${good.slice(0, -1)}${nextOf(good.at(-1))}`,
      `${head}.${body}.`,
      `${head}..${signature}`,
    ],
    unsigned({ ...header, alg: "none" }, claims),
    ...["", "deskworth-secret", Buffer.alloc(32, 5), Buffer.alloc(32)].map((key) => signed(header, claims, key)),
    signed({ ...header, kid: "other" }, claims, ""),
    signed({ ...header, kid: "../../dev/null" }, claims, ""),
    `${encode({ ...header, alg: "HS512" })}.${body}.${signature}`,
    `${head}.${encode({ ...claims, sub: TICKET.shopId })}.${signature}`,
    `${head}.${encode({ ...claims, exp: claims.exp + 1 })}.${signature}`,
  ];
  for (const token of forged) expect(readSurveyToken(token), token).toBe("bad");
  expect(readSurveyToken(good)).toEqual(TICKET);
});

function at(afterMs: number): void {
  vi.useFakeTimers({ now: Date.now() + afterMs, toFake: ["Date"] });
}

/** Another character that stands for the same bits, but for two that nothing is made of. */
function nextOf(last = ""): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return alphabet.charAt(alphabet.indexOf(last) ^ 1);
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

function unsigned(header: object, claims: object): string {
  return `${encode(header)}.${encode(claims)}.`;
}

function signed(header: object, claims: object, key: string | Buffer): string {
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${createHmac("sha256", key).update(text).digest("base64url")}`;
}
