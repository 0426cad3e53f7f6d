import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { queryFilterOptions } from "../../app/metrics/filter-option-queries.server.ts";
import { exampleShop, exampleTicket } from "../oracle/example-shop.ts";
import { connectionOf, saveShop, saveTickets } from "../oracle/save-model.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.ts";

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

test("a shop's options are its helpdesks, its people, and the channels and tags of its counted tickets", async () => {
  const saved = await saveShop(exampleShop());
  await saveTickets(saved, [
    exampleTicket("1", "2026-03-01T10:00:00Z", { tags: ["refund", "late"], channel: "chat" }),
    // 23:30 in Greenwich is the next day in Berlin.
    exampleTicket("2", "2026-03-05T23:30:00Z", { tags: ["late"] }),
    exampleTicket("3", "2026-03-09T10:00:00Z", { tags: ["casino"], channel: "sms", excluded: "spam" }),
  ]);
  const options = await queryFilterOptions(saved.shopId);
  const [aspen, birch] = [0, 1].map((index) => connectionOf(saved, index));
  expect(options.helpdesks).toEqual([
    { connectionId: aspen, name: "Aspen" },
    { connectionId: birch, name: "Birch" },
  ]);
  expect(options.agents.map(({ connectionId, name, helpdesk }) => [connectionId, name, helpdesk])).toEqual([
    [aspen, "Ada", "Aspen"],
    [birch, "Ada", "Birch"],
    [birch, "Bo", "Birch"],
  ]);
  expect(options.channels).toEqual(["email", "chat"]);
  expect(options.tags).toEqual(["late", "refund"]);
  expect(options.tickets).toEqual({ firstOn: "2026-03-01", lastOn: "2026-03-06" });
});

test("of the tags that an address names those are options that a counted ticket has", async () => {
  const saved = await saveShop(exampleShop());
  const many = Array.from({ length: 300 }, (_, index) => `tag ${String(index).padStart(3, "0")}`);
  await saveTickets(saved, [
    exampleTicket("1", "2026-03-01T10:00:00Z", { tags: many }),
    exampleTicket("2", "2026-03-02T10:00:00Z", { tags: ["casino"], excluded: "spam" }),
  ]);
  expect((await queryFilterOptions(saved.shopId)).tags).not.toContain("tag 299");
  const { tags } = await queryFilterOptions(saved.shopId, ["tag 299", "casino", "no'such", "tag 000"]);
  expect(tags.filter((tag) => ["tag 299", "casino", "no'such"].includes(tag))).toEqual(["tag 299"]);
  expect(tags.filter((tag) => tag === "tag 000")).toHaveLength(1);
});

test("a shop without tickets can still be asked for any channel", async () => {
  const { shopId } = await saveShop(exampleShop({ connections: [] }));
  expect(await queryFilterOptions(shopId)).toMatchObject({ helpdesks: [], agents: [], tags: [], tickets: null });
  expect((await queryFilterOptions(shopId)).channels).toContain("whatsapp");
});

test("nothing of another shop is an option", async () => {
  const saved = await saveShop(exampleShop());
  await saveTickets(saved, [exampleTicket("1", "2026-03-01T10:00:00Z", { tags: ["refund"] })]);
  expect((await queryFilterOptions(randomUUID(), ["refund"])).tags).toEqual([]);
});
