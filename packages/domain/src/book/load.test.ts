import { describe, expect, it } from 'vitest';
import { placeSchema } from '../network/schema.ts';
import { KINDS } from '../office/kinds.ts';
import { loadBook, readEntry } from './load.ts';
import { MOST_VALUES } from './yaml-values.ts';

const HEAD = 'title: X\nsource: { note: x }\nvalid: { from: 2025-01-01 }\n';
const party = (id: string, more = ''): string => `kind: party\nid: ${id}\n${HEAD}${more}`;

/** Every refusal as `file:line:column code {params}`, in reading order. */
function refusedIn(...files: readonly (readonly [string, string])[]): readonly string[] {
  const { refusals } = loadBook(
    files.map(([path, text]) => ({ path, text })),
    KINDS,
  );
  return refusals.map(
    ({ code, place, params }) => `${place.file}:${place.line}:${place.column} ${code} ${JSON.stringify(params)}`,
  );
}
const refused = (text: string): readonly string[] => refusedIn(['a.yaml', text]);

/** The value, which the test has put there. */
function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('nothing there');
  return value;
}

describe('a good book', () => {
  it('holds an entry per document, in the order of files and lines, with the way back to each place', () => {
    const { book, refusals } = loadBook(
      [
        { path: 'b.yaml', text: party('c') },
        {
          path: 'a.yml',
          text: `# who\n---\n${party('a', 'known: 2025-02-01\n')}---\n${party('b', 'version: second\n')}`,
        },
        { path: 'notes.txt', text: 'not an entry' },
      ],
      KINDS,
    );
    expect(refusals).toEqual([]);
    expect(book.entries.map(({ kind, id, version, known, valid }) => ({ kind, id, version, known, valid }))).toEqual([
      {
        kind: 'party',
        id: 'a',
        version: '2025-02-01',
        known: '2025-02-01',
        valid: { from: '2025-01-01', to: undefined },
      },
      { kind: 'party', id: 'b', version: 'second', known: '2025-01-01', valid: { from: '2025-01-01', to: undefined } },
      {
        kind: 'party',
        id: 'c',
        version: '2025-01-01',
        known: '2025-01-01',
        valid: { from: '2025-01-01', to: undefined },
      },
    ]);
    const second = book.entries[1];
    expect(second?.place(['valid', 'from'])).toEqual({ file: 'a.yml', line: 14, column: 16, path: 'valid.from' });
    expect(second?.place(['valid', 'to'])).toMatchObject({ line: 14, column: 8 });
    expect(second?.place(['valid'], 'key')).toMatchObject({ line: 14, column: 1 });
  });

  it('takes numbers by what is written, never through a float', () => {
    const text = `kind: place\nid: p\n${HEAD}country: BY\nlocode: 12\nrailway: 0102\nversion: 3\ncodes: { ESR: 130007 }\nposition: { lat: 53.90000000000000000001, lon: 27.50 }\n`;
    const { book, refusals } = loadBook([{ path: 'p.yaml', text }], KINDS);
    expect(refusals).toEqual([]);
    const [entry] = book.entries;
    expect(readEntry(present(entry), placeSchema)).toMatchObject({
      locode: '12',
      railway: '0102',
      version: '3',
      codes: { ESR: '130007' },
      position: { lat: '53.90000000000000000001', lon: '27.50' },
    });
    expect(entry?.version).toBe('3');
  });

  it('reads a key without a value as one that is not there, and aliases as what they stand for', () => {
    const { book, refusals } = loadBook(
      [
        {
          path: 'a.yaml',
          text: `kind: party\nid: a\ntitle: &name X\nshort: *name\nregion:\nsource: { note: x }\nvalid: { from: 2025-01-01 }\n`,
        },
      ],
      KINDS,
    );
    expect(refusals).toEqual([]);
    expect(book.entries[0]?.value).toMatchObject({ title: 'X', short: 'X' });
    expect(book.entries[0]?.value).not.toHaveProperty('region');
  });

  it('reads `<<` as the keys of another mapping, but those written anew, and without those left empty', () => {
    const head = 'source: { note: x }\nvalid: { from: 2025-01-01 }\n';
    const title = 'title: &all { en: A, de: B, ru: C, be: D }\n';
    const text = (short: string): string => `kind: party\nid: a\n${title}${head}short: ${short}\n`;
    const read = (short: string): unknown => loadBook([{ path: 'a.yaml', text: text(short) }], KINDS);
    const short = { en: 'A', de: 'E', ru: 'C', be: 'D' };
    expect(read('{ de: E, <<: *all }')).toMatchObject({ refusals: [], book: { entries: [{ value: { short } }] } });
    expect(read('{ <<: *all, de: E, be: }')).toMatchObject({
      refusals: [{ code: 'book.missing', place: { line: 6 } }],
    });
  });
});

