/** One process of the large comparison: checks the chunks it is given, one after another. */
import { z } from 'zod';
import { checkCases } from './check.ts';

const chunkSchema = z.object({ seed: z.int(), runs: z.int().positive() });

process.on('message', (message: unknown) => {
  const { seed, runs } = chunkSchema.parse(message);
  process.send?.(checkCases(seed, runs));
});
