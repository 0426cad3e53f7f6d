import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { parseViewName, type SavedViewProblem } from "../metrics/saved-view.ts";
import {
  deleteView,
  listSavedViews,
  renameView,
  saveView,
  type ViewOwner,
} from "../metrics/saved-view-store.server.ts";
import { requireShop } from "../platform/shop-context.server.ts";
import { pageOnly } from "../ui/report-address.ts";

/** The user's saved views of a page, for the menu that reports have; nobody opens this address as a page. */

const pageSchema = z
  .string()
  .max(200)
  .regex(/^\/app(\/[\w.~%-]+)*$/);
const viewId = z.uuid();
const name = z.string().max(1_000);

const intents = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("save"), page: pageSchema, name, search: z.string().max(8_000) }),
  z.object({ intent: z.literal("rename"), page: pageSchema, name, viewId }),
  z.object({ intent: z.literal("delete"), page: pageSchema, viewId }),
]);

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, userId } = await requireShop(request);
  const page = pageSchema.safeParse(new URL(request.url).searchParams.get("page"));
  if (!page.success) return json({ views: [] }, { status: 400 });
  return json({ views: await listSavedViews({ shopId, userId, page: page.data }) });
}

export async function action({ request }: ActionFunctionArgs) {
  const { shopId, userId } = await requireShop(request);
  const parsed = intents.safeParse(Object.fromEntries(await request.formData()));
  if (!parsed.success) return json({ ok: false, problem: null }, { status: 400 });
  const problem = await carryOut({ shopId, userId, page: parsed.data.page }, parsed.data);
  return json({ ok: problem === null, problem }, { status: problem === null ? 200 : 422 });
}

async function carryOut(owner: ViewOwner, asked: z.output<typeof intents>): Promise<SavedViewProblem | null> {
  if (asked.intent === "delete") {
    await deleteView(owner, asked.viewId);
    return null;
  }
  const named = parseViewName(asked.name);
  if ("problem" in named) return named.problem;
  if (asked.intent === "rename") return renameView(owner, { viewId: asked.viewId, name: named.name });
  // Only what a report understands is kept: an address also holds what Shopify has put there.
  const search = pageOnly(new URLSearchParams(asked.search)).toString();
  return saveView(owner, { name: named.name, search });
}
