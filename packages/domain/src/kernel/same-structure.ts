/** Whether two values say the same: frozen data of any depth, with lists, maps and sets in their order. */

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function sameLists(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, index) => sameStructure(one, b[index]));
}

/** Keys that hold something: an optional key left out is the same as one that is undefined. */
function heldKeys(value: object): readonly string[] {
  return Object.keys(value)
    .filter((key) => Reflect.get(value, key) !== undefined)
    .toSorted();
}

function sameObjects(a: object, b: object): boolean {
  const keys = heldKeys(a);
  if (!sameLists(keys, heldKeys(b))) return false;
  return keys.every((key) => sameStructure(Reflect.get(a, key), Reflect.get(b, key)));
}

/** Functions are the same only when they are identical. */
export function sameStructure(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isObject(a) || !isObject(b) || Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (Array.isArray(a) && Array.isArray(b)) return sameLists(a, b);
  if (a instanceof Map && b instanceof Map) return sameLists([...a], [...b]);
  if (a instanceof Set && b instanceof Set) return sameLists([...a], [...b]);
  return sameObjects(a, b);
}
