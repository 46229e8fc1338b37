import { describe, expect, it } from 'vitest';
import { TARIFF } from '../testing/book-from-text.ts';
import { checkProblems } from '../testing/checked-book.ts';
import { discount } from '../testing/rated-leg.ts';

/** Problems of a scale by the tonnes of a year, `more` being lines beside its effect. */
const told = (scale: string, more = 'at: settlement\n'): readonly string[] =>
  checkProblems([
    TARIFF,
    discount(
      'd',
      `${more}effect: { kind: tier, meter: { measure: mass, window: { calendar: year } }, unit: TNE, ${scale.includes('bounds:') ? '' : 'bounds: lower, '}${scale} }`,
    ),
  ]).map((line) => line.replace('1.yaml effect.', '').replace(' discount=d', '').replace(' unit=TNE', ''));

const TWO = "steps: [{ from: '100', rate: '10' }, { from: '200', rate: '25' }]";

describe('bounds at which more volume costs less in total', () => {
  it.each<[string, string, string, readonly string[]]>([
    [
      'all units in percent: the charge of one tonne is one; from 90 t on as much is paid as for 100',
      `method: all-units, amount: percent, ${TWO}`,
      'at: settlement\n',
      [
        'warning steps.0 discount.cliff bound=100 before=100 after=90 of=% from=90 width=10',
        'warning steps.1 discount.cliff bound=200 before=90 after=75 of=% from=166.667 width=33.333',
      ],
    ],
    [
      'all units in coefficients',
      "method: all-units, amount: coefficient, steps: [{ from: '100', rate: '0.9' }, { from: '200', rate: '0.75' }]",
      'at: settlement\n',
      [
        'warning steps.0 discount.cliff bound=100 before=100 after=90 of=% from=90 width=10',
        'warning steps.1 discount.cliff bound=200 before=90 after=75 of=% from=166.667 width=33.333',
      ],
    ],
    [
      'reached steps: the rates add up',
      `method: reached-steps, amount: percent, ${TWO}`,
      'at: settlement\n',
      [
        'warning steps.0 discount.cliff bound=100 before=100 after=90 of=% from=90 width=10',
        'warning steps.1 discount.cliff bound=200 before=90 after=65 of=% from=144.444 width=55.556',
      ],
    ],
    [
      'reached slices: 100 t at 10 %, then 200 t at 25 %',
      `method: reached-slices, amount: percent, ${TWO}`,
      'at: settlement\n',
      [
        'warning steps.0 discount.cliff bound=100 before=100 after=90 of=% from=90 width=10',
        'warning steps.1 discount.cliff bound=200 before=90 after=65 of=% from=144.444 width=55.556',
      ],
    ],
    ['a split scale has none', `method: incremental, amount: percent, ${TWO}`, 'at: settlement\n', []],
    ['nor one chosen by what went before', `method: all-units, amount: percent, ${TWO}`, '', []],
    [
      'but one that counts the consignment in',
      `method: all-units, include: self, amount: percent, ${TWO}`,
      '',
      [
        'warning steps.0 discount.cliff bound=100 before=100 after=90 of=% from=90 width=10',
        'warning steps.1 discount.cliff bound=200 before=90 after=75 of=% from=166.667 width=33.333',
      ],
    ],
    [
      'a dead zone does not reach past the step before',
      "method: all-units, amount: percent, steps: [{ from: '150', rate: '10' }, { from: '200', rate: '40' }]",
      'at: settlement\n',
      [
        'warning steps.0 discount.cliff bound=150 before=100 after=90 of=% from=135 width=15',
        'warning steps.1 discount.cliff bound=200 before=90 after=60 of=% from=150 width=50',
      ],
    ],
    [
      'where all is free already there is no dead zone',
      "method: reached-steps, amount: percent, steps: [{ from: '0', rate: '100' }, { from: '10', rate: '5' }]",
      'at: settlement\n',
      ['warning steps.1 discount.cliff-money bound=10 before=0 after=-5 of=%'],
    ],
    [
      'a first step that is granted from nothing has no bound',
      "method: all-units, amount: percent, below: first, steps: [{ from: '100', rate: '10' }, { from: '200', rate: '25' }]",
      'at: settlement\n',
      ['warning steps.1 discount.cliff bound=200 before=90 after=75 of=% from=166.667 width=33.333'],
    ],
    [
      'a first step that begins at nothing has none either',
      "method: all-units, amount: percent, steps: [{ from: '0', rate: '10' }]",
      'at: settlement\n',
      [],
    ],
    [
      'it is meant where the book says so',
      `method: all-units, amount: percent, ${TWO}`,
      'at: settlement\ncliff: accepted\n',
      [],
    ],
  ])('%s', (_, scale, more, expected) => {
    expect(told(scale, more)).toEqual(expected);
  });
});

