import { createHmac } from "node:crypto";
import type { JsonObject, SandboxClock } from "../../simulator.ts";

export interface IntercomNotifications {
  /** Where the app is told of what happens, as set in the Developer Hub. */
  readonly addresses: Set<string>;
  /** Secret that deliveries are signed with. */
  readonly clientSecret: string;
  notify(topic: string, item: JsonObject): void;
  /** Resolves when all deliveries so far have been answered, or have failed. */
  delivered(): Promise<void>;
}

export interface NotificationOptions {
  clock: SandboxClock;
  workspaceId: string;
  clientSecret: string;
  send: ((request: Request) => Promise<Response>) | undefined;
}

/** Tells the app's addresses of every event, signed over the bytes of the body. */
export function createNotifications(options: NotificationOptions): IntercomNotifications {
  const { clock, workspaceId, clientSecret, send } = options;
  const addresses = new Set<string>();
  const underway = new Set<Promise<unknown>>();
  let events = 0;
  return {
    addresses,
    clientSecret,
    notify(topic, item) {
      if (!send) return;
      events += 1;
      const body = JSON.stringify({
        ...{ type: "notification_event", app_id: workspaceId, id: `notif_${events}`, topic, self: null },
        ...{ data: { type: "notification_event_data", item }, links: {}, delivery_status: "pending" },
        ...{ delivery_attempts: 1, delivered_at: 0, first_sent_at: seconds(clock), created_at: seconds(clock) },
      });
      const signature = `sha1=${createHmac("sha1", clientSecret).update(body).digest("hex")}`;
      const headers = { "content-type": "application/json", "x-hub-signature": signature };
      for (const address of addresses) {
        const delivery = send(new Request(address, { method: "POST", headers, body })).catch(giveUp);
        underway.add(delivery);
        void delivery.then(() => underway.delete(delivery));
      }
    },
    delivered: async () => void (await Promise.all(underway)),
  };
}

/** An address that nobody answers at loses the event; that is for the polling to make good. */
function giveUp(): void {
  return;
}

function seconds(clock: SandboxClock): number {
  return Math.floor(clock().getTime() / 1000);
}
