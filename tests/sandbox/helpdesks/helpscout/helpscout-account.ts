import type { HelpdeskRows, ShopFile } from "../../dataset/dataset.ts";
import type { JsonObject } from "../../simulator.ts";
import type { PlayOptions } from "../played-helpdesk.ts";
import { isJsonObject, objectsOf } from "../row-fields.ts";
import { userRow } from "./helpscout-rows.ts";
import { createHelpscoutSimulator } from "./helpscout-simulator.ts";

const SHOP: ShopFile = {
  ...{ domain: "oak-and-tin.myshopify.com", name: "Oak & Tin", ianaTimezone: "UTC", currencyCode: "EUR" },
  ...{ email: "owner@example.com", countryCode: "NL" },
};
export const OAUTH_APP = { clientId: "registered-app", clientSecret: "registered-secret" };
export const START = Date.parse("2026-11-02T09:00:00Z");

/** A small account for the simulator's own tests, whose clock moves only when it is told to. */
export function openAccount(rows: HelpdeskRows = {}, options: Partial<PlayOptions> = {}) {
  let time = START;
  const users = [
    userRow({ helpdesk: "helpscout", id: 31, name: "Fenna Smit", email: "fenna@shop.example", active: true }),
  ];
  const clock = () => new Date(time);
  const desk = createHelpscoutSimulator({ users, ...rows }, SHOP, { clock, oauthApp: OAUTH_APP, ...options });
  let token = "";
  const send = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${token}`, ...init.headers };
    return desk.handle(new Request(`https://api.helpscout.net${path}`, { ...init, headers }));
  };
  const grant = async (form: Record<string, string>) =>
    desk.handle(
      new Request("https://api.helpscout.net/v2/oauth2/token", { method: "POST", body: new URLSearchParams(form) }),
    );
  return {
    ...{ desk, send, grant },
    pass: (seconds: number) => {
      time += seconds * 1000;
    },
    async signIn() {
      const { appId = "", appSecret = "" } = desk.credentials;
      const answer = await bodyOf(
        await grant({ grant_type: "client_credentials", client_id: appId, client_secret: appSecret }),
      );
      token = String(answer.access_token);
    },
    get: async (path: string) => bodyOf(await send(path)),
  };
}

export async function bodyOf(response: Response): Promise<JsonObject> {
  const body: unknown = await response.json();
  if (!isJsonObject(body)) throw new Error("The answer is no object");
  return body;
}

/** Rows of a list in HAL. */
export function rowsIn(body: JsonObject, name: string): JsonObject[] {
  return isJsonObject(body._embedded) ? objectsOf(body._embedded[name]) : [];
}

/** Conversations created one minute after another; the later half of them closed. */
export function conversations(count: number): JsonObject[] {
  return Array.from({ length: count }, (_, index) => {
    const createdAt = new Date(START - (count - index) * 60_000).toISOString().replace(".000Z", "Z");
    const status = index < count / 2 ? "active" : "closed";
    return { id: 1000 + index, type: "email", status, state: "published", createdAt, modifiedAt: createdAt };
  });
}
