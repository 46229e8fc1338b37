/** A promise in the form that is answered, and the promises known by a day. */
import type { Source } from '../book/header.ts';
import { type LoadedBook, type LoadedEntry, readEntry } from '../book/load.ts';
import { entriesOf, isNewer } from '../book/select.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import { decimal, isNegative } from '../kernel/decimal.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import type { Period } from '../kernel/period.ts';
import type { Quantity } from '../kernel/quantity.ts';
import { ok, type Refusal, type Result, refusal, refused } from '../kernel/refusal.ts';
import type { Words } from '../kernel/schema.ts';
import { type MODALITIES, type PromiseText, promiseSchema } from './schema.ts';

export type Modality = (typeof MODALITIES)[number];

/** A number one source states for the promise itself. */
export type PromiseClaim = {
  readonly id: string;
  readonly quantity: Quantity;
  readonly claimed: LocalDate;
  readonly quote: Words | undefined;
  readonly source: Source;
};

export type PromiseForm = {
  readonly id: string;
  readonly version: string;
  readonly known: LocalDate;
  readonly title: Words;
  readonly what: Words;
  readonly modality: Modality;
  readonly session: string | undefined;
  readonly item: number | undefined;
  readonly executor: string | undefined;
  readonly coExecutors: readonly string[];
  readonly controller: string | undefined;
  readonly partners: readonly string[];
  readonly direction: { readonly from: string; readonly to: string } | undefined;
  readonly window: Period;
  /** The first day on which it is no longer offered. */
  readonly expires: LocalDate | undefined;
  readonly nextStep: Words | undefined;
  /** By day of the claim, then id. */
  readonly claims: readonly PromiseClaim[];
  readonly inForce: string | undefined;
  readonly agreements: readonly string[];
};

function claimsOf(entry: LoadedEntry, text: PromiseText, refusals: Refusal[]): readonly PromiseClaim[] {
  const seen = new Set<string>();
  for (const [index, claim] of text.claims.entries()) {
    const place = entry.place(['claims', index]);
    if (seen.has(claim.id)) refusals.push(refusal('promise.duplicate-claim', { claim: claim.id }, place));
    if (isNegative(decimal(claim.quantity.value))) {
      refusals.push(refusal('promise.negative', { claim: claim.id, value: claim.quantity.value }, place));
    }
    seen.add(claim.id);
  }
  if (text.inForce !== undefined && !seen.has(text.inForce)) {
    refusals.push(refusal('promise.in-force', { claim: text.inForce }, entry.place(['inForce'])));
  }
  return text.claims
    .map(({ id, quantity, claimed, quote, source }): PromiseClaim => {
      return { id, quantity: { value: decimal(quantity.value), unit: quantity.unit }, claimed, quote, source };
    })
    .toSorted((a, b) => compareCodePoints(a.claimed, b.claimed) || compareCodePoints(a.id, b.id));
}

/**
 * Compiles a promise. Refusals: `promise.empty-window`, `promise.in-force`, `promise.duplicate-claim`,
 * `promise.negative`.
 */
export function compilePromise(entry: LoadedEntry, text: PromiseText): Result<PromiseForm> {
  const refusals: Refusal[] = [];
  const { from, to } = text.window;
  if (to !== undefined && to <= from)
    refusals.push(refusal('promise.empty-window', { from, to }, entry.place(['window'])));
  const form: PromiseForm = {
    id: entry.id,
    version: entry.version,
    known: entry.known,
    title: text.title,
    what: text.what,
    modality: text.modality,
    session: text.session,
    item: text.item,
    executor: text.executor,
    coExecutors: text.coExecutors,
    controller: text.controller,
    partners: text.partners,
    direction: text.direction,
    window: { from, to },
    expires: text.expires,
    nextStep: text.nextStep,
    claims: claimsOf(entry, text, refusals),
    inForce: text.inForce,
    agreements: text.agreements,
  };
  return refusals.length === 0 ? ok(Object.freeze(form)) : refused(...refusals);
}

/** Rows of the report first and in its order, then by id. */
function compareForms(a: PromiseForm, b: PromiseForm): number {
  const last = Number.MAX_SAFE_INTEGER;
  return (a.item ?? last) - (b.item ?? last) || compareCodePoints(a.id, b.id);
}

/** Promises as known by a day, the newest version of each, with the refusals of those that cannot be compiled. */
export function promisesKnown(
  book: LoadedBook,
  knownBy: LocalDate,
): { readonly promises: readonly PromiseForm[]; readonly refusals: readonly Refusal[] } {
  const known = entriesOf(book, 'promise').filter((entry) => entry.known <= knownBy);
  const newest = known.filter((entry) => !known.some((other) => other.id === entry.id && isNewer(other, entry)));
  const results = newest.map((entry) => compilePromise(entry, readEntry(entry, promiseSchema)));
  return {
    promises: results.flatMap((one) => (one.ok ? [one.value] : [])).toSorted(compareForms),
    refusals: results.flatMap((one) => (one.ok ? [] : one.refusals)),
  };
}
