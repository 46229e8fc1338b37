import type { LoadedEntry } from '../book/load.ts';
import { decimal } from '../kernel/decimal.ts';
import { type Refusal, type Result, refusal } from '../kernel/refusal.ts';
import { compileScope } from '../scope/compile.ts';
import { compileOperand, compileRounding, type Names } from './compile-operand.ts';
import { compileGuard, compileStep } from './compile-step.ts';
import { compileTable } from './compile-table.ts';
import type { OperandForm, PartForm, StepForm, TableForm, TariffForm, TaxForm } from './form.ts';
import type { OperandText, StepText, TariffText } from './schema.ts';

type Build = {
  readonly entry: LoadedEntry;
  readonly text: TariffText;
  readonly tables: ReadonlyMap<string, TableForm | undefined>;
  readonly refusals: Refusal[];
};

type Path = readonly (string | number)[];

function namesAt(
  build: Build,
  path: Path,
  steps: ReadonlySet<string>,
  known: { readonly parts: ReadonlySet<string>; readonly quantities: ReadonlySet<string> },
): Names {
  return {
    tables: build.tables,
    quantities: known.quantities,
    parts: known.parts,
    steps,
    place: build.entry.place(path),
    refusals: build.refusals,
  };
}

/** Steps in order: each may name those before it, and names are unique. `first` is where the first stands in its list. */
function compileSteps(
  build: Build,
  texts: readonly StepText[],
  path: Path,
  known: { readonly parts: ReadonlySet<string>; readonly quantities: ReadonlySet<string> },
  first = 0,
): StepForm[] {
  const earlier = new Set<string>();
  const forms: StepForm[] = [];
  for (const [index, text] of texts.entries()) {
    const names = namesAt(build, [...path, first + index], earlier, known);
    if (earlier.has(text.name)) build.refusals.push(refusal('tariff.duplicate-step', { name: text.name }, names.place));
    const form = compileStep(text, names);
    if (form !== undefined) forms.push(form);
    earlier.add(text.name);
  }
  return forms;
}

/** Quantities in the order written: each may use those before it, so that none can depend on itself. */
function compileQuantities(build: Build): Map<string, readonly StepForm[]> {
  const done = new Map<string, readonly StepForm[]>();
  for (const [name, quantity] of Object.entries(build.text.quantities)) {
    const known = { parts: new Set<string>(), quantities: new Set(done.keys()) };
    done.set(name, compileSteps(build, quantity.steps, ['quantities', name, 'steps'], known));
  }
  return done;
}

function compileParts(build: Build, quantities: ReadonlySet<string>): PartForm[] {
  const earlier = new Set<string>();
  return build.text.parts.map((part, index): PartForm => {
    const path = ['parts', index];
    const known = { parts: new Set(earlier), quantities };
    const names = namesAt(build, path, new Set(), known);
    if (earlier.has(part.id)) build.refusals.push(refusal('tariff.duplicate-part', { part: part.id }, names.place));
    earlier.add(part.id);
    const operand = (text: OperandText | undefined): OperandForm | undefined =>
      text === undefined ? undefined : compileOperand(names, text);
    return {
      id: part.id,
      title: part.title,
      charge: part.charge,
      currency: part.currency ?? build.text.currency,
      discountable: part.discountable,
      per: part.per,
      when: compileGuard(part.when, names),
      steps: compileSteps(build, part.steps, [...path, 'steps'], known),
      least: operand(part.least),
      greatest: operand(part.greatest),
    };
  });
}

/** Lines are told apart by name: parts, steps over the sum before and after discounts, and the tax. */
function lineNames({ text, entry, refusals }: Build, cut: number): void {
  const before = new Set(text.total.slice(0, cut).map((step) => step.name));
  const parts = new Set(['tax', ...text.parts.map((part) => part.id)]);
  for (const [index, step] of text.total.entries()) {
    if (step.step === 'discounts' || !(parts.has(step.name) || (index >= cut && before.has(step.name)))) continue;
    refusals.push(refusal('tariff.duplicate-step', { name: step.name }, entry.place(['total', index])));
  }
}

/** Steps over the sum, cut where discounts act: at the mark, else after the last step. */
function compileTotal(
  build: Build,
  known: { readonly parts: ReadonlySet<string>; readonly quantities: ReadonlySet<string> },
): { before: StepForm[]; after: StepForm[] } {
  const total = build.text.total;
  const marks = total.map((step, index) => (step.step === 'discounts' ? index : -1)).filter((index) => index >= 0);
  for (const index of marks.slice(1))
    build.refusals.push(refusal('tariff.discounts-twice', {}, build.entry.place(['total', index])));
  const cut = marks[0] ?? total.length;
  lineNames(build, cut);
  return {
    before: compileSteps(build, total.slice(0, cut), ['total'], known),
    after: compileSteps(build, total.slice(cut), ['total'], known, cut),
  };
}