describe('files that are no book', () => {
  it.each<[string, string, string]>([
    ['empty', '', 'book.file-empty {}'],
    ['blank', ' \n\n', 'book.file-empty {}'],
    ['binary', 'PK\u0003\u0004\u0000\u0000', 'book.file-not-text {}'],
    ['not UTF-8', 'kind: \ufffd\ufffd', 'book.file-not-text {}'],
    ['too long', `# ${'x'.repeat(4_000_000)}`, 'book.file-too-long {"most":4000000}'],
    ['YAML 1.1, where `no` is false', `%YAML 1.1\n---\n${party('a')}`, 'book.yaml-version {"version":"1.1"}'],
  ])('%s', (_, text, expected) => {
    expect(refused(text)).toEqual([`a.yaml:1:1 ${expected}`]);
  });

  it('nothing but a remark, or nothing at all', () => {
    expect(refused('# nothing yet\n')).toEqual(['undefined:undefined:undefined book.empty {}']);
    expect(refusedIn()).toEqual(['undefined:undefined:undefined book.empty {}']);
  });

  it.each<[string, string]>([
    ['a list', '- kind: party\n'],
    ['a text', 'hello\n'],
    ['no kind', `id: a\n${HEAD}`],
  ])('%s names the kinds there are', (_, text) => {
    const kinds = Object.keys(KINDS).join(', ');
    expect(refused(text)).toEqual([`a.yaml:1:1 book.no-kind {"kinds":"${kinds}"}`]);
  });
});

