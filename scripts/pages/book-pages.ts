/** The reference of the book: one page for each part of it, from the published schema. */
import type { Examples } from './examples.ts';
import { marked, type Row, rowsOf, tableOf, valueText } from './fields.ts';
import { alternativesOf, type Definitions, type Json, nameOf, referenceOf } from './json.ts';
import { unitTable } from './units.ts';

type Page = {
  readonly path: string;
  readonly title: string;
  readonly intro: string;
  readonly parts: readonly string[];
};

const PAGES: readonly Page[] = [
  {
    path: 'discount.md',
    title: 'Discounts',
    intro: 'How to write one, step by step: [Write a discount](../../how-to/discounts.md).',
    parts: [
      'discount',
      'any-effect',
      'any-tier',
      'any-condition',
      'any-threshold',
      'any-guarantee',
      'any-volume',
      'any-per',
      'any-counted',
      'any-beneficiary',
      'any-conversion',
      'any-reference-leg',
      'any-discount-example',
      'discount-cap',
      'excluded-volume',
      'budget',
    ],
  },
  {
    path: 'meter.md',
    title: 'Meters and quotas',
    intro: 'What is counted, for whom, over which days.',
    parts: [
      'meter',
      'any-meter-reference',
      'any-meter-part',
      'any-measure',
      'any-meter-key',
      'any-window',
      'any-baseline',
      'quota',
    ],
  },
  {
    path: 'scope.md',
    title: 'Scopes',
    intro: 'Which consignments and legs an entry speaks of; every fact a scope can read.',
    parts: ['any-scope', 'any-goods', 'any-crossings', 'any-direction', 'any-number-condition', 'any-date-condition'],
  },
  {
    path: 'tariff.md',
    title: 'Tariffs',
    intro: 'Rule books as data: tables and steps.',
    parts: [
      'tariff',
      'any-part',
      'any-step',
      'any-operand',
      'any-table',
      'any-table-key',
      'any-rounding',
      'any-tax',
      'any-tariff-example',
    ],
  },
  {
    path: 'consignment.md',
    title: 'Consignments',
    intro: 'In examples, in JSON lines and in the journal.',
    parts: ['any-consignment', 'any-goods-item', 'any-wagon', 'any-container', 'any-leg'],
  },
  {
    path: 'cooperation.md',
    title: 'Parties, places, agreements, promises',
    intro: 'Who and where, and what was undertaken.',
    parts: ['party', 'place', 'link', 'agreement', 'any-claim', 'promise', 'session'],
  },
  {
    path: 'restriction.md',
    title: 'Restrictions',
    intro: 'What screening goes by.',
    parts: ['restriction', 'party-list', 'party-decision'],
  },
  {
    path: 'values.md',
    title: 'Values',
    intro: 'How single values are written.',
    parts: [
      'any-currency',
      'any-date',
      'any-decimal',
      'any-identifier',
      'any-money',
      'any-period',
      'any-quantity',
      'any-source',
      'any-unit',
      'any-words',
    ],
  },
];

/** Keys that every entry has; they are told on the page of all entries alone. */
const HEADER = new Set(['id', 'version', 'title', 'source', 'valid', 'known', 'notice', 'supersedes', 'note']);

const NOTE =
  '<!-- Made by `npm run schema` from the schemas the program reads by; what a field means is said there. -->';

type Making = {
  readonly definitions: Definitions;
  readonly examples: Examples;
  readonly link: (from: string) => (definition: string) => string;
};

