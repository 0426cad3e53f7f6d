import fc from "fast-check";
import { expect, test } from "vitest";
import type { HelpdeskAgent } from "../../tickets/ticket.ts";
import { humanNamedIn, statusLineIn } from "./activity-lines.ts";
import { type ConversationHistory, isToldByLines, normaliseChatwootStatusChanges } from "./normalise-status-changes.ts";
import { chatwootConversation, chatwootMessage, chatwootReportingEvent } from "./rows.ts";

const START = 1_790_000_000;
const AGENTS = agents(["4", "Ada Lind"], ["5", "Sam"], ["6", "Sam Okafor"], ["bot-1", "Otto", "automation"]);

test("an activity line tells a change of status in the languages that are read, or beside its text", () => {
  const closed = [
    "Conversation was marked resolved by Ada Lind",
    "Conversation was resolved by a visitor",
    "Conversation was marked resolved by system due to 3 days of inactivity",
    "Das Gespräch wurde von Ada Lind gelöst",
    "La conversación fue marcada como resuelta por Ada Lind",
    "A conversa foi marcada como resolvida pelo sistema por ter 3 dias de inatividade",
    "La conversation a été marquée résolue par Ada Lind",
  ];
  const open = [
    "Conversation was reopened by Ada Lind",
    "Conversation was marked as pending by Ada Lind",
    "Conversation was snoozed by Ada Lind",
    "System reopened the conversation due to a new incoming message.",
    "Das Gespräch wurde von Ada Lind wieder eröffnet",
    "La conversación fue marcada como pendiente por Ada Lind",
    "Conversa foi reaberta por Ada Lind",
    "La conversation a été ré-ouverte par Ada Lind",
  ];
  for (const text of closed) expect.soft(statusLineIn(line(1, 0, text))?.to, text).toBe("closed");
  for (const text of open) expect.soft(statusLineIn(line(1, 0, text))?.to, text).toBe("open");
  for (const text of ["Ada Lind added resolved", "Assigned to Ada Lind by Sam", "", "Gesprek gesloten door Ada Lind"])
    expect.soft(statusLineIn(line(1, 0, text)), text).toBeNull();
  const beside = (status: string) =>
    statusLineIn(line(1, 0, "?", { activity: { type: "conversation_status_changed", status } }))?.to;
  expect(["resolved", "open", "pending", "snoozed", "new"].map(beside)).toEqual([
    "closed",
    "open",
    "open",
    "open",
    undefined,
  ]);
  expect(statusLineIn(message(1, 0, 0, "Conversation was resolved by me"))).toBeNull();
});

test("the closer is the human whose whole name stands in the line, never a bot, the system or half a name", () => {
  const named = (text: string, assigneeId: string | null = null) => humanNamedIn({ text }, AGENTS.values(), assigneeId);
  expect(named("Conversation was marked resolved by Ada Lind")).toBe("4");
  expect(named("Conversation was marked resolved by Sam Okafor")).toBe("6");
  expect(named("Conversation was marked resolved by Sam")).toBe("5");
  expect(named("Conversation was marked resolved by Samantha")).toBeNull();
  expect(named("Conversation was marked resolved by Otto")).toBeNull();
  expect(named("Conversation was marked resolved by Automation System")).toBeNull();
  expect(named("Sam Okaforさんが会話を解決しました")).toBe("6");
  expect(named("Sam Okaforin ratkaisema")).toBeNull();
  expect(named("")).toBeNull();
});

test("of two agents with one name it is the assignee, else nobody", () => {
  const twins = agents(["4", "Sam"], ["5", "Sam"]).values();
  const both = [...twins];
  expect(humanNamedIn({ text: "resolved by Sam" }, both, "5")).toBe("5");
  expect(humanNamedIn({ text: "resolved by Sam" }, both, "9")).toBeNull();
  expect(humanNamedIn({ text: "resolved by Sam" }, both, null)).toBeNull();
});

test("lines alone tell closings and reopenings with their actors", () => {
  const history = story("resolved", [
    line(11, 60, "Conversation was marked resolved by Ada Lind"),
    line(12, 90, "System reopened the conversation due to a new incoming message."),
    line(13, 90, "Sam added urgent"),
    line(14, 120, "Conversation was snoozed by Sam"),
    line(15, 200, "Conversation was marked resolved by system due to 3 days of inactivity"),
  ]);
  expect(isToldByLines(history)).toBe(true);
  expect(told(history)).toEqual(["closed-1 60 4", "open-1 90 null", "closed-2 200 null"]);
});

test("an event's user is the assignee and not the closer, whom only the line names", () => {
  const events = [event(1, "conversation_resolved", 60, 6), event(2, "first_response", 30, 4)];
  expect(told(story("resolved", [line(11, 61, "Conversation was marked resolved by Ada Lind")], events))).toEqual([
    "closed-1 60 4",
  ]);
  expect(
    told(story("resolved", [line(11, 61, "Conversation was marked resolved by Automation System")], events)),
  ).toEqual(["closed-1 60 null"]);
  expect(told(story("resolved", [], events))).toEqual(["closed-1 60 null"]);
});

