import { type ActionFunctionArgs, type HeadersFunction, json, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useRouteError } from "@remix-run/react";
import { BlockStack, Box, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { boundary } from "@shopify/shopify-app-remix/server";
import { z } from "zod";
import { HELPDESKS } from "../helpdesks/registry.server.ts";
import { requireShop } from "../platform/shop-context.server.ts";
import { resumeHelpdesk } from "../sync/connect-helpdesk.server.ts";
import { readCoverage } from "../sync/coverage-queries.server.ts";
import { disconnectHelpdesk } from "../sync/disconnect-helpdesk.server.ts";
import { retrySetAside } from "../sync/retry-set-aside.server.ts";
import { readSyncStatus } from "../sync/sync-status.server.ts";
import { AppPage } from "../ui/app-page.tsx";
import { useDisconnectToast } from "../ui/disconnect-modal.tsx";
import { EmptyNotice } from "../ui/empty-notice.tsx";
import { FileCard } from "../ui/file-card.tsx";
import { HelpdeskCard } from "../ui/helpdesk-card.tsx";
import { OrdersSyncCard } from "../ui/orders-sync-card.tsx";
import { RouteError } from "../ui/route-error.tsx";
import { ConnectButtons } from "../ui/setup-guide.tsx";
import { isMoving, viewCoverage, viewSyncStatus } from "../ui/sync-view.ts";
import { untoldBy } from "../ui/untold.ts";
import { useConnectedToast } from "../ui/use-connected-toast.ts";
import { useLiveStatus } from "../ui/use-live-status.ts";
import { useText } from "../ui/use-text.ts";
import { vendorNames, vendorsOf } from "../ui/vendors.ts";

export const handle = { titleKey: "nav.helpdesks" };

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await requireShop(request);
  const [status, coverage] = await Promise.all([readSyncStatus(shopId), readCoverage(shopId)]);
  const untold = Object.fromEntries(HELPDESKS.map(({ vendor, capabilities }) => [vendor, untoldBy(capabilities)]));
  return json({
    status: viewSyncStatus(status, vendorNames(HELPDESKS)),
    coverage: viewCoverage(coverage),
    vendors: vendorsOf(HELPDESKS),
    untold,
  });
}

const intentSchema = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("resume"), connectionId: z.uuid() }),
  z.object({ intent: z.literal("retry"), connectionId: z.uuid() }),
  z.object({ intent: z.literal("disconnect"), connectionId: z.uuid(), fate: z.enum(["keep", "delete"]) }),
]);

export async function action({ request }: ActionFunctionArgs) {
  const { shopId } = await requireShop(request);
  const parsed = intentSchema.safeParse(Object.fromEntries(await request.formData()));
  if (!parsed.success) return json({ ok: false }, { status: 400 });
  const { connectionId, intent } = parsed.data;
  if (intent === "resume") await resumeHelpdesk(shopId, connectionId);
  else if (intent === "retry") await retrySetAside({ shopId, connectionId });
  else await disconnectHelpdesk(shopId, connectionId, { deleteData: parsed.data.fate === "delete" });
  return json({ ok: true });
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function HelpdesksPage() {
  const t = useText();
  const { status, coverage, vendors, untold } = useLoaderData<typeof loader>();
  useLiveStatus(isMoving(status));
  useConnectedToast();
  useDisconnectToast();
  return (
    <AppPage title={t("nav.helpdesks")}>
      <BlockStack gap="400">
        {status.helpdesks.map((helpdesk) =>
          helpdesk.syncs ? (
            <HelpdeskCard
              key={helpdesk.connectionId}
              helpdesk={helpdesk}
              coverage={coverage[helpdesk.connectionId] ?? null}
              untold={untold[helpdesk.vendor] ?? NOTHING_UNTOLD}
            />
          ) : (
            <FileCard
              key={helpdesk.connectionId}
              helpdesk={helpdesk}
              known={coverage[helpdesk.connectionId]?.known ?? null}
            />
          ),
        )}
        <ConnectCard vendors={vendors} first={status.helpdesks.length === 0} />
        <OrdersSyncCard orders={status.orders} />
        <div aria-live="polite" data-computing={status.computing}>
          {status.computing && <Text as="p">{t("sync.computing")}</Text>}
        </div>
      </BlockStack>
    </AppPage>
  );
}

export function ErrorBoundary() {
  return <RouteError error={useRouteError()} />;
}

const NOTHING_UNTOLD: readonly string[] = [];

interface ConnectCardProps {
  vendors: { vendor: string; name: string }[];
  /** Nothing is connected yet. */
  first: boolean;
}

function ConnectCard({ vendors, first }: ConnectCardProps) {
  const t = useText();
  return (
    <Card>
      {first ? (
        <EmptyNotice heading={t("helpdesks.empty.title")} body={t("helpdesks.empty.body")} image="/no-helpdesk.svg">
          <ConnectButtons vendors={vendors} lead />
        </EmptyNotice>
      ) : (
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            {t("helpdesks.another")}
          </Text>
          <ConnectButtons vendors={vendors} lead={false} />
        </BlockStack>
      )}
      <Box paddingBlockStart="300">
        <InlineStack gap="200" blockAlign="center">
          <Text as="p" tone="subdued">
            {t("helpdesks.import.lead")}
          </Text>
          <Button url="/app/helpdesks/import" variant="plain">
            {t("helpdesks.import.link")}
          </Button>
        </InlineStack>
      </Box>
    </Card>
  );
}
