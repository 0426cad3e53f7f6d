import { useSearchParams } from "@remix-run/react";
import { BlockStack, Card, Link, Text } from "@shopify/polaris";
import type { KpiPart } from "../metrics/kpi-report.ts";
import { CHANNELS } from "../tickets/ticket.ts";
import { formatChannel } from "./channel-name.ts";
import { ScrollTable } from "./scroll-table.tsx";
import { useFormats } from "./shop-formats.tsx";
import { Term } from "./term.tsx";
import { ticketsAddress } from "./tickets-address.ts";
import { useText } from "./use-text.ts";

type ChannelPart = KpiPart<"channel_share" | "tickets_created">;

/** Through which channels customers write: the largest first, each with its number, its share and a bar as long. */
export function ChannelShare({ parts }: { parts: readonly ChannelPart[] }) {
  const t = useText();
  const formats = useFormats();
  const [search] = useSearchParams();
  const rows = parts
    .filter(({ figures }) => (figures.tickets_created.value ?? 0) > 0)
    .sort((a, b) => (b.figures.tickets_created.value ?? 0) - (a.figures.tickets_created.value ?? 0));
  const [first] = rows;
  return (
    <Card>
      <BlockStack gap="300">
        <Term name={t("kpi.channel_share.name")} definition={t("kpi.channel_share.definition")} />
        <Text as="p">
          {first
            ? t("channels.share.summary", {
                channel: formatChannel(first.key, t),
                share: formats.percent(first.figures.channel_share.value),
              })
            : t("channels.empty")}
        </Text>
        {first && (
          <ScrollTable
            label={t("kpi.channel_share.name")}
            columns={[
              { heading: t("breakdown.column.channel"), type: "text" },
              { heading: t("kpi.tickets_created.name"), type: "numeric" },
              { heading: t("channels.share.column"), type: "numeric" },
              { heading: t("channels.share.bar"), type: "text" },
            ]}
            rows={rows.map((part) => [
              formatChannel(part.key, t),
              <ChannelTickets key="tickets" part={part} search={search} />,
              formats.percent(part.figures.channel_share.value),
              <ShareBar key="bar" share={part.figures.channel_share.value ?? 0} />,
            ])}
          />
        )}
      </BlockStack>
    </Card>
  );
}

function ChannelTickets({ part, search }: { part: ChannelPart; search: URLSearchParams }) {
  const t = useText();
  const formats = useFormats();
  const { value } = part.figures.tickets_created;
  const text = formats.count(value);
  const spoken = { value: text, kpi: t("kpi.tickets_created.name"), part: formatChannel(part.key, t) };
  const channels = CHANNELS.filter((channel) => channel === part.key);
  return (
    <span data-channel={part.key} data-value={value ?? ""}>
      <Link
        url={ticketsAddress("tickets_created", search, { filter: { channels } })}
        accessibilityLabel={t("parts.open", spoken)}
      >
        {text}
      </Link>
    </span>
  );
}

/** For eyes; the cell beside it says the same. */
function ShareBar({ share }: { share: number }) {
  return (
    <div aria-hidden="true" style={{ minWidth: "8rem", background: "var(--p-color-bg-surface-secondary)" }}>
      <div style={{ width: `${share * 100}%`, minWidth: 2, height: 12, background: "var(--p-color-icon-info)" }} />
    </div>
  );
}