const isHeader = ({ key }: Row): boolean => HEADER.has(key.split(/[.[]/u)[0] ?? '');

/** Rows that all but a few alternatives have; told once instead of under each. */
function commonRows(tables: readonly (readonly Row[])[]): readonly Row[] {
  const [first = []] = tables;
  const same = (a: Row, b: Row): boolean => a.key === b.key && a.value === b.value && a.meaning === b.meaning;
  return first.filter((row) => {
    const having = tables.filter((rows) => rows.some((one) => same(one, row))).length;
    return having > 4 && having >= tables.length - 2;
  });
}

function alternativeSections(json: Json, name: string, { examples, link }: Making, page: string): readonly string[] {
  const alternatives = marked(json, name);
  const tables = alternatives.map((one) => rowsOf(one.json, { owner: one.owner, examples, link: link(page) }));
  const common = commonRows(tables);
  const shared = new Set(common.map(({ key, meaning }) => `${key} ${meaning}`));
  const sections = alternatives.flatMap(({ mark, json: one }, index) => {
    const rows = (tables[index] ?? []).filter(
      ({ key, meaning, example }) =>
        !(example === '' && meaning === '' && mark.startsWith(`${key}:`)) && !shared.has(`${key} ${meaning}`),
    );
    const own = rows.filter(({ key }) => !mark.startsWith(`${key}: `));
    return [`### \`${mark}\``, one.description ?? '', own.length === 0 ? 'No further keys.' : tableOf(own)];
  });
  return common.length === 0 ? sections : ['Keys of nearly all of them:', tableOf(common), ...sections];
}

/** The values there are; units with their meanings, long lists not at all. */
function choicesOf(json: Json, name: string, link: (name: string) => string): readonly string[] {
  if (nameOf(name) === 'unit') return [unitTable()];
  return json.enum === undefined || json.enum.length > 60 ? [] : [`One of ${valueText(json, link)}.`];
}

function body(json: Json, name: string, making: Making, page: string): readonly string[] {
  const place = { owner: name, examples: making.examples, link: making.link(page) };
  if (marked(json, name).length > 1) {
    const others = alternativesOf(json).filter((one) => referenceOf(one) !== undefined);
    const also = others.length === 0 ? [] : [`Also: ${others.map((one) => valueText(one, place.link)).join(', ')}.`];
    return [...also, ...alternativeSections(json, name, making, page)];
  }
  const rows = [json, ...alternativesOf(json)].flatMap((one) => rowsOf(one, place));
  const alternatives =
    alternativesOf(json).length > 0
      ? [
          `One of: ${alternativesOf(json)
            .map((one) => valueText(one, place.link))
            .join('; ')}.`,
        ]
      : [];
  const single = choicesOf(json, name, place.link);
  const pattern = typeof json.pattern === 'string' ? [`Written like \`${json.pattern}\`.`] : [];
  if (rows.length === 0) return [...alternatives, ...single, ...pattern];
  const isEntry = !name.startsWith('any-');
  const own = isEntry ? rows.filter((row) => !isHeader(row) && row.key !== 'kind') : rows;
  const all = isEntry ? ['Beside the [keys every entry has](entry.md):'] : [];
  return [...alternatives, ...all, own.length === 0 ? 'None.' : tableOf(own)];
}

function section(name: string, making: Making, page: string): readonly string[] {
  const json = making.definitions.get(name);
  if (json === undefined) throw new Error(`the schema has no definition ${name}`);
  const rule = json.$comment === undefined ? [] : [`*Rule:* ${json.$comment}`];
  return [`## ${nameOf(name)}`, json.description ?? '', ...rule, ...body(json, name, making, page)];
}

function entryPage({ definitions, examples, link }: Making): string {
  const json = definitions.get('party');
  if (json === undefined) throw new Error('the schema has no kinds');
  const rows = rowsOf(json, { owner: 'discount', examples, link: link('entry.md') }).filter(isHeader);
  const kinds = [...definitions]
    .filter(([name]) => !name.startsWith('any-'))
    .map(([name, one]) => `| ${link('entry.md')(name)} | ${one.description ?? ''} |`);
  return [
    NOTE,
    '# Entries',
    'An entry is one document of a YAML file. Its `kind` decides which keys it has.',
    ['| Kind | Meaning |', '|---|---|', ...kinds].join('\n'),
    '## Keys every entry has',
    tableOf(rows),
  ].join('\n\n');
}

/** The pages by their path below docs/reference/book. */
export function bookPages(definitions: Definitions, examples: Examples): ReadonlyMap<string, string> {
  const pageOf = new Map(PAGES.flatMap(({ path, parts }) => parts.map((part) => [part, path] as const)));
  const unplaced = [...definitions.keys()].filter((name) => !pageOf.has(name));
  if (unplaced.length > 0) throw new Error(`no page of the reference has ${unplaced.join(', ')}`);
  const making: Making = {
    definitions,
    examples,
    link: (page) => (name) => {
      const target = pageOf.get(name) ?? page;
      return `[${nameOf(name)}](${target === page ? '' : target}#${nameOf(name)})`;
    },
  };
  const pages = PAGES.map(({ path, title, intro, parts }) => {
    const sections = parts.flatMap((name) => section(name, making, path));
    const text = [NOTE, `# ${title}`, intro, ...sections].filter((one) => one !== '').join('\n\n');
    return [path, `${text}\n`] as const;
  });
  return new Map([['entry.md', `${entryPage(making)}\n`], ...pages]);
}
