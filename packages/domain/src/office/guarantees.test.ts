import { describe, expect, it } from 'vitest';
import { toText } from '../kernel/decimal.ts';
import { localDate } from '../kernel/local-date.ts';
import { rateJournal } from '../rating/rate-journal.ts';
import { bookFromText, consignmentOf, TARIFF } from '../testing/book-from-text.ts';
import { guaranteesOf } from './guarantees.ts';

const DISCOUNT = `kind: discount
id: promised
grantor: { party: rail, role: carrier }
touches: { charges: [freight] }
effect: { kind: multiply, by: '0.9' }
guarantee:
  meter: { measure: mass, key: [consignee], window: { calendar: quarter } }
  atLeast: { value: '120', unit: TNE }
  onFailure: { kind: claw-back }
order: 1
`;

const book = bookFromText([TARIFF, DISCOUNT]);
/** 60 t each in March, April and May. */
const JOURNAL = ['2025-03-10', '2025-04-10', '2025-05-10'].map((accepted, index) =>
  consignmentOf({ note: `N${String(index)}`, accepted }),
);

function standingOn(day: string) {
  const knownBy = localDate(day);
  const known = JOURNAL.filter(({ accepted }) => accepted <= day);
  const journal = rateJournal(book, known, { knownBy, screeningOf: () => 'ALLOW' });
  return guaranteesOf(book, journal, knownBy).map(({ window, state, short, daysLeft, granted, by }) =>
    [window.from, by, state, toText(short), daysLeft, granted.get('EUR') ?? 0n].join(' '),
  );
}

describe('guaranteed volumes on a day', () => {
  it('are open at the pace of the promise, at risk below it, with what is missing, the days left and what is at stake', () => {
    expect(standingOn('2025-04-20')).toEqual(['2025-01-01 works failed 60 0 6000', '2025-04-01 works open 60 71 6000']);
    expect(standingOn('2025-03-20')).toEqual(['2025-01-01 works at-risk 60 11 6000']);
  });

  it('are reached before the window ends, and kept once it has', () => {
    expect(standingOn('2025-05-20').at(-1)).toBe('2025-04-01 works reached 0 41 12000');
    expect(standingOn('2025-07-01')[1]).toBe('2025-04-01 works kept 0 0 12000');
  });

  it('are not looked for in a book without any', () => {
    const plain = bookFromText([TARIFF]);
    const knownBy = localDate('2025-05-20');
    expect(guaranteesOf(plain, rateJournal(plain, JOURNAL, { knownBy, screeningOf: () => 'ALLOW' }), knownBy)).toEqual(
      [],
    );
  });
});
