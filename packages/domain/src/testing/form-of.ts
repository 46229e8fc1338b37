/** A discount as it is compiled, in plain data that a test can state whole. */
import { type Decimal, toText } from '../kernel/decimal.ts';
import { readBookText, TARIFF } from './book-from-text.ts';
import { discount } from './rated-leg.ts';

const isDecimal = (value: object): value is Decimal => 'units' in value && 'scale' in value && 'den' in value;

/** A form as plain data: decimals and sets as text, a meter by its id, without what reads a fact. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  if (isDecimal(value)) return toText(value);
  if (value instanceof Set) return [...value].join(' ');
  if ('measure' in value && 'window' in value && 'id' in value) return `meter ${String(value.id)}`;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined && typeof part !== 'function')
      .map(([name, part]) => [name, plain(part)]),
  );
}

/** Of everything but its header, the form of a discount in the example book with other entries; what is absent is left out. */
export function formOf(content: string, ...more: readonly string[]): Readonly<Record<string, unknown>> {
  const { book, refusals } = readBookText([TARIFF, discount('d', content), ...more]);
  if (refusals.length > 0) throw new Error(`the test's discount has problems: ${JSON.stringify(refusals)}`);
  const [form] = book.discounts;
  if (form === undefined) throw new Error('no discount was compiled');
  const { header: _header, title: _title, known: _known, valid: _valid, considered: _considered, ...rest } = form;
  return Object.fromEntries(
    Object.entries(rest).flatMap(([name, part]) => (part === undefined ? [] : [[name, plain(part)]])),
  );
}
