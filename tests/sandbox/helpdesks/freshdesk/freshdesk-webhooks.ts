import type { JsonObject } from "../../simulator.ts";

export interface WebhookRules {
  /** What the merchant does by hand in the vendor's interface: a rule that tells an address of every change of a ticket. */
  addWebhookRule(url: string): void;
  /** Deliveries so far, those that nobody took included. */
  webhooksSent(): number;
  tell(ticket: JsonObject): void;
}

/** Rules post the body that the merchant wrote, with the ticket's id in the place of its variable, and sign nothing. */
export function createWebhookRules(send: ((request: Request) => Promise<Response>) | undefined): WebhookRules {
  const urls: string[] = [];
  let sent = 0;
  return {
    addWebhookRule: (url) => {
      urls.push(url);
    },
    webhooksSent: () => sent,
    tell(ticket) {
      if (!send) return;
      for (const url of urls) {
        sent += 1;
        const headers = { "content-type": "application/json" };
        const request = new Request(url, { method: "POST", headers, body: JSON.stringify({ ticket_id: ticket.id }) });
        // Whoever does not answer is told again with the next change.
        send(request).catch(() => undefined);
      }
    },
  };
}
