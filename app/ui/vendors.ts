import type { HelpdeskAdapter } from "../helpdesks/adapter.ts";

type Named = Pick<HelpdeskAdapter, "vendor" | "displayName">;

/** What pages may know of the helpdesks that can be connected. */
export function vendorsOf(helpdesks: readonly Named[]): { vendor: string; name: string }[] {
  return helpdesks.map(({ vendor, displayName }) => ({ vendor, name: displayName }));
}

/** How vendors call themselves, by their id. */
export function vendorNames(helpdesks: readonly Named[]): Map<string, string> {
  return new Map(helpdesks.map(({ vendor, displayName }) => [vendor, displayName]));
}
