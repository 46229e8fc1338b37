import { describe, expect, it } from 'vitest';
import type { Consignment } from '../consignment/schema.ts';
import { toText } from '../kernel/decimal.ts';
import { localDate } from '../kernel/local-date.ts';
import { bookFromText, consignmentOf, readBookText, TARIFF } from '../testing/book-from-text.ts';
import type { Earned } from './entitled.ts';
import { entitlements } from './entitlement.ts';
import { type GuaranteeAnswer, guaranteeAnswers } from './guarantees.ts';
import { rateJournal } from './rate-journal.ts';

const PROMISED = (guarantee: string, more = "effect: { kind: multiply, by: '0.9' }"): string =>
  `kind: discount\nid: promised\ngrantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\n${more}\nguarantee:\n${guarantee}`;

const moved = (
  note: string,
  accepted: string,
  tonnes: number,
  more: Readonly<Record<string, unknown>> = {},
): Consignment =>
  consignmentOf({
    note,
    accepted,
    items: [{ codes: { ETSNG: '201005' }, mass_kg: tonnes * 1000 }],
    wagons: [{}],
    ...more,
  });

type Answered = { readonly answers: readonly GuaranteeAnswer[]; readonly earned: readonly Earned[] };

function answer(discount: string, journal: readonly Consignment[], knownBy: string): Answered {
  const book = bookFromText([TARIFF, discount]);
  const day = localDate(knownBy);
  const rated = rateJournal(book, journal, { knownBy: day, screeningOf: () => 'ALLOW' });
  const earned = entitlements(book, rated, day).filter((one) => one.kind === 'earned');
  return { answers: guaranteeAnswers(book, rated, [], day), earned };
}

const statuses = ({ answers }: Answered): readonly string[] => answers.map((one) => one.status);
const shorts = ({ answers }: Answered): readonly string[] => answers.map((one) => toText(one.answer.short));
const amounts = ({ earned }: Answered): readonly bigint[] => earned.map((one) => one.amount);

describe('a guarantee stated by month, or pro rata', () => {
  const quarters = (atLeast: string, more = ''): string =>
    PROMISED(
      `  meter: { measure: mass, window: { calendar: quarter } }\n  atLeast: ${atLeast}\n  ${more}onFailure: { kind: pay, rate: '2', currency: EUR }\n  by: works`,
      "effect: { kind: multiply, by: '0.9' }\nvalid: { from: 2025-02-15, to: 2025-07-01 }\nknown: 2025-01-01",
    );
  const journal = [moved('jan', '2025-01-10', 100), moved('mar', '2025-03-01', 200), moved('may', '2025-05-10', 290)];

  it('by month it grows with the window, as conditions do', () => {
    const found = answer(quarters("{ value: '100', unit: TNE, per: month }"), journal, '2025-07-01');
    expect([statuses(found), shorts(found)]).toEqual([
      ['kept', 'failed'],
      ['0', '10'],
    ]);
    expect(amounts(found)).toEqual([-2000n]);
  });

  it('pro rata, of a quarter only what lies in the validity counts and is asked for', () => {
    // 15 February to 31 March are 45 of 90 days: half of 500 t, and January does not count.
    const found = answer(quarters("{ value: '500', unit: TNE }", 'partial: pro-rata\n  '), journal, '2025-07-01');
    expect([statuses(found), shorts(found)]).toEqual([
      ['failed', 'failed'],
      ['50', '210'],
    ]);
    expect(found.answers.map((one) => toText(one.answer.stated))).toEqual(['250', '500']);
    expect(amounts(found)).toEqual([-10_000n, -42_000n]);
  });

  it('pro rata, two versions in one window are asked each for its own days', () => {
    const version = (name: string, from: string, tonnes: string): string =>
      `kind: discount\nid: promised\nversion: '${name}'\ngrantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\neffect: { kind: multiply, by: '0.9' }\nguarantee:\n  meter: { measure: mass, window: { calendar: quarter } }\n  atLeast: { value: '${tonnes}', unit: TNE }\n  partial: pro-rata\n  onFailure: { kind: pay, rate: '2', currency: EUR }\n  by: works\nvalid: { from: ${from} }\nknown: ${from}`;
    const book = bookFromText([TARIFF, version('1', '2025-01-01', '400'), version('2', '2025-02-15', '500')]);
    const day = localDate('2025-04-01');
    const rated = rateJournal(book, journal, { knownBy: day, screeningOf: () => 'ALLOW' });
    // January to 14 February are 45 of 90 days, as are those after.
    const asked = guaranteeAnswers(book, rated, [], day).filter(({ window }) => window.from === '2025-01-01');
    expect(
      asked.map(({ form, answer: { stated, measured, short } }) => [
        form.version,
        ...[stated, measured, short].map(toText),
      ]),
    ).toEqual([
      ['1', '200', '100', '100'],
      ['2', '250', '200', '50'],
    ]);
    const earned = entitlements(book, rated, day).flatMap((one) => (one.kind === 'earned' ? [one.amount] : []));
    expect(earned).toEqual([-20_000n, -10_000n]);
  });

  it('the part of a month counts as its days have of it', () => {
    // 14 of 28 days of February and all of March: a month and a half.
    const found = answer(
      quarters("{ value: '100', unit: TNE, per: month }", 'partial: pro-rata\n  '),
      journal,
      '2025-07-01',
    );
    expect(found.answers.map((one) => toText(one.answer.stated))).toEqual(['150', '300']);
  });

  it('a window without an end has no months to be asked for', () => {
    const endless = PROMISED(
      "  meter: { measure: mass, window: { fixed: { from: 2025-01-01 } } }\n  atLeast: { value: '1', unit: TNE, per: month }\n  onFailure: { kind: claw-back }",
    );
    expect(readBookText([TARIFF, endless]).refusals).toMatchObject([{ code: 'discount.bound-endless' }]);
  });
});

