import { useSearchParams } from "@remix-run/react";

/**
 * A choice that is kept in the page's address under `name`; what the address says wrong, or does not say, is the usual one.
 * @returns what is chosen, and how another is
 */
export function useAddressChoice<Value extends string>(
  name: string,
  values: readonly Value[],
  usual: Value,
): [Value, (value: string) => void] {
  const [search, setSearch] = useSearchParams();
  const asked = search.get(name);
  const chosen = values.find((value) => value === asked) ?? usual;
  const choose = (value: string) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === usual) next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  return [chosen, choose];
}
