import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { receiveSurveyPage, showSurveyPage } from "../sync/survey-page.server.ts";
import { receivePanelRequest } from "../sync/survey-panel.server.ts";

/** Through the app proxy of a shop: the page behind a survey link, its form, and the panel on the shop's pages. */
export const loader = ({ request }: LoaderFunctionArgs) => showSurveyPage(request);

export function action({ request }: ActionFunctionArgs) {
  if (request.method !== "POST") return new Response(null, { status: 405 });
  const isForm = request.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded") ?? false;
  return isForm ? receiveSurveyPage(request) : receivePanelRequest(request);
}
