import { BlockStack, InlineStack, Text } from "@shopify/polaris";
import { useFormats } from "./shop-formats.tsx";
import { BAR_LANES, type BarLane, type DrawnBar, type DrawnMark, drawTicket, MARK_LANES } from "./ticket-drawing.ts";
import type { TicketView } from "./ticket-view.ts";
import { useText } from "./use-text.ts";

const LANE_HEIGHT = 20;
const BAR_HEIGHT = 10;
const MIDDLE = LANE_HEIGHT / 2;
const COLOURS: Record<BarLane, string> = {
  open: "var(--p-color-icon-secondary)",
  waits: "var(--p-color-icon-caution)",
  "first-response": "var(--p-color-icon-info)",
  resolution: "var(--p-color-icon-success)",
};

/**
 * The ticket in time: when it was open, who waited, which clocks ran, and who wrote. The tables below say the same to
 * those who do not see it.
 */
export function TicketTimelineDrawing({ ticket }: { ticket: TicketView }) {
  const t = useText();
  const formats = useFormats();
  const { startsAt, endsAt, bars, marks } = drawTicket(ticket);
  const lengths = useLaneLengths(ticket);
  return (
    <BlockStack gap="200">
      {BAR_LANES.filter((lane) => bars[lane].length > 0).map((lane) => (
        <Lane key={lane} name={t(`ticket.lane.${lane}`)} side={lengths[lane]}>
          {bars[lane].map((bar) => (
            <Bar key={bar.key} bar={bar} colour={COLOURS[lane]} />
          ))}
        </Lane>
      ))}
      {MARK_LANES.filter((lane) => marks[lane].length > 0).map((lane) => (
        <Lane key={lane} name={t(`ticket.lane.${lane}`)} side={formats.count(marks[lane].length)}>
          {marks[lane].map((mark) => (
            <Mark key={mark.key} mark={mark} />
          ))}
        </Lane>
      ))}
      <InlineStack align="space-between" gap="200">
        {[startsAt, endsAt].map((at) => (
          <Text key={at} as="span" variant="bodySm" tone="subdued">
            {formats.instant(at)}
          </Text>
        ))}
      </InlineStack>
      <Text as="p" variant="bodySm" tone="subdued">
        {t("ticket.legend")}
      </Text>
    </BlockStack>
  );
}

/** What stands at the end of each lane of bars: lengths of clocks, and how many waits there were. */
function useLaneLengths({ clocks, waits }: TicketView): Record<BarLane, string> {
  const t = useText();
  const formats = useFormats();
  const lengthOf = (kpi: string) => {
    const clock = clocks.find((known) => known.kpi === kpi);
    if (!clock) return "";
    const length = formats.duration(clock.seconds);
    if (clock.businessSeconds === null) return length;
    return t("ticket.with-business", { length, business: formats.duration(clock.businessSeconds) });
  };
  return {
    open: "",
    waits: t("ticket.waits", { count: waits.length, n: formats.count(waits.length) }),
    "first-response": lengthOf("first_response_seconds"),
    resolution: lengthOf("resolution_seconds"),
  };
}

function Lane({ name, side, children }: { name: string; side: string; children: React.ReactNode }) {
  return (
    <div>
      <InlineStack align="space-between" gap="200">
        <Text as="span" variant="bodySm">
          {name}
        </Text>
        <Text as="span" variant="bodySm" numeric>
          {side}
        </Text>
      </InlineStack>
      <div style={{ paddingInline: MIDDLE }}>
        <svg
          width="100%"
          height={LANE_HEIGHT}
          aria-hidden="true"
          focusable="false"
          style={{ display: "block", overflow: "visible" }}
        >
          <line x1="0" x2="100%" y1={MIDDLE} y2={MIDDLE} stroke="var(--p-color-border)" />
          {children}
        </svg>
      </div>
    </div>
  );
}

/** Filled where it gave a value, an outline where it gave none, dashed while it runs: told apart without their colour. */
function Bar({ bar: { left, width, manner }, colour }: { bar: DrawnBar; colour: string }) {
  return (
    <rect
      x={`${left}%`}
      y={MIDDLE - BAR_HEIGHT / 2}
      width={`${width}%`}
      height={BAR_HEIGHT}
      fill={manner === "ended" ? colour : "var(--p-color-bg-surface)"}
      stroke={colour}
      strokeWidth="2"
      {...(manner === "running" && { strokeDasharray: "4 3" })}
    />
  );
}

const RADIUS = 5;

/** A customer is a circle, a person a square, automation a diamond; what does not count is hollow. */
function Mark({ mark: { left, kind } }: { mark: DrawnMark }) {
  if (kind === "customer" || kind === "note" || kind === "failed") {
    const hollow = kind !== "customer";
    return (
      <circle
        cx={`${left}%`}
        cy={MIDDLE}
        r={RADIUS}
        fill={hollow ? "var(--p-color-bg-surface)" : "var(--p-color-icon-caution)"}
        stroke={hollow ? "var(--p-color-icon-secondary)" : "var(--p-color-icon-caution)"}
        strokeWidth="2"
      />
    );
  }
  const isPerson = kind === "human";
  const shape = isPerson
    ? `M${-RADIUS} ${-RADIUS}h${2 * RADIUS}v${2 * RADIUS}h${-2 * RADIUS}z`
    : `M0 ${-RADIUS - 1}l${RADIUS + 1} ${RADIUS + 1}l${-RADIUS - 1} ${RADIUS + 1}l${-RADIUS - 1} ${-RADIUS - 1}z`;
  return (
    <svg x={`${left}%`} y={MIDDLE} overflow="visible" aria-hidden="true">
      <path d={shape} fill={isPerson ? "var(--p-color-icon-info)" : "var(--p-color-icon-magic)"} />
    </svg>
  );
}