describe('a discount granted on a guaranteed volume, taken back when it fails', () => {
  const YEAR = PROMISED(
    "  meter: { measure: mass, window: { fixed: { from: 2017-08-01, to: 2018-08-01 } } }\n  atLeast: { value: '600', unit: KTN }\n  onFailure: { kind: claw-back }",
    "effect: { kind: multiply, by: '0.551' }\nvalid: { from: 2017-08-01, to: 2018-08-01 }\nknown: 2017-07-19",
  );
  const TARIFF_2017 = `${TARIFF}valid: { from: 2017-01-01 }\n`;
  const year = (tonnes: number, knownBy: string): Answered => {
    const book = bookFromText([TARIFF_2017, YEAR]);
    const day = localDate(knownBy);
    const journal = [moved('A', '2017-09-01', 500_000), moved('B', '2018-07-31', tonnes - 500_000)];
    const rated = rateJournal(book, journal, { knownBy: day, screeningOf: () => 'ALLOW' });
    const earned = entitlements(book, rated, day).filter((one) => one.kind === 'earned');
    return { answers: guaranteeAnswers(book, rated, [], day), earned };
  };

  it('T-RZD-1: 600,000 t from 1 August to 31 July keep the coefficient 0.551, 599,999 t void it', () => {
    expect([statuses(year(600_000, '2018-08-01')), amounts(year(600_000, '2018-08-01'))]).toEqual([['kept'], []]);
    const failed = year(599_999, '2018-08-01');
    expect([statuses(failed), shorts(failed)]).toEqual([['failed'], ['0.001']]);
    // 599,999 t at 10 EUR: 0.449 of 5,999,990 EUR were granted.
    expect(amounts(failed)).toEqual([-269_399_551n]);
  });

  it('takes back leg by leg, from those who had it, and says by which numbers', () => {
    const [back] = year(599_999, '2018-08-01').earned;
    expect(back?.legs.map((leg) => [leg.note, leg.amount])).toEqual([
      ['A', -224_500_000n],
      ['B', -44_899_551n],
    ]);
    expect(back?.shares).toEqual([{ party: 'works', role: 'payer', amount: -269_399_551n, by: 'settlement' }]);
    expect(
      back?.trace[0]?.inputs.map(({ label, value }) => [label, typeof value === 'string' ? value : toText(value)]),
    ).toEqual([
      ['guarantee-minimum', '600'],
      ['guarantee-measured', '599.999'],
      ['guarantee-short', '0.001'],
    ]);
  });

  it('before the window has ended nothing is taken back; what is missing and the days left are told', () => {
    const open = year(599_999, '2018-07-31');
    expect(statuses(open)).toEqual(['open']);
    expect(open.answers[0]).toMatchObject({ daysLeft: 0, granted: new Map([['EUR', 269_399_551n]]) });
    expect(year(599_999, '2018-07-01').answers[0]?.daysLeft).toBe(30);
    expect(open.earned).toEqual([]);
  });

  it('waits for late documents when days of grace are stated', () => {
    const grace = YEAR.replace('onFailure', 'graceDays: 20\n  onFailure');
    const book = bookFromText([TARIFF_2017, grace]);
    const on = (day: string): string | undefined => {
      const knownBy = localDate(day);
      const rated = rateJournal(book, [moved('A', '2017-09-01', 1)], { knownBy, screeningOf: () => 'ALLOW' });
      return guaranteeAnswers(book, rated, [], knownBy)[0]?.status;
    };
    expect([on('2018-08-20'), on('2018-08-21')]).toEqual(['open', 'failed']);
  });

  it('N05: 0.95 Mt count from 1 January over all routes although the discount holds from 1 May', () => {
    const oil = PROMISED(
      "  meter: { measure: mass, scope: { goods: { ETSNG: ['201'] } }, window: { fixed: { from: 2025-01-01, to: 2026-01-01 } } }\n  atLeast: { value: '0.95', unit: MTN }\n  onFailure: { kind: claw-back }".replace(
        "'0.95', unit: MTN",
        "'950', unit: KTN",
      ),
      "scope: { destination: [barbarov] }\neffect: { kind: multiply, by: '0.737' }\nvalid: { from: 2025-05-01, to: 2026-01-01 }",
    );
    const journal = (last: number): readonly Consignment[] => [
      moved('jan', '2025-01-10', 400_000, { destination: 'novopolotsk' }),
      moved('may', '2025-05-10', 300_000, { destination: 'barbarov' }),
      moved('dec', '2025-12-10', last, { destination: 'novopolotsk' }),
    ];
    expect(statuses(answer(oil, journal(250_000), '2026-01-01'))).toEqual(['kept']);
    const failed = answer(oil, journal(249_999), '2026-01-01');
    expect(failed.earned.flatMap((one) => one.legs.map((leg) => leg.note))).toEqual(['may']);
    expect(amounts(failed)).toEqual([-78_900_000n]);
  });

  it('takes back a rebate as it was earned, so that nothing is left of it', () => {
    const rebate = PROMISED(
      "  meter: { measure: mass, window: { calendar: year } }\n  atLeast: { value: '100', unit: TNE }\n  onFailure: { kind: claw-back }",
      "at: settlement\neffect: { kind: reduce, amount: '0.50', per: tonne, currency: EUR }",
    );
    const journal = [moved('A', '2025-03-01', 60), moved('B', '2025-04-01', 39)];
    const found = answer(rebate, journal, '2026-01-01');
    expect(amounts(found).reduce((sum, one) => sum + one, 0n)).toBe(0n);
    expect(found.earned.map((one) => one.amount)).toEqual([3000n, 1950n, -4950n]);
    expect(amounts(answer(rebate, [...journal, moved('C', '2025-05-01', 1)], '2026-01-01'))).toEqual([
      3000n,
      1950n,
      50n,
    ]);
  });
});