describe('YAML that cannot be read', () => {
  it.each<[string, string, readonly string[]]>([
    ['a tab', `kind: party\nid: a\n\tcountry: BY\n`, ['3:1 book.yaml {"problem":"TAB_AS_INDENT"}']],
    [
      'a key twice, beside all else that is wrong',
      `kind: party\nid: a\nid: b\ntitle: X\nvalid: { from: 2025-01-01, from: 2025-01-02 }\nsorce: { note: x }\n`,
      [
        '1:1 book.missing {"path":"source"}',
        '3:1 book.duplicate-key {}',
        '5:28 book.duplicate-key {}',
        '6:1 book.unknown-key {"key":"sorce","nearest":"source"}',
      ],
    ],
    [
      'a key twice in a document that cannot be read',
      `kind: party\nid: a\nid: b\ngroups: *nobody\n`,
      ['3:1 book.duplicate-key {}', '4:9 book.unknown-alias {}'],
    ],
    ['a quote left open', `kind: "party\nid: a\n`, ['3:1 book.yaml {"problem":"MISSING_CHAR"}']],
    ['a colon without quotes', `kind: party\ntitle: a: b\n`, ['2:8 book.yaml {"problem":"BLOCK_AS_IMPLICIT_KEY"}']],
    ['a tag', `kind: !!binary aGVsbG8=\n`, ['1:7 book.yaml {"problem":"TAG_RESOLVE_FAILED"}']],
    ['a list as key', `kind: party\n? [a]\n: b\n`, ['2:3 book.yaml {"problem":"NON_STRING_KEY"}']],
    ['a hundred thousand brackets', '['.repeat(100_000), ['1:1 book.too-deep {"most":40}']],
    ['fifty brackets', `kind: party\ngroups: ${'['.repeat(50)}${']'.repeat(50)}\n`, ['2:49 book.too-deep {"most":40}']],
    ['an alias of nothing', `kind: party\nid: *nobody\n`, ['2:5 book.unknown-alias {}']],
    ['an alias of itself', `kind: party\ngroups: &g [*g, *g]\n`, ['2:12 book.too-deep {"most":40}']],
  ])('%s', (_, text, expected) => {
    expect(refused(text)).toEqual(expected.map((one) => `a.yaml:${one}`));
  });

  it('a few aliases that stand for a billion values', () => {
    const lines = Array.from(
      { length: 9 },
      (_, level) => `l${level + 1}: &l${level + 1} [${Array.from({ length: 9 }, () => `*l${level}`).join(', ')}]`,
    );
    const bomb = `kind: party\nl0: &l0 [a, a, a, a, a, a, a, a, a]\n${lines.join('\n')}\n`;
    expect(refused(bomb)).toEqual([expect.stringMatching(new RegExp(`book.too-many-values .*${MOST_VALUES}`, 'u'))]);
  });

  it('an entry with a key twice is read on with the later one, as one that is mended', () => {
    const { book } = loadBook([{ path: 'a.yaml', text: party('a').replace('id: a', 'id: b\nid: a') }], KINDS);
    expect(book.entries).toMatchObject([{ id: 'a', mended: true }]);
  });

  it('does not keep other documents of the file from being read', () => {
    const { book, refusals } = loadBook(
      [{ path: 'a.yaml', text: `${party('a')}---\nkind: party\nid: b\n\tcountry: BY\n---\n${party('d')}` }],
      KINDS,
    );
    expect(book.entries.map(({ id }) => id)).toEqual(['a', 'd']);
    expect(refusals.map(({ code }) => code)).toEqual(['book.yaml']);
  });
});

describe('an entry of which only the header or a key is wrong', () => {
  it('is named, and read on without what is wrong, so that all else is found in the same pass', () => {
    const { book, refusals } = loadBook(
      [
        {
          path: 'a.yaml',
          text: 'kind: party\nid: a\nsource: { adress: x }\nvalid: { from: 2025-01-01 }\ncontry: BY\n',
        },
      ],
      KINDS,
    );
    expect(refusals.map(({ code }) => code)).toEqual(['book.missing', 'book.unknown-key', 'book.unknown-key']);
    expect(book.entries.map(({ id, raw }) => ({ id, raw }))).toEqual([
      { id: 'a', raw: { kind: 'party', id: 'a', title: '?', source: {}, valid: { from: '2025-01-01' } } },
    ]);
  });

  it('is read on without a fact that its scope cannot read', () => {
    const text = `kind: discount\nid: d\n${HEAD}grantor: { party: a, role: carrier }\ntouches: { charges: [freight] }\nscope: { wagon.typ: tank, traffic: export }\neffect: { kind: multiply, by: "0.9" }\n`;
    const { book, refusals } = loadBook([{ path: 'a.yaml', text }], KINDS);
    expect(refusals.map(({ code }) => code)).toEqual(['book.scope-unknown-field']);
    expect(book.entries[0]).toHaveProperty('raw.scope', { traffic: 'export' });
  });

  it('is not read on when its content is wrong', () => {
    const { book } = loadBook([{ path: 'a.yaml', text: party('a', 'owners: x\n') }], KINDS);
    expect(book.entries).toEqual([]);
  });
});

