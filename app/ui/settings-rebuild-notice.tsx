import { Banner, BlockStack, Box } from "@shopify/polaris";
import type { RebuildProgress, RebuildsUnderWay } from "../metrics/settings-progress.ts";
import { useFormats } from "./shop-formats.tsx";
import { SyncProgress } from "./sync-progress.tsx";
import { useText } from "./use-text.ts";

/** Tells that figures are being computed anew, and how far that has come; the former ones are shown meanwhile. */
export function RebuildNotice({ rebuilds }: { rebuilds: RebuildsUnderWay }) {
  const t = useText();
  const { facts, figures } = rebuilds;
  if (!facts && !figures) return null;
  return (
    <Box padding="400" paddingBlockEnd="0">
      <Banner tone="info" title={t("settings.rebuild.title")}>
        <BlockStack gap="300">
          <p>{t("settings.rebuild.body")}</p>
          {facts && <Progress id="facts" progress={facts} />}
          {figures && <Progress id="figures" progress={figures} />}
        </BlockStack>
      </Banner>
    </Box>
  );
}

function Progress({ id, progress: { done, expected } }: { id: "facts" | "figures"; progress: RebuildProgress }) {
  const t = useText();
  const formats = useFormats();
  const counts = { done: formats.count(done), all: formats.count(expected) };
  return (
    <div data-rebuild={id}>
      <SyncProgress
        label={t(`settings.rebuild.${id}`)}
        share={expected ? Math.min(1, done / expected) : 0}
        facts={[expected === null ? t("settings.rebuild.begins") : t(`settings.rebuild.${id}-done`, counts)]}
      />
    </div>
  );
}
