import { type Decimal, decimal, parseDecimal } from '../kernel/decimal.ts';
import { type Place, type Refusal, refusal } from '../kernel/refusal.ts';
import type { Rounding } from '../kernel/rounding.ts';
import { factNamed } from '../scope/fields.ts';
import type { OperandForm, OverrideForm, TableForm } from './form.ts';
import type { OperandText, RoundingText } from './schema.ts';

/** What operands may name, and where problems go. */
export type Names = {
  /** By name; undefined where a table did not compile, which is a refusal of its own. */
  readonly tables: ReadonlyMap<string, TableForm | undefined>;
  readonly quantities: ReadonlySet<string>;
  readonly steps: ReadonlySet<string>;
  readonly parts: ReadonlySet<string>;
  readonly place: Place;
  readonly refusals: Refusal[];
};

type TableOperandText = Extract<OperandText, { table: string }>;

const NOTHING: OperandForm = { kind: 'literal', value: decimal('0') };

function unknown(names: Names, what: string, name: string): void {
  names.refusals.push(refusal(`tariff.unknown-${what}`, { [what]: name }, names.place));
}

/** A table by name. One that did not compile has been refused already, and is not called unknown beside that. */
export function tableNamed(names: Names, name: string): TableForm | undefined {
  if (!names.tables.has(name)) unknown(names, 'table', name);
  return names.tables.get(name);
}

/** The index of a table's key by name. */
export function keyIndex(names: Names, table: TableForm, name: string): number {
  const index = table.keys.findIndex((key) => key.name === name);
  if (index < 0)
    names.refusals.push(
      refusal(
        'tariff.unknown-key',
        { key: name, table: table.name, keys: table.keys.map((key) => key.name).join(', ') },
        names.place,
      ),
    );
  return index;
}

/**
 * Every key of a look-up has a source: the step's, else the table's own. A quantity must stand before the one that reads
 * it, so that none depends on itself.
 */
export function checkKeySources(names: Names, table: TableForm, given: (key: number) => boolean): void {
  for (const [index, { name, source }] of table.keys.entries()) {
    if (given(index)) continue;
    if (source.kind === 'given')
      names.refusals.push(refusal('tariff.key-without-source', { key: name, table: table.name }, names.place));
    if (source.kind === 'quantity') checkQuantity(names, source.name);
  }
}

function checkQuantity(names: Names, quantity: string): void {
  if (!names.quantities.has(quantity)) unknown(names, 'quantity', quantity);
}

function compileOverride(names: Names, text: NonNullable<TableOperandText['at']>[string]): OverrideForm {
  if (typeof text === 'string') return { kind: 'literal', text };
  if ('quantity' in text) {
    checkQuantity(names, text.quantity);
    return { kind: 'quantity', name: text.quantity };
  }
  if ('fact' in text) {
    const field = factNamed(text.fact);
    if (field !== undefined) return { kind: 'fact', field };
    unknown(names, 'fact', text.fact);
    return { kind: 'literal', text: '' };
  }
  const table = tableNamed(names, text.endBefore.table);
  const key = table === undefined ? -1 : keyIndex(names, table, text.endBefore.key);
  if (table === undefined || key < 0) return { kind: 'literal', text: '' };
  checkKeySources(names, table, () => false);
  return { kind: 'end-before', table, key };
}

function compileTableOperand(names: Names, text: TableOperandText): OperandForm {
  const table = tableNamed(names, text.table);
  if (table === undefined) return NOTHING;
  const at = new Map<number, OverrideForm>();
  for (const [name, override] of Object.entries(text.at ?? {})) {
    const index = keyIndex(names, table, name);
    if (index >= 0) at.set(index, compileOverride(names, override));
  }
  checkKeySources(names, table, (index) => at.has(index));
  const column = text.column ?? table.value;
  if (table.rows.length > 0 && !table.rows.some((row) => row.values.has(column))) {
    const columns = [...new Set(table.rows.flatMap((row) => [...row.values.keys()]))].join(', ');
    names.refusals.push(refusal('tariff.unknown-column', { column, table: table.name, columns }, names.place));
  }
  return {
    kind: 'table',
    table,
    column,
    at,
    less: optional(text.less),
    otherwise: optional(text.otherwise) ?? table.otherwise,
  };
}

const optional = (text: string | undefined): Decimal | undefined =>
  text === undefined ? undefined : parseDecimal(text);

/** Compiles an operand; whatever it names must exist. */
export function compileOperand(names: Names, text: OperandText): OperandForm {
  if (typeof text === 'string') return { kind: 'literal', value: decimal(text) };
  if ('table' in text) return compileTableOperand(names, text);
  if ('fact' in text) {
    const field = factNamed(text.fact);
    if (field === undefined) {
      unknown(names, 'fact', text.fact);
      return NOTHING;
    }
    if (field.type !== 'number' && !text.fact.startsWith('extra.'))
      names.refusals.push(refusal('tariff.fact-not-a-number', { fact: text.fact }, names.place));
    return { kind: 'fact', field, per: optional(text.per), otherwise: optional(text.otherwise) };
  }
  if ('quantity' in text) {
    checkQuantity(names, text.quantity);
    return { kind: 'quantity', name: text.quantity, per: optional(text.per) };
  }
  if ('step' in text) {
    if (!names.steps.has(text.step)) unknown(names, 'step', text.step);
    return { kind: 'step', name: text.step };
  }
  if (!names.parts.has(text.part)) unknown(names, 'part', text.part);
  return { kind: 'part', id: text.part };
}

/** Rounding as written: a quantum alone means half-up, and later steps go on from the rounded value. */
export function compileRounding(
  text: RoundingText | undefined,
  names: Pick<Names, 'place' | 'refusals'>,
): Rounding | undefined {
  if (text === undefined) return undefined;
  const { quantum, mode, carry } =
    typeof text === 'string' ? { quantum: text, mode: 'half-up' as const, carry: 'rounded' as const } : text;
  const value = decimal(quantum);
  if (value.units > 0n) return { quantum: value, mode, carry };
  names.refusals.push(refusal('tariff.quantum-not-positive', { quantum }, names.place));
  return undefined;
}