describe('entries that do not fit their schema', () => {
  it.each<[string, string, readonly string[]]>([
    ['an unknown kind', `kind: tarif\nid: a\n${HEAD}`, ['1:7 book.unknown-kind {"kind":"tarif","nearest":"tariff"}']],
    ['an unknown key', party('a', 'contry: BY\n'), ['6:1 book.unknown-key {"key":"contry","nearest":"country"}']],
    ['a key near to none', party('a', 'phone: 1\n'), ['6:1 book.unknown-key {"key":"phone","nearest":"none"}']],
    ['__proto__', party('a', '__proto__: { x: 1 }\n'), ['6:1 book.unknown-key {"key":"__proto__","nearest":"none"}']],
    [
      'an unknown key deeper, with the keys known there',
      party('a', 'identifiers: [{ scheme: UNP, idd: "1" }]\n'),
      ['6:15 book.missing {"path":"identifiers.0.id"}', '6:30 book.unknown-key {"key":"idd","nearest":"id"}'],
    ],
    [
      'a choice that is none',
      party('a', 'roles: [carier]\n'),
      [
        '6:9 book.not-a-choice {"path":"roles.0","actual":"carier","choices":"region, ministry, council-half, carrier, supplier, consignee, forwarder, owner","nearest":"carrier"}',
      ],
    ],
    [
      'a list where a text belongs',
      party('a', 'region: [a]\n'),
      ['6:9 book.wrong-type {"path":"region","expected":"string","actual":"[\\"a\\"]"}'],
    ],
    [
      'true where a text belongs',
      party('a', 'region: true\n'),
      ['6:9 book.wrong-type {"path":"region","expected":"string","actual":"true"}'],
    ],
    [
      'a text where a list belongs',
      party('a', 'owners: x\n'),
      ['6:9 book.wrong-type {"path":"owners","expected":"array","actual":"x"}'],
    ],
    [
      'a text where a mapping belongs, with the keys it may have',
      'kind: party\nid: a\ntitle: X\nsource: { note: x }\nvalid: 2025\n',
      ['5:8 book.wrong-type {"path":"valid","expected":"mapping","keys":"from, to","actual":"2025"}'],
    ],
    [
      'a validity that runs backward, beside an unknown key and a title left out',
      'kind: party\nid: a\nsource: { note: x }\ncontry: BY\nvalid: { from: 2025-02-01, to: 2025-02-01 }\n',
      [
        '1:1 book.missing {"path":"title"}',
        '4:1 book.unknown-key {"key":"contry","nearest":"country"}',
        '5:8 book.empty-validity {"from":"2025-02-01","to":"2025-02-01"}',
      ],
    ],
    [
      'a language left out',
      'kind: party\nid: a\ntitle: { en: A, de: B, be: C }\nsource: { note: x }\nvalid: { from: 2025-01-01 }\n',
      ['3:8 book.missing {"path":"title.ru"}'],
    ],
    [
      'a date that is none',
      'kind: party\nid: a\ntitle: X\nsource: { note: x }\nvalid: { from: 2025-02-30 }\n',
      ['5:16 book.date-malformed {"path":"valid.from","actual":"2025-02-30"}'],
    ],
    [
      'a validity that runs backward',
      'kind: party\nid: a\ntitle: X\nsource: { note: x }\nvalid: { from: 2025-02-01, to: 2025-02-01 }\n',
      ['5:8 book.empty-validity {"from":"2025-02-01","to":"2025-02-01"}'],
    ],
    [
      'an address that is none',
      'kind: party\nid: a\ntitle: X\nsource: { address: here }\nvalid: { from: 2025-01-01 }\n',
      ['4:20 book.malformed {"path":"source.address","actual":"here","expected":"url"}'],
    ],
    ['an identifier that is none', party('Ä'), ['2:5 book.identifier-malformed {"path":"id","actual":"Ä"}']],
    [
      'an unknown currency',
      `kind: budget\nid: a\n${HEAD}amount: { amount: 12, currency: XXY }\nwindow: year\n`,
      ['6:33 book.currency-unknown {"path":"amount.currency","actual":"XXY"}'],
    ],
    [
      'an unknown unit',
      `kind: quota\nid: a\n${HEAD}meter: m\nceiling: { value: 1, unit: kg }\n`,
      ['7:28 book.unit-unknown {"path":"ceiling.unit","actual":"kg"}'],
    ],
    [
      'a float in powers of ten',
      `kind: quota\nid: a\n${HEAD}meter: m\nceiling: { value: 1e3, unit: TNE }\n`,
      ['7:19 book.decimal-malformed {"path":"ceiling.value","actual":"1e3"}'],
    ],
    [
      'a decimal comma',
      `kind: quota\nid: a\n${HEAD}meter: m\nflagFrom: 0,8\n`,
      ['7:11 book.decimal-malformed {"path":"flagFrom","actual":"0,8"}'],
    ],
    [
      'a number longer than is read',
      `kind: quota\nid: a\n${HEAD}meter: m\nflagFrom: "${'9'.repeat(200_000)}"\n`,
      ['7:11 book.decimal-too-long {"path":"flagFrom","length":200000,"most":200}'],
    ],
    [
      'an unknown fact in a scope',
      `kind: meter\nid: a\n${HEAD}measure: mass\nwindow: { calendar: year }\nscope:\n  trafic: [export]\n`,
      [
        '9:11 book.scope-unknown-field {"path":"scope.trafic","actual":"[\\"export\\"]","key":"trafic","nearest":"traffic"}',
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(refused(text)).toEqual(expected.map((one) => `a.yaml:${one}`));
  });

  it('a step that is none, in the alternative that was meant', () => {
    const steps =
      '[{ step: lokup, name: x, value: "1" }, { step: multiply, name: y, bye: "1" }, { step: multiply, name: z, by: { tabel: t } }]';
    const text = `kind: tariff\nid: t\n${HEAD}carrier: c\ntraffic: [export]\ncurrency: EUR\nparts: [{ id: a, charge: freight, steps: ${steps} }]\n`;
    expect(
      loadBook([{ path: 'a.yaml', text }], KINDS).refusals.map(({ code, params }) => [
        code,
        params['path'] ?? params['key'],
        params['nearest'],
      ]),
    ).toEqual([
      ['book.not-a-choice', 'parts.0.steps.0.step', 'lookup'],
      ['book.missing', 'parts.0.steps.1.by', undefined],
      ['book.unknown-key', 'bye', 'by'],
      ['book.missing', 'parts.0.steps.2.by.table', undefined],
      ['book.unknown-key', 'tabel', 'table'],
    ]);
  });

  it('all problems of all files at once, in reading order; entries whose content is sound stand', () => {
    const files = [
      ['z.yaml', party('z', 'contry: BY\n')],
      ['a.yaml', `${party('a', 'roles: [x]\ncountry: by\n')}---\n${party('good')}`],
    ] as const;
    expect(refusedIn(...files).map((one) => one.split(' ').slice(0, 2).join(' '))).toEqual([
      'a.yaml:6:9 book.not-a-choice',
      'a.yaml:7:10 book.malformed',
      'z.yaml:6:1 book.unknown-key',
    ]);
    const { book } = loadBook(
      files.map(([path, text]) => ({ path, text })),
      KINDS,
    );
    expect(book.entries.map(({ id }) => id)).toEqual(['good', 'z']);
  });

  it('refuses the same version of an id twice, and says where the other stands', () => {
    expect(refusedIn(['a.yaml', party('a')], ['b.yaml', `# again\n${party('a')}`])).toEqual([
      'b.yaml:3:5 book.duplicate-entry {"id":"a","version":"2025-01-01","file":"a.yaml","line":2}',
    ]);
    expect(refusedIn(['a.yaml', `${party('a')}---\n${party('a', 'version: second\n')}`])).toEqual([]);
  });

  it('counts lines the same whatever ends them', () => {
    expect(refused(party('a', 'contry: BY\n').replaceAll('\n', '\r\n'))).toEqual([
      'a.yaml:6:1 book.unknown-key {"key":"contry","nearest":"country"}',
    ]);
    expect(refused(`\ufeff${party('a', 'contry: BY\n')}`)).toEqual([
      'a.yaml:6:1 book.unknown-key {"key":"contry","nearest":"country"}',
    ]);
  });
});
