import type { ActionFunctionArgs } from "@remix-run/node";
import { receiveHelpdeskWebhook } from "../sync/helpdesk-webhook-inbox.server.ts";

export const action = ({ request, params: { shopId, connectionId, token } }: ActionFunctionArgs) =>
  receiveHelpdeskWebhook(request, { shopId, connectionId, token });
export const loader = () => new Response(null, { status: 405 });
