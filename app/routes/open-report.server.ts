import { HELPDESKS } from "../helpdesks/registry.server.ts";
import { parseFilter } from "../metrics/figure-filter.ts";
import { queryFilterOptions } from "../metrics/filter-option-queries.server.ts";
import type { FilterOptions } from "../metrics/filter-options.ts";
import { type MetricsShop, requireMetricsShop } from "../metrics/shop-queries.server.ts";
import { requireShop, type ShopContext } from "../platform/shop-context.server.ts";
import { readSyncStatus } from "../sync/sync-status.server.ts";
import { type Report, readReport, withKnownFilter } from "../ui/report-view.ts";
import { type SyncView, viewSyncStatus } from "../ui/sync-view.ts";
import { vendorNames } from "../ui/vendors.ts";

/** A report as its address asks for it, and what there is to choose from. */
export interface OpenedReport extends Report {
  shop: MetricsShop;
  options: FilterOptions;
  search: URLSearchParams;
}

/**
 * What every report page begins with: authenticates the request and reads the report that its address asks for.
 * @throws Response where the merchant has to be authenticated first; AdminApiError
 */
export async function openReport(request: Request): Promise<OpenedReport> {
  return openReportOf(await requireShop(request), request);
}

/** The same for a request that has been authenticated. */
export async function openReportOf(
  { shopId, now }: Pick<ShopContext, "shopId" | "now">,
  request: Request,
): Promise<OpenedReport> {
  const search = new URL(request.url).searchParams;
  const [shop, options] = await Promise.all([
    requireMetricsShop(shopId),
    queryFilterOptions(shopId, parseFilter(search).filter.tags),
  ]);
  return { ...withKnownFilter(readReport(request, { ...shop, now }), options), shop, options, search };
}

/** How far a shop's data has come, for the notices of a report page. */
export async function readSyncView(shopId: string): Promise<SyncView> {
  return viewSyncStatus(await readSyncStatus(shopId), vendorNames(HELPDESKS));
}
