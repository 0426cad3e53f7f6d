import { BlockStack, Card, Text } from "@shopify/polaris";
import { UNKNOWN } from "./format.ts";
import { ScrollTable } from "./scroll-table.tsx";
import { useFormats } from "./shop-formats.tsx";
import { OneLine } from "./ticket-one-line.tsx";
import { TicketTimelineDrawing } from "./ticket-timeline-drawing.tsx";
import type { TicketView } from "./ticket-view.ts";
import { useText } from "./use-text.ts";

/** The ticket's course, drawn, and as two tables: its clocks and waits, and everything that happened. */
export function TicketTimelineCard({ ticket }: { ticket: TicketView }) {
  const t = useText();
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t("ticket.timeline")}
        </Text>
        <TicketTimelineDrawing ticket={ticket} />
        {ticket.clocks.length + ticket.waits.length > 0 && <ClockTable ticket={ticket} />}
        <EventTable events={ticket.events} />
      </BlockStack>
    </Card>
  );
}

function ClockTable({ ticket: { clocks, waits, hasHours } }: { ticket: TicketView }) {
  const t = useText();
  const formats = useFormats();
  const ends = (until: string | null) => (until === null ? UNKNOWN : formats.instant(until));
  const columns = ["what", "from", "until", "length", ...(hasHours ? ["business"] : []), "ending"];
  const lengths = ({ seconds, businessSeconds }: { seconds: number | null; businessSeconds: number | null }) => [
    formats.duration(seconds),
    ...(hasHours ? [formats.duration(businessSeconds)] : []),
  ];
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {t("ticket.clocks")}
      </Text>
      <ScrollTable
        label={t("ticket.clocks")}
        columns={columns.map((id) => ({
          heading: t(`ticket.clock.${id}`),
          type: id === "length" || id === "business" ? "numeric" : "text",
        }))}
        rows={[
          ...clocks.map((clock) => [
            t(`kpi.${clock.kpi}.name`),
            formats.instant(clock.from),
            ends(clock.until),
            ...lengths(clock),
            t(`ticket.clock-state.${clock.state}`),
          ]),
          ...waits.map((wait) => [
            t("ticket.wait"),
            formats.instant(wait.from),
            ends(wait.until),
            ...lengths(wait),
            wait.endedBy === "reply"
              ? t("ticket.wait-ending.reply", { agent: wait.agentName ?? t("ticket.somebody") })
              : t(`ticket.wait-ending.${wait.endedBy ?? "running"}`),
          ]),
        ]}
      />
    </BlockStack>
  );
}

function EventTable({ events }: Pick<TicketView, "events">) {
  const t = useText();
  const formats = useFormats();
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {t("ticket.events")}
      </Text>
      <ScrollTable
        label={t("ticket.events")}
        columns={(["at", "kind", "by", "effect"] as const).map((id) => ({
          heading: t(`ticket.event.${id}`),
          type: "text",
        }))}
        rows={events.map(({ at, kind, by, effect, seconds }) => [
          <OneLine key="at" text={formats.instant(at)} />,
          t(`ticket.event-kind.${kind}`),
          by ?? UNKNOWN,
          effect === null ? "" : t(`ticket.effect.${effect}`, { time: formats.duration(seconds) }),
        ])}
      />
    </BlockStack>
  );
}
