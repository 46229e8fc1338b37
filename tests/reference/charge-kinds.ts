/** A charge kind is named by prefix: `freight` covers `freight.loaded`. */
export const coversKind = (prefixes: readonly string[], kind: string): boolean =>
  prefixes.some((prefix) => kind === prefix || kind.startsWith(`${prefix}.`));
