import { isDatabaseUp } from "../platform/database-health.server.ts";

/** Answers 200 when the database does, else 503, so that a load balancer sends nobody here. */
export const loader = async () =>
  (await isDatabaseUp()) ? new Response("ok") : new Response("no database", { status: 503 });
