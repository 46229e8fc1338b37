import { compareCodePoints } from './code-point.ts';

/** Where a refusal arose: a line and column (from 1) of a file, a path within a document, or a named record. */
export type Place = {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly path?: string;
  readonly record?: string;
};

/** An error stops the thing it names; a warning is shown and work goes on. */
export type Severity = 'error' | 'warning';

/**
 * Something the program will not do, as a value. The texts (reason and remedy) live in the message catalogues under
 * `refusal.<code>.reason` and `refusal.<code>.remedy`; `params` are the names those texts fill in.
 */
export type Refusal = {
  readonly code: string;
  readonly severity: Severity;
  readonly place: Place;
  readonly params: Readonly<Record<string, string | number>>;
};

/** What an operation answers: its value, perhaps with warnings, or every reason why there is none. */
export type Result<T> =
  | { readonly ok: true; readonly value: T; readonly warnings?: readonly Refusal[] }
  | { readonly ok: false; readonly refusals: readonly Refusal[] };

const NOWHERE: Place = Object.freeze({});

/** A refusal; an error unless said otherwise. */
export function refusal(
  code: string,
  params: Readonly<Record<string, string | number>>,
  place: Place = NOWHERE,
  severity: Severity = 'error',
): Refusal {
  return Object.freeze({ code, severity, place: Object.freeze({ ...place }), params: Object.freeze({ ...params }) });
}

/** A result that holds. Warnings are left out when there are none. */
export function ok<T>(value: T, warnings: readonly Refusal[] = []): Result<T> {
  return warnings.length === 0 ? { ok: true, value } : { ok: true, value, warnings };
}

/** A result that does not hold, with every reason. Throws without a reason: a refusal always has one. */
export function refused(...refusals: readonly Refusal[]): Result<never> {
  if (refusals.length === 0) throw new RangeError('refused without a reason');
  return { ok: false, refusals };
}

function compareTexts(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return (a === undefined ? 0 : 1) - (b === undefined ? 0 : 1);
  return compareCodePoints(a, b);
}

function compareRefusals(a: Refusal, b: Refusal): number {
  return (
    compareTexts(a.place.file, b.place.file) ||
    (a.place.line ?? 0) - (b.place.line ?? 0) ||
    (a.place.column ?? 0) - (b.place.column ?? 0) ||
    compareCodePoints(a.code, b.code) ||
    compareTexts(a.place.record, b.place.record) ||
    compareTexts(a.place.path, b.place.path)
  );
}

/** Reading order: file, line, column, code, record, path. What has no place comes first; ties keep their order. */
export function sortRefusals(refusals: readonly Refusal[]): readonly Refusal[] {
  return refusals.toSorted(compareRefusals);
}
