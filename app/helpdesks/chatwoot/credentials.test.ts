import fc from "fast-check";
import { expect, test } from "vitest";
import { chatwoot } from "./adapter.server.ts";
import { chatwootAccount, chatwootBaseUrl, chatwootCredentialSchema, chatwootTicketUrl } from "./credentials.ts";

test("a host may be typed bare or copied from the browser, with a port and the interface's path", () => {
  const hosts = [
    ["chat.fern.example", "https://chat.fern.example"],
    [" https://Chat.Fern.example/ ", "https://chat.fern.example"],
    ["https://chat.fern.example:8443/app/accounts/3/dashboard?tab=1#top", "https://chat.fern.example:8443"],
    ["https://chat.fern.example./app", "https://chat.fern.example"],
    ["chat.fern.example:443", "https://chat.fern.example"],
    ["bücher.example", "https://xn--bcher-kva.example"],
    // Whether an address may be asked is decided when it is asked.
    ["https://192.0.2.7", "https://192.0.2.7"],
    ["https://[2001:db8::1]", "https://[2001:db8::1]"],
  ];
  for (const [typed, origin] of hosts) expect.soft(hostOf(typed), typed).toBe(origin);
});

test("what is no https host, or could lead a request elsewhere, is refused at its field", () => {
  const typed = [
    ...[
      "",
      " ",
      "/",
      "http://chat.fern.example",
      "ftp://chat.fern.example",
      "javascript:alert(1)",
      "file:///etc/passwd",
    ],
    ...["https://user:key@chat.fern.example", "https://@chat.fern.example", "chat.fern.example@evil.example"],
    ...[
      "https://chat.fern.example/elsewhere",
      "https://chat.fern.example/application",
      "https://chat.fern.example/../x",
    ],
    ...["https://chat.fern.example\\@evil.example", "https://chat fern.example", "chat..example", "-chat-.example"],
    ...[`https://${"a".repeat(64)}.example`, `https://${"a.".repeat(130)}example`, "https://chat.fern.example:99999"],
  ];
  for (const host of typed) {
    const result = chatwootCredentialSchema.safeParse({ host, accountId: "1", accessToken: "key" });
    expect.soft(result.error?.issues, host).toMatchObject([{ path: ["host"], message: "hostInvalid" }]);
  }
});

test("account and token are told apart from what is none", () => {
  const parse = (changed: object) =>
    chatwootCredentialSchema.safeParse({ host: "a.example", accountId: "1", accessToken: "k", ...changed });
  for (const accountId of ["0", "-1", "1/..", "one", ""])
    expect(parse({ accountId }).error?.issues[0]?.message).toBe("accountIdInvalid");
  for (const accessToken of ["", "two words", "line\nbreak"])
    expect(parse({ accessToken }).error?.issues[0]?.message).toBe("secretInvalid");
  expect(parse({ accountId: " 12 ", accessToken: " abc " }).data).toMatchObject({
    accountId: "12",
    accessToken: "abc",
  });
});

test("whatever is typed, requests go to https at the account's own path", () => {
  const parts = fc.tuple(
    fc.constantFrom("", "https://", "http://", "//", "https:\\", "user@"),
    fc.oneof(fc.domain(), fc.string()),
    fc.constantFrom("", "/", ":8443/app", "/app/accounts/1?x=1", "/api", "#a", "@evil.example"),
  );
  fc.assert(
    fc.property(parts, (typed) => {
      const host = typed.join("");
      const result = chatwootCredentialSchema.safeParse({ host, accountId: "7", accessToken: "k" });
      if (!result.success) return;
      const url = new URL(chatwootBaseUrl(result.data));
      expect([url.protocol, url.username, url.pathname, url.search]).toEqual(["https:", "", "/api/v1/accounts/7", ""]);
      expect(chatwootCredentialSchema.parse(result.data)).toEqual(result.data);
    }),
  );
});

test("an account is host and number, from which a conversation's address is made", () => {
  const credentials = { host: "https://chat.fern.example:8443", accountId: "3", accessToken: "k" };
  expect(chatwootAccount(credentials)).toBe("chat.fern.example:8443/3");
  expect(chatwootTicketUrl("chat.fern.example:8443/3", "77")).toBe(
    "https://chat.fern.example:8443/app/accounts/3/conversations/77",
  );
  expect(chatwoot.authorise(credentials)).toEqual({ api_access_token: "k" });
});

function hostOf(host: string | undefined): string | undefined {
  return chatwootCredentialSchema.safeParse({ host, accountId: "1", accessToken: "key" }).data?.host;
}
