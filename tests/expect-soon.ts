import { expect } from "vitest";

const LONGEST_WAIT_MS = 45_000;

/** Expects something to become so. A slow machine only makes it wait; it fails where it never becomes so. */
export function expectSoon<T>(read: () => T) {
  return expect.poll(read, { timeout: LONGEST_WAIT_MS });
}