describe('a shortfall paid for', () => {
  const quarters = (more: string): string =>
    PROMISED(
      `  meter: { measure: { money: { charges: [freight], of: gross, currency: EUR } }, window: { calendar: quarter } }\n  atLeast: { amount: '10000', currency: EUR }\n  by: works\n${more}`,
      "effect: { kind: multiply, by: '1' }\nvalid: { from: 2025-01-01, to: 2025-07-01 }",
    );
  /** So many euros of freight in each quarter. */
  const spent = (...euros: readonly number[]): readonly Consignment[] =>
    euros.map((one, index) => moved(`Q${String(index + 1)}`, `2025-0${String(index * 3 + 2)}-01`, one / 10));

  it('T-D365-guarantee: the second quarter is topped up by 3,000 counted together, by 5,000 each by itself', () => {
    const pay = "  onFailure: { kind: pay, rate: '1', currency: EUR }";
    const journal = spent(12_000, 5000);
    expect(amounts(answer(quarters(`  count: cumulative\n${pay}`), journal, '2025-07-01'))).toEqual([-300_000n]);
    expect(amounts(answer(quarters(pay), journal, '2025-07-01'))).toEqual([-500_000n]);
  });

  it('counted together, a shortfall paid does not burden the next window again', () => {
    const cumulative = quarters("  count: cumulative\n  onFailure: { kind: pay, rate: '1', currency: EUR }");
    expect(amounts(answer(cumulative, spent(8000, 10_000), '2025-07-01'))).toEqual([-200_000n]);
  });

  it('om-minspend: with 100 spent of at least 1,000, 900 are short on the last line of the period', () => {
    const minimum = quarters("  onFailure: { kind: pay, rate: '1', currency: EUR }").replace("'10000'", "'1000'");
    const [first] = answer(minimum, spent(100), '2025-04-01').earned;
    expect(first?.amount).toBe(-90_000n);
    expect(first?.shares).toEqual([{ party: 'works', role: 'named', amount: -90_000n, by: 'settlement' }]);
  });

  it('is due also when nothing was moved at all, and only when its window has ended', () => {
    const pay = quarters("  onFailure: { kind: pay, rate: '1', currency: EUR }");
    expect(amounts(answer(pay, [], '2025-03-31'))).toEqual([]);
    expect(amounts(answer(pay, [], '2025-04-01'))).toEqual([-1_000_000n]);
    expect(amounts(answer(pay, [], '2025-07-01'))).toEqual([-1_000_000n, -1_000_000n]);
  });

  const tonnes = (failure: string, more = ''): string =>
    PROMISED(
      `  meter: { measure: mass, key: [payer], window: { calendar: month } }\n  atLeast: { value: '100', unit: TNE }\n  onFailure: ${failure}\n${more}`,
      "effect: { kind: multiply, by: '0.9' }\nvalid: { from: 2025-01-01, to: 2025-07-01 }",
    );
  const monthly = (...amount: readonly number[]): readonly Consignment[] =>
    amount.map((one, index) => moved(`M${String(index + 1)}`, `2025-0${String(index + 1)}-10`, one));

  it('costs the shortfall at its rate and percent, or the minimum at the base fee less the charges payable', () => {
    const rate = tonnes("{ kind: pay, rate: '2.50', currency: EUR, percent: '20' }");
    expect(amounts(answer(rate, monthly(60), '2025-02-01'))).toEqual([-2000n]);
    const perKilotonne = tonnes("{ kind: pay, rate: '2500', per: KTN, currency: EUR }");
    expect(amounts(answer(perKilotonne, monthly(60), '2025-02-01'))).toEqual([-10_000n]);
    // 100 t at 9.50 are 950; 60 t at 10 less a tenth are 540.
    const fee = tonnes("{ kind: pay, baseFee: '9.50', currency: EUR }");
    expect(amounts(answer(fee, monthly(60), '2025-02-01'))).toEqual([-41_000n]);
  });

  it('is made up by later surplus, the oldest first, and expires after its windows', () => {
    const makeUp = tonnes("{ kind: pay, rate: '1', currency: EUR, makeUpWindows: 2 }");
    const of = (...amount: readonly number[]): readonly bigint[] =>
      amounts(answer(makeUp, monthly(...amount), `2025-0${String(amount.length + 1)}-01`));
    expect(of(70, 110)).toEqual([-3000n, 1000n]);
    expect(of(70, 110, 150)).toEqual([-3000n, 1000n, 2000n]);
    expect(of(70, 100, 100, 150)).toEqual([-3000n]);
    expect(of(70, 80, 140)).toEqual([-3000n, -2000n, 4000n]);
  });

  it('says who is missing: a window with a consignment of unknown mass is not told until it cannot matter', () => {
    const unknown = consignmentOf({
      note: 'X',
      accepted: '2025-01-20',
      items: [],
      wagons: [],
      legs: [{ carrier: 'rail', mode: 'rail', from: 'a', to: 'b', payer: 'works' }],
    });
    const pay = tonnes("{ kind: pay, rate: '1', currency: EUR }");
    const short = answer(pay, [...monthly(60), unknown], '2025-02-01');
    expect([short.answers[0]?.status, short.answers[0]?.notes]).toEqual(['not-evaluated', ['X']]);
    expect(statuses(answer(pay, [...monthly(100), unknown], '2025-02-01'))).toEqual(['kept', 'open']);
  });
});

