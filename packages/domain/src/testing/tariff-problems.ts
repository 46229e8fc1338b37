/** Tariffs with something wrong, for tests of what is said about it. */
import type { TableForm } from '../tariff/form.ts';
import { bookFromText, readBookText } from './book-from-text.ts';

/** A tariff with one part and what a case adds to it. */
const entryText = (more: string, steps: string): string => `kind: tariff
id: t
carrier: rail
traffic: [export]
currency: EUR
parts:
  - id: loaded
    charge: freight
    steps:
      ${steps}
${more}`;

/** Problems of a tariff: code, line, place in the entry, parameters. */
export function tariffProblems(more: string, steps = "- { step: lookup, name: rate, value: '1' }"): readonly string[] {
  return readBookText([entryText(more, steps)]).refusals.map(({ code, place, params }) =>
    [
      [code, String(place.line), place.path ?? '-'].join(' '),
      Object.entries(params)
        .map(([name, value]) => `${name}=${String(value)}`)
        .join(', '),
    ]
      .join(' ')
      .trim(),
  );
}

/** A table, each row on a line of its own from line 15 on. */
export function tableText(columns: string, rows: string, keys: string): string {
  const lines = [...rows.matchAll(/\[[^\]]*\]/gu)].map(([one]) => `\n      - ${one}`).join('');
  return `tables:\n  rates:\n    columns: [${columns}]\n    rows:${lines === '' ? ' []' : lines}\n    keys: { ${keys} }\n`;
}

export const beltText = (rows: string, key = 'whole: true'): string =>
  tableText('from, to, value', rows, `distance: { match: belt, from: from, to: to, fact: leg.distanceKm, ${key} }`);
export const LOOK_UP = '- { step: lookup, name: rate, value: { table: rates } }';

/** The table `rates` as it is compiled. */
export function compiledTable(more: string): TableForm {
  const [tariff] = bookFromText([entryText(more, LOOK_UP)]).tariffs;
  const [step] = tariff?.parts[0]?.steps ?? [];
  if (step?.step !== 'lookup' || step.operand.kind !== 'table') throw new Error('the table is not looked up');
  return step.operand.table;
}
