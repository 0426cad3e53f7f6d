import type { ActionFunctionArgs } from "@remix-run/node";
import { receiveAppWebhook } from "../sync/helpdesk-webhook-inbox.server.ts";

export const action = ({ request, params: { vendor } }: ActionFunctionArgs) => receiveAppWebhook(request, vendor);
export const loader = () => new Response(null, { status: 405 });
