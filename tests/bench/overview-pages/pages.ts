import { z } from "zod";
import { openShop } from "./open-shop.ts";
import { admitRoutes } from "./route-hooks.ts";

/** The routes of the pages that are timed, and what stands behind `/app` in their addresses. */
const ROUTES = {
  overview: { file: "app._index.tsx", path: "" },
  agents: { file: "app.agents._index.tsx", path: "/agents" },
  agent: { file: "app.agents.$connectionId.$agentId.tsx", path: "/agents/-/-" },
  channels: { file: "app.channels.tsx", path: "/channels" },
  automation: { file: "app.automation.tsx", path: "/automation" },
  tickets: { file: "app.tickets._index.tsx", path: "/tickets?kpi=tickets_created" },
  "tickets by value": { file: "app.tickets._index.tsx", path: "/tickets?kpi=first_response_seconds&sort=longest" },
  conversions: { file: "app.conversions.tsx", path: "/conversions" },
  costs: { file: "app.costs.tsx", path: "/costs" },
  goals: { file: "app.goals.tsx", path: "/goals" },
} as const;

/** What a page's server does for a preset of the period, down to the text that is sent. */
export type PageLoad = (preset: string) => Promise<string>;

const routeSchema = z.object({
  loader: z.custom<(args: object) => Promise<Response>>((value) => typeof value === "function"),
});

/** The loaders of the pages for a shop, by name; only authentication is left out. @param agent whose page is timed */
export async function openPages(
  shopId: string,
  agent: { connectionId: string; agentId: string },
): Promise<Map<string, PageLoad>> {
  admitRoutes();
  await openShop(shopId);
  const pages = new Map<string, PageLoad>();
  for (const [name, { file, path }] of Object.entries(ROUTES)) {
    const module: unknown = await import(new URL(`../../../app/routes/${file}`, import.meta.url).href);
    const { loader } = routeSchema.parse({ ...Object(module) });
    pages.set(name, async (preset) => {
      const address = new URL(`https://app.example.com/app${path}`);
      address.searchParams.set("preset", preset);
      const response = await loader({ request: new Request(address), params: agent, context: {} });
      if (!response.ok) throw new Error(`${name} answers ${response.status}`);
      return await response.text();
    });
  }
  return pages;
}
