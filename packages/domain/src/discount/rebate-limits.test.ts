import { describe, expect, it } from 'vitest';
import { formatMinor } from '../kernel/money.ts';
import { bookFromText, TARIFF } from '../testing/book-from-text.ts';
import { discount, rate } from '../testing/rated-leg.ts';

/** By id: what a discount comes to, and what limits took back of it. 600 EUR of freight, 5 EUR of wagon that none touches. */
function told(
  limits: string,
  discounts: Readonly<Record<string, string>>,
  more: readonly string[] = [],
): readonly string[] {
  const texts = Object.entries(discounts).map(([id, content], index) =>
    discount(id, `order: ${String(index + 1)}\n${content}`),
  );
  const book = bookFromText([TARIFF.replace('currency: EUR', `currency: EUR\n${limits}`), ...texts, ...more]);
  return rate(book).discounts.map((one) => {
    if (one.kind !== 'applied') return `${one.entry.id} ${one.kind === 'not-applied' ? one.reason.code : 'missing'}`;
    const cuts = one.cuts.map(({ by, amount }) => `${by} ${formatMinor(amount, 'EUR')}`);
    return [one.entry.id, formatMinor(one.amount, 'EUR'), 'of', formatMinor(one.base, 'EUR'), ...cuts].join(' ');
  });
}

const off = (by: string, more = ''): string => `effect: { kind: multiply, by: '${by}' }\n${more}`;
const LATER = 'at: settlement\n';

describe('limits hold for what settles later, on what the invoice has left', () => {
  it.each<[string, string, Readonly<Record<string, string>>, readonly string[]]>([
    ['without limits', '', { a: off('0.8'), r: off('0.7', LATER) }, ['a 120.00 of 600.00', 'r 144.00 of 480.00']],
    [
      'a floor of 360 that is just met: 480 less 120',
      "corridor: { floor: '0.6' }",
      { a: off('0.8'), r: off('0.75', LATER) },
      ['a 120.00 of 600.00', 'r 120.00 of 480.00'],
    ],
    [
      'a floor of 360: 480 less 144 is 24 too much',
      "corridor: { floor: '0.6' }",
      { a: off('0.8'), r: off('0.7', LATER) },
      ['a 120.00 of 600.00', 'r 120.00 of 480.00 corridor-floor 24.00'],
    ],
    [
      'the last rebate gives way first',
      "corridor: { floor: '0.6' }",
      { a: off('0.8'), r: off('0.9', LATER), s: off('0.75', LATER) },
      ['a 120.00 of 600.00', 'r 48.00 of 480.00', 's 72.00 of 432.00 corridor-floor 36.00'],
    ],
    [
      'and then the one before',
      "corridor: { floor: '0.75' }",
      { a: off('0.8'), r: off('0.9', LATER), s: off('0.9', LATER) },
      ['a 120.00 of 600.00', 'r 30.00 of 480.00 corridor-floor 18.00', 's 0.00 of 432.00 corridor-floor 43.20'],
    ],
    [
      'a minimum of 365 with the wagon’s 5 is just met',
      "minimumCharge: '365'",
      { a: off('0.8'), r: off('0.75', LATER) },
      ['a 120.00 of 600.00', 'r 120.00 of 480.00'],
    ],
    [
      'a minimum of 400 takes 35 back',
      "minimumCharge: '400'",
      { a: off('0.8'), r: off('0.75', LATER) },
      ['a 120.00 of 600.00', 'r 85.00 of 480.00 minimum-charge 35.00'],
    ],
    [
      'floor and minimum, one after the other',
      "corridor: { floor: '0.6' }\nminimumCharge: '400'",
      { a: off('0.8'), r: off('0.7', LATER) },
      ['a 120.00 of 600.00', 'r 85.00 of 480.00 corridor-floor 24.00 minimum-charge 35.00'],
    ],
    [
      'a minimum that the floor has met already',
      "corridor: { floor: '0.6' }\nminimumCharge: '365'",
      { a: off('0.8'), r: off('0.7', LATER) },
      ['a 120.00 of 600.00', 'r 120.00 of 480.00 corridor-floor 24.00'],
    ],
    [
      'a subsidy is paid beside it, and is not cut',
      "corridor: { floor: '0.6' }\nminimumCharge: '400'",
      { a: off('0.8'), r: off('0.75', LATER), p: "effect: { kind: pay, by: { kind: share, of: '0.9' } }" },
      ['a 120.00 of 600.00', 'r 85.00 of 480.00 minimum-charge 35.00', 'p 324.00 of 360.00'],
    ],
    ['a ceiling is not asked', "corridor: { ceiling: '0.5' }", { r: off('0.9', LATER) }, ['r 60.00 of 600.00']],
    [
      'a rebate whose conditions fail takes nothing',
      '',
      { r: off('0.7', `${LATER}scope: { amount.running.EUR: { from: '500' } }\n`), a: off('0.8') },
      ['a 120.00 of 600.00', 'r discount.amount-below'],
    ],
  ])('%s', (_, limits, discounts, expected) => {
    expect(told(limits, discounts)).toEqual(expected);
  });

  it('a cap over several counts what the invoice took of it: 300 in all, 120 there, 180 left', () => {
    const cap = "kind: discount-cap\nid: top\nshare: '0.5'";
    const found = told('', { a: off('0.8'), r: off('0.5', LATER) }, [cap]);
    expect(found).toEqual(['a 120.00 of 600.00', 'r 180.00 of 480.00 stack-cap 60.00']);
  });
});

describe('a group with members on the invoice and others that settle later', () => {
  const member = (by: string, more = '', group = 'g'): string =>
    off(by, `group: { id: ${group}, choose: best-for-payer }\n${more}`);

  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      'a better rebate gets the difference: 30 % of 600 less the 20 % it acts instead of',
      { a: member('0.8'), r: member('0.7', LATER) },
      ['a 120.00 of 600.00', 'r 60.00 of 600.00 group 120.00'],
    ],
    [
      'a worse rebate gets nothing',
      { a: member('0.8'), r: member('0.9', LATER) },
      ['a 120.00 of 600.00', 'r discount.group-lost'],
    ],
    [
      'of two rebates the better',
      { a: member('0.8'), r: member('0.6', LATER), s: member('0.7', LATER) },
      ['a 120.00 of 600.00', 'r 120.00 of 600.00 group 120.00', 's discount.group-lost'],
    ],
    [
      'a rebate of another group beside them',
      { a: member('0.8'), r: member('0.7', LATER), s: member('0.9', LATER, 'h') },
      ['a 120.00 of 600.00', 'r 60.00 of 600.00 group 120.00', 's 42.00 of 420.00'],
    ],
    [
      'a rebate without a group beside them',
      { a: member('0.8'), r: member('0.7', LATER), s: off('0.9', LATER) },
      ['a 120.00 of 600.00', 'r 60.00 of 600.00 group 120.00', 's 42.00 of 420.00'],
    ],
    [
      'what is on the invoice without a group stays',
      { z: off('0.9'), a: member('0.8'), r: member('0.7', LATER) },
      ['z 60.00 of 600.00', 'a 108.00 of 540.00', 'r 54.00 of 540.00 group 108.00'],
    ],
    [
      'one that comes to nothing by itself says why',
      { a: member('0.8'), r: member('0.7', `${LATER}scope: { amount.running.EUR: { from: '900' } }\n`) },
      ['a 120.00 of 600.00', 'r discount.amount-below'],
    ],
  ])('%s', (_, discounts, expected) => {
    expect(told('', discounts)).toEqual(expected);
  });
});
