import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { db } from "../../app/platform/database.server.ts";
import { loader } from "../../app/routes/proxy.survey.tsx";
import { USUAL_SURVEY_SETTINGS } from "../../app/surveys/survey-setting-form.ts";
import { saveSurveySettings } from "../../app/surveys/survey-setting-store.server.ts";
import { surveyTextsOf } from "../../app/surveys/survey-texts.ts";
import { addressOf, answersOf, newShop, openLink, openSurveyWorld, sendForm, surveysOf } from "./survey-world.ts";
import type { TestDatabase } from "./test-database.ts";

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openSurveyWorld();
});
afterAll(() => opened.close());

const { thanks, linkBroken, linkUnknown, expired, scoreMissing, answeredBefore } = surveyTextsOf("en");

test("a link shows a page for the shop's theme with the score of the message chosen, and stores no answer", async () => {
  const shop = await newShop();
  const response = await openLink(shop, { h: shop.connectionId, t: "1001", c: "c-1", score: "5" });
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    ...{ "content-type": "application/liquid; charset=utf-8", "cache-control": "no-store", "x-robots-tag": "noindex" },
    ...{ "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" },
  });
  const page = await response.text();
  expect(page).toContain('action="/apps/deskworth/survey"');
  expect(page).toContain('value="5" required checked');
  expect(await surveysOf(shop)).toMatchObject([
    {
      ...{ source: "link", claimedConnectionId: shop.connectionId, claimedTicketId: "1001", claimedCustomerId: "c-1" },
      ...{ widget: null, language: "en", answeredAt: null },
    },
  ]);
  expect(await answersOf(shop)).toEqual([]);
});

test("the form stores the answer and thanks; the page then shows the score, and lets it be changed", async () => {
  const shop = await newShop();
  const link = { h: shop.connectionId, t: "1001" };
  const token = await tokenIn(await openLink(shop, link));
  const sent = await sendForm(shop, { token, score: "2", nps: "3", comment: "Zu spät", lang: "de" });
  expect(sent.status).toBe(200);
  expect(await sent.text()).toContain(surveyTextsOf("de").thanks);
  const page = await (await openLink(shop, link)).clone().text();
  expect(page).toContain('value="2" required checked');
  expect(page).toContain(answeredBefore);
  expect(page).not.toContain("Zu spät");
  const again = await tokenIn(await openLink(shop, link));
  expect((await sendForm(shop, { token: again, score: "4", nps: "3", comment: "" })).status).toBe(200);
  expect(await answersOf(shop)).toMatchObject([
    { score: 2, nps: 3, isCurrent: false },
    { score: 4, nps: 3, isCurrent: true, comment: expect.any(String) },
  ]);
  expect(await surveysOf(shop)).toHaveLength(1);
});

test("a form without a score comes back with what was written", async () => {
  const shop = await newShop();
  const token = await tokenIn(await openLink(shop, { h: shop.connectionId, t: "1" }));
  const response = await sendForm(shop, { token, nps: "8", comment: "</textarea>{{ shop }}" });
  expect(response.status).toBe(400);
  const page = await response.text();
  expect(page).toContain(scoreMissing);
  expect(page).toContain("&lt;/textarea&gt;&#123;&#123; shop &#125;&#125;");
  expect(await answersOf(shop)).toEqual([]);
});

test("2,000 characters of Japanese fit into the form", async () => {
  const shop = await newShop();
  const token = await tokenIn(await openLink(shop, { h: shop.connectionId, t: "1" }));
  expect((await sendForm(shop, { token, score: "5", comment: "字".repeat(2_000) })).status).toBe(200);
  expect((await sendForm(shop, { token, score: "5", comment: "字".repeat(2_001) })).status).toBe(400);
  expect((await sendForm(shop, { token, score: "5", comment: "字".repeat(20_000) })).status).toBe(413);
});

