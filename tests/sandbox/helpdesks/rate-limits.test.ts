import { expect, test } from "vitest";
import { createFixedWindow, createLeakyBucket } from "./rate-limits.ts";
import { createFakeClock } from "./sample-accounts.ts";

test("a bucket of 40 in 20 seconds takes 40 at once and then two a second", () => {
  const clock = createFakeClock();
  const bucket = createLeakyBucket({ requests: 40, windowSeconds: 20 }, clock);
  for (let request = 1; request <= 40; request += 1)
    expect(bucket.take()).toMatchObject({ accepted: true, used: request });
  expect(bucket.take()).toMatchObject({ accepted: false, used: 40, secondsToWait: 1 });
  clock.advanceSeconds(0.4);
  expect(bucket.take().accepted).toBe(false);
  clock.advanceSeconds(0.1);
  expect(bucket.take().accepted).toBe(true);
  expect(bucket.take().accepted).toBe(false);
  clock.advanceSeconds(20);
  expect(bucket.look().used).toBe(0);
});

test("a window starts afresh on the minute and tells the seconds until then", () => {
  const clock = createFakeClock("2026-06-01T12:00:48Z");
  const window = createFixedWindow({ requests: 2, windowSeconds: 60 }, clock);
  expect(window.take()).toMatchObject({ accepted: true, used: 1, secondsToWait: 12 });
  expect(window.take().accepted).toBe(true);
  expect(window.take()).toMatchObject({ accepted: false, used: 2, secondsToWait: 12 });
  clock.advanceSeconds(11.9);
  expect(window.take().accepted).toBe(false);
  clock.advanceSeconds(0.1);
  expect(window.take()).toMatchObject({ accepted: true, used: 1, secondsToWait: 60 });
});
