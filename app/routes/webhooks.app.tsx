import type { ActionFunctionArgs } from "@remix-run/node";
import { APP_TOPICS } from "../sync/webhook-hint.ts";
import { receiveWebhook } from "../sync/webhook-inbox.server.ts";

export const action = ({ request }: ActionFunctionArgs) => receiveWebhook(request, APP_TOPICS);
export const loader = () => new Response(null, { status: 405 });
