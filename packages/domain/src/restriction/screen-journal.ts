/**
 * A replay of screening over a journal: each consignment is asked on its day of acceptance, while the quotas move as
 * things cross. What moved is recorded and counted with its outcome, whatever that is.
 */
import type { Consignment } from '../consignment/schema.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { overlaps, type Period } from '../kernel/period.ts';
import { type KeptQuota, quotaReader, requestOf } from '../quota/balance.ts';
import { type QuotaForm, quotaOn } from '../quota/form.ts';
import { createQuotaLedger, type QuotaEvent } from '../quota/ledger.ts';
import { compareEvents, type QuotaState, stateOf } from '../quota/state.ts';
import type { Outcome } from './schema.ts';
import { type ScreeningBook, screen } from './screen.ts';
import type { Purpose, Screening } from './screening.ts';
import { likenessOf } from './splitting.ts';
import { consignmentSubject } from './subject.ts';

/** A consignment that may take part of a quota, and how much is not known: it is in no account. */
export type Unmeasured = { readonly quota: string; readonly note: string; readonly missing: readonly string[] };

export type JournalScreening = {
  /** By note. */
  readonly screenings: ReadonlyMap<string, Screening>;
  /** How many consignments moved with each outcome. */
  readonly counted: Readonly<Record<Outcome, number>>;
  /** Every account of every quota at the end, by quota, window and key. */
  readonly quotas: readonly QuotaState[];
  readonly unmeasured: readonly Unmeasured[];
};

export type JournalOptions = {
  readonly quotas: ReadonlyMap<string, readonly QuotaForm[]>;
  readonly purpose: Purpose;
  /** The day of knowledge of every answer; absent: each consignment's own day of acceptance. */
  readonly knownBy?: LocalDate;
};

/** By day of acceptance, then note: the order in which first come is first served. */
function inAcceptanceOrder(consignments: Iterable<Consignment>): readonly Consignment[] {
  return [...consignments].toSorted(
    (a, b) => compareCodePoints(a.accepted, b.accepted) || compareCodePoints(a.note, b.note),
  );
}

function groupByLikeness(consignments: readonly Consignment[]): ReadonlyMap<string, readonly Consignment[]> {
  const groups = new Map<string, Consignment[]>();
  for (const consignment of consignments) {
    const likeness = likenessOf(consignment);
    if (likeness === undefined) continue;
    const group = groups.get(likeness);
    if (group === undefined) groups.set(likeness, [consignment]);
    else group.push(consignment);
  }
  return groups;
}

/** The day by which all versions are known: a quota published late still counts what moved before. */
function allKnown(versions: readonly QuotaForm[], day: LocalDate): LocalDate {
  return versions.reduce((last, form) => (form.known > last ? form.known : last), day);
}

type Planned = { readonly event: QuotaEvent; readonly rank: number };

/**
 * The reservation of a consignment on its acceptance and its consumption on crossing (on acceptance, if that is unknown).
 * Within a day, what crosses then comes first; acceptances follow, each with all that is its own (`rank`: the place of
 * the consignment in the order of acceptance).
 */
function plannedEvents(
  consignment: Consignment,
  rank: number,
  { id, versions }: KeptQuota,
  world: ScreeningBook['world'],
): { readonly planned: readonly Planned[]; readonly unmeasured: readonly Unmeasured[] } {
  const { note, accepted, dates } = consignment;
  const known = allKnown(versions, accepted);
  const form = quotaOn(versions, { date: accepted, knownBy: known });
  if (form === undefined) return { planned: [], unmeasured: [] };
  const later = dates.crossed !== undefined && dates.crossed > accepted;
  const crossed = later && dates.crossed !== undefined ? dates.crossed : accepted;
  const { amounts, missing } = requestOf(form, consignment, world({ date: accepted, knownBy: known }));
  const planned = amounts.flatMap(({ key, value }): Planned[] => {
    const shared = { reservation: note, key, amount: value, known };
    const asked: QuotaEvent = { kind: 'reserve', on: accepted, sequence: 2 * rank, ...shared };
    const used: QuotaEvent = { kind: 'consume', on: crossed, sequence: later ? -1 : 2 * rank + 1, ...shared };
    return [
      { event: asked, rank },
      { event: used, rank: later ? -1 : rank },
    ];
  });
  return { planned, unmeasured: missing.length === 0 ? [] : [{ quota: id, note, missing }] };
}

