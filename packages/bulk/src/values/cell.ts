/** Reads a cell into the value of its field, or tells why it cannot. */

import { type CodeSystem, normaliseCode } from '@kontor/domain/kernel/goods-code';
import { isIdentifier } from '@kontor/domain/kernel/identifier';
import { isCurrency } from '@kontor/domain/kernel/money';
import { type Refusal, refusal } from '@kontor/domain/kernel/refusal';
import type { ColumnPlan } from '../columns/plan.ts';
import type { Profile } from '../profile/schema.ts';
import type { CellKind } from '../row.ts';
import { readDate } from './date.ts';
import { kilogramsOf, splitMassUnit } from './mass.ts';
import type { NameKind, Names } from './names.ts';
import { numberWith } from './number.ts';
import { valueOfWord } from './words.ts';

export type CellValue =
  | string
  | number
  | boolean
  | readonly string[]
  | { readonly code: string; readonly place?: string };

export type CellReading =
  | { readonly ok: true; readonly value: CellValue }
  | { readonly ok: false; readonly code: string; readonly params: Readonly<Record<string, string | number>> };

export type CellContext = { readonly profile: Profile; readonly names: Names };

const good = (value: CellValue): CellReading => ({ ok: true, value });
const bad = (
  code: string,
  params: Readonly<Record<string, string | number>> = {},
): Extract<CellReading, { ok: false }> => ({
  ok: false,
  code,
  params,
});

/** What a spreadsheet makes of long numbers, dropping digits: 2,25E+07. */
const SCIENTIFIC = /^[0-9](?:[.,][0-9]+)?E\+?[0-9]+$/i;

function readPlain(plan: ColumnPlan, text: string, kind: CellKind): string | CellReading {
  if (kind === 'number') return text;
  const number = numberWith(text, plan.mark);
  return number.kind === 'number' ? number.text : bad(`import.number.${number.kind}`);
}

function readWhole(plan: ColumnPlan, text: string, kind: CellKind): CellReading {
  const number = readPlain(plan, text, kind);
  if (typeof number !== 'string') return number;
  const whole = /^(-?[0-9]+)(?:\.0+)?$/.exec(number)?.[1];
  const value = Number(whole);
  if (whole === undefined || value < 0) return bad('import.number.not-whole');
  return Number.isSafeInteger(value) ? good(value) : bad('import.number.too-large');
}

function readMass(plan: ColumnPlan, text: string, kind: CellKind): CellReading {
  const split = splitMassUnit(text);
  const unit = split.unit ?? plan.unit;
  if (unit === undefined) return bad('import.mass.unit');
  const number = readPlain(plan, split.number, kind);
  if (typeof number !== 'string') return number;
  const kilograms = kilogramsOf(number, unit);
  return kilograms === undefined ? bad('import.mass.not-whole', { unit }) : good(kilograms);
}

function readDateCell(plan: ColumnPlan, text: string, kind: CellKind): CellReading {
  const reading = readDate(text, kind === 'date' ? {} : plan.dates);
  if (reading.kind === 'date') return good(reading.date);
  return reading.kind === 'needs' ? bad('import.date.unclear', { need: reading.need }) : bad('import.date.malformed');
}

function readCode(plan: ColumnPlan, text: string): CellReading {
  const system = codeSystem(plan.spec.choices?.[0]);
  if (system === undefined) return bad('import.code.malformed');
  const restored = plan.restoresZeros && normaliseCode(system, text) === undefined ? `0${text}` : text;
  const code = normaliseCode(system, restored);
  return code === undefined ? bad('import.code.malformed', { system }) : good(code);
}

function codeSystem(name: string | undefined): CodeSystem | undefined {
  return name === 'GNG' || name === 'ETSNG' || name === 'HS' || name === 'CN' || name === 'TNVED' ? name : undefined;
}

export type IdReading = Extract<CellReading, { ok: false }> | { readonly ok: true; readonly value: string };

/** The id that a name, code or id of a file stands for. */
export function resolve(kind: NameKind, text: string, { profile, names }: CellContext): IdReading {
  const mapped = kind === 'party' ? profile.parties : profile.places;
  const known = Object.hasOwn(mapped, text) ? mapped[text] : undefined;
  if (known !== undefined) {
    return names.has(kind, known) ? { ok: true, value: known } : bad(`import.${kind}.not-in-book`, { id: known });
  }
  const ids = kind === 'party' ? names.party(text) : names.place(text);
  const [only, second] = ids;
  if (only !== undefined && second === undefined) return { ok: true, value: only };
  if (only !== undefined) return bad(`import.${kind}.ambiguous`, { ids: ids.join(', ') });
  const near = names.near(kind, text);
  return near.length === 0 ? bad(`import.${kind}.unknown`) : bad(`import.${kind}.near`, { ids: near.join(', ') });
}

