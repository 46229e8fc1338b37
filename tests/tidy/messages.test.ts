import { describe, expect, test } from 'vitest';
import { missingArguments, unknownKeys, unsaid, unspokenCodes, unspokenRefusals } from './message-uses.ts';
import { divergent, gather, malformed, untranslated } from './messages.ts';
import { source } from './source.ts';

const messages = (content: unknown) => gather([{ path: 'a.json', text: JSON.stringify(content) }]).messages;
const product = (text: string) => [source('packages/server/src/a.ts', text)];

describe('catalogues', () => {
  test('hold each key once, and only messages', () => {
    const files = [
      { path: 'a.json', text: '{"one": "x", "two": 2}' },
      { path: 'b.json', text: '{"one": "y"}' },
      { path: 'c.json', text: '3' },
    ];
    expect(gather(files).findings).toEqual([
      'a.json: two is no message',
      'b.json: one is also in a.json',
      'c.json: no catalogue',
    ]);
  });

  test.each(['{count', '{count, plural, one {x}}', '{a, unknown}', '', ' x'])('%j is no good message', (message) => {
    expect(malformed(messages({ key: message }))).toHaveLength(1);
  });

  test.each(['{count, plural, one {# t} other {# t}}', 'a <kg> of {name}', "it''s {a, number}"])(
    '%j is one',
    (message) => {
      expect(malformed(messages({ key: message }))).toEqual([]);
    },
  );

  test('have the same keys and arguments in every language', () => {
    const english = messages({ a: '{n, plural, one {{x}} other {#}} {y}', b: 'b', c: '{z}' });
    const german = messages({ a: '{y} {n} {x}', c: '{Z}' });
    expect(
      divergent(
        new Map([
          ['en', english],
          ['de', german],
        ]),
      ),
    ).toEqual(['b: missing in de', 'c: en {z} · de {Z}']);
  });

  test('are in the language they are filed under', () => {
    const english = messages({ a: 'The wagons are heavier than the goods.', b: 'kg' });
    const languages = new Map([
      ['en', english],
      ['de', messages({ a: 'The wagons are heavier than the goods.', b: 'kg' })],
      ['ru', messages({ a: 'Вагоны тяжелее груза, і гэта дрэнна.', b: 'kg' })],
      ['be', messages({ a: 'Вагоны тяжелее грузов и тары.', b: 'something left in English' })],
    ]);
    expect(untranslated(languages)).toEqual([
      'a.json: a is the English text',
      'a.json: a has letters that Russian lacks',
      'a.json: a has letters that Belarusian lacks',
      'a.json: b is not in Belarusian',
    ]);
  });
});

describe('refusals', () => {
  const spoken = messages({
    'refusal.mass.differs.reason': 'x',
    'refusal.mass.differs.remedy': 'y',
    'refusal.half.reason': 'x',
  });

  test.each([
    ["refusal('absent', {});", 2],
    ["refusal('half', {});", 1],
    ["refused(refusal(a ? 'mass.differs' : 'absent', {}));", 2],
    ['refusal(`absent.${what}`, {});', 2],
    ["const fail = (place, code) => refusal(code, {}, place); fail(here, 'absent');", 2],
    [
      "function inner(code) { return refusal(code); } function outer(x, code) { return inner(code); } outer(1, 'absent');",
      2,
    ],
  ])('%s lacks %d texts', (text, found) => {
    expect(unspokenRefusals(product(text), spoken)).toHaveLength(found);
  });

  test.each([
    "refusal('mass.differs', {});",
    'refusal(`mass.${what}`, {});',
    "const fail = (code) => refusal(code, {}); fail('mass.differs');",
    'refusal(problem.code, problem.params);',
  ])('%s has all its texts', (text) => {
    expect(unspokenRefusals(product(text), spoken)).toEqual([]);
  });

  describe('that lack a parameter of their text', () => {
    const filled = messages({
      'refusal.mass.reason': '{wagons} {goods}',
      'refusal.mass.remedy': 'x',
      'say.it': '{what}',
    });

    test.each([
      ["refusal('mass', { wagons });", 1],
      ["refusal('mass', {});", 2],
      ["const fail = (code, params) => refusal(code, params); fail('mass', { wagons });", 1],
      ["const fail = (code, params = {}) => refusal(code, { wagons, ...params }); fail('mass');", 1],
      ["const fail = (code) => refusal(code, { goods }); fail('mass');", 1],
      ["texts.say('say.it');", 1],
      ["texts.say('say.it', { other: 1 });", 1],
    ])('%s lacks %d', (text, found) => {
      expect(missingArguments(product(text), filled)).toHaveLength(found);
    });

    test.each([
      "refusal('mass', { wagons, 'goods': 1 });",
      "refusal('mass', params);",
      "refusal('mass', { ...params });",
      "const fail = (code, params) => refusal(code, { wagons, ...params }); fail('mass', { goods });",
      "const fail = (code, params) => refusal(code, { ...other, ...params }); fail('mass', {});",
      "texts.say('say.it', { what: 1 });",
    ])('%s lacks nothing that can be told', (text) => {
      expect(missingArguments(product(text), filled)).toEqual([]);
    });
  });

  test('are followed into the files that import their maker', () => {
    const maker = source('packages/domain/src/a/fail.ts', 'export const fail = (code) => refusal(code, {});');
    const user = source('packages/domain/src/a/user.ts', "import { fail } from './fail.ts'; fail('absent');");
    const stranger = source('packages/domain/src/a/other.ts', "import { x } from './x.ts'; fail('absent');");
    expect(unspokenRefusals([maker, user, stranger], spoken)).toHaveLength(2);
  });

  test('a code in the making needs the words of a refusal or of a reason', () => {
    const known = messages({ 'reason.quantity-used': 'x', 'refusal.mass.reason': 'x', 'refusal.mass.remedy': 'y' });
    const text =
      "use({ code: 'quantity-used' }, { code: 'mass' }, { code: 'absent' }, { code: 'ENOENT' }, { code: 'custom' });";
    expect(unspokenCodes(product(text), known)).toEqual([expect.stringContaining('the code absent has no words')]);
  });
});

describe('keys', () => {
  const known = messages({ 'brief.title': 'x', 'brief.status.kept': 'y', 'refusal.half.reason': 'z', 'unit.TNE': 't' });

  test.each([
    ["texts.say('brief.absent');", 'there is no message brief.absent'],
    ["say(a ? 'brief.title' : 'brief.absent');", 'there is no message brief.absent'],
    ['texts.say(`absent.${x}`);', 'there is no message absent.…'],
  ])('%s is found', (text, what) => {
    expect(unknownKeys(product(text), known)).toEqual([expect.stringContaining(what)]);
  });

  test('a key that is written, begun, or declared as made from data is said', () => {
    const text = "texts.say('brief.title'); texts.say(`brief.status.${s}`); refusal('half', {});";
    expect(unknownKeys(product(text), known)).toEqual([]);
    expect(unsaid(product(text), known, ['unit.'])).toEqual([]);
  });

  test('a key that nobody says is found, and so is a declaration without messages', () => {
    expect(unsaid(product("use('brief.title');"), known, ['absent.'])).toEqual([
      'a.json: brief.status.kept is never said',
      'a.json: refusal.half.reason is never said',
      'a.json: unit.TNE is never said',
      'absent.: declared as made from data, but no message begins so',
    ]);
  });

  test('what only a test says is not said', () => {
    const inTest = [source('packages/server/src/a.test.ts', "say('brief.title');")];
    expect(unsaid(inTest, messages({ 'brief.title': 'x' }), [])).toEqual(['a.json: brief.title is never said']);
  });
});
