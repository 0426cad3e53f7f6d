import type { ModelAnswer, ModelMessage, ModelOrder, ModelShop, ModelSurvey, ModelTicket } from "./model.ts";

/** A shop with two helpdesks and the default rule; what an example is about is given. */
export function exampleShop(given: Partial<ModelShop> = {}): ModelShop {
  return {
    timeZone: "Europe/Berlin",
    weekStart: 1,
    businessHours: null,
    excludedTags: [],
    activeDays: 90,
    costs: [],
    rule: { windowDays: 5, anchor: "created", replyRequired: true },
    connections: [
      { vendor: "aspen", account: "lake", name: "Aspen", agents: [{ agentId: "1", name: "Ada" }] },
      {
        vendor: "birch",
        account: "lake",
        name: "Birch",
        agents: [
          { agentId: "1", name: "Ada" },
          { agentId: "2", name: "Bo" },
        ],
      },
    ],
    tickets: [],
    orders: [],
    surveys: [],
    ratingSource: "latest",
    ...given,
  };
}

/** An e-mail ticket of one customer in the first helpdesk, answered by agent 1 a minute after it came. */
export function exampleTicket(ticketId: string, createdAt: string, given: Partial<ModelTicket> = {}): ModelTicket {
  const at = new Date(createdAt);
  return {
    connection: 0,
    ticketId,
    channel: "email",
    createdAt: at,
    excluded: null,
    assigneeId: null,
    tags: [],
    isOpen: null,
    keys: ["e:mira"],
    messages: [message("customer", at), message("human", new Date(at.getTime() + 60_000), "1")],
    changes: [],
    rating: null,
    replacedRatings: [],
    ...given,
  };
}

/** An order of 20.00 by the same customer. */
export function exampleOrder(orderId: string, processedAt: string, given: Partial<ModelOrder> = {}): ModelOrder {
  return {
    orderId,
    processedAt: new Date(processedAt),
    test: false,
    cancelled: false,
    renewal: false,
    grossMinor: 2000,
    refundedMinor: 0,
    customerId: null,
    keys: ["e:mira"],
    ...given,
  };
}

/** A survey on a page without a chat, about no ticket, asked a minute before its first answer. */
export function exampleSurvey(surveyId: string, answers: ModelAnswer[], given: Partial<ModelSurvey> = {}): ModelSurvey {
  const [first] = answers;
  return {
    surveyId,
    ticket: null,
    askedAt: new Date((first?.answeredAt.getTime() ?? Date.parse("2026-03-02T09:00:00Z")) - 60_000),
    widget: false,
    agentId: null,
    dismissed: false,
    answers,
    ...given,
  };
}

export function answer(answeredAt: string, score: ModelAnswer["score"], nps: number | null = null): ModelAnswer {
  return { answeredAt: new Date(answeredAt), score, nps };
}

export function message(
  author: ModelMessage["author"],
  at: Date | string,
  agentId: string | null = null,
): ModelMessage {
  return { author, at: new Date(at), agentId, isPublic: true, delivered: true };
}
