import { callsOf, objectKeys, possible } from './expressions.ts';
import { argumentsOf, type Messages } from './messages.ts';
import { isProduct, type Maker, makersOf } from './refusal-makers.ts';
import { finding, literal, type Node, nameOf, node, nodes, ofType, type Source, templateStart } from './source.ts';

const PARTS = ['reason', 'remedy'] as const;

/** A call that makes a refusal: by which maker, with which codes written out, or beginnings of computed ones. */
type Refusing = {
  readonly file: Source;
  readonly call: Node;
  readonly maker: Maker;
  readonly exact: readonly string[];
  readonly starts: readonly string[];
};

function refusingCalls(sources: readonly Source[]): readonly Refusing[] {
  return [...makersOf(sources)].flatMap(([file, makers]) =>
    makers.flatMap((maker) =>
      callsOf(file.tree, maker.caller).map((call) => {
        const { exact, starts } = possible(nodes(call, 'arguments')[maker.code]);
        return { file, call, maker, exact, starts };
      }),
    ),
  );
}

/** Refusals that can be given but have no reason or no remedy in the catalogue. */
export function unspokenRefusals(sources: readonly Source[], messages: Messages): readonly string[] {
  const keys = [...messages.keys()];
  const begins = (start: string, part: string): boolean =>
    keys.some((key) => key.startsWith(`refusal.${start}`) && key.endsWith(`.${part}`));
  return refusingCalls(sources).flatMap(({ file, call, exact, starts }) =>
    PARTS.flatMap((part) => [
      ...exact
        .filter((code) => !messages.has(`refusal.${code}.${part}`))
        .map((code) => finding(file, call.start, `the refusal ${code} has no ${part}`)),
      ...starts
        .filter((start) => !begins(start, part))
        .map((start) => finding(file, call.start, `no refusal ${start}… has a ${part}`)),
    ]),
  );
}

/** What a message fills in but the call does not give; nothing when the call's parameters cannot be told. */
function lacking(messages: Messages, key: string, given: readonly string[] | undefined): readonly string[] {
  if (given === undefined) return [];
  return [...argumentsOf(messages, key)].filter((name) => !given.includes(name));
}

/** The parameters a call gives, when they are all written out. */
function givenBy(
  call: Node,
  index: number | undefined,
  adds: readonly string[] | undefined,
): readonly string[] | undefined {
  const written = objectKeys(index === undefined ? undefined : nodes(call, 'arguments')[index]);
  if (written === undefined || written.spread.length > 0 || adds === undefined) return undefined;
  return [...adds, ...written.keys];
}

/** Messages said without something they fill in; they would fail when said. */
export function missingArguments(sources: readonly Source[], messages: Messages): readonly string[] {
  const refusing = refusingCalls(sources).flatMap(({ file, call, maker, exact }) =>
    exact.flatMap((code) =>
      PARTS.flatMap((part) => {
        const key = `refusal.${code}.${part}`;
        return lacking(messages, key, givenBy(call, maker.params, maker.adds)).map((name) => ({
          file,
          call,
          key,
          name,
        }));
      }),
    ),
  );
  const saying = sources
    .filter(isProduct)
    .flatMap((file) =>
      callsOf(file.tree, 'say').flatMap((call) =>
        possible(nodes(call, 'arguments')[0]).exact.flatMap((key) =>
          lacking(messages, key, givenBy(call, 1, [])).map((name) => ({ file, call, key, name })),
        ),
      ),
    );
  return [...refusing, ...saying].map(({ file, call, key, name }) =>
    finding(file, call.start, `${key} is not given {${name}}`),
  );
}

/** Codes that are not words of ours: those of Node and PostgreSQL (capitals, digits) and of the schema library. */
const OTHERS_CODE = /^(?:[A-Z0-9_]+|custom|[a-z]+_[a-z_]+)$/u;

/** Codes in the making that stand for no words: neither those of a refusal nor those of a reason in a trace. */
export function unspokenCodes(sources: readonly Source[], messages: Messages): readonly string[] {
  const isSpoken = (code: string): boolean =>
    messages.has(`reason.${code}`) || PARTS.every((part) => messages.has(`refusal.${code}.${part}`));
  return sources.filter(isProduct).flatMap((file) =>
    ofType(file.tree, 'Property')
      .filter((property) => nameOf(node(property, 'key')) === 'code')
      .flatMap((property) =>
        possible(node(property, 'value'))
          .exact.filter((text) => !OTHERS_CODE.test(text) && !isSpoken(text))
          .map((text) => finding(file, property.start, `the code ${text} has no words`)),
      ),
  );
}

/** Keys that are said but are in no catalogue. */
export function unknownKeys(sources: readonly Source[], messages: Messages): readonly string[] {
  const keys = [...messages.keys()];
  return sources.filter(isProduct).flatMap((file) =>
    callsOf(file.tree, 'say').flatMap((call) => {
      const { exact, starts } = possible(nodes(call, 'arguments')[0]);
      const unknown = [
        ...exact.filter((key) => !messages.has(key)),
        ...starts.filter((start) => !keys.some((key) => key.startsWith(start))).map((start) => `${start}…`),
      ];
      return unknown.map((key) => finding(file, call.start, `there is no message ${key}`));
    }),
  );
}

type Written = { readonly exact: ReadonlySet<string>; readonly starts: readonly string[] };

/** Everything written in the product that could be a key or a code, or the beginning of one. */
function writtenTexts(sources: readonly Source[]): Written {
  const exact = new Set<string>();
  const starts = new Set<string>();
  for (const candidate of sources.filter(isProduct).flatMap(({ tree }) => ofType(tree, 'Literal', 'TemplateLiteral'))) {
    const text = literal(candidate);
    if (text !== undefined) exact.add(text);
    else if (candidate.type === 'TemplateLiteral') starts.add(templateStart(candidate) ?? '');
  }
  return {
    exact,
    starts: [...starts].filter((start) => start !== 'refusal.' && /^[a-z][\w-]*\.[\w.-]*$/u.test(start)),
  };
}

/** Messages nobody says. `dynamic` lists beginnings of keys that are made from data. */
export function unsaid(sources: readonly Source[], messages: Messages, dynamic: readonly string[]): readonly string[] {
  const { exact, starts } = writtenTexts(sources);
  const isSaid = (key: string): boolean => {
    const code = /^refusal\.(.+)\.(?:reason|remedy)$/u.exec(key)?.[1];
    if (code !== undefined) return exact.has(code) || starts.some((start) => code.startsWith(start));
    return exact.has(key) || [...starts, ...dynamic].some((start) => key.startsWith(start));
  };
  const idle = dynamic.filter((start) => ![...messages.keys()].some((key) => key.startsWith(start)));
  return [
    ...[...messages].filter(([key]) => !isSaid(key)).map(([key, { path }]) => `${path}: ${key} is never said`),
    ...idle.map((start) => `${start}: declared as made from data, but no message begins so`),
  ];
}
