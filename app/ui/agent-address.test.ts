import { expect, test } from "vitest";
import { agentAddress, teamAddress } from "./agent-address.ts";

const REF = { connectionId: "00000000-0000-4000-8000-000000000001", agentId: "a/b c" };

test("an agent's page keeps the report but for its agents, and nothing else of the address", () => {
  const search = new URLSearchParams("preset=last-7-days&agent=x&tag=a&tag=b&sort=replies&host=h");
  const address = new URL(agentAddress(REF, search), "https://shop.example");
  expect(address.pathname).toBe(`/app/agents/${REF.connectionId}/a%2Fb%20c`);
  expect(address.search).toBe("?preset=last-7-days&tag=a&tag=b");
  expect(teamAddress(search)).toBe("/app/agents?preset=last-7-days&tag=a&tag=b");
});

test("an address without a report has no question mark", () => {
  expect(teamAddress(new URLSearchParams("sort=replies"))).toBe("/app/agents");
  expect(agentAddress({ ...REF, agentId: "7" }, new URLSearchParams())).toBe(`/app/agents/${REF.connectionId}/7`);
});
