/** What the process that runs the tests tells the command, a line at a time. */
import { z } from 'zod';

export const lineSchema = z.object({
  file: z.string().optional(),
  tests: z.number().optional(),
  begun: z.number().optional(),
  id: z.number().optional(),
  verdict: z.enum(['killed', 'endless', 'survived', 'uncovered']).optional(),
  /** The test that failed. */
  by: z.string().optional(),
  ms: z.number().optional(),
  atLoading: z.boolean().optional(),
  finished: z.boolean().optional(),
});

export type Line = z.infer<typeof lineSchema>;
