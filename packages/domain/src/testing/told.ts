/** A rating in short texts, so that a test can state the whole of it. */
import type { ChargeLine, TraceStep } from '../charge/rating.ts';
import { toText } from '../kernel/decimal.ts';
import type { Priced } from './price-steps.ts';

const valueText = (value: TraceStep['inputs'][number]['value']): string =>
  typeof value === 'string' ? value : toText(value);

/** A step: what was read, the rows, the value before and after, what it was before it was rounded, whose it is. */
export function stepText(step: TraceStep): string {
  const { inputs, rows, before, after, unrounded, currency, clause, times } = step;
  const read = inputs.map(({ label, value, unit }) => [label, valueText(value), unit].filter(Boolean).join(' '));
  const found = rows.map(
    ({ table, file, line, keys }) =>
      `${table} ${file}:${String(line)} ${Object.entries(keys)
        .map(([name, text]) => `${name} ${text}`)
        .join(', ')}`,
  );
  return [
    `${step.step} ${step.name}${times === undefined ? '' : ` ×${String(times)}`}`,
    read.join(', '),
    ...found,
    `${before === undefined ? '' : toText(before)} → ${toText(after)}${unrounded === undefined ? '' : ` of ${toText(unrounded)}`}`,
    currency,
    clause,
  ]
    .filter(Boolean)
    .join(' | ');
}

/** A line: name, where it comes from, its charge kind, its entry, whether discounts may touch it, minor units. */
export const lineText = ({ id, source, charge, entry, discountable, amount }: ChargeLine): string =>
  `${id} ${source} ${charge} ${entry.id}@${entry.version}${discountable ? ' discountable' : ''} ${String(amount)}`;

/** Every refusal with its parameters but the id of the tariff. */
export function refusalsIn({ refused, params }: Extract<Priced, { refused: unknown }>): readonly object[] {
  return refused.map((code, index) => {
    const { tariff: _, ...own } = params[index] ?? {};
    return { code, ...own };
  });
}