describe('bounds at which money jumps, its charge being unknown', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'money per unit: 100 t at 2 instead of none',
      "method: all-units, amount: per-unit, currency: EUR, steps: [{ from: '100', rate: '2' }]",
      ['warning steps.0 discount.cliff-money bound=100 before=0 after=200 of=EUR'],
    ],
    [
      'a lump',
      "method: all-units, amount: lump, currency: EUR, steps: [{ from: '100', rate: '50' }, { from: '200', rate: '60', flat: '5' }]",
      [
        'warning steps.0 discount.cliff-money bound=100 before=0 after=50 of=EUR',
        'warning steps.1 discount.cliff-money bound=200 before=50 after=65 of=EUR',
      ],
    ],
    [
      'a flat fee beside money per unit counts in it',
      "method: incremental, amount: per-unit, currency: EUR, steps: [{ from: '0', rate: '2' }, { from: '100', rate: '2', flat: '7' }]",
      ['warning steps.1 discount.cliff-money bound=100 before=200 after=207 of=EUR'],
    ],
    [
      'a flat fee beside a percent is not set against the charge',
      "method: incremental, amount: percent, currency: EUR, steps: [{ from: '0', rate: '2' }, { from: '100', rate: '2', flat: '7' }]",
      [],
    ],
  ])('%s', (_, scale, expected) => {
    expect(told(scale)).toEqual(expected);
  });
});

describe('bounds at which more volume brings less back', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'all units: 300 at 3, 200 at 2, and 300 again at 150 t',
      "method: all-units, amount: per-unit, currency: EUR, steps: [{ from: '0', rate: '3' }, { from: '100', rate: '2' }]",
      ['warning steps.1 discount.rebate-falls bound=100 before=300 after=200 of=EUR regained=150'],
    ],
    [
      'not within the next step, which ends at 149 t: never',
      "method: all-units, amount: per-unit, currency: EUR, steps: [{ from: '0', rate: '3' }, { from: '100', rate: '2' }, { from: '149', rate: '2.5' }]",
      [
        'warning steps.1 discount.rebate-falls bound=100 before=300 after=200 of=EUR regained=never',
        'warning steps.2 discount.cliff-money bound=149 before=298 after=372.5 of=EUR',
      ],
    ],
    [
      'just at the end of the next step',
      "method: all-units, amount: per-unit, currency: EUR, steps: [{ from: '0', rate: '3' }, { from: '100', rate: '2' }, { from: '150', rate: '2' }]",
      ['warning steps.1 discount.rebate-falls bound=100 before=300 after=200 of=EUR regained=150'],
    ],
    [
      'past a printed end all of it is gone',
      "method: all-units, bounds: from-to, amount: percent, steps: [{ from: '0', to: '100', rate: '10' }]",
      ['warning steps.0 discount.rebate-falls bound=100 before=10 after=0 of=% regained=never'],
    ],
    [
      'also where rates add up',
      "method: reached-steps, bounds: from-to, amount: percent, steps: [{ from: '0', to: '100', rate: '10' }, { from: '100', to: '200', rate: '5' }]",
      [
        'warning steps.1 discount.cliff bound=100 before=90 after=85 of=% from=94.444 width=5.556',
        'warning steps.1 discount.rebate-falls bound=200 before=15 after=0 of=% regained=never',
      ],
    ],
    [
      'not where slices keep what they brought, or the last rate goes on',
      "method: incremental, bounds: from-to, amount: percent, steps: [{ from: '0', to: '100', rate: '10' }]",
      [],
    ],
    [
      'the last rate goes on',
      "method: all-units, bounds: from-to, above: last, amount: percent, steps: [{ from: '0', to: '100', rate: '10' }]",
      [],
    ],
    [
      'a step that raises the charge takes back, unit by unit, what those before it brought',
      "method: incremental, amount: coefficient, steps: [{ from: '0', rate: '0.9' }, { from: '100', rate: '1.1' }, { from: '150', rate: '0.9' }]",
      ['warning steps.1 discount.rebate-falls bound=100 before=10 after=5 of=% regained=never'],
    ],
    [
      'the same in a last step without end',
      "method: incremental, amount: coefficient, steps: [{ from: '0', rate: '0.9' }, { from: '100', rate: '1.1' }]",
      ['warning steps.1 discount.rebate-falls bound=100 before=10 after=9.9 of=% regained=never'],
    ],
    [
      'a step that raises the charge where nothing was brought before takes nothing back',
      "method: incremental, amount: coefficient, steps: [{ from: '0', rate: '1.1' }]",
      [],
    ],
  ])('%s', (_, scale, expected) => {
    expect(told(scale)).toEqual(expected);
  });
});