/** One quota with all that will happen to it, in order, and how much of that has been entered. */
type Moving = {
  readonly kept: KeptQuota;
  readonly events: readonly Planned[];
  readonly unmeasured: readonly Unmeasured[];
  entered: number;
};

function movingQuotas(
  ordered: readonly Consignment[],
  book: ScreeningBook,
  options: JournalOptions,
): readonly Moving[] {
  return [...options.quotas].map(([id, versions]) => {
    const kept: KeptQuota = { id, versions, ledger: createQuotaLedger(versions) };
    const found = ordered.map((consignment, rank) => plannedEvents(consignment, rank, kept, book.world));
    const events = found.flatMap((one) => one.planned).toSorted((a, b) => compareEvents(a.event, b.event));
    return { kept, events, unmeasured: found.flatMap((one) => one.unmeasured), entered: 0 };
  });
}

/** Enters everything that comes before the consignment's own reservation. */
function enterBefore(moving: Moving, { accepted }: Consignment, rank: number): void {
  for (let next = moving.events[moving.entered]; next !== undefined; next = moving.events[moving.entered]) {
    if (next.event.on > accepted || (next.event.on === accepted && next.rank >= rank)) return;
    moving.kept.ledger.apply(next.event);
    moving.entered += 1;
  }
}

function finalStates({ kept, events, entered }: Moving): readonly QuotaState[] {
  for (const { event } of events.slice(entered)) kept.ledger.apply(event);
  return kept.ledger.accounts().flatMap((account) => {
    const day = account.window.from;
    const form =
      quotaOn(kept.versions, { date: day, knownBy: allKnown(kept.versions, day) }) ??
      kept.versions.find((version) => overlaps(version.valid, account.window));
    return form === undefined ? [] : [stateOf(account, form, lastDay(account.window, events))];
  });
}

/** The last day anything happened, for what was published by then. */
function lastDay(window: Period, events: readonly Planned[]): LocalDate {
  return events.at(-1)?.event.on ?? window.from;
}

/** Screens every consignment in order of acceptance; the order of the input does not matter. */
export function screenJournal(
  book: ScreeningBook,
  consignments: Iterable<Consignment>,
  options: JournalOptions,
): JournalScreening {
  const ordered = inAcceptanceOrder(consignments);
  const alike = groupByLikeness(ordered);
  const moving = movingQuotas(ordered, book, options);
  const kept = moving.map((one) => one.kept);
  const screenings = new Map<string, Screening>();
  const counted: Record<Outcome, number> = { ALLOW: 0, FLAG: 0, HOLD: 0, REFUSE: 0 };
  for (const [rank, consignment] of ordered.entries()) {
    for (const one of moving) enterBefore(one, consignment, rank);
    const at = {
      date: consignment.accepted,
      knownBy: options.knownBy ?? consignment.accepted,
      purpose: options.purpose,
    };
    const likeness = likenessOf(consignment);
    const sameDay = likeness === undefined ? [] : (alike.get(likeness) ?? []);
    const found = screen(book, consignmentSubject(consignment, { sameDay }), at, quotaReader(kept, book.world(at)));
    screenings.set(consignment.note, found);
    counted[found.outcome] += 1;
  }
  return {
    screenings,
    counted,
    quotas: moving.flatMap(finalStates),
    unmeasured: moving.flatMap((one) => one.unmeasured),
  };
}
