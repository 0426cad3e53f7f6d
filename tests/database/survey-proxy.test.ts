import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { db } from "../../app/platform/database.server.ts";
import { openComment } from "../../app/surveys/comment.server.ts";
import { answer, answersOf, newShop, openPanel, openSurveyWorld, send, surveysOf } from "./survey-world.ts";
import type { TestDatabase } from "./test-database.ts";

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openSurveyWorld();
});
afterAll(() => opened.close());

const OPEN = { do: "open", visitor: "visitor-0123456789", lang: "nl", widget: null, vendor: null, ticket: null };

test("a survey that opens is counted as shown, once a visitor and day, and its day is computed anew", async () => {
  const shop = await newShop();
  for (let time = 0; time < 3; time++) expect((await send(shop, OPEN)).status).toBe(200);
  await send(shop, { ...OPEN, visitor: "another-0123456789", widget: "some-chat", lang: "pt-PT" });
  expect(await surveysOf(shop)).toMatchObject([
    { source: "storefront", widget: null, language: "nl", answeredAt: null, dismissedAt: null, ticketId: null },
    { source: "storefront", widget: "some-chat", language: "pt-BR" },
  ]);
  const days = await db().touchedDay.findMany({ where: { shopId: shop.shopId } });
  expect(days.map(({ day }) => day.toISOString().slice(0, 10))).toEqual([new Date().toISOString().slice(0, 10)]);
});

test("opening, answering and closing ask for the figures to be computed", async () => {
  const shop = await newShop();
  await answer(shop, await openPanel(shop));
  const jobs = await db().$queryRaw<unknown[]>`
    select 1 from pgboss.job where name = 'recompute' and data ->> 'shopId' = ${shop.shopId}`;
  expect(jobs).toHaveLength(1);
});

test("an answer is kept with its comment encrypted; the same again, also later, adds nothing", async () => {
  const shop = await newShop();
  const token = await openPanel(shop);
  const given = { score: 2, nps: 9, comment: " Te laat,\u202e jammer 🙁\u0000 <script>alert(1)</script> " };
  for (let time = 0; time < 3; time++) expect(await answer(shop, token, given)).toBe(200);
  const [saved, ...others] = await answersOf(shop);
  expect(others).toEqual([]);
  expect(saved).toMatchObject({ score: 2, nps: 9, ordinal: 1, isCurrent: true });
  expect(saved?.comment).not.toContain("jammer");
  const place = { shopId: shop.shopId, surveyId: saved?.surveyId ?? "", ordinal: 1 };
  expect(openComment(saved?.comment ?? "", place)).toBe("Te laat, jammer 🙁 <script>alert(1)</script>");
  expect(() => openComment(saved?.comment ?? "", { ...place, ordinal: 2 })).toThrow();
});

test("a later answer replaces the one before, and the history is kept", async () => {
  const shop = await newShop();
  const token = await openPanel(shop);
  await answer(shop, token, { score: 5 });
  const first = (await surveysOf(shop))[0]?.answeredAt;
  await answer(shop, token, { score: 5, nps: 7, comment: "and more" });
  await answer(shop, token, { score: 1, nps: 7, comment: "and more" });
  await answer(shop, token, { score: 5 });
  expect(await answersOf(shop)).toMatchObject([
    { ordinal: 1, score: 5, nps: null, comment: null, isCurrent: false },
    { ordinal: 2, score: 5, nps: 7, isCurrent: false },
    { ordinal: 3, score: 1, nps: 7, isCurrent: false },
    { ordinal: 4, score: 5, nps: null, comment: null, isCurrent: true },
  ]);
  expect((await surveysOf(shop))[0]?.answeredAt).toEqual(first);
});

test("the day of a replaced answer and the day of the question are computed anew, too", async () => {
  const shop = await newShop();
  const token = await openPanel(shop);
  await answer(shop, token, { score: 5 });
  await db().survey.updateMany({ where: { shopId: shop.shopId }, data: { askedAt: new Date("2026-11-01T10:00:00Z") } });
  await db().surveyAnswer.updateMany({
    where: { shopId: shop.shopId },
    data: { answeredAt: new Date("2026-11-02T10:00:00Z") },
  });
  await db().touchedDay.deleteMany({ where: { shopId: shop.shopId } });
  await answer(shop, token, { score: 4 });
  const days = await db().touchedDay.findMany({ where: { shopId: shop.shopId }, orderBy: { day: "asc" } });
  expect(days.map(({ day }) => day.toISOString().slice(0, 10))).toEqual([
    "2026-11-01",
    "2026-11-02",
    new Date().toISOString().slice(0, 10),
  ]);
});

