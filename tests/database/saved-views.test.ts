import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MOST_VIEWS } from "../../app/metrics/saved-view.ts";
import {
  deleteView,
  listSavedViews,
  renameView,
  saveView,
  type ViewOwner,
} from "../../app/metrics/saved-view-store.server.ts";
import { exampleShop } from "../oracle/example-shop.ts";
import { saveShop } from "../oracle/save-model.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.ts";

let opened: TestDatabase;
let shopId: string;
beforeAll(async () => {
  opened = await openTestDatabase();
  ({ shopId } = await saveShop(exampleShop()));
});
afterAll(() => opened.close());

test("a view is seen by its user on its page alone, by name", async () => {
  const owner = anOwner();
  await saveView(owner, { name: "Weekly", search: "preset=last-week" });
  await saveView(owner, { name: "busy days", search: "tag=sale" });
  expect((await listSavedViews(owner)).map(({ name, search }) => [name, search])).toEqual([
    ["busy days", "tag=sale"],
    ["Weekly", "preset=last-week"],
  ]);
  expect(await listSavedViews({ ...owner, userId: "another" })).toEqual([]);
  expect(await listSavedViews({ ...owner, page: "/app/agents" })).toEqual([]);
});

test("a name is taken once on a page, however it is written, and nothing is saved for the second", async () => {
  const owner = anOwner();
  expect(await saveView(owner, { name: "Weekly", search: "" })).toBeNull();
  expect(await saveView(owner, { name: "weekly", search: "tag=a" })).toBe("taken");
  expect(await saveView({ ...owner, page: "/app/agents" }, { name: "Weekly", search: "" })).toBeNull();
  expect(await listSavedViews(owner)).toHaveLength(1);
});

test("of two views saved at once under one name, one is", async () => {
  const owner = anOwner();
  const answers = await Promise.all(["a", "b"].map((search) => saveView(owner, { name: "Twin", search })));
  expect(answers.toSorted()).toEqual(["taken", null].toSorted());
  expect(await listSavedViews(owner)).toHaveLength(1);
});

test("a view can be named otherwise, also in another spelling of its own name, but not like another one", async () => {
  const owner = anOwner();
  await saveView(owner, { name: "Weekly", search: "" });
  await saveView(owner, { name: "Monthly", search: "" });
  const [monthly] = await listSavedViews(owner);
  const viewId = monthly?.viewId ?? "";
  expect(await renameView(owner, { viewId, name: "MONTHLY" })).toBeNull();
  expect(await renameView(owner, { viewId, name: "Weekly" })).toBe("taken");
  expect((await listSavedViews(owner)).map(({ name }) => name)).toEqual(["MONTHLY", "Weekly"]);
});

test("nobody deletes or renames the view of another user", async () => {
  const owner = anOwner();
  await saveView(owner, { name: "Weekly", search: "" });
  const [view] = await listSavedViews(owner);
  const viewId = view?.viewId ?? "";
  await deleteView({ ...owner, userId: "another" }, viewId);
  await renameView({ ...owner, userId: "another" }, { viewId, name: "Mine" });
  expect((await listSavedViews(owner)).map(({ name }) => name)).toEqual(["Weekly"]);
  await deleteView(owner, viewId);
  expect(await listSavedViews(owner)).toEqual([]);
});

test("a user has so many views on a page at most", async () => {
  const owner = anOwner();
  for (let index = 0; index < MOST_VIEWS; index++) await saveView(owner, { name: `View ${index}`, search: "" });
  expect(await saveView(owner, { name: "One more", search: "" })).toBe("too-many");
  expect(await listSavedViews(owner)).toHaveLength(MOST_VIEWS);
});

function anOwner(): ViewOwner {
  return { shopId, userId: randomUUID(), page: "/app" };
}