/** The step `discounts` is a mark among the steps over the sum; it means nothing elsewhere. */
function discountsOnlyInTotal(build: Build): void {
  for (const [name, quantity] of Object.entries(build.text.quantities)) {
    for (const [step, text] of quantity.steps.entries()) {
      if (text.step === 'discounts')
        build.refusals.push(
          refusal('tariff.discounts-in-part', { part: name }, build.entry.place(['quantities', name, 'steps', step])),
        );
    }
  }
  for (const [index, part] of build.text.parts.entries()) {
    for (const [step, text] of part.steps.entries()) {
      if (text.step === 'discounts')
        build.refusals.push(
          refusal('tariff.discounts-in-part', { part: part.id }, build.entry.place(['parts', index, 'steps', step])),
        );
    }
  }
}

/** Whatever currency a part begins in and passes through, it must end in the tariff's; the sum stays in it. */
function currenciesEnd(build: Build): void {
  const expected = build.text.currency;
  for (const [index, part] of build.text.parts.entries()) {
    const last = part.steps.findLast((step) => step.step === 'convert');
    const actual = last?.step === 'convert' ? last.to : (part.currency ?? expected);
    if (actual !== expected)
      build.refusals.push(
        refusal('tariff.part-currency', { part: part.id, actual, expected }, build.entry.place(['parts', index])),
      );
  }
  for (const [index, step] of build.text.total.entries()) {
    if (step.step === 'convert')
      build.refusals.push(refusal('tariff.convert-in-total', { name: step.name }, build.entry.place(['total', index])));
  }
}

function compileTax(build: Build): TaxForm[] {
  return build.text.tax.map((tax, index): TaxForm => {
    const at = { place: build.entry.place(['tax', index]), refusals: build.refusals };
    return {
      when: compileGuard(tax.when, at),
      category: tax.category,
      rate: decimal(tax.rate),
      exemption: tax.exemption,
      round: compileRounding(tax.round, at),
      clause: tax.clause,
    };
  });
}

/** True when an entry's source, or one of several, says that its figures are made up for demonstration. */
export function isSynthetic(entry: Pick<LoadedEntry, 'header'>): boolean {
  const { source } = entry.header;
  return (Array.isArray(source) ? source : [source]).some((one) => one.synthetic === true);
}

/** Compiles a tariff to its intermediate form, or names every problem with its place. */
export function compileTariff(entry: LoadedEntry, text: TariffText): Result<TariffForm> {
  const refusals: Refusal[] = [];
  const tables = new Map<string, TableForm | undefined>();
  for (const [name, table] of Object.entries(text.tables)) tables.set(name, compileTable(entry, name, table, refusals));
  const build: Build = { entry, text, tables, refusals };
  discountsOnlyInTotal(build);
  currenciesEnd(build);
  const quantities = compileQuantities(build);
  const names = { quantities: new Set(quantities.keys()), parts: new Set(text.parts.map((part) => part.id)) };
  const parts = compileParts(build, names.quantities);
  const total = compileTotal(build, names);
  const scopeProblems: Refusal[] = [];
  const scope = compileScope(text.scope, scopeProblems);
  refusals.push(...scopeProblems.map((one) => refusal(one.code, one.params, entry.place(['scope']))));
  const corridor =
    text.corridor === undefined
      ? undefined
      : { floor: maybe(text.corridor.floor), ceiling: maybe(text.corridor.ceiling), clause: text.corridor.clause };
  const minimumCharge =
    text.minimumCharge === undefined
      ? undefined
      : compileOperand(namesAt(build, ['minimumCharge'], new Set(), names), text.minimumCharge);
  const tax = compileTax(build);
  const errors = refusals.filter((one) => one.severity === 'error');
  if (errors.length > 0) return { ok: false, refusals };
  const { id, version, known, valid, header } = entry;
  const form: TariffForm = Object.freeze({
    id,
    version,
    known,
    valid,
    header,
    title: text.title,
    synthetic: isSynthetic(entry),
    carrier: text.carrier,
    traffic: new Set(text.traffic),
    currency: text.currency,
    per: text.per,
    scope,
    quantities,
    parts,
    ...total,
    minimumCharge,
    corridor,
    tax,
  });
  return { ok: true, value: form, warnings: refusals };
}

const maybe = (text: string | undefined): ReturnType<typeof decimal> | undefined =>
  text === undefined ? undefined : decimal(text);
