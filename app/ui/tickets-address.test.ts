import { expect, test } from "vitest";
import { changeList, listAddress, ticketAddress, ticketsAddress } from "./tickets-address.ts";

const CONNECTION = "0f8fad5b-d9cb-469f-a165-70867728950e";

test("a figure's list keeps the report's period, filters and clock, and nothing else of the address", () => {
  const search = new URLSearchParams(
    "preset=last-month&compare=year&channel=email&channel=chat&tag=late&clock=business&grain=week&view=table&after=3&host=x",
  );
  expect(ticketsAddress("tickets_created", search)).toBe(
    "/app/tickets?kpi=tickets_created&preset=last-month&compare=year&channel=email&channel=chat&tag=late&clock=business&grain=week",
  );
});

test("a part of a report narrows the list by its own filter and leaves the others as they are", () => {
  const search = new URLSearchParams("channel=email&channel=chat&tag=late");
  const address = ticketsAddress("one_touch_rate", search, {
    part: "hits",
    filter: { channels: ["phone"], agents: [{ connectionId: CONNECTION, agentId: "7" }] },
  });
  const list = new URL(address, "https://example.com").searchParams;
  expect(list.getAll("channel")).toEqual(["phone"]);
  expect(list.getAll("agent")).toEqual([`${CONNECTION}/7`]);
  expect(list.getAll("tag")).toEqual(["late"]);
  expect(list.get("part")).toBe("hits");
});

test("a point of a trend takes the place of the report's period, however that was chosen", () => {
  for (const search of ["preset=last-7-days", "from=2026-01-01&to=2026-03-31"]) {
    const address = ticketsAddress("tickets_closed", new URLSearchParams(search), {
      period: { from: "2026-02-02", to: "2026-02-08" },
    });
    expect(address).toBe("/app/tickets?kpi=tickets_closed&from=2026-02-02&to=2026-02-08");
  }
});

test("another order of a list begins with its first page", () => {
  const search = new URLSearchParams("kpi=replies&part=hits&after=a&after=b");
  expect(changeList(search, { sort: "oldest", part: null }).toString()).toBe("kpi=replies&sort=oldest");
});

test("a ticket's page leads back to the very page of the list that it was opened from", () => {
  const search = new URLSearchParams("kpi=replies&sort=longest&after=a&after=b&preset=last-month&id_token=secret");
  const address = ticketAddress({ connectionId: CONNECTION, ticketId: "12/3 ä" }, search);
  const page = new URL(address, "https://example.com");
  expect(page.pathname).toBe(`/app/tickets/${CONNECTION}/12%2F3%20%C3%A4`);
  expect(listAddress(page.searchParams)).toBe(
    "/app/tickets?kpi=replies&sort=longest&after=a&after=b&preset=last-month",
  );
  expect(listAddress(new URLSearchParams())).toBe("/app/tickets");
});
