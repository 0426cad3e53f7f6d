import { type ActionFunctionArgs, type HeadersFunction, json, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData, useRouteError } from "@remix-run/react";
import { BlockStack } from "@shopify/polaris";
import { boundary } from "@shopify/shopify-app-remix/server";
import { HELPDESKS } from "../helpdesks/registry.server.ts";
import { requireShop } from "../platform/shop-context.server.ts";
import { updateCredentials } from "../sync/connect-helpdesk.server.ts";
import { readWebhookSetup, saveWebhookSecret } from "../sync/helpdesk-webhook.server.ts";
import { canSignIn, startSignIn } from "../sync/sign-in.server.ts";
import { readSyncStatus } from "../sync/sync-status.server.ts";
import { AppPage } from "../ui/app-page.tsx";
import { ConnectOptions } from "../ui/connect-options.tsx";
import { HelpdeskWebhook } from "../ui/helpdesk-webhook.tsx";
import { readCredentials } from "../ui/read-credentials.ts";
import { RouteError } from "../ui/route-error.tsx";
import { useText } from "../ui/use-text.ts";

export const handle = { titleKey: "credentials.title" };

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId } = await requireShop(request);
  const { adapter, connection } = await requireConnection(shopId, params.connectionId);
  const { vendor, displayName, credentialFields, webhooks } = adapter;
  const couldSignIn = canSignIn(adapter);
  const signsIn = couldSignIn && new URL(request.url).searchParams.get("by") !== "key";
  const setup = await readWebhookSetup({ shopId, connectionId: connection.connectionId });
  return json({
    options: {
      ...{ vendor, vendorName: displayName, fields: [...credentialFields], couldSignIn },
      signInFields: signsIn ? [...(adapter.signIn?.fields ?? [])] : null,
    },
    ...{ name: connection.name, account: connection.account },
    webhook: setup && {
      ...setup,
      alsoByApp: couldSignIn && webhooks?.accountIn !== undefined,
      lastDeliveryAt: setup.lastDeliveryAt?.toISOString() ?? null,
    },
  });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { shopId, userId, redirect } = await requireShop(request);
  const { adapter, connection } = await requireConnection(shopId, params.connectionId);
  const { connectionId } = connection;
  const form = await request.formData();
  const intent = form.get("intent");
  if (intent === "webhook-secret") {
    const secret = form.get("secret");
    if (typeof secret === "string") await saveWebhookSecret({ shopId, connectionId }, secret.trim());
    return json({ problems: {} });
  }
  const wanted = intent === "sign-in" ? (adapter.signIn?.fields ?? []) : adapter.credentialFields;
  const { fields, problems } = readCredentials(form, wanted);
  if (problems) return json({ problems }, { status: 422 });
  if (intent === "sign-in") {
    const start = await startSignIn({ shopId, userId }, { vendor: adapter.vendor, fields, connectionId });
    return start.ok ? redirect(start.url, { target: "_top" }) : json({ problems: start.problems }, { status: 422 });
  }
  const result = await updateCredentials(shopId, connectionId, fields);
  if (!result.ok) return json({ problems: result.problems }, { status: 422 });
  return redirect("/app/helpdesks?done=updated");
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function CredentialsPage() {
  const t = useText();
  const { options, name, account, webhook } = useLoaderData<typeof loader>();
  const { vendor, vendorName } = options;
  const problems = useActionData<typeof action>()?.problems ?? {};
  const accountField = options.fields.find(({ kind }) => kind === "host")?.name;
  return (
    <AppPage
      title={t("credentials.of", { vendor: vendorName, name })}
      back={{ label: t("nav.helpdesks"), url: "/app/helpdesks" }}
    >
      <BlockStack gap="400">
        <ConnectOptions
          {...options}
          problems={problems}
          purpose="change"
          initial={accountField === undefined ? {} : { [accountField]: account }}
        />
        {webhook && <HelpdeskWebhook vendor={vendor} vendorName={vendorName} webhook={webhook} />}
      </BlockStack>
    </AppPage>
  );
}

export function ErrorBoundary() {
  return <RouteError error={useRouteError()} />;
}

/** @throws Response 404 for a connection that this shop does not have */
async function requireConnection(shopId: string, connectionId: string | undefined) {
  const { helpdesks } = await readSyncStatus(shopId);
  const connection = helpdesks.find((known) => known.connectionId === connectionId);
  const adapter = HELPDESKS.find(({ vendor }) => vendor === connection?.vendor);
  if (!connection || !adapter) throw new Response(null, { status: 404 });
  return { connection, adapter };
}
