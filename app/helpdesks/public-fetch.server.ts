import { lookup as resolve } from "node:dns";
import type { LookupFunction } from "node:net";
import { Agent, Dispatcher1Wrapper } from "undici";
import { HelpdeskError } from "./helpdesk-error.ts";
import { isPublicAddress, literalAddress } from "./public-address.ts";

export interface PublicFetchOptions {
  /** Answers as `dns.lookup` does. */
  resolve?: LookupFunction;
  /** Where connections are made from; the system chooses unless given. */
  localAddress?: string;
}

/**
 * A `fetch` that reaches hosts on the public internet only, by https, and follows no redirect. A host that is an address
 * is looked at before anything is sent; a name's addresses are looked at when the socket connects, so what was checked
 * is what is reached, however the name's answers change.
 * @throws HelpdeskError `forbidden-address`, by itself or among the causes of what fetch throws
 */
export function createPublicFetch(options: PublicFetchOptions = {}): typeof fetch {
  const dispatcher = publicDispatcher(options);
  return (input, init) => {
    const refused = refusalOf(new URL(input instanceof Request ? input.url : input));
    if (refused) return Promise.reject(refused);
    const guarded: RequestInit & { dispatcher: unknown } = { ...init, redirect: "manual", dispatcher };
    // Looked up at each call: whoever replaces it, as a simulated world does, replaces it for us too.
    return globalThis.fetch(input, guarded);
  };
}

/** How every request to a helpdesk is sent: API calls and token requests alike. */
export const helpdeskFetch: typeof fetch = createPublicFetch();

/** Why nothing may be sent to an address; null when it may, or when only its name's resolution can tell. */
function refusalOf({ protocol, hostname, username, password }: URL): HelpdeskError | null {
  if (protocol !== "https:") return forbidden("The address does not begin with https");
  if (username !== "" || password !== "") return forbidden("The address holds a password");
  const literal = literalAddress(hostname);
  return literal === null || isPublicAddress(literal) ? null : forbidden("The address leads into a private network");
}

function publicDispatcher({ resolve: answer = resolve, localAddress }: PublicFetchOptions) {
  const from = localAddress === undefined ? {} : { localAddress };
  const agent = new Agent({ connect: { ...from, lookup: publicLookup(answer) } });
  // The fetch that is built into Node speaks to dispatchers by an older protocol than this package does by itself.
  return new Dispatcher1Wrapper(agent);
}

/** Refuses a name as soon as one of its addresses is not public: the socket may try any of them. */
function publicLookup(answer: LookupFunction): LookupFunction {
  return (hostname, options, callback) =>
    answer(hostname, { ...options, all: true }, (error, found) => {
      const addresses = typeof found === "string" ? [{ address: found, family: 0 }] : (found ?? []);
      const [first] = addresses;
      if (error) callback(error, "");
      else if (!first || !addresses.every(({ address }) => isPublicAddress(address)))
        callback(new Error("Refused", { cause: forbidden("The address leads into a private network") }), "");
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
}

function forbidden(message: string): HelpdeskError {
  return new HelpdeskError("forbidden-address", message);
}
