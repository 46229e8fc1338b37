import type { SimulationRow } from '@kontor/domain/office/simulate';
import { loadTexts } from '@kontor/server/texts/texts';
import { expect, it } from 'vitest';
import { printSimulation } from './print-simulation.ts';
import type { Format } from './session.ts';

const row = (key: string, currency: string, base: bigint, candidate: bigint): SimulationRow => ({
  section: 'total',
  key,
  currency,
  base,
  candidate,
  changed: 0,
});
const ROWS = [row('cost', 'EUR', 100n, 90n), row('granted', 'EUR', 0n, 0n), row('cost', 'USD', 0n, 0n)];

function printed(format: Format): string {
  const out: string[] = [];
  const session = {
    texts: loadTexts('en'),
    format,
    print: (text: string) => void out.push(text),
    remark: () => undefined,
  };
  printSimulation(session, { consignments: 1, rows: ROWS }, { books: [], top: 3 });
  return out.join('');
}

it('a currency in which nothing stands in either book is left out of the table, not out of what machines read', () => {
  expect(printed('table')).toMatch(/EUR.0\.00/u);
  expect(printed('table')).not.toContain('USD');
  expect(printed('csv')).toContain('total,cost,USD,0.00,0.00,0.00,0');
});
