import { byAgent, type CaseKit } from "./case-kit.ts";
import { DAY, type Exclusion, type Helpdesk, HOUR, MINUTE, type Rating, SECOND } from "./neutral-model.ts";
import type { TicketDraft } from "./neutral-tickets.ts";

/** Tickets around every edge of METRICS.md 2 and 4: who closed, what reopened, what is not counted, which day. */
export function planHistoryCases(kit: CaseKit): void {
  closings(kit);
  exclusions(kit);
  ratings(kit);
  days(kit);
}

function closings(kit: CaseKit): void {
  const agent = kit.agent("gorgias", 4);
  const clerk = kit.agent("zendesk", 1);
  const one = kit.person();
  kit.ticket("reopened-after-a-closing-by-a-bot", kit.contact(one), {
    at: kit.at(21, 8),
    tell: (script) =>
      script
        .customer()
        .wait(20 * SECOND)
        .automation(kit.staff.robot)
        .wait(MINUTE)
        .close({ kind: "automation" })
        .wait(HOUR)
        .customer()
        .wait(HOUR)
        .reply(agent)
        .close(byAgent(agent)),
    change: { assignee: agent },
  });
  kit.order("reopened-after-a-closing-by-a-bot", one, kit.at(20, 8));

  kit.ticket("closed-by-a-timer", kit.contact(kit.person(), "zendesk"), {
    at: kit.at(22, 8),
    tell: (script) =>
      script
        .customer()
        .wait(HOUR)
        .reply(clerk, "pending")
        .wait(4 * DAY)
        .close({ kind: "automation" }),
    change: { assignee: clerk },
  });
  kit.ticket("solved-by-the-customer", kit.contact(kit.person(), "zendesk"), {
    at: kit.at(22, 9),
    tell: (script) => script.customer().wait(HOUR).reply(clerk, "pending").wait(DAY).close({ kind: "customer" }),
    change: { assignee: clerk },
  });
  kit.ticket("unassigned-on-closing", kit.contact(kit.person()), {
    at: kit.at(22, 10),
    tell: (script) => script.customer().wait(HOUR).reply(agent).wait(HOUR).close(byAgent(agent)),
    change: { assignee: null },
  });
  kit.ticket("still-snoozed", kit.contact(kit.person()), {
    at: kit.at(4, 8),
    tell: (script) => script.customer().wait(HOUR).reply(agent).wait(MINUTE).move("snoozed", byAgent(agent)),
    change: { assignee: agent, snoozedUntil: kit.now + 3 * DAY },
  });
  kit.ticket("still-on-hold", kit.contact(kit.person(), "zendesk"), {
    at: kit.at(4, 9),
    tell: (script) => script.customer().wait(HOUR).reply(clerk, "hold"),
    change: { assignee: clerk },
  });
}

function exclusions(kit: CaseKit): void {
  const fates: [Exclusion, Helpdesk][] = [
    ["spam", "gorgias"],
    ["trashed", "gorgias"],
    ["merged", "gorgias"],
    ["deleted", "gorgias"],
    ["merged", "zendesk"],
    ["deleted", "zendesk"],
  ];
  fates.forEach(([reason, helpdesk], index) => {
    const name = `${reason}-at-${helpdesk}`;
    const person = kit.person();
    const ticket = kit.answered(name, kit.contact(person, helpdesk), kit.at(20, 8 + index));
    ticket.exclusion = { reason, at: kit.at(18, 8 + index) };
    kit.order(name, person, kit.at(19, 8 + index));
  });
}

function ratings(kit: CaseKit): void {
  const offeredAt = kit.at(17, 8);
  const good = { at: offeredAt + HOUR, value: 5 };
  const bad = { at: offeredAt + DAY, value: 1 };
  const rate = (name: string, helpdesk: Helpdesk, rating: Pick<Rating, "answers" | "changedInPlace">): TicketDraft => {
    const ticket = kit.answered(name, kit.contact(kit.person(), helpdesk), kit.at(19, 8));
    ticket.rating = { offeredAt, agent: ticket.assignee, ...rating };
    return ticket;
  };
  rate("rating-changed-from-good-to-bad", "zendesk", { answers: [good, bad], changedInPlace: true });
  rate("rating-changed-by-a-second-row", "zendesk", { answers: [good, bad], changedInPlace: false });
  rate("rating-never-given", "zendesk", { answers: [], changedInPlace: true });
  rate("survey-never-answered", "gorgias", { answers: [], changedInPlace: true });
  const late = { at: kit.at(1, 8), value: 2 };
  rate("survey-answered-late", "gorgias", { answers: [late], changedInPlace: true });
}

/** Around midnight in the shop's zone, and on both days on which its clock changes. */
function days(kit: CaseKit): void {
  const midnightUtc = [
    ["last-millisecond-of-a-shop-day", Date.UTC(2026, 10, 3, 23, 0, 0) - 1],
    ["first-instant-of-a-shop-day", Date.UTC(2026, 10, 3, 23, 0, 0)],
    ["first-half-past-two-when-clocks-go-back", Date.UTC(2026, 9, 25, 0, 30, 0)],
    ["second-half-past-two-when-clocks-go-back", Date.UTC(2026, 9, 25, 1, 30, 0)],
    ["half-past-three-when-clocks-go-forward", Date.UTC(2026, 2, 29, 1, 30, 0)],
  ] as const;
  for (const [name, at] of midnightUtc) {
    if (at > kit.from && at + DAY < kit.horizon) kit.answered(name, kit.contact(kit.person()), at);
  }
}