test("a story that lines tell is numbered like the one that events tell, so the second reading replaces the first", () => {
  const lines = [
    line(11, 60, "Conversation was marked resolved by Ada Lind"),
    line(12, 90, "Conversation was reopened by Sam"),
  ];
  const events = [event(1, "conversation_resolved", 60, null), event(2, "conversation_opened", 90, null)];
  expect(told(story("open", lines, events))).toEqual(told(story("open", lines)));
});

test("events are asked for where the lines leave something out", () => {
  const resolved = line(11, 60, "Conversation was marked resolved by Ada Lind");
  expect(isToldByLines(story("resolved", []))).toBe(false);
  expect(isToldByLines(story("open", [resolved]))).toBe(false);
  expect(isToldByLines(story("resolved", [resolved, line(12, 90, "Conversation was marked resolved by Sam")]))).toBe(
    false,
  );
  expect(isToldByLines(story("open", [line(12, 90, "Gesprek heropend door Sam")]))).toBe(false);
  expect(isToldByLines(story("open", [message(12, 90, 0, "Hello")]))).toBe(true);
});

test("in a language that nobody reads, events tell what happened and the only line of that moment who did it", () => {
  const events = [event(1, "conversation_resolved", 60, 6), event(2, "conversation_opened", 300, 6)];
  const history = story("open", [line(11, 61, "Ada Lind heeft dit gesloten"), line(12, 301, "Heropend")], events);
  expect(told(history)).toEqual(["closed-1 60 4", "open-1 300 null"]);
  const crowd = [line(11, 61, "Ada Lind heeft dit gesloten"), line(12, 61, "Toegewezen aan Sam")];
  expect(told(story("resolved", crowd, events.slice(0, 1)))).toEqual(["closed-1 60 null"]);
});

test("a reopening that nobody told is the customer's first message between two closings, or before an open state", () => {
  const lines = [
    line(11, 60, "Conversation was marked resolved by Ada Lind"),
    line(15, 200, "Conversation was marked resolved by Sam"),
  ];
  const thanks = [message(12, 100, 0, "Thanks"), message(13, 110, 0, "And also"), message(14, 120, 1, "Yes")];
  expect(told(story("resolved", [...lines, ...thanks]))).toEqual([
    "closed-1 60 4",
    "open-1 100 null",
    "closed-2 200 5",
  ]);
  expect(told(story("open", [...lines.slice(0, 1), ...thanks]))).toEqual(["closed-1 60 4", "open-1 100 null"]);
  expect(told(story("resolved", lines))).toEqual(["closed-1 60 4"]);
});

test("moves on one side are none, and an older line that was written after a closing is no reopening", () => {
  const events = [event(1, "conversation_opened", 20, null), event(2, "conversation_resolved", 60, null)];
  const late = line(12, 62, "Conversation was marked as pending by Sam");
  expect(told(story("resolved", [late], events))).toEqual(["closed-1 60 null"]);
});

test("whatever arrives in whatever order, moves alternate in time, beginning with a closing", () => {
  const move = fc.tuple(
    fc.nat(500),
    fc.constantFrom("resolved by Sam", "reopened by Sam", "marked as pending by Sam"),
    fc.boolean(),
  );
  fc.assert(
    fc.property(fc.array(move, { maxLength: 12 }), fc.constantFrom("open", "resolved"), (moves, status) => {
      const rows = moves.map(([after, text], index) => line(index + 1, after, `Conversation was ${text}`));
      const events = moves.flatMap(([after, text, isTold], index) =>
        isTold
          ? [
              event(
                index + 1,
                text.startsWith("resolved") ? "conversation_resolved" : "conversation_opened",
                after,
                null,
              ),
            ]
          : [],
      );
      const changes = normaliseChatwootStatusChanges(story(status, rows, events), AGENTS);
      expect(changes.map(({ to }) => to)).toEqual(changes.map((_, index) => (index % 2 === 0 ? "closed" : "open")));
      const times = changes.map(({ at }) => at.getTime());
      expect(times).toEqual([...times].sort((one, other) => one - other));
      expect(new Set(changes.map(({ changeId }) => changeId)).size).toBe(changes.length);
    }),
  );
});

function agents(
  ...people: [agentId: string, name: string, kind?: HelpdeskAgent["kind"]][]
): Map<string, HelpdeskAgent> {
  return new Map(people.map(([agentId, name, kind = "human"]) => [agentId, { agentId, name, kind, active: true }]));
}

function message(id: number, after: number, message_type: number, content: string, content_attributes: object = {}) {
  return chatwootMessage.parse({ id, message_type, content, content_attributes, created_at: START + after });
}

function line(id: number, after: number, content: string, content_attributes: object = {}) {
  return message(id, after, 2, content, content_attributes);
}

function event(id: number, name: string, after: number, user_id: number | null) {
  return chatwootReportingEvent.parse({
    id,
    name,
    user_id,
    event_end_time: new Date((START + after) * 1000).toISOString(),
  });
}

function story(
  status: string,
  messages: ConversationHistory["messages"],
  events: ConversationHistory["events"] = null,
): ConversationHistory {
  return { conversation: chatwootConversation.parse({ id: 7, status, created_at: START }), messages, events };
}

/** Each change as "id, seconds since the start, author". */
function told(history: ConversationHistory): string[] {
  return normaliseChatwootStatusChanges(history, AGENTS).map(
    ({ changeId, at, byAgentId }) => `${changeId} ${at.getTime() / 1000 - START} ${byAgentId}`,
  );
}
