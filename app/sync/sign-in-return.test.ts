import fc from "fast-check";
import { expect, test } from "vitest";
import { parseSignInReturn, partsOfState, type SignInReturn, signInReturnFields } from "./sign-in-return.ts";

const STATE = `6f0f1a4e-3f1c-4a55-9d0e-2b9a4c1d7e80.${"s".repeat(43)}`;

test("what a vendor sends a merchant back with arrives unchanged on the page that ends signing in", () => {
  const code = fc.stringMatching(/^[\x20-\x7e]{1,200}$/);
  fc.assert(
    fc.property(fc.option(code), (given) => {
      const returned: SignInReturn = { state: STATE, code: given };
      const address = new URL(`https://app.example/?${new URLSearchParams(signInReturnFields(returned))}`);
      expect(parseSignInReturn(address.searchParams)).toEqual(returned);
    }),
  );
});

test("nothing but a state of our form beside a code or a refusal is a way back", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (state, code) => {
      fc.pre(partsOfState(state) === null);
      expect(parseSignInReturn(new URLSearchParams({ state, code }))).toBeNull();
    }),
  );
  for (const code of ["", "a\nb", "ü", "x".repeat(4001)])
    expect(parseSignInReturn(new URLSearchParams({ state: STATE, code }))).toBeNull();
  expect(parseSignInReturn(new URLSearchParams({ state: STATE }))).toBeNull();
});
