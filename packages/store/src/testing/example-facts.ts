import { addDays, localDate } from '@kontor/domain/kernel/local-date';
import type { NewFact } from '../journal/fact.ts';
import { instant } from '../journal/instant.ts';

/** The consignment with the given number from 1 on, the same each time. */
export function exampleConsignment(number: number): NewFact {
  return {
    kind: 'consignment',
    subject: `BY-${String(number).padStart(7, '0')}`,
    happened: addDays(localDate('2024-01-01'), number % 700),
    learned: instant('2025-12-31T10:00:00Z'),
    replaces: null,
    source: { file: 'shipments.csv', row: number + 1 },
    body: {
      consignor: 'Цементный завод «Пример»',
      consignee: 'Muster Logistik GmbH',
      goods: [{ gng: '25232900', massKg: 65_000 + number }],
      value: { amount: '1234.56', currency: 'BYN' },
    },
  };
}

export function exampleConsignments(count: number): readonly NewFact[] {
  return Array.from({ length: count }, (_, index) => exampleConsignment(index + 1));
}