function readPlaces(text: string, context: CellContext): CellReading {
  const whole = resolve('place', text, context);
  if (whole.ok) return good([whole.value]);
  const ids: string[] = [];
  for (const piece of text.split(/[;,/\n]|\s[-–—]\s/u).map((each) => each.trim())) {
    if (piece === '') continue;
    const reading = resolve('place', piece, context);
    if (!reading.ok) return { ...reading, params: { ...reading.params, value: piece } };
    ids.push(reading.value);
  }
  return good(ids);
}

function readIncoterm(text: string, context: CellContext): CellReading {
  const [, code = '', rest = ''] = /^([A-Za-z]{3})(?:[\s,]+(.*))?$/s.exec(text) ?? [];
  if (code === '') return bad('import.word.unknown');
  if (rest.trim() === '') return good({ code: code.toUpperCase() });
  const place = resolve('place', rest.trim(), context);
  if (!place.ok) return { ...place, params: { ...place.params, value: rest.trim() } };
  return good({ code: code.toUpperCase(), place: place.value });
}

function readWord(plan: ColumnPlan, text: string, context: CellContext): CellReading {
  const { spec } = plan;
  const mapped = context.profile.values[spec.name];
  const own = mapped !== undefined && Object.hasOwn(mapped, text) ? mapped[text] : undefined;
  const value = own ?? spec.choices?.find((choice) => choice === text) ?? valueOfWord(spec.name, text);
  if (value !== undefined) return spec.type === 'flag' ? good(value === 'true') : good(value);
  if (spec.type === 'country' && /^[A-Za-z]{2}$/.test(text)) return good(text.toUpperCase());
  if (spec.type === 'currency' && isCurrency(text.toUpperCase())) return good(text.toUpperCase());
  return bad('import.word.unknown');
}

function readText(plan: ColumnPlan, text: string, kind: CellKind): CellReading {
  const isNumberName = plan.spec.name === 'note' || plan.spec.name.endsWith('.number');
  return isNumberName && kind !== 'number' && SCIENTIFIC.test(text) ? bad('import.text.scientific') : good(text);
}

/** Reads a cell that is not empty. */
export function readCell(plan: ColumnPlan, text: string, kind: CellKind, context: CellContext): CellReading {
  if (kind === 'error') return bad('import.cell.error');
  switch (plan.spec.type) {
    case 'text':
      return readText(plan, text, kind);
    case 'whole':
      return readWhole(plan, text, kind);
    case 'decimal': {
      const number = readPlain(plan, text, kind);
      return typeof number === 'string' ? good(number) : number;
    }
    case 'mass':
      return readMass(plan, text, kind);
    case 'date':
      return readDateCell(plan, text, kind);
    case 'party':
    case 'place':
      return resolve(plan.spec.type, text, context);
    case 'places':
      return readPlaces(text, context);
    case 'list':
      return good(
        text
          .split(/[;\n]/)
          .map((each) => each.trim())
          .filter((each) => each !== ''),
      );
    case 'country':
    case 'currency':
    case 'choice':
    case 'flag':
      return readWord(plan, text, context);
    case 'code':
      return readCode(plan, text);
    case 'unNumber': {
      const digits = text.replace(/^(?:UN|ООН|ААН)\s*/iu, '');
      return /^[0-9]{4}$/.test(digits) ? good(digits) : bad('import.un-number.malformed');
    }
    case 'identifier':
      return isIdentifier(text) ? good(text) : bad('import.identifier.malformed');
    case 'incoterm':
      return readIncoterm(text, context);
  }
}

/** A reading that failed, as a refusal with the cell's place. */
export function cellRefusal(
  reading: Extract<CellReading, { ok: false }>,
  cell: { readonly title: string; readonly text: string; readonly field: string },
  place: Refusal['place'],
): Refusal {
  const value = cell.text.length > 80 ? `${cell.text.slice(0, 79)}…` : cell.text;
  return refusal(reading.code, { value, column: cell.title, field: cell.field, ...reading.params }, place);
}
