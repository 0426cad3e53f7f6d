import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { queryRebuilds } from "../../app/metrics/settings-progress-queries.server.ts";
import type { ShopSettings } from "../../app/metrics/shop-settings.ts";
import { readShopSettings, saveShopSettings } from "../../app/metrics/shop-settings-store.server.ts";
import { db } from "../../app/platform/database.server.ts";
import { readUserLocale, saveUserLocale } from "../../app/platform/user-setting-store.server.ts";
import { exampleShop } from "../oracle/example-shop.ts";
import { saveShop } from "../oracle/save-model.ts";
import { embeddedRequest, openShopifyWorld, type ShopifyWorld } from "./shopify-world.ts";

const NEW: ShopSettings = {
  weekStart: 1,
  businessHours: null,
  excludedTags: [],
  excludedAgents: [],
  activeDays: 90,
};
const MORNINGS = {
  week: [[{ fromMinute: 540, toMinute: 720 }], [], [], [], [], [], []],
  holidays: [{ day: "2026-12-25", name: "Christmas" }],
};

const FORM = { weekStart: "1", locale: "", hours: "set" };

let world: ShopifyWorld;
beforeAll(async () => {
  world = await openShopifyWorld();
});
afterAll(() => world.close());

test("a new shop begins weeks on Monday, has no business hours, excludes nothing and knows customers for 90 days", async () => {
  expect(await readShopSettings(await newShop())).toEqual(NEW);
});

test("what is saved is read again, of this shop alone", async () => {
  const [shopId, other] = [await newShop(), await newShop()];
  const settings: ShopSettings = {
    weekStart: 7,
    businessHours: MORNINGS,
    excludedTags: ["b2b", "test"],
    excludedAgents: [`${randomUUID()}/7`],
    activeDays: 30,
  };
  await save(shopId, settings);
  expect(await readShopSettings(shopId)).toEqual(settings);
  expect(await readShopSettings(other)).toEqual(NEW);
  expect(await queryRebuilds(other)).toEqual({ facts: null, figures: null });
});

test("new business hours ask for the figures of the next generation, in the zone and with the hours of now", async () => {
  const shopId = await newShop();
  await db().shop.update({ where: { shopId }, data: { figuresGeneration: 4, timeZone: "Asia/Kathmandu" } });
  expect(await save(shopId, { ...NEW, businessHours: MORNINGS })).toEqual({ figures: true, facts: false });
  expect(await db().figureRebuild.findUnique({ where: { shopId } })).toMatchObject({
    generation: 5,
    timeZone: "Asia/Kathmandu",
    businessHours: MORNINGS,
    done: 0,
    expected: null,
    nextOn: null,
  });
});

test("a rebuild that runs begins again when the hours change once more, also when they are taken away", async () => {
  const shopId = await newShop();
  await save(shopId, { ...NEW, businessHours: MORNINGS });
  const running = { done: 40, expected: 365, nextOn: new Date("2026-10-01") };
  await db().figureRebuild.update({ where: { shopId }, data: running });
  expect(await queryRebuilds(shopId)).toEqual({ facts: null, figures: { done: 40, expected: 365 } });
  expect(await save(shopId, NEW)).toEqual({ figures: true, facts: false });
  expect(await db().figureRebuild.findUnique({ where: { shopId } })).toMatchObject({
    businessHours: null,
    done: 0,
    expected: null,
    nextOn: null,
  });
});

test("other excluded tags ask for the facts of all tickets anew, from the first one", async () => {
  const shopId = await newShop();
  expect(await save(shopId, { ...NEW, excludedTags: ["test"] })).toEqual({ figures: false, facts: true });
  const running = { connectionId: randomUUID(), ticketId: "77", done: 900, expected: 1000 };
  await db().factRefresh.update({ where: { shopId }, data: running });
  expect(await save(shopId, NEW)).toEqual({ figures: false, facts: true });
  expect(await db().factRefresh.findUnique({ where: { shopId } })).toMatchObject({
    connectionId: null,
    ticketId: null,
    done: 0,
    expected: null,
  });
});

test("saving what stands already, or anything else than hours and tags, computes nothing anew", async () => {
  const shopId = await newShop();
  const settings = { ...NEW, businessHours: MORNINGS, excludedTags: ["test"] };
  await save(shopId, settings);
  expect(await save(shopId, settings)).toEqual({ figures: false, facts: false });
  const changed: ShopSettings = { ...settings, weekStart: 6, activeDays: 365, excludedAgents: [`${randomUUID()}/1`] };
  expect(await save(shopId, changed)).toEqual({ figures: false, facts: false });
});

test("a language belongs to a user of a shop, and can be given up again", async () => {
  const [shopId, other] = [await newShop(), await newShop()];
  await saveShopSettings(shopId, NEW, { userId: "1", locale: "nl" });
  await saveUserLocale({ shopId: other, userId: "1" }, "fr");
  const all = () => Promise.all([readUserLocale(shopId, "1"), readUserLocale(shopId, "2"), readUserLocale(other, "1")]);
  expect(await all()).toEqual(["nl", null, "fr"]);
  await saveUserLocale({ shopId, userId: "1" }, null);
  expect(await all()).toEqual([null, null, "fr"]);
});

test("nothing is stored of settings for a shop that is not there", async () => {
  const shopId = randomUUID();
  await expect(save(shopId, NEW)).rejects.toThrow("There is no shop");
  expect(await readUserLocale(shopId, "1")).toBeNull();
});

test("the page refuses a form with one wrong field, says which, and saves nothing of it", async () => {
  const { shopId } = await world.visit();
  const wrong = { ...FORM, "week.0.0.from": "17:00", "week.0.0.to": "09:00", activeDays: "30", locale: "en" };
  const answer = await post(wrong);
  expect(answer.status).toBe(422);
  expect(await answer.json()).toEqual({ ok: false, problems: { "week.0.0.to": "ends-before-start" } });
  expect(await readShopSettings(shopId)).toEqual(NEW);
  expect(await db().userSetting.findMany({ where: { shopId } })).toEqual([]);
});

test("the page saves a form without a wrong field, for the user who sent it, and has the figures computed anew", async () => {
  const { shopId } = await world.visit();
  const answer = await post({
    ...FORM,
    "week.0.0.from": "09:00",
    "week.0.0.to": "12:00",
    activeDays: "30",
    locale: "en",
  });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ ok: true, locale: "en", settings: { activeDays: 30 } });
  expect((await readShopSettings(shopId)).businessHours?.week[0]).toEqual(MORNINGS.week[0]);
  const users = await db().userSetting.findMany({ where: { shopId } });
  expect(users.map(({ locale }) => locale)).toEqual(["en"]);
  const waiting = await db().$queryRaw`select 1 from pgboss.job where data->>'shopId' = ${shopId} and name = 'rebuild'`;
  expect(waiting).toHaveLength(1);
});

async function post(fields: Record<string, string>): Promise<Response> {
  const { action } = await import("../../app/routes/app.settings.tsx");
  const { url, headers } = embeddedRequest(world.shopify);
  const token = new URL(url).searchParams.get("id_token");
  const request = new Request(url.replace("/app?", "/app/settings?"), {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { "user-agent": headers.get("user-agent") ?? "", authorization: `Bearer ${token}` },
  });
  return action({ request, params: {}, context: {} });
}

async function newShop(): Promise<string> {
  const { shopId } = await saveShop(exampleShop({}));
  return shopId;
}

function save(shopId: string, settings: ShopSettings) {
  return saveShopSettings(shopId, settings, { userId: "1", locale: null });
}
