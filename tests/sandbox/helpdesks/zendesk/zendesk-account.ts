import type { JsonObject } from "../../simulator.ts";
import { textOf } from "../row-fields.ts";
import type { ZendeskCall } from "./zendesk-call.ts";

/** Without credentials the vendor does not refuse: it tells of an anonymous user without an id. */
export function currentUser({ store, signedInAs, role, subdomain }: ZendeskCall): JsonObject {
  if (signedInAs === null) {
    return {
      user: { id: null, name: "Anonymous user", email: "invalid@example.com", role: "end-user", verified: false },
    };
  }
  const known = [...store.users.values()].find(
    (user) => textOf(user, "email")?.toLowerCase() === signedInAs.toLowerCase(),
  );
  const owner: JsonObject = { id: 360_000_001, name: "Account owner", email: signedInAs, active: true, verified: true };
  const user: JsonObject = { ...(known ?? owner), role };
  return { user: { url: `https://${subdomain}.zendesk.com/api/v2/users/${String(user.id)}.json`, ...user } };
}

export function accountSettings({ shop, store }: ZendeskCall): JsonObject {
  return {
    settings: {
      active_features: { customer_satisfaction: store.ratings.length > 0, user_tagging: true, voice: false },
      api: { accepted_api_agreement: "true", api_password_access: "false", api_token_access: "true" },
      branding: { header_color: "78A300", page_background_color: "333333" },
      localization: { locale_ids: [1], time_zone: shop.ianaTimezone },
      tickets: { agent_ticket_deletion: false, comments_public_by_default: true, status_hold: true },
    },
  };
}
