/** What `check` finds in a book beyond what keeps it from being read or compiled (pricing.md section 11). */
import { type LoadedBook, type LoadedEntry, readEntry } from '../book/load.ts';
import { entriesOf } from '../book/select.ts';
import { FIGURE_CHECKS } from '../discount/check-figures.ts';
import { type Checked, prospectProblems } from '../discount/check-prospects.ts';
import { conditionsOf } from '../discount/disjoint.ts';
import { discountSchema } from '../discount/schema.ts';
import { type Place, type Refusal, refusal, sortRefusals } from '../kernel/refusal.ts';
import { partySchema } from '../party/schema.ts';
import { checkDiscountExamples } from '../rating/price-discount-example.ts';
import { checkExamples } from '../rating/price-example.ts';
import type { RatingBook } from '../rating/rating-book.ts';
import { rivalTariffs } from '../rating/rival-tariffs.ts';
import type { TariffForm } from '../tariff/form.ts';

/** Kinds of entries whose titles are sentences people read, and not names. */
const TITLED: ReadonlySet<string> = new Set([
  'agreement',
  'budget',
  'discount',
  'promise',
  'restriction',
  'session',
  'tariff',
]);

function untranslated(entry: LoadedEntry): readonly Refusal[] {
  const { title } = entry.header;
  if (!TITLED.has(entry.kind)) return [];
  const missing =
    typeof title === 'string'
      ? ['en, de, ru, be']
      : Object.entries(title).flatMap(([language, text]) => (text.trim() === '' ? [language] : []));
  if (missing.length === 0) return [];
  const languages = missing.join(', ');
  return [refusal('book.untranslated', { id: entry.id, languages }, entry.place(['title']), 'warning')];
}

const GROUP_FIELDS: ReadonlySet<string> = new Set(['consignor.group', 'consignee.group', 'payer.group']);

/** Groups of parties that no party of the book is in. */
function emptyGroups({ form, place }: Checked, groups: ReadonlySet<string>): readonly Refusal[] {
  return conditionsOf(form.scope).flatMap((one) => {
    if (one.kind !== 'texts' || !GROUP_FIELDS.has(one.field.name)) return [];
    if ([...one.values].some((group) => groups.has(group))) return [];
    const params = { discount: form.id, group: one.listed, field: one.field.name };
    return [refusal('discount.group-empty', params, place(['scope', one.field.name]), 'warning')];
  });
}

function checkedDiscounts(loaded: LoadedBook, rating: RatingBook): readonly Checked[] {
  return entriesOf(loaded, 'discount').flatMap((entry): readonly Checked[] => {
    const form = rating.discounts.find((one) => one.id === entry.id && one.version === entry.version);
    if (form === undefined) return [];
    return [{ form, place: entry.place, cliffAccepted: readEntry(entry, discountSchema).cliff === 'accepted' }];
  });
}

function tariffPlace(loaded: LoadedBook, { id, version }: TariffForm): Place {
  const entry = entriesOf(loaded, 'tariff').find((one) => one.id === id && one.version === version);
  return entry?.place(['valid']) ?? {};
}

/** Every problem of a book that was read and compiled, in reading order: prospects of discounts, titles, worked examples. */
export function checkBook(loaded: LoadedBook, rating: RatingBook): readonly Refusal[] {
  const discounts = checkedDiscounts(loaded, rating);
  const groups = new Set(entriesOf(loaded, 'party').flatMap((entry) => readEntry(entry, partySchema).groups));
  const surroundings = { discounts, tariffs: rating.tariffs, budgets: rating.budgets };
  return sortRefusals([
    ...rivalTariffs(rating.tariffs, (form) => tariffPlace(loaded, form)),
    ...discounts.flatMap((one) => FIGURE_CHECKS.flatMap((find) => find(one, surroundings))),
    ...prospectProblems(surroundings),
    ...discounts.flatMap((one) => emptyGroups(one, groups)),
    ...loaded.entries.flatMap(untranslated),
    ...checkExamples(rating, loaded),
    ...checkDiscountExamples(rating, loaded),
  ]);
}
