import { expect, test } from "vitest";
import { mapAtOnce } from "./map-at-once.ts";

test("results keep the order of the items, and never more than the limit run at once", async () => {
  let [running, most] = [0, 0];
  const results = await mapAtOnce([5, 1, 4, 2, 3], 2, async (item, index) => {
    running += 1;
    most = Math.max(most, running);
    for (let turns = 0; turns < item; turns += 1) await Promise.resolve();
    running -= 1;
    return `${index}:${item}`;
  });
  expect(results).toEqual(["0:5", "1:1", "2:4", "3:2", "4:3"]);
  expect(most).toBe(2);
});

test("the first failure is thrown after what was running has ended, and nothing begins after it", async () => {
  const [begun, ended]: [number[], number[]] = [[], []];
  const work = mapAtOnce([1, 2, 3, 4, 5], 2, async (item) => {
    begun.push(item);
    if (item === 2) throw new Error("the second one");
    for (let turns = 0; turns < 5; turns += 1) await Promise.resolve();
    ended.push(item);
  });
  await expect(work).rejects.toThrow("the second one");
  expect(begun).toEqual([1, 2]);
  expect(ended).toEqual([1]);
});

test("a failure that is no error object is thrown as it is, and no items give no results", async () => {
  const fail = () => Promise.reject(undefined);
  expect(
    await mapAtOnce([1], 3, fail).then(
      () => "ended",
      () => "failed",
    ),
  ).toBe("failed");
  expect(await mapAtOnce([], 3, fail)).toEqual([]);
});