describe('volume excluded for a reason', () => {
  const DISCOUNT = PROMISED(
    "  meter: { measure: mass, window: { calendar: month } }\n  atLeast: { value: '100', unit: TNE }\n  by: works\n  onFailure: { kind: pay, rate: '1', currency: EUR }\n  refused: { rate: '3', currency: EUR }",
    "effect: { kind: multiply, by: '0.9' }\nvalid: { from: 2025-01-01, to: 2025-02-01 }",
  );
  const excluded = (reason: string, tonnes: string, more = ''): string =>
    `kind: excluded-volume\nid: out-${reason}\ndiscount: promised\nquantity: { value: '${tonnes}', unit: TNE }\nreason: ${reason}\nvalid: { from: 2025-01-10, to: 2025-01-20 }\n${more}`;
  const settled = (entries: readonly string[], knownBy = '2025-02-01'): readonly bigint[] => {
    const book = bookFromText([TARIFF, DISCOUNT, ...entries]);
    const day = localDate(knownBy);
    const journal = [moved('A', '2025-01-05', 60)];
    const rated = rateJournal(book, journal, { knownBy: day, screeningOf: () => 'ALLOW' });
    return entitlements(book, rated, day).flatMap((one) => (one.kind === 'earned' ? [one.amount] : []));
  };

  it('lowers the minimum: force majeure and the fault of the carrier alike', () => {
    expect(settled([])).toEqual([-4000n]);
    expect(settled([excluded('force-majeure', '15')])).toEqual([-2500n]);
    expect(settled([excluded('force-majeure', '15'), excluded('carrier-fault', '25')])).toEqual([]);
  });

  it('volume the carrier refused lowers the minimum too, and the carrier pays for it', () => {
    expect(settled([excluded('refused', '30')])).toEqual([-1000n, 9000n]);
  });

  it('counts from the day on which it is known', () => {
    const late = [excluded('force-majeure', '40', 'known: 2025-03-01\n')];
    expect([settled(late), settled(late, '2025-03-01')]).toEqual([[-4000n], []]);
  });
});

describe('what a guarantee may not say', () => {
  const codes = (guarantee: string): readonly string[] =>
    readBookText([TARIFF, PROMISED(guarantee)]).refusals.map((one) => one.code);

  it('a window that never ends, a payment without a payer, two prices', () => {
    const rolling =
      "  meter: { measure: mass, window: { rollingDays: 30 } }\n  atLeast: { value: '1', unit: TNE }\n  onFailure: { kind: claw-back }";
    expect(codes(rolling)).toEqual(['discount.guarantee-window']);
    const nobody =
      "  meter: { measure: mass, window: { calendar: year } }\n  atLeast: { value: '1', unit: TNE }\n  onFailure: { kind: pay, rate: '1', currency: EUR }";
    expect(codes(nobody)).toEqual(['discount.guarantee-by']);
    const both = nobody
      .replace("rate: '1'", "rate: '1', baseFee: '2'")
      .replace('calendar: year }', 'calendar: year }, key: [payer]');
    expect(codes(both)).toEqual(['discount.guarantee-rate']);
    expect(codes(nobody.replace("'1', unit: TNE", "'1', unit: MTR"))).toEqual(['discount.unit-of-meter']);
  });
});
