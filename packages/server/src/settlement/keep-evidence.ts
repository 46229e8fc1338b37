/** Keeps beside the entries of a quarter what they follow from: the book, ratings, screenings and traces. */
import { entitlementJson } from '@kontor/domain/explain/entitlement-json';
import { legJson } from '@kontor/domain/explain/rating-json';
import type { LocalDate } from '@kontor/domain/kernel/local-date';
import { ok, type Result } from '@kontor/domain/kernel/refusal';
import type { OfficeBook } from '@kontor/domain/office/report';
import type { SettledEvidence } from '@kontor/domain/office/settled-evidence';
import type { Screening } from '@kontor/domain/restriction/screening';
import { recordBookWithin } from '@kontor/store/book/book-versions';
import { contentHash, type Json } from '@kontor/store/journal/canonical-json';
import { type Instant, instant } from '@kontor/store/journal/instant';
import { appendTracesWithin } from '@kontor/store/ledger/entry-trace';
import { appendRatingsWithin } from '@kontor/store/rating/append-ratings';
import type { NewRating } from '@kontor/store/rating/rating';
import { appendScreeningsWithin } from '@kontor/store/screening/append-screenings';
import type { NewScreening, ScreeningReason } from '@kontor/store/screening/screening-outcome';
import type pg from 'pg';
import { z } from 'zod';
import { plainJson } from '../brief/plain-json.ts';

const jsonOf = (value: unknown): Json => z.json().parse(plainJson(value));

/** The end of a day of knowledge. */
const endOf = (day: LocalDate): Instant => instant(`${day}T23:59:59.999Z`);

type KeptBook = { readonly hash: string; readonly manifest: Json };

const books = new WeakMap<OfficeBook, KeptBook>();

/** A book by the hash of what its entries say; reckoned once. */
function keptBook(book: OfficeBook): KeptBook {
  const found = books.get(book);
  if (found !== undefined) return found;
  const { entries } = book.loaded;
  const hash = contentHash(
    entries.map(({ kind, id, version, raw, tables }) => [kind, id, version, jsonOf(raw), jsonOf(tables)]),
  ).toString('hex');
  const manifest = entries.map(({ kind, id, version, known }): Json => ({ kind, id, version, known }));
  const kept: KeptBook = { hash, manifest };
  books.set(book, kept);
  return kept;
}

function ratingsOf({ ratings }: SettledEvidence, bookHash: string): readonly (readonly NewRating[])[] {
  return ratings.map(({ knownBy, ratings: rated }) =>
    rated.flatMap(({ note, legs }) =>
      legs.flatMap((one): NewRating[] => {
        if (!one.ok) return [];
        const { lines = [], discounts: _discounts, ...totals } = legJson(one.rating);
        return [{ subject: note, leg: one.rating.leg + 1, asOf: endOf(knownBy), bookHash, lines, totals }];
      }),
    ),
  );
}

const REASONS: ReadonlySet<string> = new Set(['booking', 'payout'] satisfies ScreeningReason[]);
const isReason = (purpose: string): purpose is ScreeningReason => REASONS.has(purpose);

function screeningOf({ subject, outcome, findings, lifted, deferred, versions, at }: Screening): NewScreening[] {
  if (!isReason(at.purpose)) return [];
  return [
    {
      subject,
      factSeq: null,
      outcome,
      reason: at.purpose,
      at: at.date,
      entryVersions: jsonOf(versions),
      body: jsonOf({ knownBy: at.knownBy, findings, lifted, deferred }),
    },
  ];
}

/** Writes the evidence in the transaction of the entries it belongs to. */
export function keepEvidence(
  book: OfficeBook,
  evidence: SettledEvidence,
  region: string,
): (client: pg.ClientBase) => Promise<Result<number>> {
  const { hash, manifest } = keptBook(book);
  return async (client) => {
    if (evidence.entries.length === 0) return ok(0);
    await recordBookWithin(client, { region, hash, manifest });
    for (const ratings of ratingsOf(evidence, hash)) {
      const kept = await appendRatingsWithin(client, region, ratings);
      if (!kept.ok) return kept;
    }
    await appendScreeningsWithin(client, region, evidence.screenings.flatMap(screeningOf));
    const traces = evidence.entries.map(({ key, knownBy, earned }) => ({
      key,
      asOf: endOf(knownBy),
      bookHash: hash,
      body: { earned: earned.map(entitlementJson) },
    }));
    return ok(await appendTracesWithin(client, region, traces));
  };
}
