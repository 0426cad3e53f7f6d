import type { ActionFunction } from "@remix-run/node";
import { createRequest, sendResponse } from "@remix-run/node-fetch-server";
import type { RequestHandler } from "express";

/**
 * Hands a request straight to the action of a route that has no page and answers with a Response. What comes through the app
 * proxy comes in crowds, and finding one's way through all pages of the app takes longer than answering.
 * @param action of the built route
 */
export function directRoute(action: ActionFunction): RequestHandler {
  return async (incoming, outgoing, next) => {
    try {
      const answer = await action({ request: createRequest(incoming, outgoing), params: {}, context: {} });
      if (!(answer instanceof Response)) throw new TypeError("The route's action answered with something else");
      await sendResponse(outgoing, answer);
    } catch (error) {
      next(error);
    }
  };
}
