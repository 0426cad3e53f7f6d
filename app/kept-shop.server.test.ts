import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepShop } from "./kept-shop.server.ts";

const SHOP = "shop=a.myshopify.com&host=YWRtaW4&embedded=1&locale=nl";
let origin = "";
const app = express();
app.use(keepShop, (_request, response) => void response.send("page"));
let server: Server;
beforeAll(async () => {
  server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // a TCP server that listens has an address object
  origin = `http://127.0.0.1:${port}`;
});
afterAll(() => void server.close());

test("a page that the browser asks for in the admin's frame gets the shop of the page that led to it", async () => {
  const from = `${origin}/app?${SHOP}&id_token=secret&tag=vip`;
  expect(await leadsTo("/app/tickets?tag=size", { from })).toBe(`/app/tickets?tag=size&${SHOP}`);
  expect(await leadsTo("/app", { from })).toBe(`/app?${SHOP}`);
});

test("in a tab of its own it is not said to be in the frame, so that the library leads it there", async () => {
  const from = `${origin}/app?${SHOP}`;
  expect(await leadsTo("/app/tickets", { from, dest: "document" })).toBe(
    `/app/tickets?${SHOP.replace("&embedded=1", "")}`,
  );
});

test.each([
  ["a page that names a shop", "/app?shop=b.myshopify.com", {}],
  ["a request of a script", "/app/tickets", { dest: "empty" }],
  ["a form", "/app/tickets", { method: "POST" }],
  ["what is no page of the app", "/auth/login", {}],
  ["what only begins like one", "/application", {}],
  ["a page that another site led to", "/app/tickets", { from: `https://elsewhere.example/app?${SHOP}` }],
  ["a page that one without a shop led to", "/app/tickets", { from: "/app/settings" }],
  ["a page that a survey led to", "/app/tickets", { from: `/proxy/survey?${SHOP}` }],
  ["a page that nothing led to", "/app/tickets", { from: null }],
  ["a page that no address led to", "/app/tickets", { from: "no address" }],
] as const)("%s is left alone", async (_what, path, asked: Asked) => {
  const { from = `/app?${SHOP}` } = asked;
  expect(await leadsTo(path, { ...asked, from: from?.startsWith("/") ? `${origin}${from}` : from })).toBe("page");
});

interface Asked {
  from?: string | null;
  dest?: string;
  method?: string;
}

/** Where the browser is sent, or what it is shown. */
async function leadsTo(path: string, { from, dest = "iframe", method = "GET" }: Asked): Promise<string | null> {
  const headers = { "Sec-Fetch-Dest": dest, ...(from ? { Referer: from } : {}) };
  const response = await fetch(`${origin}${path}`, { method, headers, redirect: "manual" });
  return response.status === 302 ? response.headers.get("Location") : response.text();
}
