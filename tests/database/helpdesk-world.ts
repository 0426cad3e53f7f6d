import { randomUUID } from "node:crypto";
import { afterAll, beforeEach } from "vitest";
import { encrypt, newMatchKey } from "../../app/platform/crypto.server.ts";
import { db } from "../../app/platform/database.server.ts";
import type { HelpdeskRows } from "../sandbox/dataset/dataset.ts";
import type { PlayedAccount } from "../sandbox/helpdesks/played-helpdesk.ts";
import { playedHelpdesk } from "../sandbox/helpdesks/played-helpdesks.ts";
import { provideDatabase } from "./provide-database.ts";
import { setTestEnvironment } from "./test-environment.ts";

/** Small helpdesk accounts in the network's place, with the app registered at their vendors. */

const APPS = {
  gorgias: { clientId: "deskworth-at-gorgias", clientSecret: "secret-at-gorgias" },
  zendesk: { clientId: "deskworth-at-zendesk", clientSecret: "secret-at-zendesk" },
};

setTestEnvironment();
process.env.HELPDESK_OAUTH_APPS = JSON.stringify(APPS);

export type SignInVendor = keyof typeof APPS;

export interface HelpdeskWorld {
  /** Plays an account, reached under its own host name only. */
  play(vendor: SignInVendor, handle: string, rows?: HelpdeskRows): PlayedAccount;
  /** Every request so far, as "POST https://…" without query. */
  readonly requests: string[];
  /** Answers the next request whose "METHOD url" contains the text in the helpdesk's place; an error breaks the connection. */
  interceptNext(part: string, answer: Response | Error): void;
  /** What helpdesks sent to the app. */
  readonly sent: Request[];
  close(): void;
}

/** Gives each test of a file a world and a shop of its own, in the file's database, with the job queue running. */
export function provideHelpdeskWorld(take: (fresh: { world: HelpdeskWorld; shopId: string }) => void): void {
  provideDatabase({ startsQueue: true });
  let world: HelpdeskWorld | undefined;
  beforeEach(async () => {
    world?.close();
    world = openHelpdeskWorld();
    take({ world, shopId: await createShop() });
  });
  afterAll(() => world?.close());
}

function openHelpdeskWorld(): HelpdeskWorld {
  const realFetch = globalThis.fetch;
  const accounts = new Map<string, PlayedAccount>();
  const requests: string[] = [];
  const sent: Request[] = [];
  const intercepted: { part: string; answer: Response | Error }[] = [];
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const { hostname, origin, pathname } = new URL(request.url);
    const asked = `${request.method} ${origin}${pathname}`;
    requests.push(asked);
    const index = intercepted.findIndex(({ part }) => asked.includes(part));
    const [interception] = index < 0 ? [] : intercepted.splice(index, 1);
    if (interception?.answer instanceof Error) throw interception.answer;
    if (interception) return interception.answer;
    const account = accounts.get(hostname);
    if (!account)
      throw Object.assign(new TypeError("fetch failed"), { cause: Object.assign(new Error(), { code: "ENOTFOUND" }) });
    return account.handle(request);
  };
  return {
    requests,
    sent,
    play(vendor, handle, rows = {}) {
      const { play, hosts } = playedHelpdesk(vendor);
      const account = play(rows, shopCalled(handle), {
        clock: () => new Date(),
        limits: "roomy",
        oauthApp: APPS[vendor],
        send: async (request) => {
          sent.push(request);
          return new Response();
        },
      });
      accounts.set(`${handle}.${hosts[0]}`, account);
      return account;
    },
    interceptNext: (part, answer) => void intercepted.push({ part, answer }),
    close: () => {
      globalThis.fetch = realFetch;
    },
  };
}

function shopCalled(handle: string) {
  return {
    ...{ domain: `${handle}.myshopify.com`, name: handle, ianaTimezone: "Europe/Paris", currencyCode: "EUR" },
    ...{ email: "owner@example.com", countryCode: "FR" },
  };
}

/** Opens a sign-in page and presses "Allow" or "Deny". */
export async function pressAt(url: string, button: "allow" | "deny"): Promise<{ state: string; code: string | null }> {
  const page = await (await fetch(url)).text();
  const href = new RegExp(`id="${button}" href="([^"]+)"`).exec(page)?.[1]?.replaceAll("&amp;", "&") ?? "";
  const { searchParams } = new URL(href);
  return { state: searchParams.get("state") ?? "", code: searchParams.get("code") };
}

export async function createShop(): Promise<string> {
  const shopId = randomUUID();
  await db().shop.create({
    data: {
      ...{ shopId, domain: `${shopId}.myshopify.com`, name: "Salt Lamp", timeZone: "Europe/Paris", currency: "EUR" },
      ...{ countryCode: "FR", scopes: "read_orders", installedAt: new Date() },
      matchKey: encrypt(newMatchKey(), `shop/${shopId}/match_key`),
    },
  });
  return shopId;
}
