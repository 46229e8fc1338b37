/** What became of a discount, whole and in few lines, so that a test can state all of it beside the rule it is about. */
import type { AppliedDiscount, DiscountOutcome, NextTier, TraceInput, TraceStep } from '../charge/rating.ts';
import { toText } from '../kernel/decimal.ts';
import { formatMinor } from '../kernel/money.ts';

const inputLine = ({ label, value, unit }: TraceInput): string =>
  [label, typeof value === 'string' ? value : toText(value), unit].filter((one) => one !== undefined).join(' ');

/** A step as `step name: before → after currency [inputs] {rows} (clause)`. */
export function stepLine(step: TraceStep): string {
  const from = step.before === undefined ? '' : `${toText(step.before)} → `;
  const inputs = step.inputs.length === 0 ? '' : ` [${step.inputs.map(inputLine).join('; ')}]`;
  const rows = step.rows.map(({ table, line, keys }) => `${table}:${String(line)} ${Object.values(keys).join(' ')}`);
  const read = rows.length === 0 ? '' : ` {${rows.join('; ')}}`;
  const unrounded = step.unrounded === undefined ? '' : ` of ${toText(step.unrounded)}`;
  const clause = step.clause === undefined ? '' : ` (${step.clause})`;
  const currency = step.currency === undefined ? '' : ` ${step.currency}`;
  return `${step.step} ${step.name}: ${from}${toText(step.after)}${unrounded}${currency}${inputs}${read}${clause}`;
}

function nextLine({ step, amount, missing, unit, rate, worth, breakEven }: NextTier): string {
  const even = breakEven === undefined ? '' : ` even ${toText(breakEven)}`;
  return `next ${String(step)} ${amount} ${toText(rate)}: ${toText(missing)} ${unit} for ${toText(worth)}${even}`;
}

function appliedLines(one: AppliedDiscount, currency: string): readonly string[] {
  return [
    `${one.stage} at ${one.at}: ${formatMinor(one.amount, currency)} of ${formatMinor(one.base, currency)} ${currency}`,
    ...one.shares.map(({ party, role, amount, by }) => `${role} ${party}: ${formatMinor(amount, currency)} by ${by}`),
    ...one.trace.map(stepLine),
    ...one.cuts.map(({ by, amount }) => `cut ${by}: ${formatMinor(amount, currency)}`),
    ...(one.next === undefined ? [] : [nextLine(one.next)]),
  ];
}

/** Every part of an outcome but its entry and grantor. */
export function outcomeLines(outcome: DiscountOutcome | undefined, currency: string): readonly string[] {
  if (outcome === undefined) return ['not considered'];
  switch (outcome.kind) {
    case 'applied':
      return appliedLines(outcome, currency);
    case 'not-applied': {
      const { code, params, cause } = outcome.reason;
      const figures = Object.entries(params).map(([name, value]) => `${name}=${String(value)}`);
      const because = cause === undefined ? [] : [`because ${cause.code} ${Object.values(cause.params).join(' ')}`];
      const next = outcome.next === undefined ? [] : [nextLine(outcome.next)];
      return [[code, ...figures].join(' '), ...because, ...next];
    }
    case 'not-evaluated':
      return [`missing ${outcome.missing.join(', ')}`];
  }
}
