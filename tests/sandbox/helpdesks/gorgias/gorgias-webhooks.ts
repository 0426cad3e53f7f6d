import type { JsonObject } from "../../simulator.ts";
import { idOf, isJsonObject, textOf } from "../row-fields.ts";
import type { GorgiasActions } from "./gorgias-actions.ts";
import type { GorgiasStore } from "./gorgias-store.ts";

interface Desk {
  store: GorgiasStore;
  send: ((request: Request) => Promise<Response>) | undefined;
}

/** The actions, each of which also tells the HTTP integrations. The vendor has no trigger for deleting and for rating. */
export function tellIntegrations(actions: GorgiasActions, desk: Desk): GorgiasActions {
  const tell = (triggers: readonly string[], ticketId: number | string) => {
    for (const trigger of triggers)
      for (const integration of desk.store.integrations) post(desk, integration, { trigger, ticketId });
  };
  return {
    ...actions,
    addTicket: (ticket) => {
      const added = actions.addTicket(ticket);
      tell(["ticket-created", "ticket-message-created"], idOf(added));
      return added;
    },
    addMessage: (ticketId, message) => {
      const added = actions.addMessage(ticketId, message);
      tell(["ticket-message-created"], ticketId);
      return added;
    },
    closeTicket: (ticketId, actor) => {
      actions.closeTicket(ticketId, actor);
      tell(["ticket-status-updated", "ticket-updated"], ticketId);
    },
    reopenTicket: (ticketId, actor) => {
      actions.reopenTicket(ticketId, actor);
      tell(["ticket-status-updated", "ticket-updated"], ticketId);
    },
    trashTicket: (ticketId) => {
      actions.trashTicket(ticketId);
      tell(["ticket-updated"], ticketId);
    },
    markSpam: (ticketId) => {
      actions.markSpam(ticketId);
      tell(["ticket-updated"], ticketId);
    },
  };
}

/** The body is whatever the integration's form says, with the ticket's id in the place of its variable. */
function post(desk: Desk, integration: JsonObject, told: { trigger: string; ticketId: number | string }): void {
  const http = isJsonObject(integration.http) ? integration.http : {};
  const triggers = isJsonObject(http.triggers) ? http.triggers : {};
  if (!desk.send || triggers[told.trigger] !== true || integration.deactivated_datetime !== null) return;
  const body = JSON.stringify(http.form ?? {}).replaceAll("{{ticket.id}}", String(told.ticketId));
  const headers = new Headers({ "content-type": "application/json" });
  for (const [name, value] of Object.entries(isJsonObject(http.headers) ? http.headers : {}))
    headers.set(name, String(value));
  const request = new Request(textOf(http, "url") ?? "", { method: "POST", headers, body });
  // Whoever does not answer is told again with the next change.
  desk.send(request).catch(() => undefined);
}