test("the page speaks the language of the link, else of the browser, in the merchant's words where there are any", async () => {
  const shop = await newShop();
  const link = { h: shop.connectionId, t: "1" };
  const german = { headers: { "accept-language": "de-AT,de;q=0.9" } };
  expect(await (await openLink(shop, link, german)).text()).toContain(surveyTextsOf("de").csatQuestion);
  expect(await (await openLink(shop, { ...link, lang: "ar" }, german)).text()).toContain('dir="rtl"');
  const words = { csatQuestion: "Fijn <geholpen>?", thanks: "Tot ziens!", asksNps: false };
  await saveSurveySettings(shop.shopId, { ...USUAL_SURVEY_SETTINGS, ...words });
  const page = await openLink(shop, link);
  const token = await tokenIn(page.clone());
  const text = await page.text();
  expect(text).toContain("Fijn &lt;geholpen&gt;?");
  expect(text).not.toContain('name="nps"');
  expect(await (await sendForm(shop, { token, score: "5" })).text()).toContain("Tot ziens!");
});

test("links that lead nowhere are pages in words: malformed, of another shop's helpdesk, of a shop without the app", async () => {
  const [shop, other] = [await newShop(), await newShop()];
  const good = { h: shop.connectionId, t: "1" };
  const cases: [Record<string, string>, number, string][] = [
    [{}, 400, linkBroken],
    [{ t: "1" }, 400, linkBroken],
    [{ ...good, t: "{{ticket.id}}" }, 400, linkBroken],
    [{ ...good, h: other.connectionId }, 404, linkUnknown],
    [{ ...good, h: "00000000-0000-0000-0000-000000000000" }, 404, linkUnknown],
    [{ ...good, utm_source: "mail" }, 401, linkBroken],
    [{ ...good, t: "1=2" }, 401, linkBroken],
  ];
  for (const [link, status, words] of cases) {
    const response = await openLink(shop, link);
    expect(response.status, JSON.stringify(link)).toBe(status);
    expect(response.headers.get("content-type")).toContain("application/liquid");
    expect(await response.text()).toContain(words);
  }
  await db().shop.update({ where: { shopId: shop.shopId }, data: { uninstalledAt: new Date() } });
  expect((await openLink(shop, good)).status).toBe(404);
  expect(await surveysOf(shop)).toEqual([]);
});

test("whoever asks without Shopify, without parameters, is told politely that the link is not complete", async () => {
  const request = new Request("https://app.deskworth.test/proxy/survey");
  const response = await loader({ request, params: {}, context: {} });
  expect(response.status).toBe(400);
  expect(await response.text()).toContain(linkBroken);
});

test("a program that asks for the head alone counts nothing", async () => {
  const shop = await newShop();
  const request = new Request(addressOf(shop.domain, { query: { h: shop.connectionId, t: "1" } }), { method: "HEAD" });
  expect((await loader({ request, params: {}, context: {} })).status).toBe(200);
  expect(await surveysOf(shop)).toEqual([]);
});

test("a page that was open for more than a day says so", async () => {
  const shop = await newShop();
  const token = await tokenIn(await openLink(shop, { h: shop.connectionId, t: "1" }));
  vi.useFakeTimers({ now: Date.now() + 24 * 3_600_000 + 1_000, toFake: ["Date"] });
  try {
    const response = await sendForm(shop, { token, score: "5" });
    expect(response.status).toBe(410);
    expect(await response.text()).toContain(expired);
  } finally {
    vi.useRealTimers();
  }
  expect(await answersOf(shop)).toEqual([]);
});

test("forms with a foreign token, with repeated or unknown fields store nothing", async () => {
  const [shop, other] = [await newShop(), await newShop()];
  const token = await tokenIn(await openLink(shop, { h: shop.connectionId, t: "1" }));
  expect((await sendForm(other, { token, score: "5" })).status).toBe(403);
  for (const fields of [{ token, score: "6" }, { token, score: "5", shop: other.domain }, { score: "5" }])
    expect((await sendForm(shop, fields)).status, JSON.stringify(fields)).toBe(400);
  expect([...(await answersOf(shop)), ...(await answersOf(other))]).toEqual([]);
});

test("the page of thanks comes again when it is sent again, and nothing is stored twice", async () => {
  const shop = await newShop();
  const token = await tokenIn(await openLink(shop, { h: shop.connectionId, t: "1" }));
  for (let time = 0; time < 3; time++)
    expect(await (await sendForm(shop, { token, score: "5", comment: "ok" })).text()).toContain(thanks);
  expect(await answersOf(shop)).toHaveLength(1);
});

async function tokenIn(response: Response): Promise<string> {
  return /name="token" value="([^"]+)"/.exec(await response.text())?.[1] ?? "";
}
