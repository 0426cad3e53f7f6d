import type { AdminBrowser } from "../sandbox/start/admin-browser.ts";
import type { World } from "./world.ts";

/** A page as it is looked at. */
export interface ListedPage {
  name: string;
  path: string;
  /** Whether most of the page is to be seen; the others show the same page in another state. */
  main: boolean;
}

const CONNECT_FORMS = ["sign-in-zendesk", "connect-freshdesk", "connect-reamaze", "connect-chatwoot"];
/** Of vendors that offer both ways. */
const BY_KEY = ["connect-intercom", "connect-helpscout"];

/** Every page of the app, with the state in which most is to be seen first. */
export async function listPages(world: World): Promise<ListedPage[]> {
  const { admin, everything } = world;
  const all = `from=${everything.from}&to=${everything.to}`;
  const { agent, tag, connection, ticket } = await findOnes(admin, all);
  const main = (name: string, path: string): ListedPage => ({ name, path, main: true });
  const state = (name: string, path: string): ListedPage => ({ name, path, main: false });
  const tickets = (kpi: string) => state(`tickets-${kpi}`, `/app/tickets?kpi=${kpi}&${all}`);
  return [
    main("overview", `/app?${all}`),
    state("overview-30-days", "/app"),
    state("overview-bad-period", "/app?from=yesterday&to=now"),
    state("overview-future", "/app?from=2031-01-01&to=2031-01-31"),
    state("overview-filters", `/app?${all}&channel=email&helpdesk=${connection}&tag=${encodeURIComponent(tag)}`),
    state("overview-unknown-filters", `/app?${all}&agent=nobody/1&tag=no-such-tag`),
    state("overview-year", `/app?${all}&compare=year&avg=mean&view=table`),
    state("overview-business", `/app?${all}&clock=business&grain=month`),
    main("agents", `/app/agents?${all}`),
    state("agents-30-days", "/app/agents"),
    main("agent", agent),
    main("channels", `/app/channels?${all}`),
    state("channels-30-days", "/app/channels"),
    main("automation", `/app/automation?${all}`),
    main("tickets", `/app/tickets?${all}`),
    ...["one_touch_rate", "response_seconds", "attributed_revenue_net", "csat_positive_rate"].map(tickets),
    ...["support_cost", "no_such_kpi"].map(tickets),
    main("ticket", ticket),
    main("satisfaction", `/app/satisfaction?${all}`),
    state("satisfaction-comments", `/app/satisfaction?${all}&comment=yes&q=thanks&uncounted=yes`),
    main("survey", "/app/satisfaction/survey"),
    main("alerts", "/app/alerts"),
    main("conversions", `/app/conversions?${all}`),
    state("conversions-30-days", "/app/conversions"),
    main("costs", `/app/costs?${all}`),
    main("goals", "/app/goals"),
    main("glossary", "/app/glossary"),
    main("settings", "/app/settings"),
    main("helpdesks", "/app/helpdesks"),
    main("change-credentials", `/app/helpdesks/${connection}/credentials`),
    main("connect-gorgias", "/app/helpdesks/connect/gorgias"),
    ...CONNECT_FORMS.map((name) => state(name, `/app/helpdesks/connect/${name.split("-").at(-1)}`)),
    ...BY_KEY.map((name) => state(name, `/app/helpdesks/connect/${name.split("-").at(-1)}?by=key`)),
    main("import", "/app/helpdesks/import"),
  ];
}

/** An agent's and a ticket's own page, a tag and a helpdesk, as the app's pages lead to them. */
async function findOnes(admin: AdminBrowser, all: string) {
  const { app } = admin;
  const hrefOf = async (selector: string) => (await app.locator(selector).first().getAttribute("href")) ?? "";
  await admin.open(`/app/agents?${all}`);
  const agent = await hrefOf("[data-part] a");
  await admin.open(`/app/tickets?kpi=response_seconds&sort=longest&${all}`);
  const ticket = await hrefOf('table a[href^="/app/tickets/"]');
  await admin.open("/app/helpdesks");
  const connection = (await app.locator("[data-connection]").first().getAttribute("data-connection")) ?? "";
  return { agent, ticket, connection, tag: "shipping" };
}