test("of 500 answers at once to one survey one stands, also when they differ, and none is told a falsehood", async () => {
  const shop = await newShop();
  const token = await openPanel(shop);
  const same = await Promise.all(Array.from({ length: 500 }, () => answer(shop, token, { score: 3 })));
  expect(new Set(same)).toEqual(new Set([200]));
  expect(await answersOf(shop)).toHaveLength(1);
  const other = await openPanel(shop);
  const differing = await Promise.all(
    Array.from({ length: 60 }, (_, index) => answer(shop, other, { score: 1 + (index % 5), nps: index % 11 })),
  );
  expect(new Set(differing)).toEqual(new Set([200, 429]));
  const versions = (await answersOf(shop)).slice(1);
  expect(versions.map(({ ordinal }) => ordinal)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  expect(versions.filter(({ isCurrent }) => isCurrent)).toMatchObject([{ ordinal: 20 }]);
});

test("500 openings of one visitor at once are one survey", async () => {
  const shop = await newShop();
  const statuses = await Promise.all(Array.from({ length: 500 }, async () => (await send(shop, OPEN)).status));
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(await surveysOf(shop)).toHaveLength(1);
});

test("a survey is shown, closed or answered: closing after an answer changes nothing, an answer after closing counts", async () => {
  const shop = await newShop();
  const [closed, answered, both] = [await openPanel(shop), await openPanel(shop), await openPanel(shop)];
  await answer(shop, answered);
  for (const token of [closed, answered, both, closed])
    expect((await send(shop, { do: "dismiss", token })).status).toBe(200);
  await answer(shop, both);
  const surveys = await surveysOf(shop);
  expect(surveys.filter(({ dismissedAt }) => dismissedAt)).toMatchObject([{ answeredAt: null }]);
  expect(surveys.filter(({ answeredAt }) => answeredAt)).toHaveLength(2);
});

test("a workflow of the shop is told once of every version of an answer, without its comment", async () => {
  const shop = await newShop();
  const token = await openPanel(shop, {}, { customer: "42" });
  for (let time = 0; time < 2; time++) await answer(shop, token, { score: 5 });
  await answer(shop, token, { score: 5, nps: 10, comment: "secret words" });
  const events = await db().flowEvent.findMany({ where: { shopId: shop.shopId }, orderBy: { eventKey: "asc" } });
  expect(events.map(({ eventKey }) => eventKey.replace(/^answer:[0-9a-f-]{36}:/, ""))).toEqual(["1", "2"]);
  expect(events[1]).toMatchObject({
    handle: "csat-answer-received",
    payload: { customer_id: 42, Score: 5, NPS: 10, "Comment given": "yes", Source: "storefront", Language: "nl" },
  });
  expect(JSON.stringify(events)).not.toContain("secret");
});

test("a token is good for its own shop and its own time alone", async () => {
  const [shop, other] = [await newShop(), await newShop()];
  const token = await openPanel(shop);
  const attempt = (given: object, where = shop) =>
    send(where, { do: "answer", score: 1, nps: null, comment: "", ...given });
  expect(await kindOf(await attempt({ token }, other))).toBe("403 bad-token");
  expect(await kindOf(await attempt({ token: `${token.slice(0, -3)}AAA` }))).toBe("403 bad-token");
  expect(await kindOf(await attempt({ token: "eyJhbGciOiJub25lIn0.e30." }))).toBe("403 bad-token");
  expect(await kindOf(await send(other, { do: "dismiss", token }))).toBe("403 bad-token");
  vi.useFakeTimers({ now: Date.now() + 2 * 3_600_000 + 1_000, toFake: ["Date"] });
  try {
    expect(await kindOf(await attempt({ token }))).toBe("410 expired-token");
  } finally {
    vi.useRealTimers();
  }
  await db().survey.deleteMany({ where: { shopId: shop.shopId } });
  expect(await kindOf(await attempt({ token }))).toBe("403 bad-token");
  expect([...(await answersOf(shop)), ...(await answersOf(other))]).toEqual([]);
});

test("a shop that is not installed, or not any more, is not served", async () => {
  const shop = await newShop();
  const token = await openPanel(shop);
  expect(await kindOf(await send({ domain: "nobody.myshopify.com" }, OPEN))).toBe("404 not-installed");
  await db().shop.update({ where: { shopId: shop.shopId }, data: { uninstalledAt: new Date() } });
  expect(await kindOf(await send(shop, OPEN))).toBe("404 not-installed");
  expect(await kindOf(await send(shop, { do: "answer", token, score: 5, nps: null, comment: "" }))).toBe(
    "404 not-installed",
  );
  expect(await surveysOf(shop)).toHaveLength(1);
});

test("shop and customer come from the signed query alone: nothing that a page claims makes it another's", async () => {
  const [shop, other] = [await newShop(), await newShop()];
  const claims = { shop: other.domain, shopId: other.shopId, logged_in_customer_id: "1", customer: "1" };
  for (const [name, value] of Object.entries(claims))
    expect((await send(shop, { ...OPEN, [name]: value })).status, name).toBe(400);
  const headers = { "x-shopify-shop-domain": other.domain, "x-forwarded-host": other.domain, host: other.domain };
  await send(shop, OPEN, { headers, customer: "42" });
  expect(await surveysOf(shop)).toMatchObject([
    { customerKey: "s:42", subject: expect.stringContaining("customer:s:42") },
  ]);
  expect(await surveysOf(other)).toEqual([]);
});

test("what is no request of the panel is refused with its kind, and nothing is stored", async () => {
  const shop = await newShop();
  const token = await openPanel(shop);
  const given = { do: "answer", token, score: 4, nps: null, comment: "" };
  const bad: unknown[] = [
    ...["", "{", "null", "[]", '"open"', `{"do":"open"`, "\ufeff{}", "a=1"],
    ...[0, 6, 2.5, "5", null].map((score) => ({ ...given, score })),
    ...[-1, 11, "9"].map((nps) => ({ ...given, nps })),
    ...["x".repeat(2_001), null].map((comment) => ({ ...given, comment })),
    { ...OPEN, visitor: "short" },
  ];
  for (const body of bad) expect(await kindOf(await send(shop, body)), JSON.stringify(body)).toBe("400 bad-request");
  expect(await kindOf(await send(shop, { ...given, comment: "x".repeat(1_000_000) }))).toBe("413 too-large");
  const lie = { "content-length": "999999999" };
  expect(await kindOf(await send(shop, given, { headers: lie }))).toBe("413 too-large");
  expect(await kindOf(await send(shop, given))).toBe("200 undefined");
  for (const query of [{ timestamp: "1" }, { extra: "1" }, { hmac: "x" }])
    expect(await kindOf(await send(shop, { ...given, score: 1 }, { query }))).toBe("401 bad-signature");
  expect(await answersOf(shop)).toMatchObject([{ score: 4, ordinal: 1 }]);
  expect(await surveysOf(shop)).toHaveLength(1);
});

test("of 2,000 requests of one address within a minute 120 get through, the rest is 429 and stores nothing", async () => {
  const shop = await newShop();
  const token = await openPanel(shop);
  const from = { address: "203.0.113.9" };
  const kinds = new Map<string, number>();
  for (let sent = 0; sent < 2_000; sent += 100) {
    const answered = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        index % 2 === 0
          ? send(shop, { ...OPEN, visitor: `flooding-visitor-${sent + index}` }, from)
          : send(shop, { do: "answer", token, score: 5, nps: null, comment: "" }, from),
      ),
    );
    for (const response of answered) {
      const kind = await kindOf(response);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      if (response.status === 429) expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    }
  }
  expect(Object.fromEntries(kinds)).toEqual({ "200 undefined": 120, "429 too-many": 1_880 });
  expect((await surveysOf(shop)).length).toBe(61);
  expect(await answersOf(shop)).toHaveLength(1);
  // Forged entries in front of the true address change nothing; another address is served.
  expect((await send(shop, OPEN, { address: "1.2.3.4, 203.0.113.9" })).status).toBe(429);
  expect((await send(shop, OPEN, { address: "203.0.113.10" })).status).toBe(200);
});

test("answers are for nobody to keep or to list", async () => {
  const response = await send(await newShop(), OPEN);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    ...{ "cache-control": "no-store", "x-content-type-options": "nosniff" },
    ...{ "referrer-policy": "no-referrer", "x-robots-tag": "noindex" },
  });
});

async function kindOf(response: Response): Promise<string> {
  const body: unknown = await response.json();
  return `${response.status} ${Object(body).error}`;
}
