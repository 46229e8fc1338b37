/** Restrictions, party lists and decisions in the form that is screened with: frozen, dates and scopes resolved. */
import type { Header, Source } from '../book/header.ts';
import type { LoadedEntry } from '../book/load.ts';
import type { Versioned } from '../book/select.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import type { Period } from '../kernel/period.ts';
import { ok, type Refusal, type Result, refusal, refused } from '../kernel/refusal.ts';
import type { Words } from '../kernel/schema.ts';
import { compileScope, type ScopeForm } from '../scope/compile.ts';
import { normaliseName } from './normalise-name.ts';
import type { Outcome, PartyDecisionText, PartyListText, RestrictionText } from './schema.ts';

/** A rule and its version, as a screening names them. */
export type RuleReference = { readonly id: string; readonly version: string };

export type RestrictionForm = RuleReference & {
  /** The first day on which the rule was known: announced, or published in the book where that was later. */
  readonly known: LocalDate;
  readonly valid: Period;
  readonly announced: LocalDate | undefined;
  readonly planned: Period | undefined;
  /** The interval as it came, with the day on which its end was known; undefined while it has not ended. */
  readonly actual: { readonly span: Period; readonly known: LocalDate | undefined } | undefined;
  /** Ids of rules it takes the place of. */
  readonly supersedes: readonly string[];
  readonly scope: ScopeForm;
  readonly partyList: string | undefined;
  readonly windDown: { readonly contractsBefore: LocalDate; readonly until: LocalDate } | undefined;
  readonly liftedBy: readonly string[];
  readonly quota: string | undefined;
  readonly outcome: Outcome;
  readonly reason: Words;
  readonly authority: Words;
  readonly basis: { readonly act: string; readonly clear: boolean } | undefined;
  readonly sources: readonly Source[];
  readonly reviewed: { readonly by: string; readonly on: LocalDate; readonly synthetic: boolean } | undefined;
};

/** One name on a list of parties, in force while `listed` has come and `delisted` has not. */
export type ListedParty = {
  readonly party: string | undefined;
  readonly name: string;
  readonly normalised: string;
  /** As written, which may be the id of a party, and as matched. */
  readonly owners: readonly { readonly shown: string; readonly normalised: string }[];
  readonly listed: LocalDate;
  readonly delisted: LocalDate | undefined;
};

export type PartyListForm = Versioned & {
  readonly regime: string;
  readonly parties: readonly ListedParty[];
};

export type PartyDecision = RuleReference & {
  readonly known: LocalDate;
  readonly list: string;
  readonly normalised: string;
  readonly party: string;
  readonly decision: 'same' | 'different';
  readonly by: string;
  readonly on: LocalDate;
};

function sourcesOf(source: Header['source']): readonly Source[] {
  return Array.isArray(source) ? source : [source];
}

const asPeriod = (text: { from: LocalDate; to?: LocalDate | undefined }): Period => ({ from: text.from, to: text.to });

const later = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? b : a);

/**
 * Before its announcement a rule is not applied; nor before the book knew of it, where the entry says when that was.
 * A start of validity is not a day of knowledge: a closure of the 27th may be announced on the 29th, or on the 20th.
 */
function knownSince(entry: LoadedEntry, announced: LocalDate | undefined): LocalDate {
  const published = entry.header.known;
  if (announced === undefined) return entry.known;
  return published === undefined ? announced : later(published, announced);
}

function checkSpans(entry: LoadedEntry, text: RestrictionText): readonly Refusal[] {
  return (['planned', 'actual'] as const).flatMap((name) => {
    const span = text[name];
    if (span?.to === undefined || span.to > span.from) return [];
    return [
      refusal('restriction.empty-interval', { interval: name, from: span.from, to: span.to }, entry.place([name])),
    ];
  });
}

/** Compiles a restriction. Refusals: `restriction.empty-interval`, `restriction.wind-down`, and those of its scope. */
export function compileRestriction(entry: LoadedEntry, text: RestrictionText): Result<RestrictionForm> {
  const ofScope: Refusal[] = [];
  const scope = compileScope(text.scope, ofScope);
  const refusals = [...ofScope.map((one) => ({ ...one, place: entry.place(['scope']) })), ...checkSpans(entry, text)];
  const { windDown, actual } = text;
  if (windDown !== undefined && windDown.until < windDown.contractsBefore) {
    const dates = { contractsBefore: windDown.contractsBefore, until: windDown.until };
    refusals.push(refusal('restriction.wind-down', dates, entry.place(['windDown'])));
  }
  const form: RestrictionForm = {
    id: entry.id,
    version: entry.version,
    known: knownSince(entry, text.announced),
    valid: entry.valid,
    announced: text.announced,
    planned: text.planned === undefined ? undefined : asPeriod(text.planned),
    actual: actual === undefined ? undefined : { span: asPeriod(actual), known: actual.known ?? actual.to },
    supersedes: (entry.header.supersedes ?? []).filter((one) => one.items === undefined).map((one) => one.entry),
    scope,
    partyList: text.partyList,
    windDown,
    liftedBy: text.liftedBy,
    quota: text.quota,
    outcome: text.outcome,
    reason: text.reason,
    authority: text.authority,
    basis: text.basis,
    sources: sourcesOf(entry.header.source),
    reviewed: text.reviewed && {
      by: text.reviewed.by,
      on: text.reviewed.on,
      synthetic: text.reviewed.synthetic === true,
    },
  };
  return refusals.length === 0 ? ok(Object.freeze(form)) : refused(...refusals);
}

/** Compiles a list of parties. Refusals: `party-list.empty-name` for a name nothing can be matched with. */
export function compilePartyList(entry: LoadedEntry, text: PartyListText): Result<PartyListForm> {
  const refusals = text.parties.flatMap((one, index) =>
    normaliseName(one.name) === ''
      ? [refusal('party-list.empty-name', {}, entry.place(['parties', index, 'name']))]
      : [],
  );
  if (refusals.length > 0) return refused(...refusals);
  const parties = text.parties.map(
    (one): ListedParty => ({
      party: one.party,
      name: one.name,
      normalised: normaliseName(one.name),
      owners: (one.owners ?? []).map((shown) => ({ shown, normalised: normaliseName(shown) })),
      listed: one.listed,
      delisted: one.delisted,
    }),
  );
  const { id, version, known, valid, header } = entry;
  return ok(Object.freeze({ id, version, known, valid, header, regime: text.regime, parties: Object.freeze(parties) }));
}

/** Compiles a decision on a candidate. It counts from the day it was made and the day the book knew of it on. */
export function compilePartyDecision(entry: LoadedEntry, text: PartyDecisionText): PartyDecision {
  const { list, party, decision, by, on } = text;
  const known = later(entry.known, on);
  return Object.freeze({
    id: entry.id,
    version: entry.version,
    known,
    list,
    normalised: normaliseName(text.name),
    party,
    decision,
    by,
    on,
  });
}
