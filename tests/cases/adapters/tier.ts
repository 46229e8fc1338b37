import { overTurnover, values } from './scale.ts';
import { type CaseBook, type Fields, list, text } from './words.ts';

const METHODS: Readonly<Record<string, string>> = {
  stepped: 'incremental',
  cumulative: 'all-units',
  rolling: 'reached-slices',
  total: 'reached-steps',
};

/** Lines of upper bound and rate; the method by the name its publisher gives it. */
export const tier = (input: Fields): CaseBook =>
  overTurnover(values(input['value']), {
    method: METHODS[text(input['method'])] ?? text(input['method']),
    bounds: 'upper',
    steps: list(input['lines']).map((line) => ({ to: text(list(line)[0]), rate: text(list(line)[1]) })),
  });
