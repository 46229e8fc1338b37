import { describe, expect, it } from 'vitest';
import { readBookText, TARIFF } from '../testing/book-from-text.ts';
import { formOf } from '../testing/form-of.ts';
import { discount } from '../testing/rated-leg.ts';

const SCALE =
  "effect: { kind: tier, meter: { measure: mass, window: { calendar: month } }, method: all-units, bounds: lower, amount: percent, steps: [{ from: '0', rate: '5' }]";
const PROMISE =
  "guarantee: { meter: { measure: mass, window: { calendar: month } }, atLeast: { value: '5', unit: TNE }, onFailure: { kind: claw-back }";

describe('what a discount is when it says nothing may be said too, and changes nothing', () => {
  it('of its own keys', () => {
    const said =
      'beneficiary: payer\nparts: whole\non: remaining\nlowersLater: true\nat: rating\nresidue: largest-remainder\nwhen: []\ntables: {}\nconvert: []\nexamples: []\n';
    expect(formOf(`${said}${SCALE} }`)).toEqual(formOf(`${SCALE} }`));
  });

  it('of its scale', () => {
    const said = 'whole: false, closed: lower, include: before, below: nothing, above: nothing, flatAtZero: false';
    expect(formOf(`${SCALE}, ${said} }`)).toEqual(formOf(`${SCALE} }`));
  });

  it('of its guarantee', () => {
    expect(formOf(`${PROMISE}, partial: whole, count: per-window, graceDays: 0 }\n${SCALE} }`)).toEqual(
      formOf(`${PROMISE} }\n${SCALE} }`),
    );
  });

  it('of a group', () => {
    const group = (more: string): string => `group: { id: g, choose: best-for-payer${more} }\n${SCALE} }`;
    expect(formOf(group(', excludes: []'))).toEqual(formOf(group('')));
  });
});

describe('what else may be chosen', () => {
  it('bounds that belong to the step that ends there', () => {
    expect(JSON.stringify(formOf(`${SCALE}, closed: upper }`)['effect'])).toContain('"closed":"upper"');
  });

  it.each(['month', 'quarter', 'year'])('settles each %s', (settle) => {
    expect(formOf(`at: settlement\nsettle: ${settle}\n${SCALE} }`)['settle']).toBe(settle);
  });

  it.each(['consignor', 'consignee', 'payer', 'carrier'])('the %s receives', (role) => {
    expect(formOf(`beneficiary: ${role}\n${SCALE} }`)['receivers']).toEqual([{ role, weight: '1' }]);
  });

  it.each(['carrier', 'supplier', 'forwarder', 'region'])('a %s grants', (role) => {
    const text = discount('d', `${SCALE} }`).replace('role: carrier', `role: ${role}`);
    expect(readBookText([TARIFF, text]).refusals).toEqual([]);
  });

  it.each(['Cut', '9cut', 'cut_a', 'a.cut'])('a table is not named %s', (name) => {
    const table =
      "{ columns: [type, part], rows: [['tank', '0.5']], keys: { type: { match: exact, column: type, fact: wagon.type } }, value: part }";
    const { refusals } = readBookText([TARIFF, discount('d', `tables: { ${name}: ${table} }\n${SCALE} }`)]);
    expect(refusals.map(({ severity }) => severity)).toContain('error');
  });
});
